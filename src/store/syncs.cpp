#include "store/syncs.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

namespace {

ShopSync row_of(Query& q) {
    ShopSync s;
    s.shop = q.text(0);
    s.complete_to = q.maybe_time(1);
    s.begun_at = q.maybe_time(2);
    s.since = q.maybe_time(3);
    s.cursor = q.text(4);
    s.tried_at = base::from_micros(q.integer(5));
    s.problem = q.text(6);
    s.problem_text = q.text(7);
    s.problem_since = q.maybe_time(8);
    s.version = q.text(9);
    s.withheld = q.text(10);
    s.webhooks = q.text(11);
    s.heard = q.integer(12);
    return s;
}

/// shop "" means all.
std::vector<ShopSync> rows_of(Database& database, const std::string& shop) {
    Query q(database.connection(),
            "SELECT shop, complete_to, begun_at, since, cursor, tried_at, problem, problem_text,"
            " problem_since, version, withheld, webhooks, heard FROM shop_syncs"
            " WHERE ?1 IN ('', shop) ORDER BY shop",
            shop);
    std::vector<ShopSync> out;
    while (q.step())
        out.push_back(row_of(q));
    return out;
}

} // namespace

std::optional<ShopSync> find_sync(Database& database, const std::string& shop) {
    auto rows = rows_of(database, shop);
    return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
}

std::vector<ShopSync> list_syncs(Database& database) {
    return rows_of(database, "");
}

void put_sync(Write& write, const ShopSync& s) {
    Query(write.connection(),
          "INSERT OR REPLACE INTO shop_syncs (shop, complete_to, begun_at, since, cursor, tried_at,"
          " problem, problem_text, problem_since, version, withheld, webhooks, heard)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          s.shop, micros(s.complete_to), micros(s.begun_at), micros(s.since), s.cursor,
          base::to_micros(s.tried_at), s.problem, s.problem_text, micros(s.problem_since),
          s.version, s.withheld, s.webhooks, s.heard)
        .run();
}

Releases releases_after(Database& database, const std::string& shop, std::int64_t heard) {
    Releases out;
    Query newest(database.connection(), "SELECT coalesce(max(id), 0) FROM webhooks");
    newest.step();
    out.newest = newest.integer(0);
    Query q(database.connection(),
            "SELECT id FROM webhooks WHERE id > ? AND id <= ? AND shop = ? AND kind = 'other' AND"
            " topic IN ('fulfillment_orders/hold_released', 'fulfillment_holds/released',"
            " 'fulfillment_orders/scheduled_fulfillment_order_ready') ORDER BY id",
            heard, out.newest, shop);
    while (q.step())
        out.webhooks.push_back(q.integer(0));
    return out;
}

std::vector<std::int64_t> not_released_orders(Database& database, const std::string& shop,
                                              std::size_t limit) {
    Query q(database.connection(),
            "SELECT DISTINCT d.order_id FROM deliveries d CROSS JOIN orders o ON o.id = d.order_id"
            " WHERE d.state = 'waiting' AND d.reason_code = 'not_released' AND o.shop = ?"
            " ORDER BY d.order_id LIMIT ?",
            shop, static_cast<std::int64_t>(limit));
    std::vector<std::int64_t> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

} // namespace shoporder::store
