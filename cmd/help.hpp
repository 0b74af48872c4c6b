#pragma once
// Purpose: how help looks: at most 80 columns, defaults shown, examples last.
// State: none.
// Fails: not at all. Threads: none.
#include "cmd/command_line.hpp"

#include <initializer_list>
#include <memory>
#include <string>

namespace shoporder::cmd {

[[nodiscard]] std::shared_ptr<CLI::FormatterBase> make_help_formatter();

/// A verb below a command: `supplier list`.
CLI::App& add_verb(CLI::App& command, const std::string& name, const std::string& summary);
/// A whole number in this range; says so only when it is not.
[[nodiscard]] CLI::Validator between(int least, int most);
/// What to type, one line each.
void set_examples(CLI::App& app, std::initializer_list<const char*> lines);

} // namespace shoporder::cmd
