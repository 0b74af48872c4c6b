#pragma once
// Purpose: stored webhooks judged again, by this version and what is known now.
// State: the database. Fails: Error(not_found) for an unknown id, before anything is changed.
// Threads: as the Database.
#include "base/clock.hpp"
#include "flow/operate/operate.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shoporder::flow {

struct ReplayedWebhook {
    std::int64_t id = 0;
    std::int64_t order_id = 0; ///< 0: none
    std::string order_name;
    std::string before, state; ///< of the webhook
    std::string reason;
    bool gone = false;    ///< its bytes were redacted or purged: nothing can be judged
    bool planned = false; ///< the next dispatch plans its order
};

/// One transaction each. `dry_run`: what would happen; each for itself, nothing is kept.
[[nodiscard]] std::vector<ReplayedWebhook> replay(store::Database& database,
                                                  std::span<const std::int64_t> webhooks,
                                                  bool dry_run, const Person& person,
                                                  const base::Clock& clock);

} // namespace shoporder::flow
