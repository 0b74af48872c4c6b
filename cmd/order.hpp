#pragma once
// Purpose: what the files of `shoporder order` share.
// State: none.
// Fails: as their callers. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

namespace shoporder::cmd {

/// import, missing: orders that did not come by themselves.
void add_order_import(CLI::App& parent, Context& context);

} // namespace shoporder::cmd
