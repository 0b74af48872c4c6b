#pragma once
// Purpose: lines for spreadsheets: RFC 4180, but ended by a plain newline.
// State: none. Fails: not at all.
// Threads: values.
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::report {

/// A cell that a spreadsheet would take for a formula gets a quote mark in front (OWASP "CSV
/// injection"): orders' names are strangers' words.
[[nodiscard]] std::string csv_cell(std::string_view text);
/// Ends in a newline. Numbers of ours may be negative: csv_cell() would make a text of them, so
/// every cell comes as it is to stand there. At least one.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

} // namespace shoporder::report
