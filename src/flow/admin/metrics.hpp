#pragma once
// Purpose: how it stands in Prometheus's text form: what /metrics answers, and what the batch
// commands write for node_exporter (`--metrics-file`). Both say the same of one database.
// State: the database, read: counters and steps in indexes, no rows are counted. Fails: Error from
// the database; write_metrics() Error(io|permission) for the file. Threads: as the Database.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "store/database.hpp"

#include <filesystem>
#include <string>

namespace shoporder::flow {

[[nodiscard]] std::string metrics_text(store::Database& database, const config::Settings& settings,
                                       base::Time now);

/// Replaces the file as a whole, mode 0644: who collects it is another user.
void write_metrics(const std::filesystem::path& file, store::Database& database,
                   const config::Settings& settings, base::Time now);

} // namespace shoporder::flow
