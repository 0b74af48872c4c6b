#include "store/events.hpp"

#include "store/connection.hpp"

#include <algorithm>
#include <limits>

namespace shoporder::store {

namespace {

struct Ids {
    std::int64_t first = std::numeric_limits<std::int64_t>::min();
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

/// Between which ids the events of a time are. A walk along the ids that finds too few of them goes
/// on through all the others; of many it finds enough soon, and needs no bounds.
Ids ids_of(Database& database, const EventFilter& f) {
    if (f.since == EventFilter{}.since && f.until == EventFilter{}.until)
        return {};
    constexpr std::int64_t k_few = 10'000;
    Query q(database.connection(),
            "SELECT count(*), min(id), max(id) FROM (SELECT id FROM events INDEXED BY events_by_at"
            " WHERE at >= ?1 AND at < ?2 LIMIT ?3)",
            base::to_micros(f.since), base::to_micros(f.until), k_few);
    if (!q.step() || q.integer(0) == k_few)
        return {};
    return q.integer(0) == 0 ? Ids{0, -1} : Ids{q.integer(1), q.integer(2)};
}
} // namespace

void add_event(Write& write, const Event& e) {
    Query(write.connection(),
          "INSERT INTO events (at, kind, order_id, delivery_id, supplier_id, webhook, actor, text)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          base::to_micros(e.at), e.kind, or_null(e.order_id), or_null(e.delivery_id),
          or_null(e.supplier_id), or_null(e.webhook), e.actor, e.text)
        .run();
}

std::vector<Event> list_events(Database& database, const EventFilter& f) {
    // Descending, so that "the newest N" needs no count; turned round below. Those of an order by
    // their index: a question that may be about all would read them all. A delivery's are its
    // order's.
#define SHOPORDER_EVENTS                                                                           \
    "SELECT id, at, kind, order_id, delivery_id, supplier_id, webhook, actor, text FROM events"    \
    " WHERE (?2 = 0 OR delivery_id = ?2) AND id >= ?3 AND at >= ?4 AND at < ?5"                    \
    " AND (?7 = 0 OR supplier_id = ?7) AND id <= ?8"
    static constexpr std::string_view k_newest = SHOPORDER_EVENTS " ORDER BY id DESC LIMIT ?6";
    static constexpr std::string_view k_oldest = SHOPORDER_EVENTS " ORDER BY id LIMIT ?6";
    static constexpr std::string_view k_newest_of_order =
        SHOPORDER_EVENTS " AND order_id = ?1 ORDER BY id DESC LIMIT ?6";
    static constexpr std::string_view k_oldest_of_order =
        SHOPORDER_EVENTS " AND order_id = ?1 ORDER BY id LIMIT ?6";
    std::int64_t order = f.order_id;
    if (order == 0 && f.delivery_id != 0) {
        Query of(database.connection(), "SELECT order_id FROM deliveries WHERE id = ?",
                 f.delivery_id);
        order = of.step() ? of.integer(0) : 0;
    }
    const std::string_view all = f.newest ? k_newest : k_oldest;
    const std::string_view of_order = f.newest ? k_newest_of_order : k_oldest_of_order;
    const Ids ids = order == 0 ? ids_of(database, f) : Ids{};
    Query q(database.connection(), order == 0 ? all : of_order, order, f.delivery_id,
            std::max(f.after_id + 1, ids.first), base::to_micros(f.since), base::to_micros(f.until),
            static_cast<std::int64_t>(f.limit), f.supplier_id, ids.last);
    std::vector<Event> events;
    while (q.step()) {
        Event e{base::from_micros(q.integer(1)), q.text(2)};
        e.order_id = q.integer(3);
        e.delivery_id = q.integer(4);
        e.supplier_id = q.integer(5);
        e.webhook = q.integer(6);
        e.actor = q.text(7);
        e.text = q.text(8);
        e.id = q.integer(0);
        events.push_back(std::move(e));
    }
    if (f.newest)
        std::reverse(events.begin(), events.end());
    return events;
}

void add_tally(Write& write, const std::string& name, base::Time at, std::int64_t by) {
    Query(
        write.connection(),
        "INSERT INTO tallies (name, count, at) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET"
        " count = count + ?2, at = max(at, ?3)",
        name, by, base::to_micros(at))
        .run();
}

std::int64_t next_number(Write& write, const std::string& name, base::Time at) {
    add_tally(write, name, at, 1);
    Query q(write.connection(), "SELECT count FROM tallies WHERE name = ?", name);
    q.step();
    return q.integer(0);
}

bool set_tally(Write& write, const std::string& name, std::int64_t value, base::Time at) {
    return Query(write.connection(),
                 "INSERT INTO tallies (name, count, at) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO"
                 " UPDATE SET count = ?2, at = ?3 WHERE count <> ?2",
                 name, value, base::to_micros(at))
               .run() > 0;
}

std::vector<Tally> list_tallies(Database& database, const std::string& prefix) {
    Query q(
        database.connection(),
        "SELECT name, count, at FROM tallies WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
        prefix);
    std::vector<Tally> tallies;
    while (q.step())
        tallies.push_back({q.text(0), q.integer(1), base::from_micros(q.integer(2))});
    return tallies;
}

} // namespace shoporder::store
