#pragma once
// Purpose: `--csv` of the lists: the rows of the JSON answer, for a spreadsheet.
// State: none.
// Fails: as Context::print. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"

#include <string>

namespace shoporder::cmd {

CLI::Option* csv_flag(CLI::App& app, bool& csv);

/// With `csv` the array `member` of the JSON, with the columns of `example`, unless --json asks for
/// all of it; else as Context::answer().
void answer_list(const Context& context, bool csv, const report::Value& json, const char* member,
                 const report::Value& example, const std::string& text);

} // namespace shoporder::cmd
