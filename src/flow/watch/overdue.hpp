#pragma once
// Purpose: orders that lie: paid and unsent, or unpaid, for longer than their shop allows.
// State: the database, read.
// Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "report/status_view.hpp"
#include "store/database.hpp"

#include <vector>

namespace shoporder::flow {

/// Adds the oldest few of each kind by name, and how many more there are.
void find_overdue(store::Database& database, const config::Shop& shop, base::Time now,
                  std::vector<report::Notice>& out);

} // namespace shoporder::flow
