#pragma once
// Purpose: the orders of a customer, and those with an article: by the index, and where an order is
// not in it yet, by its body.
// State: the database, read. Fails: Error from the database. Threads: as the Database.
#include "order/person.hpp"
#include "store/order_views.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::flow {

/// What an order's newest body must name; all of what is told.
struct OrderSearch {
    std::optional<order::Person> person{};
    std::string sku{}; ///< "": any
    /// TimeIsUp then: bodies are read outside of the database, where its own limit does not count.
    std::optional<std::chrono::steady_clock::time_point> until{};
    [[nodiscard]] bool empty() const noexcept { return !person && sku.empty(); }
};

/// Newest first, at most `filter.limit` of those that `filter` takes as well. An order whose body
/// was redacted or purged names nobody and nothing.
[[nodiscard]] std::vector<std::int64_t>
find_orders(store::Database& database, const store::OrderFilter& filter, const OrderSearch& search);

} // namespace shoporder::flow
