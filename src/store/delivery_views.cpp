// The reading side of deliveries.hpp.
#include "store/connection.hpp"
#include "store/deliveries.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::store {

namespace {

using order::DeliveryState;

#define SHOPORDER_DELIVERY_COLUMNS                                                                 \
    "SELECT id, order_id, supplier_id, revision, kind, po_number, state, reason_code, reason,"     \
    " released, due_at, fingerprint, document_id, claim, faults, created_at, changed_at, part,"    \
    " coalesce(since, changed_at), tried, supplier_number, promised FROM deliveries "

Delivery read_delivery(Query& q) {
    Delivery d;
    d.id = q.integer(0);
    d.order_id = q.integer(1);
    d.supplier_id = q.integer(2);
    d.revision = static_cast<int>(q.integer(3));
    d.kind = q.text(4);
    d.po_number = q.text(5);
    d.state = order::delivery_state(q.text(6)).value_or(DeliveryState::held);
    d.reason_code = q.text(7);
    d.reason = q.text(8);
    d.released = q.text(9);
    if (const auto due = q.maybe_integer(10))
        d.due_at = base::from_micros(*due);
    d.fingerprint = q.text(11);
    d.document_id = q.integer(12);
    d.claim = q.integer(13);
    d.faults = static_cast<int>(q.integer(14));
    d.created_at = base::from_micros(q.integer(15));
    d.changed_at = base::from_micros(q.integer(16));
    d.part = static_cast<int>(q.integer(17));
    d.since = base::from_micros(q.integer(18));
    d.tried = base::Duration{q.integer(19)};
    d.supplier_number = q.text(20);
    d.promised = q.text(21);
    return d;
}

void read_lines(Database& database, Delivery& d) {
    Query q(
        database.connection(),
        "SELECT line_id, quantity, current, elsewhere, freed, refused FROM delivery_lines WHERE "
        "delivery_id = ?"
        " ORDER BY line_id",
        d.id);
    while (q.step())
        d.lines.push_back(
            {q.integer(0), q.integer(1), q.integer(2), q.integer(3), q.integer(4), q.integer(5)});
}

/// A page of so many is read in the order of their ids: by the index all would be read and sorted,
/// page after page. Of few that walk would read all the others.
bool is_crowded(Database& database, DeliveryState state) {
    constexpr std::int64_t k_few = 10'000;
    std::int64_t sum = 0;
    for (const auto& [key, n] : counters(database))
        sum += key.second == state ? n : 0;
    return sum > k_few;
}

std::vector<std::int64_t> ids(Query& q) {
    std::vector<std::int64_t> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

} // namespace

std::optional<Delivery> find_delivery(Database& database, std::int64_t id) {
    Query q(database.connection(), SHOPORDER_DELIVERY_COLUMNS "WHERE id = ?", id);
    if (!q.step())
        return std::nullopt;
    Delivery d = read_delivery(q);
    read_lines(database, d);
    return d;
}

std::vector<Delivery> order_deliveries(Database& database, std::int64_t order_id) {
    std::vector<Delivery> all;
    {
        Query q(database.connection(),
                SHOPORDER_DELIVERY_COLUMNS "WHERE order_id = ? ORDER BY supplier_id, serial",
                order_id);
        while (q.step())
            all.push_back(read_delivery(q));
    }
    Query documents(
        database.connection(),
        "SELECT deliveries.id, rendered_at FROM deliveries JOIN documents ON"
        " documents.id = document_id WHERE order_id = ? ORDER BY deliveries.supplier_id,"
        " serial",
        order_id);
    auto d = all.begin();
    while (documents.step()) {
        while (d->id != documents.integer(0))
            ++d;
        d->rendered_at = base::from_micros(documents.integer(1));
    }
    for (Delivery& each : all)
        read_lines(database, each);
    return all;
}

std::vector<Delivery> document_deliveries(Database& database, std::int64_t document_id) {
    Query q(database.connection(), SHOPORDER_DELIVERY_COLUMNS "WHERE document_id = ? ORDER BY id",
            document_id);
    std::vector<Delivery> all;
    while (q.step())
        all.push_back(read_delivery(q));
    return all;
}

std::vector<Delivery> list_deliveries(Database& database, const DeliveryFilter& f) {
    // One statement for each state; their union is small and sorted here.
    std::vector<Delivery> all;
    const auto collect = [&](Query& q) {
        while (q.step())
            all.push_back(read_delivery(q));
    };
    const auto limit = static_cast<std::int64_t>(f.limit);
    const auto since = base::to_micros(f.since.value_or(base::Time::min()));
    const auto until = base::to_micros(f.until.value_or(base::Time::max()));
    const auto due = f.due_by ? base::to_micros(*f.due_by) : base::to_micros(base::Time::max());
    if (f.states.empty()) {
        Query q(database.connection(),
                SHOPORDER_DELIVERY_COLUMNS
                "WHERE id > ?1 AND (?2 = 0 OR supplier_id = ?2) AND (?4 = '' OR EXISTS"
                " (SELECT 1 FROM orders o WHERE o.id = order_id AND o.shop = ?4))"
                " AND (?5 = '' OR reason_code = ?5) AND created_at >= ?6 AND created_at < ?7"
                " ORDER BY id LIMIT ?3",
                f.after_id, f.supplier_id, limit, f.shop, f.reason_code, since, until);
        collect(q);
    }
#define SHOPORDER_OF_STATE                                                                         \
    " = ?1 AND id > ?2 AND (?3 = 0 OR supplier_id = ?3) AND (due_at IS NULL OR due_at <= ?4)"      \
    " AND (?6 = '' OR EXISTS (SELECT 1 FROM orders o WHERE o.id = order_id AND o.shop = ?6))"      \
    " AND (?7 = '' OR reason_code = ?7) AND created_at >= ?8 AND created_at < ?9"                  \
    " ORDER BY id LIMIT ?5"
    // The plus keeps the index out.
    static constexpr std::string_view k_by_id =
        SHOPORDER_DELIVERY_COLUMNS "WHERE +state" SHOPORDER_OF_STATE;
    static constexpr std::string_view k_by_index =
        SHOPORDER_DELIVERY_COLUMNS "WHERE state" SHOPORDER_OF_STATE;
    for (const DeliveryState state : f.states) {
        Query q(database.connection(), is_crowded(database, state) ? k_by_id : k_by_index,
                order::name(state), f.after_id, f.supplier_id, due, limit, f.shop, f.reason_code,
                since, until);
        collect(q);
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    if (all.size() > f.limit)
        all.resize(f.limit);
    return all;
}

std::vector<std::int64_t> waived_deliveries(Database& database, std::int64_t supplier_id,
                                            DeliveryState state, const std::string& reason_code) {
    Query q(database.connection(),
            "SELECT id FROM deliveries WHERE state = ? AND supplier_id = ?"
            " AND instr(' ' || released || ' ', ' ' || ? || ' ') > 0 ORDER BY id",
            order::name(state), supplier_id, reason_code);
    return ids(q);
}

std::map<std::pair<std::int64_t, DeliveryState>, std::int64_t> counters(Database& database) {
    Query q(database.connection(),
            "SELECT supplier_id, state, count FROM counters WHERE count <> 0");
    std::map<std::pair<std::int64_t, DeliveryState>, std::int64_t> out;
    while (q.step())
        if (const auto state = order::delivery_state(q.text(1)))
            out[{q.integer(0), *state}] = q.integer(2);
    return out;
}

std::size_t count_in(Database& database, std::int64_t supplier_id, DeliveryState state) {
    Query q(database.connection(), "SELECT count FROM counters WHERE supplier_id = ? AND state = ?",
            supplier_id, order::name(state));
    return q.step() ? static_cast<std::size_t>(q.integer(0)) : 0;
}

std::vector<std::int64_t> suppliers_with(Database& database, DeliveryState state,
                                         base::Time due_by) {
    Query q(database.connection(),
            "SELECT id FROM suppliers s WHERE EXISTS (SELECT 1 FROM deliveries WHERE state = ?1 AND"
            " supplier_id = s.id AND due_at IS NULL) OR EXISTS (SELECT 1 FROM deliveries WHERE"
            " state = ?1 AND supplier_id = s.id AND due_at <= ?2) ORDER BY id",
            order::name(state), base::to_micros(due_by));
    return ids(q);
}

std::vector<std::int64_t> resolve_order(Database& database, const std::string& text) {
    const std::string bare = text.starts_with('#') ? text.substr(1) : text;
    const std::int64_t number = base::parse_int(bare).value_or(0);
    Query q(database.connection(),
            // The shops, each found by one step in the index of (shop, number). The suppliers are
            // named because every index of what they got begins with them.
            "WITH RECURSIVE shops (shop) AS (SELECT min(shop) FROM orders UNION ALL"
            "   SELECT (SELECT min(shop) FROM orders o WHERE o.shop > shops.shop) FROM shops"
            "   WHERE shops.shop IS NOT NULL)"
            " SELECT id FROM orders WHERE name IN (?1, ?2, '#' || ?2)"
            " UNION SELECT id FROM orders WHERE ?3 <> 0 AND number = ?3"
            "   AND shop IN (SELECT shop FROM shops WHERE shop IS NOT NULL)"
            " UNION SELECT id FROM orders WHERE ?3 <> 0 AND id = ?3"
            " UNION SELECT order_id FROM deliveries WHERE supplier_id IN (SELECT id FROM "
            "suppliers) AND po_number = ?1"
            " UNION SELECT d.order_id FROM documents x JOIN deliveries d ON d.document_id = x.id"
            "   WHERE x.supplier_id IN (SELECT id FROM suppliers) AND x.file_name = ?1"
            " LIMIT 20",
            text, bare, number);
    return ids(q);
}

std::vector<std::int64_t> resolve_delivery(Database& database, const std::string& text) {
    const std::int64_t number = base::parse_int(text).value_or(0);
    if (number > 0) { // a delivery's own id wins: it is what every list prints
        Query q(database.connection(), "SELECT id FROM deliveries WHERE id = ?", number);
        if (auto found = ids(q); !found.empty())
            return found;
    }
    Query direct(
        database.connection(),
        "SELECT id FROM deliveries WHERE supplier_id IN (SELECT id FROM suppliers) AND po_number = "
        "?1"
        " UNION SELECT d.id FROM documents x JOIN deliveries d ON d.document_id = x.id"
        "   WHERE x.supplier_id IN (SELECT id FROM suppliers) AND x.file_name = ?1 LIMIT 20",
        text);
    if (auto found = ids(direct); !found.empty())
        return found;
    std::vector<std::int64_t> out;
    for (const std::int64_t order : resolve_order(database, text)) {
        Query q(database.connection(), "SELECT id FROM deliveries WHERE order_id = ? ORDER BY id",
                order);
        for (const std::int64_t id : ids(q))
            out.push_back(id);
    }
    return out;
}

} // namespace shoporder::store
