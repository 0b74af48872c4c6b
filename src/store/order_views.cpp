#include "store/order_views.hpp"

#include "store/connection.hpp"
#include "store/deliveries.hpp"

#include <algorithm>
#include <string_view>

namespace shoporder::store {

namespace {

/// Few deliveries in these states are asked of their index. What many have come to is asked of the
/// newest orders, one after the other: there are enough of them soon.
bool are_few(Database& database, const OrderFilter& filter) {
    constexpr std::int64_t k_few = 30'000; // their index takes 20 ms
    std::int64_t sum = 0;
    for (const auto& [key, count] : counters(database))
        if (std::find(filter.states.begin(), filter.states.end(), key.second) !=
            filter.states.end())
            sum += count;
    return sum <= k_few;
}

/// " held  ready ", or ["held","ready"] for json_each(): their names need no escapes.
std::string listed(const std::vector<order::DeliveryState>& states, bool json) {
    std::string out;
    for (const order::DeliveryState state : states) {
        const std::string name{order::name(state)};
        out += json ? (out.empty() ? "\"" : ",\"") + name + "\"" : " " + name + " ";
    }
    return json ? "[" + out + "]" : out;
}

} // namespace

std::vector<std::int64_t> list_orders(Database& database, const OrderFilter& filter) {
    static constexpr std::string_view k_newest =
        "SELECT id FROM orders o WHERE id < ?1 AND id >= ?8 AND (?2 = '' OR shop = ?2)"
        " AND first_seen >= ?3 AND first_seen < ?4 AND ((?5 = '' AND ?6 = 0) OR EXISTS"
        " (SELECT 1 FROM deliveries d WHERE d.order_id = o.id AND (?6 = 0 OR d.supplier_id = ?6)"
        " AND (?5 = '' OR instr(?5, ' ' || d.state || ' ') > 0)))"
        " ORDER BY id DESC LIMIT ?7";
    static constexpr std::string_view k_few =
        "SELECT id FROM orders o WHERE id < ?1 AND id >= ?8 AND (?2 = '' OR shop = ?2)"
        " AND first_seen >= ?3 AND first_seen < ?4 AND id IN (SELECT d.order_id FROM deliveries d"
        " INDEXED BY deliveries_by_state WHERE d.state IN (SELECT value FROM json_each(?5))"
        " AND (?6 = 0 OR d.supplier_id = ?6))"
        " ORDER BY id DESC LIMIT ?7";
    const bool one = filter.from_id >= filter.before_id - 1;
    const bool few = !one && !filter.states.empty() && are_few(database, filter);
    Query q(database.connection(), few ? k_few : k_newest, filter.before_id, filter.shop,
            base::to_micros(filter.since.value_or(base::Time::min())),
            base::to_micros(filter.until.value_or(base::Time::max())), listed(filter.states, few),
            filter.supplier_id, static_cast<std::int64_t>(filter.limit), filter.from_id);
    std::vector<std::int64_t> ids;
    while (q.step())
        ids.push_back(q.integer(0));
    return ids;
}

std::size_t count_orders_since(Database& database, base::Time since) {
    Query q(database.connection(), "SELECT count(*) FROM orders WHERE first_seen >= ?",
            base::to_micros(since));
    return q.step() ? static_cast<std::size_t>(q.integer(0)) : 0;
}

} // namespace shoporder::store
