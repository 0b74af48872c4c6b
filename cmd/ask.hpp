#pragma once
// Purpose: asking a person before something that cannot be undone, and reading a secret unseen.
// State: the terminal.
// Fails: Error(usage) where nobody can be asked, Error(io). Threads: main's.
#include "cmd/context.hpp"

#include <string>

namespace shoporder::cmd {

/// Asks on standard error; true for "y" or "yes". `yes` (the option --yes) answers for scripts.
/// Error(usage) when there is nobody to ask.
[[nodiscard]] bool ask(const std::string& question, bool yes);

/// One line from the terminal, not shown; or all of standard input where that is no terminal.
[[nodiscard]] std::string read_secret(const std::string& prompt);

/// One line from the terminal, shown while it is typed; or all of standard input where that is no
/// terminal. For what must not stand in the list of processes, but is no secret from who types it.
[[nodiscard]] std::string read_answer(const std::string& prompt);

} // namespace shoporder::cmd
