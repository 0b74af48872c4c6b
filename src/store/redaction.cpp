#include "store/redaction.hpp"

#include "base/text.hpp"
#include "store/answers.hpp"
#include "store/codec.hpp"
#include "store/connection.hpp"
#include "store/open_states.hpp"
#include "store/order_marks.hpp"
#include "store/shipments.hpp"

#include <algorithm>

namespace shoporder::store {

namespace {

constexpr std::string_view k_gone_text = "(redacted)";
constexpr std::size_t k_longest_name = 24;

std::vector<std::int64_t> ids_of(Query&& q) {
    std::vector<std::int64_t> ids;
    while (q.step())
        ids.push_back(q.integer(0));
    return ids;
}

/// An order's name is any text a shop or an app gave it; one that is little more than its number
/// stays, since people know the order by it.
std::string ledger_name(const std::string& name, std::int64_t number) {
    const std::string digits = std::to_string(number);
    const bool plain =
        name.size() <= k_longest_name && name.size() <= digits.size() + 8 &&
        name.find(digits) != std::string::npos && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '#' || c == '-';
        });
    return plain ? name : number == 0 ? "" : "#" + digits;
}

void strip_order(Write& write, std::int64_t order_id) {
    forget_marks(write, order_id);
    Query known(write.connection(), "SELECT name, number FROM orders WHERE id = ?", order_id);
    if (!known.step())
        return;
    Query(write.connection(), "UPDATE orders SET name = ?, changed = 0 WHERE id = ?",
          ledger_name(known.text(0), known.integer(1)), order_id)
        .run();
    // The fingerprint is a digest of the address, which could be guessed and compared.
    Query(write.connection(),
          "UPDATE deliveries SET fingerprint = '', reason = '' WHERE order_id = ? AND"
          " (fingerprint <> '' OR reason <> '')",
          order_id)
        .run();
}

std::size_t strip_webhooks(Write& write, std::int64_t order_id, std::int64_t limit) {
    const auto ids = ids_of(
        Query(write.connection(),
              "SELECT id FROM webhooks WHERE kind = 'order' AND order_id = ?1 AND codec <> 'gone'"
              " UNION ALL SELECT id FROM webhooks WHERE kind <> 'order' AND order_id <> 0 AND"
              " order_id = ?1 AND codec <> 'gone' LIMIT ?2",
              order_id, limit));
    for (const std::int64_t id : ids)
        redact_webhook(write, id);
    return ids.size();
}

std::size_t strip_documents(Write& write, std::int64_t order_id, std::int64_t limit) {
    const auto ids =
        ids_of(Query(write.connection(),
                     "SELECT DISTINCT c.id FROM deliveries d JOIN documents c ON c.id ="
                     " d.document_id WHERE d.order_id = ? AND c.codec <> 'gone' LIMIT ?",
                     order_id, limit));
    for (const std::int64_t id : ids)
        Query(write.connection(), "UPDATE documents SET codec = 'gone', bytes = x'' WHERE id = ?",
              id)
            .run();
    return ids.size();
}

std::size_t strip_answers(Write& write, std::int64_t order_id, std::int64_t limit) {
    const auto parts = ids_of(
        Query(write.connection(),
              "SELECT p.id FROM deliveries d JOIN answer_parts p ON p.delivery_id = d.id WHERE"
              " d.order_id = ? AND (p.said <> '' OR p.reason <> '')",
              order_id));
    for (const std::int64_t id : parts) {
        Query(write.connection(), "UPDATE answer_parts SET said = '', reason = '' WHERE id = ?", id)
            .run();
        Query(write.connection(),
              "UPDATE answer_lines SET said = '' WHERE part_id = ? AND said <> ''", id)
            .run();
    }
    static_cast<void>(forget_parcels(write, order_id));
    const auto ids =
        ids_of(Query(write.connection(),
                     "SELECT a.id FROM answers a WHERE a.codec <> 'gone' AND a.id IN (SELECT"
                     " p.answer_id FROM deliveries d JOIN answer_parts p ON p.delivery_id = d.id"
                     " WHERE d.order_id = ?1 UNION SELECT h.answer_id FROM deliveries d JOIN"
                     " shipments h ON h.delivery_id = d.id WHERE d.order_id = ?1) LIMIT ?2",
                     order_id, limit));
    for (const std::int64_t id : ids)
        Query(write.connection(),
              "UPDATE answers SET codec = 'gone', bytes = x'', reason = '' WHERE id = ?", id)
            .run();
    return ids.size();
}

/// What happened and when stays; why may be in a person's or a supplier's words.
std::size_t strip_events(Write& write, std::int64_t order_id, std::int64_t limit) {
    Query q(write.connection(),
            "SELECT id, kind, text FROM events WHERE order_id = ? AND kind <> 'redaction' AND"
            " (kind <> 'state' OR instr(text, ': ') > 0) AND text NOT LIKE '%' || ? LIMIT ?",
            order_id, k_gone_text, limit);
    std::vector<std::pair<std::int64_t, std::string>> texts;
    while (q.step()) {
        std::string text = q.text(2);
        const auto step = q.text(1) == "state" ? text.find(": ") : std::string::npos;
        text = step == std::string::npos ? "" : text.substr(0, step + 2);
        texts.emplace_back(q.integer(0), text + std::string{k_gone_text});
    }
    for (const auto& [id, text] : texts)
        Query(write.connection(), "UPDATE events SET text = ? WHERE id = ?", text, id).run();
    return texts.size();
}

} // namespace

bool is_redacted(Write& write, std::int64_t order_id) {
    return order_id != 0 &&
           Query(write.connection(), "SELECT 1 FROM redacted_orders WHERE order_id = ?", order_id)
               .step();
}

std::optional<base::Time> redacted_at(Database& database, std::int64_t order_id) {
    Query q(database.connection(), "SELECT at FROM redacted_orders WHERE order_id = ?", order_id);
    return q.step() ? std::optional{base::from_micros(q.integer(0))} : std::nullopt;
}

std::vector<std::int64_t> open_deliveries(Database& database, std::int64_t order_id) {
    return ids_of(
        Query(database.connection(),
              "SELECT id FROM deliveries WHERE order_id = ? AND state IN " SHOPORDER_OPEN_STATES
              " ORDER BY id",
              order_id));
}

RedactedRows redact_order(Write& write, std::int64_t order_id, std::size_t limit, base::Time now) {
    const auto most = static_cast<std::int64_t>(limit);
    Query(write.connection(),
          "INSERT INTO redacted_orders (order_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
          order_id, base::to_micros(now))
        .run();
    strip_order(write, order_id);
    RedactedRows rows;
    rows.webhooks = strip_webhooks(write, order_id, most);
    rows.documents = strip_documents(write, order_id, most);
    rows.answers = strip_answers(write, order_id, most);
    rows.events = strip_events(write, order_id, most);
    rows.more = std::max({rows.webhooks, rows.documents, rows.answers, rows.events}) == limit;
    return rows;
}

bool redact_webhook(Write& write, std::int64_t id) {
    return Query(write.connection(),
                 "UPDATE webhooks SET codec = 'gone', body = x'' WHERE id = ? AND codec <> 'gone'",
                 id)
               .run() == 1;
}

std::size_t redact_rejected(Write& write) {
    return static_cast<std::size_t>(Query(write.connection(), "DELETE FROM rejected").run());
}

void for_each_body(Database& database, bool of_orders,
                   const std::function<void(StoredBody&&)>& take) {
    constexpr std::int64_t k_page = 200;
    std::int64_t after = 0;
    while (true) {
        std::vector<StoredBody> page;
        {
            Query q(database.connection(),
                    "SELECT w.id, w.order_id, w.shop, w.kind, w.codec, w.size, w.body, o.webhook,"
                    " w.received_at"
                    " FROM webhooks w LEFT JOIN orders o ON o.id = w.order_id WHERE w.id > ? AND"
                    " (w.order_id = 0 OR ?) AND w.codec <> 'gone' ORDER BY w.id LIMIT ?",
                    after, of_orders, k_page);
            while (q.step()) {
                StoredBody body;
                body.webhook = q.integer(0);
                body.order_id = q.integer(1);
                body.shop = q.text(2);
                body.kind = q.text(3);
                body.received_at = base::from_micros(q.integer(8));
                body.newest = q.integer(7) == body.webhook;
                body.bytes = unpack(q.text(4), q.text(6), static_cast<std::size_t>(q.integer(5)));
                page.push_back(std::move(body));
            }
        }
        if (page.empty())
            return;
        after = page.back().webhook;
        for (StoredBody& body : page)
            take(std::move(body));
    }
}

std::vector<StoredAnswer> unmatched_answers(Database& database, std::int64_t after,
                                            std::size_t limit) {
    Query q(database.connection(),
            "SELECT id, codec, size, bytes FROM answers a WHERE id > ? AND codec <> 'gone' AND"
            " (NOT EXISTS (SELECT 1 FROM answer_parts p WHERE p.answer_id = a.id AND p.delivery_id"
            " IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM shipments h WHERE h.answer_id = a.id AND"
            " h.delivery_id IS NOT NULL) OR EXISTS (SELECT 1 FROM answer_parts p WHERE p.answer_id"
            " = a.id AND p.delivery_id IS NULL) OR EXISTS (SELECT 1 FROM shipments h WHERE"
            " h.answer_id = a.id AND h.delivery_id IS NULL)) ORDER BY id LIMIT ?",
            after, static_cast<std::int64_t>(limit));
    std::vector<StoredAnswer> out;
    while (q.step())
        out.push_back(
            {q.integer(0), unpack(q.text(1), q.text(3), static_cast<std::size_t>(q.integer(2)))});
    return out;
}

bool redact_answer(Write& write, std::int64_t id) {
    forget_lines_said(write, id);
    Query(
        write.connection(),
        "UPDATE shipments SET parcels = '', reason = '', state = 'settled' WHERE answer_id = ? AND"
        " delivery_id IS NULL",
        id)
        .run();
    Query(write.connection(),
          "UPDATE answer_parts SET said = '', reason = '', state = 'settled' WHERE answer_id = ?"
          " AND delivery_id IS NULL",
          id)
        .run();
    return Query(write.connection(),
                 "UPDATE answers SET codec = 'gone', bytes = x'', reason = 'redacted', state = CASE"
                 " WHEN EXISTS (SELECT 1 FROM shipments h WHERE h.answer_id = ?1 AND h.state IN"
                 " ('attention', 'refused')) THEN 'attention' ELSE 'settled' END WHERE id = ?1 AND"
                 " codec <> 'gone'",
                 id)
               .run() == 1;
}

std::vector<Holder> holders(Database& database, std::int64_t order_id) {
    Query q(database.connection(),
            "SELECT s.name, d.order_id, d.po_number, c.file_name, c.uploaded_at FROM deliveries d"
            " JOIN suppliers s ON s.id = d.supplier_id JOIN documents c ON c.id = d.document_id"
            " WHERE d.order_id = ? AND d.state <> 'cancelled' AND EXISTS"
            " (SELECT 1 FROM attempts a WHERE a.document_id = c.id) ORDER BY s.name, d.id",
            order_id);
    std::vector<Holder> out;
    while (q.step()) {
        Holder holder{q.text(0), q.integer(1), q.text(2), q.text(3), std::nullopt};
        if (const auto at = q.maybe_integer(4))
            holder.uploaded_at = base::from_micros(*at);
        out.push_back(std::move(holder));
    }
    return out;
}

std::vector<std::int64_t> orders_of_shop(Database& database, const std::string& shop,
                                         std::int64_t after, std::size_t limit) {
    return ids_of(Query(database.connection(),
                        "SELECT id FROM orders WHERE shop = ? AND id > ? ORDER BY id LIMIT ?", shop,
                        after, static_cast<std::int64_t>(limit)));
}

bool free_pages(Write& write, std::size_t pages) {
    // A pragma takes no parameter, and steps once for each page it frees.
    SQLite::Statement statement(write.connection().db,
                                "PRAGMA incremental_vacuum(" + std::to_string(pages) + ")");
    while (statement.executeStep()) {
    }
    Query left(write.connection(), "PRAGMA freelist_count");
    return left.step() && left.integer(0) > 0;
}

} // namespace shoporder::store
