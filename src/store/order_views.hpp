#pragma once
// Purpose: lists of orders for people; webhooks.hpp has what the stages need.
// State: table orders, read.
// Fails: Error from the database. Threads: as Database.
#include "store/webhooks.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace shoporder::store {

struct OrderFilter {
    std::string shop; ///< empty: all
    /// Keyset paging: only lower Shopify ids, which rise with time.
    std::int64_t before_id = std::numeric_limits<std::int64_t>::max();
    std::size_t limit = 50;
};
/// Newest first.
[[nodiscard]] std::vector<std::int64_t> list_orders(Database& database, const OrderFilter& filter);

} // namespace shoporder::store
