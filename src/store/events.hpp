#pragma once
// Purpose: the append-only history, and named tallies (counts with a last time).
// State: tables events, tallies. Fails: Error from the database. Threads: as Database.
// An event's text is one line for an operator without personal data and secrets.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::store {

struct Event {
    base::Time at;
    std::string kind;          ///< webhook, plan, state, attempt, supplier, operator, alarm
    std::int64_t order_id = 0; ///< 0: none, so for all ids here
    std::int64_t delivery_id = 0;
    std::int64_t supplier_id = 0;
    std::int64_t webhook = 0;
    std::string actor{}; ///< the command, with the person at a shell: "queue release (ann)"
    std::string text{};
    std::int64_t id = 0; ///< set on reading
};
void add_event(Write& write, const Event& event);

struct EventFilter {
    std::int64_t order_id = 0;
    std::int64_t delivery_id = 0;
    std::int64_t supplier_id = 0;
    std::int64_t after_id = 0;
    base::Time since{};
    base::Time until = base::Time::max();
    std::size_t limit = 1000;
    bool newest = false; ///< the newest `limit`, still oldest first
};
[[nodiscard]] std::vector<Event> list_events(Database& database, const EventFilter& filter);

struct Tally {
    std::string name;
    std::int64_t count = 0;
    base::Time at;
};
void add_tally(Write& write, const std::string& name, base::Time at, std::int64_t by = 1);
/// Counts one more and returns the count: numbers that are never given twice.
[[nodiscard]] std::int64_t next_number(Write& write, const std::string& name, base::Time at);
/// Keeps a value that is no count; true when it is another than before.
[[nodiscard]] bool set_tally(Write& write, const std::string& name, std::int64_t value,
                             base::Time at);
[[nodiscard]] std::vector<Tally> list_tallies(Database& database, const std::string& prefix);

} // namespace shoporder::store
