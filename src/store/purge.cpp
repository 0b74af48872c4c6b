#include "store/purge.hpp"

#include "store/answers.hpp"
#include "store/connection.hpp"
#include "store/open_states.hpp"
#include "store/order_marks.hpp"
#include "store/shipments.hpp"

namespace shoporder::store {

namespace {

// No delivery is open, and the order does not wait to be planned.
#define SHOPORDER_OVER(order)                                                                      \
    "NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.order_id = " order                             \
    " AND d.state IN " SHOPORDER_OPEN_STATES                                                       \
    ") AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = " order " AND o.changed = 1)"

// ?1: before. Each is a condition on one row, asked when it is found and again when it is removed.
#define SHOPORDER_OLD_BODY                                                                         \
    "w.received_at < ?1 AND w.codec <> 'gone' AND (w.order_id = 0 OR (" SHOPORDER_OVER(            \
        "w.order_id") " AND NOT EXISTS (SELECT 1 FROM orders o JOIN webhooks n ON n.id ="          \
                      " o.webhook WHERE o.id = w.order_id AND n.received_at >= ?1)))"              \
                      " AND NOT EXISTS (SELECT 1 FROM privacy_tasks t WHERE t.webhook = w.id AND"  \
                      " t.done_at IS NULL)"
#define SHOPORDER_OLD_WEBHOOK                                                                      \
    "w.received_at < ?1 AND w.kind <> 'order_delete' AND " SHOPORDER_OVER(                         \
        "w.order_id") " AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = w.order_id AND"        \
                      " o.webhook = w.id) AND NOT EXISTS (SELECT 1 FROM privacy_tasks t WHERE"     \
                      " t.webhook = w.id)"
#define SHOPORDER_OLD_DOCUMENT                                                                     \
    "c.rendered_at < ?1 AND c.codec <> 'gone' AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE"    \
    " d.document_id = c.id AND d.state IN " SHOPORDER_OPEN_STATES ")"
#define SHOPORDER_OLD_ANSWER                                                                       \
    "a.received_at < ?1 AND a.codec <> 'gone' AND a.state IN ('applied', 'settled') AND NOT "      \
    "EXISTS"                                                                                       \
    " (SELECT 1 FROM shipments h WHERE h.answer_id = a.id AND h.state = 'due')"
#define SHOPORDER_OLD_EVENT                                                                        \
    "e.at < ?1 AND e.id <> (SELECT max(id) FROM events) AND (e.order_id IS NULL"                   \
    " OR (" SHOPORDER_OVER("e.order_id") "))"

constexpr std::string_view k_find_body = "SELECT w.id FROM webhooks w WHERE " SHOPORDER_OLD_BODY
                                         " AND w.id > ?2 AND w.id < ?4 ORDER BY w.id LIMIT ?3";
constexpr std::string_view k_find_webhook =
    "SELECT w.id FROM webhooks w WHERE " SHOPORDER_OLD_WEBHOOK
    " AND w.id > ?2 AND w.id < ?4 ORDER BY w.id LIMIT ?3";
constexpr std::string_view k_find_document =
    "SELECT c.id FROM documents c WHERE " SHOPORDER_OLD_DOCUMENT
    " AND c.id > ?2 AND c.id < ?4 ORDER BY c.id LIMIT ?3";
constexpr std::string_view k_find_answer = "SELECT a.id FROM answers a WHERE " SHOPORDER_OLD_ANSWER
                                           " AND a.id > ?2 ORDER BY a.id LIMIT ?3";
constexpr std::string_view k_find_event = "SELECT e.id FROM events e WHERE " SHOPORDER_OLD_EVENT
                                          " AND e.id > ?2 AND e.id < ?4 ORDER BY e.id LIMIT ?3";
constexpr std::string_view k_find_rejected =
    "SELECT id FROM rejected WHERE at < ?1 AND id > ?2 ORDER BY id LIMIT ?3";

/// The first id whose row is not older: ids rise with time, so that it is found by halving. A clock
/// that was wrong for a while makes it inexact, never unsafe: every row is asked for its own time.
std::int64_t first_younger(Database& database, std::string_view newest, std::string_view at,
                           base::Time before) {
    Query last(database.connection(), newest);
    std::int64_t high = (last.step() ? last.integer(0) : 0) + 1;
    std::int64_t low = 1;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        Query q(database.connection(), at, middle);
        if (!q.step() || q.integer(0) >= base::to_micros(before))
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

std::int64_t limit_of(Database& database, Kind kind, base::Time before) {
    if (kind == Kind::documents)
        return first_younger(database, "SELECT max(id) FROM documents",
                             "SELECT rendered_at FROM documents WHERE id >= ? ORDER BY id LIMIT 1",
                             before);
    if (kind == Kind::events)
        return first_younger(database, "SELECT max(id) FROM events",
                             "SELECT at FROM events WHERE id >= ? ORDER BY id LIMIT 1", before);
    return first_younger(database, "SELECT max(id) FROM webhooks",
                         "SELECT received_at FROM webhooks WHERE id >= ? ORDER BY id LIMIT 1",
                         before);
}

} // namespace

std::string_view name(Kind kind) noexcept {
    switch (kind) {
    case Kind::bodies:
        return "bodies";
    case Kind::webhooks:
        return "webhooks";
    case Kind::documents:
        return "documents";
    case Kind::answers:
        return "answers";
    case Kind::events:
        return "events";
    case Kind::rejected:
        break;
    }
    return "rejected";
}

std::vector<std::int64_t> find_old(Database& database, Kind kind, base::Time before,
                                   std::int64_t after, std::size_t limit) {
    std::vector<std::int64_t> ids;
    const auto read = [&](std::string_view sql, auto... more) {
        Query q(database.connection(), sql, base::to_micros(before), after,
                static_cast<std::int64_t>(limit), more...);
        while (q.step())
            ids.push_back(q.integer(0));
    };
    switch (kind) {
    case Kind::bodies:
        read(k_find_body, limit_of(database, kind, before));
        break;
    case Kind::webhooks:
        read(k_find_webhook, limit_of(database, kind, before));
        break;
    case Kind::documents:
        read(k_find_document, limit_of(database, kind, before));
        break;
    case Kind::answers:
        read(k_find_answer);
        break;
    case Kind::events:
        read(k_find_event, limit_of(database, kind, before));
        break;
    case Kind::rejected:
        read(k_find_rejected);
        break;
    }
    return ids;
}

namespace {

/// Rows whose bytes go are taken out and put back without them. To shrink them where they are would
/// leave each page nearly empty for ever: SQLite joins pages when a row is deleted, not when it is
/// updated. Between the two they are in memory.
struct Stripping {
    std::string_view take; ///< ?1: before, ?2: id
    std::string_view strip;
    std::string_view remove;
    std::string_view put;
    std::string_view clear;
};
constexpr Stripping k_strip_bodies{
    "INSERT INTO temp.purged_webhooks SELECT * FROM webhooks w WHERE w.id = ?2"
    " AND " SHOPORDER_OLD_BODY,
    "UPDATE temp.purged_webhooks SET codec = 'gone', body = x''",
    "DELETE FROM webhooks WHERE id IN (SELECT id FROM temp.purged_webhooks)",
    "INSERT INTO webhooks SELECT * FROM temp.purged_webhooks", "DELETE FROM temp.purged_webhooks"};
constexpr Stripping k_strip_documents{
    "INSERT INTO temp.purged_documents SELECT * FROM documents c WHERE c.id = ?2"
    " AND " SHOPORDER_OLD_DOCUMENT,
    "UPDATE temp.purged_documents SET codec = 'gone', bytes = x''",
    "DELETE FROM documents WHERE id IN (SELECT id FROM temp.purged_documents)",
    "INSERT INTO documents SELECT * FROM temp.purged_documents",
    "DELETE FROM temp.purged_documents"};

std::size_t strip(Write& write, const Stripping& how, base::Time before,
                  const std::vector<std::int64_t>& ids) {
    Connection& c = write.connection();
    std::size_t taken = 0;
    for (const std::int64_t id : ids)
        taken += static_cast<std::size_t>(Query(c, how.take, base::to_micros(before), id).run());
    if (taken > 0)
        for (const std::string_view sql : {how.strip, how.remove, how.put, how.clear})
            Query(c, sql).run();
    return taken;
}

std::size_t strip_bodies(Write& write, base::Time before, const std::vector<std::int64_t>& ids) {
    const std::size_t stripped = strip(write, k_strip_bodies, before, ids);
    for (const std::int64_t id : ids) {
        Query gone(write.connection(),
                   "SELECT o.id FROM webhooks w JOIN orders o ON o.webhook = w.id AND o.id ="
                   " w.order_id WHERE w.id = ? AND w.codec = 'gone'",
                   id);
        if (gone.step())
            forget_marks(write, gone.integer(0));
    }
    return stripped;
}

std::size_t forget_answer(Write& write, std::int64_t id, base::Time before) {
    const int n = Query(write.connection(),
                        "UPDATE answers AS a SET codec = 'gone', bytes = x'' WHERE a.id = ?2"
                        " AND " SHOPORDER_OLD_ANSWER,
                        base::to_micros(before), id)
                      .run();
    if (n == 0)
        return 0;
    forget_lines_said(write, id);
    forget_parcels_of_answer(write, id);
    Query(write.connection(),
          "UPDATE answer_parts SET said = '' WHERE answer_id = ? AND said <> ''", id)
        .run();
    return 1;
}

std::size_t delete_rows(Write& write, std::string_view sql, base::Time before,
                        const std::vector<std::int64_t>& ids) {
    std::size_t removed = 0;
    for (const std::int64_t id : ids)
        removed += static_cast<std::size_t>(
            Query(write.connection(), sql, base::to_micros(before), id).run());
    return removed;
}

} // namespace

std::size_t remove_old(Write& write, Kind kind, base::Time before,
                       const std::vector<std::int64_t>& ids) {
    switch (kind) {
    case Kind::bodies:
        return strip_bodies(write, before, ids);
    case Kind::documents:
        return strip(write, k_strip_documents, before, ids);
    case Kind::answers: {
        std::size_t removed = 0;
        for (const std::int64_t id : ids)
            removed += forget_answer(write, id, before);
        return removed;
    }
    case Kind::webhooks:
        return delete_rows(write,
                           "DELETE FROM webhooks AS w WHERE w.id = ?2 AND " SHOPORDER_OLD_WEBHOOK,
                           before, ids);
    case Kind::events:
        return delete_rows(
            write, "DELETE FROM events AS e WHERE e.id = ?2 AND " SHOPORDER_OLD_EVENT, before, ids);
    case Kind::rejected:
        break;
    }
    return delete_rows(write, "DELETE FROM rejected WHERE at < ?1 AND id = ?2", before, ids);
}

void prepare_purge(Database& database) {
    database.connection().db.exec(
        "PRAGMA wal_autocheckpoint = 200; PRAGMA foreign_keys = OFF;"
        "CREATE TEMP TABLE IF NOT EXISTS purged_webhooks AS SELECT * FROM webhooks WHERE 0;"
        "CREATE TEMP TABLE IF NOT EXISTS purged_documents AS SELECT * FROM documents WHERE 0");
}

std::optional<base::Time> last_event(Database& database) {
    Query q(database.connection(), "SELECT at FROM events ORDER BY id DESC LIMIT 1");
    return q.step() ? std::optional{base::from_micros(q.integer(0))} : std::nullopt;
}

std::vector<std::int64_t> answered_since_redacted(Database& database) {
    Query q(database.connection(),
            "SELECT d.order_id FROM answers a JOIN answer_parts p ON p.answer_id = a.id"
            " JOIN deliveries d ON d.id = p.delivery_id JOIN redacted_orders r ON r.order_id ="
            " d.order_id WHERE a.codec <> 'gone' AND a.state IN ('applied', 'settled') UNION"
            " SELECT d.order_id FROM answers a JOIN shipments h ON h.answer_id = a.id"
            " JOIN deliveries d ON d.id = h.delivery_id JOIN redacted_orders r ON r.order_id ="
            " d.order_id WHERE a.codec <> 'gone' AND h.state <> 'due'");
    std::vector<std::int64_t> ids;
    while (q.step())
        ids.push_back(q.integer(0));
    return ids;
}

std::size_t count_free_pages(Database& database) {
    Query q(database.connection(), "PRAGMA freelist_count");
    return q.step() ? static_cast<std::size_t>(q.integer(0)) : 0;
}

} // namespace shoporder::store
