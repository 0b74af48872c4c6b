#pragma once
// Purpose: `dispatch --dry-run`: what a run would send, from what is ready and from what planning
// would make ready. Planning is tried in transactions that are never committed.
// State: the database, unchanged. Fails: Error from the database. Threads: one call.
#include "flow/relay/relay.hpp"

namespace shoporder::flow {

/// Fills `would_send` alone.
[[nodiscard]] RelayResult rehearse(const config::Settings& settings, const RelayOptions& options,
                                   base::Time now);

} // namespace shoporder::flow
