#pragma once
// Purpose: what the files of `shoporder queue` share.
// State: none.
// Fails: as their callers. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

namespace shoporder::cmd {

/// resend: what was delivered, once more.
void add_queue_resend(CLI::App& parent, Context& context);
/// confirm, reject: what a supplier said to a person.
void add_queue_answer(CLI::App& parent, Context& context);

} // namespace shoporder::cmd
