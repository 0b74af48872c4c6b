// What is read back of webhooks and orders, and which orders are to be planned.
#include "store/codec.hpp"
#include "store/connection.hpp"
#include "store/webhooks.hpp"

namespace shoporder::store {

namespace {

WebhookRow read_row(Query& q) {
    WebhookRow row;
    row.id = q.integer(0);
    row.shop = q.text(1);
    row.webhook_id = q.text(2);
    row.topic = q.text(3);
    row.kind = q.text(4);
    row.order_id = q.integer(5);
    row.triggered_at = q.maybe_time(6);
    row.received_at = base::from_micros(q.integer(7));
    row.secret = q.text(8);
    row.headers = q.text(9);
    row.size = static_cast<std::size_t>(q.integer(10));
    row.replaced = static_cast<std::size_t>(q.integer(11));
    row.state = q.text(12);
    row.reason = q.text(13);
    return row;
}

} // namespace

std::optional<OrderHead> find_order(Database& database, std::int64_t id) {
    Query q(database.connection(),
            "SELECT id, shop, name, number, created_at, updated_at, cancelled, deleted, financial, "
            "test,"
            " currency, total, replaced, webhook, first_seen, changed FROM orders WHERE id = ?",
            id);
    if (!q.step())
        return std::nullopt;
    OrderHead head;
    head.id = q.integer(0);
    head.shop = q.text(1);
    head.name = q.text(2);
    head.number = q.integer(3);
    head.created_at = q.maybe_time(4);
    head.updated_at = q.maybe_time(5);
    head.cancelled = q.integer(6) != 0;
    head.deleted = q.integer(7) != 0;
    head.financial = q.text(8);
    head.test = q.integer(9) != 0;
    head.currency = q.text(10);
    head.total = q.text(11);
    head.replaced = static_cast<std::size_t>(q.integer(12));
    head.webhook = q.integer(13);
    head.first_seen = base::from_micros(q.integer(14));
    head.changed = q.integer(15) != 0;
    return head;
}

std::optional<std::int64_t> gone_body(Database& database, std::int64_t order_id) {
    Query q(database.connection(),
            "SELECT w.id FROM orders o JOIN webhooks w ON w.id = o.webhook WHERE o.id = ? AND"
            " w.codec = 'gone'",
            order_id);
    return q.step() ? std::optional{q.integer(0)} : std::nullopt;
}

std::vector<std::int64_t> changed_orders(Database& database, std::int64_t after,
                                         std::size_t limit) {
    Query q(database.connection(),
            "SELECT id FROM orders WHERE changed = 1 AND id > ? ORDER BY id LIMIT ?", after,
            static_cast<std::int64_t>(limit));
    std::vector<std::int64_t> ids;
    while (q.step())
        ids.push_back(q.integer(0));
    return ids;
}

void mark_planned(Write& write, std::int64_t order_id, std::int64_t webhook) {
    Query(write.connection(), "UPDATE orders SET changed = 0 WHERE id = ? AND webhook = ?",
          order_id, webhook)
        .run();
}

void mark_changed(Write& write, std::int64_t order_id) {
    if (order_id != 0)
        Query(write.connection(), "UPDATE orders SET changed = 1 WHERE id = ?", order_id).run();
    else
        Query(write.connection(), "UPDATE orders SET changed = 1 WHERE changed = 0 AND id IN "
                                  "(SELECT order_id FROM deliveries"
                                  " WHERE state IN ('waiting', 'held', 'ready'))")
            .run();
}

void mark_due(Write& write, base::Time now) {
    Query(
        write.connection(),
        "UPDATE orders SET changed = 1 WHERE changed = 0 AND id IN (SELECT order_id FROM deliveries"
        " WHERE state = 'waiting' AND due_at <= ?)",
        base::to_micros(now))
        .run();
}

constexpr std::string_view k_webhook_by_id =
    "SELECT id, shop, webhook_id, topic, kind, order_id, triggered_at, received_at, secret, "
    "headers,"
    " size, replaced, state, reason FROM webhooks WHERE id = ?";
constexpr std::string_view k_webhooks =
    "SELECT id, shop, webhook_id, topic, kind, order_id, triggered_at, received_at, secret, "
    "headers,"
    " size, replaced, state, reason FROM webhooks ORDER BY id DESC LIMIT ?1";
// Two indexes share the work, and a row is in one of them only.
constexpr std::string_view k_webhooks_of_order =
    "SELECT id, shop, webhook_id, topic, kind, order_id, triggered_at, received_at, secret, "
    "headers,"
    " size, replaced, state, reason FROM webhooks WHERE id IN"
    " (SELECT id FROM webhooks WHERE kind = 'order' AND order_id = ?2 UNION ALL"
    " SELECT id FROM webhooks WHERE kind <> 'order' AND order_id <> 0 AND order_id = ?2)"
    " ORDER BY id DESC LIMIT ?1";

std::optional<WebhookRow> find_webhook(Database& database, std::int64_t id) {
    Query q(database.connection(), k_webhook_by_id, id);
    return q.step() ? std::optional{read_row(q)} : std::nullopt;
}

std::vector<WebhookRow> list_webhooks(Database& database, std::int64_t order_id,
                                      std::size_t limit) {
    std::vector<WebhookRow> rows;
    const auto read = [&](Query&& q) {
        while (q.step())
            rows.push_back(read_row(q));
    };
    const auto most = static_cast<std::int64_t>(limit);
    if (order_id == 0)
        read(Query(database.connection(), k_webhooks, most));
    else
        read(Query(database.connection(), k_webhooks_of_order, most, order_id));
    return rows;
}

std::string webhook_body(Database& database, std::int64_t id) {
    Query q(database.connection(), "SELECT codec, size, body FROM webhooks WHERE id = ?", id);
    if (!q.step())
        throw base::Error(base::Exit::not_found, "no webhook " + std::to_string(id));
    return unpack(q.text(0), q.text(2), static_cast<std::size_t>(q.integer(1)));
}

} // namespace shoporder::store
