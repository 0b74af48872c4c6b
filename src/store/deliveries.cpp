#include "store/deliveries.hpp"

#include "store/connection.hpp"
#include "store/events.hpp"

namespace shoporder::store {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

void count(Write& write, std::int64_t supplier, DeliveryState state, int by) {
    Query(write.connection(),
          "INSERT INTO counters VALUES (?1, ?2, ?3) ON CONFLICT (supplier_id, state) DO UPDATE SET"
          " count = count + ?3",
          supplier, order::name(state), by)
        .run();
}

void add_lines(Write& write, std::int64_t id, const std::vector<DeliveryLine>& lines) {
    for (const DeliveryLine& line : lines)
        Query(write.connection(),
              "INSERT INTO delivery_lines (delivery_id, line_id, quantity, current, elsewhere)"
              " VALUES (?, ?, ?, ?, ?)",
              id, line.line_id, line.quantity, line.current, line.elsewhere)
            .run();
}

std::string unique_po_number(Write& write, const Delivery& d) {
    Query taken(write.connection(),
                "SELECT 1 FROM deliveries WHERE supplier_id = ? AND po_number = ?"
                " AND (order_id <> ? OR part <> ?)",
                d.supplier_id, d.po_number, d.order_id, d.part);
    if (!taken.step())
        return d.po_number;
    return d.po_number + "-" + std::to_string(d.order_id) +
           (d.part > 1 ? "-" + std::to_string(d.part) : std::string{});
}

/// Schema 3: thousands count the parts, the rest the revisions of one.
std::int64_t serial(const Delivery& d) {
    constexpr int k_most = 1000;
    if (d.part > k_most || d.revision > k_most)
        throw Error(Exit::data, d.po_number + " has been changed more than " +
                                    std::to_string(k_most) + " times; it is left as it is");
    return static_cast<std::int64_t>(d.part - 1) * k_most + d.revision;
}

std::string story(DeliveryState from, const Step& step) {
    std::string text{order::name(from)};
    text += " → ";
    text += order::name(step.to);
    if (!step.reason.empty())
        text += ": " + step.reason;
    if (step.due_at)
        text += " (until " + base::format_time(*step.due_at) + ")";
    return text;
}

/// Of what has not been attempted: has somebody decided what it waited for?
bool is_answered(const std::string& code_before, const Step& step) {
    return !order::waits_for_us(code_before) && code_before != step.reason_code;
}

/// Of `deliveries d`: no earlier revision of its part is on its way or may be sent again. What is
/// said of a part never overtakes what was said before (rules.md 2).
#define SHOPORDER_NOTHING_BEFORE                                                                   \
    " AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.order_id = d.order_id AND"                \
    " e.supplier_id = d.supplier_id AND e.serial < d.serial AND e.part = d.part AND (e.state IN"   \
    " ('sending', 'uncertain', 'deferred', 'failed') OR (e.state = 'held' AND e.document_id IS"    \
    " NOT NULL)))"

/// What is still to be said of this order may depend on what has just become of the delivery.
void wake_words(Write& write, std::int64_t order_id, std::int64_t delivery_id) {
    Query(write.connection(),
          "UPDATE orders SET changed = 1 WHERE id = ?1 AND changed = 0 AND EXISTS (SELECT 1 FROM"
          " deliveries WHERE order_id = ?1 AND id <> ?2 AND kind <> 'new' AND state IN ('waiting',"
          " 'held', 'ready'))",
          order_id, delivery_id)
        .run();
}

/// It is on somebody here to see that it leaves.
bool is_owed(DeliveryState state, const std::string& reason_code) {
    return order::may_still_leave(state) && !order::waits_for_others(reason_code);
}

} // namespace

std::vector<std::int64_t> line_ids(const Delivery& delivery) {
    std::vector<std::int64_t> ids;
    for (const DeliveryLine& line : delivery.lines)
        ids.push_back(line.line_id);
    return ids;
}

std::int64_t add_delivery(Write& write, Delivery d, const std::string& actor, base::Time now) {
    d.po_number = unique_po_number(write, d);
    Query(write.connection(),
          "INSERT INTO deliveries (order_id, supplier_id, serial, kind, po_number, state, "
          "reason_code,"
          " reason, due_at, fingerprint, created_at, changed_at, since, tried, owed)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?11,"
          " (SELECT tried FROM suppliers WHERE id = ?2), CASE ?12 WHEN 1 THEN ?11 END)",
          d.order_id, d.supplier_id, serial(d), d.kind, d.po_number, order::name(d.state),
          d.reason_code, d.reason, micros(d.due_at), d.fingerprint, base::to_micros(now),
          is_owed(d.state, d.reason_code))
        .run();
    const std::int64_t id = write.connection().db.getLastInsertRowid();
    add_lines(write, id, d.lines);
    count(write, d.supplier_id, d.state, 1);
    Event event{now, "plan"};
    event.order_id = d.order_id;
    event.delivery_id = id;
    event.supplier_id = d.supplier_id;
    event.actor = actor;
    event.text = d.po_number + ": " + std::string{order::name(d.state)} +
                 (d.reason.empty() ? "" : ": " + d.reason);
    add_event(write, event);
    return id;
}

bool is_number_taken(Write& write, std::int64_t supplier_id, const std::string& po_number) {
    Query q(write.connection(), "SELECT 1 FROM deliveries WHERE supplier_id = ? AND po_number = ?",
            supplier_id, po_number);
    return q.step();
}

void replace_lines(Write& write, std::int64_t id, const std::string& fingerprint,
                   const std::vector<DeliveryLine>& lines) {
    Query(write.connection(), "DELETE FROM delivery_lines WHERE delivery_id = ?", id).run();
    add_lines(write, id, lines);
    Query(write.connection(), "UPDATE deliveries SET fingerprint = ? WHERE id = ?", fingerprint, id)
        .run();
}

bool transition(Write& write, std::int64_t id, const Step& step, base::Time now) {
    if (step.from != step.to && !order::may_follow(step.from, step.to))
        throw Error(Exit::bug, "no step leads from " + std::string{order::name(step.from)} +
                                   " to " + std::string{order::name(step.to)});
    Query row(
        write.connection(),
        "SELECT order_id, supplier_id, state, claim, reason_code, reason, due_at, document_id FROM"
        " deliveries WHERE id = ?",
        id);
    if (!row.step() || row.text(2) != order::name(step.from))
        return false;
    if (step.claim && *step.claim != row.integer(3))
        return false;
    const bool same = step.from == step.to && row.text(4) == step.reason_code &&
                      row.text(5) == step.reason && row.maybe_integer(6) == micros(step.due_at);
    if (same && step.add_faults == 0)
        return true;
    const std::int64_t order_id = row.integer(0);
    const std::int64_t supplier_id = row.integer(1);
    Query(write.connection(),
          "UPDATE deliveries SET state = ?, reason_code = ?, reason = ?, due_at = ?, faults = "
          "faults + ?,"
          " claim = claim + ?, changed_at = ?, since = CASE ? WHEN 1 THEN ? ELSE"
          " coalesce(since, changed_at) END, owed = CASE ? WHEN 1 THEN coalesce(owed, ?) END"
          " WHERE id = ?",
          order::name(step.to), step.reason_code, step.reason, micros(step.due_at), step.add_faults,
          step.to == DeliveryState::sending && step.from != DeliveryState::sending,
          base::to_micros(now), !row.maybe_integer(7) && is_answered(row.text(4), step),
          base::to_micros(now), is_owed(step.to, step.reason_code), base::to_micros(now), id)
        .run();
    if (step.from != step.to) {
        count(write, supplier_id, step.from, -1);
        count(write, supplier_id, step.to, 1);
        wake_words(write, order_id, id);
    }
    Event event{now, "state"};
    event.order_id = order_id;
    event.delivery_id = id;
    event.supplier_id = supplier_id;
    event.actor = step.actor;
    event.text = story(step.from, step);
    add_event(write, event);
    return true;
}

namespace {

std::vector<std::int64_t> candidates(Connection& connection, const Claim& claim, base::Time now) {
    std::vector<std::int64_t> ids = claim.only;
    if (!ids.empty())
        return ids;
    // Two questions, each a range of the index: with an OR it would be read to its end, through
    // all that is not due yet.
    Query any_time(connection,
                   "SELECT id FROM deliveries d WHERE state = ? AND supplier_id = ?"
                   " AND due_at IS NULL" SHOPORDER_NOTHING_BEFORE " ORDER BY id LIMIT ?",
                   order::name(claim.from), claim.supplier_id,
                   static_cast<std::int64_t>(claim.limit));
    while (any_time.step())
        ids.push_back(any_time.integer(0));
    Query due(connection,
              "SELECT id FROM deliveries d WHERE state = ? AND supplier_id = ?"
              " AND due_at <= ?" SHOPORDER_NOTHING_BEFORE " ORDER BY due_at, id LIMIT ?",
              order::name(claim.from), claim.supplier_id, base::to_micros(now),
              static_cast<std::int64_t>(claim.limit - ids.size()));
    while (due.step())
        ids.push_back(due.integer(0));
    return ids;
}

/// In this state, this supplier's, and with nothing before it.
bool is_free(Connection& connection, const Claim& claim, std::int64_t id) {
    Query free(connection,
               "SELECT 1 FROM deliveries d WHERE id = ? AND state = ?"
               " AND supplier_id = ?" SHOPORDER_NOTHING_BEFORE,
               id, order::name(claim.from), claim.supplier_id);
    return free.step();
}

} // namespace

std::vector<std::int64_t> claimable_deliveries(Database& database, const Claim& claim,
                                               base::Time now) {
    std::vector<std::int64_t> free;
    for (const std::int64_t id : candidates(database.connection(), claim, now))
        if (free.size() < claim.limit && is_free(database.connection(), claim, id))
            free.push_back(id);
    return free;
}

std::vector<std::int64_t> claim_deliveries(Write& write, const Claim& claim, base::Time now) {
    Step step{claim.from, DeliveryState::sending};
    step.actor = claim.actor;
    std::vector<std::int64_t> claimed;
    // Each is asked for again: one claimed just now may stand before the next of its part.
    for (const std::int64_t id : candidates(write.connection(), claim, now))
        if (claimed.size() < claim.limit && is_free(write.connection(), claim, id) &&
            transition(write, id, step, now))
            claimed.push_back(id);
    return claimed;
}

void waive(Write& write, std::int64_t id, const std::string& reason_code) {
    Query(write.connection(),
          "UPDATE deliveries SET released = trim(released || ' ' || ?) WHERE id = ?", reason_code,
          id)
        .run();
}

void set_document(Write& write, std::int64_t delivery_id, std::int64_t document_id) {
    Query(write.connection(), "UPDATE deliveries SET document_id = ? WHERE id = ?",
          or_null(document_id), delivery_id)
        .run();
}

} // namespace shoporder::store
