#pragma once
// Purpose: suppliers who do not answer in time, and those whose answers cannot be collected: two
// different things.
// State: the database, read.
// Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "report/status_view.hpp"
#include "store/database.hpp"

#include <vector>

namespace shoporder::flow {

/// The oldest few of each supplier by number, and how many more there are.
void find_late(store::Database& database, base::Time now, std::vector<report::Notice>& out);

} // namespace shoporder::flow
