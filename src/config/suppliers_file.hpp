#pragma once
// Purpose: suppliers as TOML, in both directions, and as KEY=VALUE on a command line.
// Suppliers live in the database; this is how they travel (`supplier import`, `export`, `set`).
// State: none. Fails: Error(config) from a file (file, line, key, remedy), Error(data) from
// apply_setting. Threads: pure functions.
#include "config/settings.hpp"
#include "order/supplier.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::config {

/// The keys of one [[supplier]], in the order they are written.
[[nodiscard]] std::span<const SettingDescription> supplier_settings_table();

/// `file` stands in the messages. Names are unique within one file.
[[nodiscard]] std::vector<order::Supplier> read_suppliers(std::string_view toml,
                                                          const std::string& file);

/// The stored ones with those of a file in their places: a file may hold some of the suppliers.
[[nodiscard]] std::vector<order::Supplier> merged(std::vector<order::Supplier> stored,
                                                  std::span<const order::Supplier> of_file);

/// What several keys say together: cut-offs and the mode that needs them. Throws Error(data).
/// read_suppliers() asks it; after apply_setting() the caller does, when all are applied.
void check_supplier(const order::Supplier& supplier);

/// Reads back as equal suppliers. Defaults are left out; ids never travel.
[[nodiscard]] std::string write_suppliers(std::span<const order::Supplier> suppliers);

/// One KEY=VALUE of `supplier set`: any key of the table but `name`, as text: lists separated by
/// commas, `match` and `exclude` as TOML ([{vendor = "Acme"}]); besides, `vendor`, `sku` and each
/// other condition that is one text adds a rule to `match`. An empty value puts the default back.
void apply_setting(order::Supplier& supplier, std::string_view key, std::string_view value);

/// Pairs of suppliers with rules that can take the same line, and more than one default
/// supplier; one line each, naming who wins (lower priority, then name). Rules with `not` or `any`
/// are reported only where both suppliers have the same one.
[[nodiscard]] std::vector<std::string> overlaps(std::span<const order::Supplier> suppliers);

/// Rules that rest on what Shopify's webhook bodies do not hold: product types and products' tags.
/// One line each, for a person.
[[nodiscard]] std::vector<std::string>
unanswerable_rules(std::span<const order::Supplier> suppliers);

} // namespace shoporder::config
