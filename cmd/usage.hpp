#pragma once
// Purpose: what was wrong with a command line, in one sentence with the nearest right word.
// State: none.
// Fails: by throwing base::Error(usage). Threads: none.
#include "base/error.hpp"
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

#include <optional>
#include <string>

namespace shoporder::cmd {

/// The innermost command that was named.
[[nodiscard]] const CLI::App& innermost(const CLI::App& app);
/// Does it do nothing without the name of one of its own commands?
[[nodiscard]] bool has_commands(const CLI::App& app);
/// A word nothing takes: an unknown command, option or argument; nullopt when all were taken.
[[nodiscard]] std::optional<base::Error> unknown_word(const CLI::App& app);
/// What CLI11 refused.
[[nodiscard]] base::Error usage_error(const CLI::App& app, const CLI::ParseError& error);
/// Throws where `text`, which this option of the command gave, is empty: as if it were not given.
void require(const Context& context, const std::string& option, const std::string& text);
/// A command that needs a verb, and has none.
[[nodiscard]] base::Error missing_verb(const CLI::App& app);

} // namespace shoporder::cmd
