#pragma once
// Purpose: what can stand where a person presses Tab: commands, options, and the names that the
// database knows.
// State: the command line's own tree; the database, read. Fails: not at all; a database that cannot
// be read has no names.
// Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

#include <string>
#include <vector>

namespace shoporder::cmd {

/// `words` follow the program's name; the last one is to be completed and may be empty. Sorted as
/// help shows commands, newest first for orders; at most 200. Empty where the shell's own files are
/// wanted, or nothing is known.
[[nodiscard]] std::vector<std::string> candidates(Context& context, const CLI::App& top,
                                                  const std::vector<std::string>& words);

} // namespace shoporder::cmd
