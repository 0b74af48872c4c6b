#pragma once
// Purpose: from changed orders to deliveries: route each order's lines, decide what may go, and
// keep what has left as it is. Bodies are read again from the stored webhooks.
// State: the database. Fails: one bad order becomes an event and is passed over; Error for the
// database itself. Threads: one call at a time for one Database.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <functional>

namespace shoporder::flow {

struct PlanResult {
    std::size_t orders = 0; ///< looked at
    std::size_t added = 0;  ///< deliveries made
    std::size_t ready = 0;  ///< deliveries that became ready
    std::size_t held = 0;   ///< deliveries that became held
    bool more = false;      ///< it was ended early
};

/// Plans every order that is marked as changed, in transactions of at most 32 orders, so that no
/// lock is held for over 50 ms. First wakes what waits: pauses that ended, grace delays that are
/// over.
/// `enough`, asked between transactions, ends it early: another call goes on.
PlanResult plan(
    store::Database& database, const config::Settings& settings, const base::Clock& clock,
    const log::Journal& journal, const std::function<bool()>& enough = [] { return false; });

} // namespace shoporder::flow
