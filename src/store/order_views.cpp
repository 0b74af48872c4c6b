#include "store/order_views.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

std::vector<std::int64_t> list_orders(Database& database, const OrderFilter& filter) {
    Query q(database.connection(),
            "SELECT id FROM orders WHERE id < ?1 AND (?2 = '' OR shop = ?2)"
            " ORDER BY id DESC LIMIT ?3",
            filter.before_id, filter.shop, static_cast<std::int64_t>(filter.limit));
    std::vector<std::int64_t> ids;
    while (q.step())
        ids.push_back(q.integer(0));
    return ids;
}

} // namespace shoporder::store
