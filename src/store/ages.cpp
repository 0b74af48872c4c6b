#include "store/ages.hpp"

#include "store/connection.hpp"

#include <algorithm>

namespace shoporder::store {

namespace {

using order::DeliveryState;

constexpr std::chrono::minutes k_slip{5}; // what the network's time corrects without a word

// The inner question ends at its limit, so that a large backlog costs no more than a small one.
#define SHOPORDER_OVERDUE(which, unless)                                                           \
    "SELECT o.id, o.name, d.po_number, d.state, d.reason, min(d.age) FROM"                         \
    " (SELECT order_id, po_number, state, reason, coalesce(since, changed_at) AS age FROM"         \
    "  deliveries WHERE " which " AND kind = 'new' AND coalesce(since, changed_at) <= ?2 LIMIT"    \
    "  1000) d JOIN orders o ON o.id = d.order_id WHERE o.shop = ?1 " unless                       \
    " GROUP BY o.id ORDER BY min(d.age), o.id LIMIT ?3"

constexpr const char* k_unsent =
    SHOPORDER_OVERDUE("state IN ('waiting', 'held', 'ready', 'sending', 'uncertain', 'deferred',"
                      " 'failed') AND reason_code NOT IN ('unpaid', 'not_released', 'grace',"
                      " 'test_order', 'before_start')",
                      "AND NOT EXISTS (SELECT 1 FROM deliveries s WHERE s.order_id = o.id AND"
                      " s.state IN ('uploaded', 'confirmed', 'partial', 'rejected', 'settled'))");
constexpr const char* k_unpaid =
    SHOPORDER_OVERDUE("state = 'waiting' AND reason_code = 'unpaid'", "");

std::vector<Overdue> overdue(Database& database, const char* question, const std::string& shop,
                             base::Time before, std::size_t limit) {
    Query q(database.connection(), question, shop, base::to_micros(before),
            static_cast<std::int64_t>(limit));
    std::vector<Overdue> out;
    while (q.step())
        out.push_back({q.integer(0), q.text(1), q.text(2),
                       order::delivery_state(q.text(3)).value_or(DeliveryState::held), q.text(4),
                       base::from_micros(q.integer(5))});
    return out;
}

} // namespace

std::optional<base::Time> oldest_in(Database& database, DeliveryState state) {
    Query q(database.connection(),
            "SELECT min(coalesce(since, changed_at)) FROM deliveries WHERE state = ?",
            order::name(state));
    q.step();
    const auto at = q.maybe_integer(0);
    return at ? std::optional{base::from_micros(*at)} : std::nullopt;
}

std::vector<Overdue> unsent_since(Database& database, const std::string& shop, base::Time before,
                                  std::size_t limit) {
    return overdue(database, k_unsent, shop, before, limit);
}

std::vector<Overdue> unpaid_since(Database& database, const std::string& shop, base::Time before,
                                  std::size_t limit) {
    return overdue(database, k_unpaid, shop, before, limit);
}

std::optional<base::Time> clock_was_ahead(Database& database, base::Time now) {
    Query q(database.connection(), "SELECT max(at) FROM events");
    q.step();
    const auto at = q.maybe_integer(0);
    if (!at || base::from_micros(*at) <= now + k_slip)
        return std::nullopt;
    return base::from_micros(*at);
}

void forget_the_future(Write& write, base::Time now) {
    Query(write.connection(),
          "UPDATE orders SET changed = 1 WHERE id IN (SELECT order_id FROM deliveries WHERE"
          " state = 'waiting' AND due_at IS NOT NULL AND changed_at > ?)",
          base::to_micros(now))
        .run();
    Query(write.connection(),
          "UPDATE deliveries SET due_at = CASE state WHEN 'deferred' THEN ?1 ELSE due_at END,"
          " changed_at = ?1, since = min(since, ?1) WHERE state IN ('waiting', 'held', 'ready',"
          " 'sending', 'uncertain', 'deferred', 'failed') AND changed_at > ?1",
          base::to_micros(now))
        .run();
}

} // namespace shoporder::store
