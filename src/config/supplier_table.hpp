#pragma once
// Purpose: the one list of a supplier's settings with how each is read. Inside `config` only.
// State: constants. Fails: Error from the readers it names.
// Threads: constants, freely shared.
#include "config/toml_table.hpp"
#include "order/supplier.hpp"

#include <span>

namespace shoporder::config {

[[nodiscard]] std::span<const Entry<order::Supplier>> supplier_entries() noexcept;

/// A rule as [[supplier]] match has it; `key` is vendor, sku, type or tag. Throws Unusable.
void set_rule_field(order::MatchRule& rule, std::string_view key, std::string_view text);

} // namespace shoporder::config
