#pragma once
// Purpose: judges a stored webhook again: one that an older version could not read, or ignored, may
// mean something now. State: tables webhooks, orders. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "order/body.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>

namespace shoporder::store {

struct Replayed {
    bool applied = false; ///< it is applied now, and was not before
    bool planned = false; ///< its order is marked to be planned
    std::string state;    ///< of the webhook, now
    std::string reason;
    std::int64_t order_id = 0;
};
/// The stored row is applied as if it came now, but for its times, and stays the same row: its
/// bytes and headers are not touched, what they are judged to be is. One that is applied already
/// keeps its verdict; where it is its order's newest state, the order is planned again. Whether
/// something was sent is not asked here: planning knows what left, so that nothing is sent twice.
/// `body`: of the stored bytes, read by this version; the summary suffices. `id` exists, and its
/// bytes are there.
Replayed replay_webhook(Write& write, std::int64_t id, const order::Body& body,
                        const std::string& actor, base::Time now);

} // namespace shoporder::store
