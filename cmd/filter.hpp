#pragma once
// Purpose: what lists are narrowed by: the same options with the same words in every command.
// State: none. Fails: Error(usage) naming the option, Error(not_found) for an unknown supplier.
// Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"
#include "flow/operate/find_orders.hpp"
#include "order/delivery.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::cmd {

struct Filter {
    std::vector<std::string> states;
    std::string supplier, code, since, until;
    std::string customer, sku;
};

/// Each adds its options; `whose` says what happened then: "only what was sent".
CLI::Option* filter_by_state(CLI::App& app, Filter& filter);
CLI::Option* filter_by_supplier(CLI::App& app, Filter& filter);
CLI::Option* filter_by_code(CLI::App& app, Filter& filter);
CLI::Option* filter_by_customer(CLI::App& app, Filter& filter, const std::string& whose);
CLI::Option* filter_by_sku(CLI::App& app, Filter& filter);
std::array<CLI::Option*, 2> filter_by_time(CLI::App& app, Filter& filter, const std::string& whose);

/// Asks for the customer where one is wanted, and says where orders must be read one by one.
[[nodiscard]] flow::OrderSearch search_of(const Context& context, store::Database& database,
                                          const Filter& filter);
/// Empty: none was named.
[[nodiscard]] std::vector<order::DeliveryState> states_of(const Filter& filter);
/// 0: none was named. "-" is the reserved supplier of lines without a route.
[[nodiscard]] std::int64_t supplier_of(store::Database& database, const Filter& filter);
[[nodiscard]] std::optional<base::Time> since_of(const Context& context, const Filter& filter);
[[nodiscard]] std::optional<base::Time> until_of(const Context& context, const Filter& filter);

} // namespace shoporder::cmd
