#include "store/suppliers.hpp"

#include "base/text.hpp"
#include "store/connection.hpp"
#include "store/events.hpp"
#include "store/supplier_options.hpp"
#include "store/supplier_rules.hpp"

#include <utility>

namespace shoporder::store {

namespace {

constexpr base::Duration k_longest_try = std::chrono::hours{1};

using base::Error;
using base::Exit;
using order::Supplier;
using order::SupplierMode;

constexpr std::string_view k_all =
    "SELECT id, name, mode, mode_reason, mode_until, priority, takes_unmatched, account, format,"
    " show_prices, url, test_url, credential, temporary, consumes, schedule FROM suppliers"
    " WHERE removed = 0 AND id <> 1 ORDER BY priority, name";
constexpr std::string_view k_by_id =
    "SELECT id, name, mode, mode_reason, mode_until, priority, takes_unmatched, account, format,"
    " show_prices, url, test_url, credential, temporary, consumes, schedule FROM suppliers"
    " WHERE id = ?";
constexpr std::string_view k_by_name =
    "SELECT id, name, mode, mode_reason, mode_until, priority, takes_unmatched, account, format,"
    " show_prices, url, test_url, credential, temporary, consumes, schedule FROM suppliers"
    " WHERE name = ? AND removed = 0";

std::optional<order::Endpoint> endpoint(const std::string& url) {
    return url.empty() ? std::nullopt : std::optional{order::Endpoint::parse(url)};
}
std::string url(const std::optional<order::Endpoint>& e) {
    return e ? e->url() : std::string{};
}

std::string join(const std::vector<std::chrono::seconds>& schedule) {
    std::string out;
    for (const auto wait : schedule)
        out += (out.empty() ? "" : " ") + std::to_string(wait.count());
    return out;
}

Supplier read_supplier(Query& q) {
    Supplier s;
    s.id = q.integer(0);
    s.name = q.text(1);
    s.mode = order::supplier_mode(q.text(2)).value_or(SupplierMode::parked);
    s.mode_reason = q.text(3);
    if (const auto until = q.maybe_integer(4))
        s.mode_until = base::from_micros(*until);
    s.priority = static_cast<int>(q.integer(5));
    s.takes_unmatched = q.integer(6) != 0;
    s.account = q.text(7);
    s.format = q.text(8);
    if (q.integer(9) != 0)
        s.prices = order::Prices::retail; // `cost` is an option
    s.endpoint = endpoint(q.text(10));
    s.test_endpoint = endpoint(q.text(11));
    s.credential = q.text(12);
    s.temporary = q.text(13);
    s.consumes = q.integer(14) != 0;
    for (const std::string& wait : base::split(q.text(15), ' '))
        s.schedule.emplace_back(base::parse_int(wait).value_or(60));
    return s;
}

void read_rest(Database& database, Supplier& s) {
    read_rules(database, s);
    read_options(database, s);
}

void write_event(Write& write, std::int64_t supplier, const std::string& actor, base::Time now,
                 const std::string& text) {
    Event event{now, "supplier"};
    event.supplier_id = supplier;
    event.actor = actor;
    event.text = text;
    add_event(write, event);
}

} // namespace

std::vector<Supplier> list_suppliers(Database& database) {
    std::vector<Supplier> all;
    Query q(database.connection(), k_all);
    while (q.step())
        all.push_back(read_supplier(q));
    for (Supplier& s : all)
        read_rest(database, s);
    return all;
}

std::optional<Supplier> find_supplier(Database& database, std::int64_t id) {
    Query q(database.connection(), k_by_id, id);
    if (!q.step())
        return std::nullopt;
    Supplier s = read_supplier(q);
    read_rest(database, s);
    return s;
}

std::optional<Supplier> find_supplier(Database& database, const std::string& name) {
    Query q(database.connection(), k_by_name, name);
    if (!q.step())
        return std::nullopt;
    Supplier s = read_supplier(q);
    read_rest(database, s);
    return s;
}

std::int64_t put_supplier(Write& write, const Supplier& s, const std::string& actor,
                          base::Time now) {
    order::check_supplier_name(s.name);
    // A removed supplier of that name comes back under its old id: the ledger keeps speaking of it.
    Query upsert(
        write.connection(),
        "INSERT INTO suppliers (name, mode, mode_reason, mode_until, priority, takes_unmatched, "
        "account,"
        " format, show_prices, url, test_url, credential, temporary, consumes, schedule)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET"
        " mode = CASE WHEN removed = 0 AND mode IN ('paused', 'parked') THEN mode ELSE "
        "excluded.mode END,"
        // Settings read from a paused supplier and written back carry `paused`: that is no mode to
        // resume to.
        " mode_before = CASE WHEN removed = 0 AND mode IN ('paused', 'parked')"
        "   AND excluded.mode NOT IN ('paused', 'parked') THEN excluded.mode ELSE mode_before END,"
        " priority = excluded.priority, takes_unmatched = excluded.takes_unmatched,"
        " account = excluded.account, format = excluded.format, show_prices = excluded.show_prices,"
        " url = excluded.url, test_url = excluded.test_url, credential = excluded.credential,"
        " temporary = excluded.temporary, consumes = excluded.consumes, schedule = "
        "excluded.schedule,"
        " removed = 0 RETURNING id",
        s.name, order::name(s.mode), s.mode_reason,
        s.mode_until ? std::optional{base::to_micros(*s.mode_until)} : std::nullopt, s.priority,
        s.takes_unmatched, s.account, s.format, s.prices == order::Prices::retail, url(s.endpoint),
        url(s.test_endpoint), s.credential, s.temporary, s.consumes, join(s.schedule));
    upsert.step();
    const std::int64_t id = upsert.integer(0);
    upsert.run();
    put_rules(write, id, s);
    put_options(write, id, s);
    write_event(write, id, actor, now, "settings of " + s.name + " written");
    return id;
}

void remove_supplier(Write& write, std::int64_t id, const std::string& actor, base::Time now) {
    Query open(write.connection(),
               "SELECT count(*) FROM deliveries WHERE supplier_id = ? AND state NOT IN"
               " ('uploaded', 'confirmed', 'cancelled', 'settled')",
               id);
    if (open.step() && open.integer(0) > 0)
        throw Error(Exit::data,
                    std::to_string(open.integer(0)) +
                        " deliveries of this supplier are not settled; see `shoporder queue"
                        " list`, cancel or send them first");
    Query(write.connection(), "UPDATE suppliers SET removed = 1, mode = 'test' WHERE id = ?", id)
        .run();
    write_event(write, id, actor, now, "removed");
}

void set_supplier_mode(Write& write, std::int64_t id, SupplierMode mode, const std::string& reason,
                       std::optional<base::Time> until, const std::string& actor, base::Time now) {
    Query(
        write.connection(),
        "UPDATE suppliers SET mode_before = CASE WHEN mode IN ('paused', 'parked') THEN mode_before"
        " ELSE mode END, mode = ?, mode_reason = ?, mode_until = ?, failures = 0,"
        " failing_since = NULL WHERE id = ?",
        order::name(mode), reason, until ? std::optional{base::to_micros(*until)} : std::nullopt,
        id)
        .run();
    write_event(write, id, actor, now,
                std::string{order::name(mode)} + (reason.empty() ? "" : ": " + reason));
}

void resume_supplier(Write& write, std::int64_t id, const std::string& actor, base::Time now) {
    const int changed =
        Query(
            write.connection(),
            "UPDATE suppliers SET mode = CASE mode_before WHEN '' THEN 'test' ELSE mode_before END,"
            " mode_reason = '', mode_until = NULL, mode_before = '', failures = 0, failing_since = "
            "NULL"
            " WHERE id = ? AND mode IN ('paused', 'parked')",
            id)
            .run();
    if (changed > 0)
        write_event(write, id, actor, now, "resumed");
}

SupplierHealth supplier_health(Database& database, std::int64_t id) {
    Query q(database.connection(),
            "SELECT failures, failing_since, last_success, tried, tried_before FROM suppliers "
            "WHERE id = ?",
            id);
    if (!q.step())
        return {};
    const auto time = [&](int column) {
        const auto at = q.maybe_integer(column);
        return at ? std::optional{base::from_micros(*at)} : std::nullopt;
    };
    return {q.integer(0), time(1), base::Duration{q.integer(3)}, base::Duration{q.integer(4)},
            time(2)};
}

std::set<std::int64_t> failing_suppliers(Database& database) {
    Query q(database.connection(), "SELECT id FROM suppliers WHERE failures > 0");
    std::set<std::int64_t> ids;
    while (q.step())
        ids.insert(q.integer(0));
    return ids;
}

void note_connection(Write& write, std::int64_t id, bool ok, bool uploaded, base::Time now) {
    // Two tries more than an hour apart count one hour, and a clock that went back counts nothing.
    Query(write.connection(),
          "UPDATE suppliers SET tried_before = CASE failures WHEN 0 THEN tried ELSE tried_before"
          " END, tried = tried + CASE WHEN failures > 0 THEN max(0, min(?5, ?4 - "
          "coalesce(last_try, ?4))) ELSE 0"
          " END, last_try = ?4,"
          " failures = CASE ?2 WHEN 1 THEN 0 ELSE failures + 1 END,"
          " failing_since = CASE ?2 WHEN 1 THEN NULL ELSE coalesce(failing_since, ?4) END,"
          " last_success = CASE ?3 WHEN 1 THEN ?4 ELSE last_success END WHERE id = ?1",
          id, ok, uploaded, base::to_micros(now), k_longest_try.count())
        .run();
}

std::map<std::int64_t, std::int64_t> assignments(Database& database, std::int64_t order_id) {
    Query q(database.connection(),
            "SELECT line_id, supplier_id FROM assignments WHERE order_id = ?", order_id);
    std::map<std::int64_t, std::int64_t> lines;
    while (q.step())
        lines.emplace(q.integer(0), q.integer(1));
    return lines;
}

void assign_line(Write& write, std::int64_t order_id, std::int64_t line_id,
                 std::int64_t supplier_id, const std::string& reason, const std::string& actor,
                 base::Time now) {
    Query(write.connection(),
          "INSERT INTO assignments VALUES (?, ?, ?, ?, ?) ON CONFLICT (order_id, line_id) DO "
          "UPDATE SET"
          " supplier_id = excluded.supplier_id, at = excluded.at, actor = excluded.actor",
          order_id, line_id, supplier_id, base::to_micros(now), actor)
        .run();
    Event event{now, "operator"};
    event.order_id = order_id;
    event.supplier_id = supplier_id;
    event.actor = actor;
    event.text =
        "line " + std::to_string(line_id) + " assigned" + (reason.empty() ? "" : ": " + reason);
    add_event(write, event);
}

} // namespace shoporder::store
