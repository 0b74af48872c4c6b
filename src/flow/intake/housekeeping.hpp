#pragma once
// Purpose: what intake keeps for a time only, and no longer: webhook ids (rules.md 1), hourly
// counts, refused requests. State: the database; one short write transaction a call. Fails: Error
// from the database. Threads: as the Database.
#include "base/clock.hpp"
#include "store/database.hpp"

namespace shoporder::flow {

/// Five weeks: the four that a shop's rhythm is read from, and the running one.
inline constexpr std::chrono::hours k_rhythm{24 * 35};

/// Shopify's last retry comes four hours after the first try; what has not come then is lost.
inline constexpr std::chrono::minutes k_last_retry{4 * 60 + 30};

/// Returns whether there is more to do: call it again soon.
bool keep_house(store::Database& database, base::Time now);

} // namespace shoporder::flow
