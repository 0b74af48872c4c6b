#include "store/checkup.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

std::map<std::string, std::size_t> recent_topics(Database& database, const std::string& shop,
                                                 std::size_t limit) {
    Query q(database.connection(),
            "SELECT topic, count(*) FROM (SELECT topic, shop FROM webhooks ORDER BY id DESC LIMIT "
            "?2) WHERE shop = ?1 GROUP BY topic",
            shop, static_cast<std::int64_t>(limit));
    std::map<std::string, std::size_t> out;
    while (q.step())
        out[q.text(0)] = static_cast<std::size_t>(q.integer(1));
    return out;
}

std::vector<std::chrono::microseconds> recent_delays(Database& database, base::Time since,
                                                     std::size_t limit) {
    Query q(database.connection(),
            "SELECT received_at - triggered_at FROM (SELECT received_at, triggered_at, webhook_id "
            "FROM webhooks ORDER BY id DESC LIMIT ?2) WHERE triggered_at IS NOT NULL AND "
            "received_at >= ?1 AND webhook_id NOT LIKE 'trigger-%'",
            base::to_micros(since), static_cast<std::int64_t>(limit));
    std::vector<std::chrono::microseconds> out;
    while (q.step())
        out.emplace_back(q.integer(0));
    return out;
}

std::optional<base::Time> in_test_since(Database& database, std::int64_t supplier_id) {
    Query q(database.connection(),
            "SELECT coalesce(max(CASE text WHEN 'test' THEN at END), min(at)) FROM events WHERE "
            "kind = 'supplier' AND supplier_id = ?",
            supplier_id);
    const auto at = q.step() ? q.maybe_integer(0) : std::nullopt;
    return at ? std::optional{base::from_micros(*at)} : std::nullopt;
}

} // namespace shoporder::store
