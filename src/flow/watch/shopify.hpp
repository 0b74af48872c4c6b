#pragma once
// Purpose: what keeps us from comparing with Shopify, and what the last comparison found wrong
// there.
// State: the database, read. Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "report/status_view.hpp"
#include "store/database.hpp"

#include <vector>

namespace shoporder::flow {

/// Of shops whose API is asked; nothing of those that never were.
void find_shopify(store::Database& database, const config::Settings& settings, base::Time now,
                  std::vector<report::Notice>& out);

} // namespace shoporder::flow
