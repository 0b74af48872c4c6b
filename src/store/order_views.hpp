#pragma once
// Purpose: lists of orders for people; webhooks.hpp has what the stages need.
// State: table orders, read.
// Fails: Error from the database. Threads: as Database.
#include "order/delivery.hpp"
#include "store/webhooks.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

struct OrderFilter {
    std::string shop; ///< empty: all
    /// Only orders with a delivery in one of these states, of this supplier; empty, 0: any.
    std::vector<order::DeliveryState> states{};
    std::int64_t supplier_id = 0;
    std::optional<base::Time> since{}; ///< first seen then or later
    std::optional<base::Time> until{}; ///< first seen before
    /// Keyset paging: only lower Shopify ids, which rise with time.
    std::int64_t before_id = std::numeric_limits<std::int64_t>::max();
    std::int64_t from_id = std::numeric_limits<std::int64_t>::min(); ///< only it and higher ones
    std::size_t limit = 50;
};
/// Newest first.
[[nodiscard]] std::vector<std::int64_t> list_orders(Database& database, const OrderFilter& filter);

/// How many came since then.
[[nodiscard]] std::size_t count_orders_since(Database& database, base::Time since);

} // namespace shoporder::store
