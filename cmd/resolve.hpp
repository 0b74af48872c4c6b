#pragma once
// Purpose: from what a person typed to the order, delivery or supplier that is meant.
// State: the database, read. Fails: Error(not_found), Ambiguous with the candidates, Error(usage).
// Threads: main's.
#include "cmd/context.hpp"
#include "flow/operate/operate.hpp"
#include "order/supplier.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::cmd {

/// ORDER: a name with or without '#', a purchase-order number, a file name, a Shopify id, or an
/// order number.
[[nodiscard]] std::int64_t one_order(store::Database& database, const std::string& text);
/// As one_delivery(), and a batch's file name, which stands for all that it carries.
struct Named {
    std::int64_t id = 0;
    flow::Scope scope = flow::Scope::delivery;
};
[[nodiscard]] Named one_delivery_or_file(store::Database& database, const std::string& text);
/// ID: a delivery's id, or anything ORDER may be that leads to a single delivery.
[[nodiscard]] std::int64_t one_delivery(store::Database& database, const std::string& text);
[[nodiscard]] order::Supplier one_supplier(store::Database& database, const std::string& name);

/// The configured shop of that domain; "" means the only one. Error(config|usage|not_found).
[[nodiscard]] const config::Shop& one_shop(const config::Settings& settings,
                                           const std::string& domain);

/// The arguments, with "-" replaced by the first word of each line of standard input.
[[nodiscard]] std::vector<std::string> with_standard_input(const std::vector<std::string>& words);

/// "2026-11-22" (its midnight here), "2026-11-22T10:00:00Z", or a span back from now: "2h", "3d".
/// Error(usage).
[[nodiscard]] base::Time point_in_time(const std::string& text, const char* option, base::Time now);
/// "5m", "90". Error(usage).
[[nodiscard]] std::chrono::seconds span_of(const std::string& text, const char* option);

} // namespace shoporder::cmd
