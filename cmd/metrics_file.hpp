#pragma once
// Purpose: `--metrics-file`: what `serve` answers under /metrics, written by a batch command for
// node_exporter's textfile collector.
// State: the database, read; the file. Fails: not at all: what cannot be written is said in the
// journal, for orders have left all the same and the exit code is theirs. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

#include <string>

namespace shoporder::cmd {

/// `file` must live as long as `app`.
void add_metrics_option(CLI::App& app, std::string& file);

/// After the work, whatever came of it; "": not asked for.
void write_metrics_file(Context& context, const std::string& file);

} // namespace shoporder::cmd
