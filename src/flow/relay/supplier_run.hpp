#pragma once
// Purpose: one supplier's turn, under its lock: take up what an earlier process left, look for what
// is uncertain, then send window after window, over as many connections as it allows.
// State: the database, the supplier's server. Fails: Error for the database; the supplier's
// trouble is recorded and counted. Threads: the caller's, with a Database of its own, and one for
// each further connection.
#include "flow/relay/lane.hpp"
#include "flow/relay/turn.hpp"

#include <cstdint>

namespace shoporder::flow {

enum class TurnEnd {
    finished, ///< nothing more to do, or no more possible, in this run
    renewed,  ///< all went well; should there be new work, another turn may follow
    gave_way, ///< there is more to do; another supplier waits for the seat
    busy,     ///< another process holds the supplier's lock
};

/// One turn. What it does is counted in context.totals as it happens.
[[nodiscard]] TurnEnd run_supplier(const RunContext& context, store::Database& database,
                                   std::int64_t supplier_id);

} // namespace shoporder::flow
