#include "store/ages.hpp"

#include "store/connection.hpp"

#include <algorithm>
#include <set>

namespace shoporder::store {

namespace {

using order::DeliveryState;

constexpr std::chrono::minutes k_slip{5}; // what the network's time corrects without a word
constexpr std::chrono::hours k_said_for{24};

// In the order of their index, so that a large backlog costs no more than what is asked for.
constexpr const char* k_unsent =
    "SELECT o.id, o.name, d.po_number, d.state, d.reason, d.owed FROM deliveries d CROSS JOIN"
    " orders o ON o.id = d.order_id WHERE o.shop = ?1 AND d.owed <= ?2 AND d.kind = 'new'"
    " ORDER BY d.owed, d.id";
constexpr const char* k_unpaid =
    "SELECT o.id, o.name, d.po_number, d.state, d.reason, coalesce(d.since, d.changed_at) AS age"
    " FROM deliveries d CROSS JOIN orders o ON o.id = d.order_id WHERE o.shop = ?1 AND"
    " d.state = 'waiting' AND d.reason_code = 'unpaid' AND d.kind = 'new' AND age <= ?2"
    " ORDER BY age, d.id";

std::vector<Overdue> overdue(Database& database, const char* question, const std::string& shop,
                             base::Time before, std::size_t limit) {
    Query q(database.connection(), question, shop, base::to_micros(before));
    std::vector<Overdue> out;
    std::set<std::int64_t> known;
    while (out.size() < limit && q.step())
        if (known.insert(q.integer(0)).second)
            out.push_back({q.integer(0), q.text(1), q.text(2),
                           order::delivery_state(q.text(3)).value_or(DeliveryState::held),
                           q.text(4), base::from_micros(q.integer(5))});
    return out;
}

} // namespace

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
    Query after(database.connection(),
                "SELECT at FROM events WHERE id > (SELECT max(id) FROM events WHERE at > ?)"
                " ORDER BY id LIMIT 1",
                base::to_micros(now + k_slip));
    if (after.step() && base::from_micros(after.integer(0)) < now - k_said_for)
        return std::nullopt;
    return base::from_micros(*at);
}

void forget_the_future(Write& write, base::Time now) {
    // The grace of an order counts from when it was first seen.
    Query(write.connection(),
          "UPDATE orders SET changed = 1, first_seen = min(first_seen, ?1) WHERE first_seen > ?1"
          " OR id IN (SELECT order_id FROM deliveries WHERE state = 'waiting' AND due_at IS NOT"
          " NULL AND changed_at > ?1)",
          base::to_micros(now))
        .run();
    Query(write.connection(),
          "UPDATE deliveries SET due_at = CASE state WHEN 'deferred' THEN ?1 ELSE due_at END,"
          " changed_at = ?1, since = min(since, ?1), owed = min(owed, ?1) WHERE state IN "
          "('waiting', 'held', 'ready',"
          " 'sending', 'uncertain', 'deferred', 'failed') AND changed_at > ?1",
          base::to_micros(now))
        .run();
}

} // namespace shoporder::store
