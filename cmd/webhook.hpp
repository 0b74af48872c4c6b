#pragma once
// Purpose: the parts of `shoporder webhook`, a file each.
// State: none.
// Fails: as its commands. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

namespace shoporder::cmd {

void add_webhook_replay(CLI::App& parent, Context& context);

} // namespace shoporder::cmd
