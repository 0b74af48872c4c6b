#pragma once
// Purpose: what must be true of a database that is older than what was done: nothing is sent by
// itself, and everything that may have been sent since is in doubt.
// State: suppliers, deliveries, documents, tallies, events. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

struct Restoring {
    base::Time backup; ///< when it was made
    std::string actor;
    base::Time now;
};
struct Restored {
    std::vector<std::string> suppliers; ///< their names: all are paused
    /// Of those that a person or a fault had stopped before: "paused (stocktaking)", by name.
    std::map<std::string, std::string> stopped;
    std::size_t deliveries = 0; ///< in doubt now
};
/// Pauses every supplier, without an end. Whatever may still leave, and of which some of it may
/// have left since, becomes `uncertain` with the reason code `restored`; what is known of its
/// document proves nothing any more (DocumentHead::stale). Lines without a route stay as they are:
/// they cannot leave as they stand. Counters of numbers that suppliers see jump ahead by
/// k_numbers_skipped, because those that were given since are not known.
[[nodiscard]] Restored mark_restored(Write& write, Database& database, const Restoring& how);

inline constexpr std::int64_t k_numbers_skipped = 1000;

/// How many suppliers wait for a person since: the restore is over when there are none.
[[nodiscard]] std::size_t paused_since_restore(Database& database);

/// When the database was last restored: what an order from before asks for may have been sent by
/// then, whatever is stored.
[[nodiscard]] std::optional<base::Time> restored_at(Database& database);

} // namespace shoporder::store
