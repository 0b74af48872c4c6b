#pragma once
// Purpose: any list that a command prints as JSON, for a spreadsheet: a line for each row, its
// columns named as the members of the JSON.
// State: none. Fails: Error(bug) for a value that has no such list. Threads: values.
//
// A member that is itself a list or an object is one cell: "supplier=acme, state=held;
// supplier=globex, state=ready". So the columns do not depend on the rows.
#include "report/json.hpp"

#include <string>
#include <string_view>

namespace shoporder::report {

/// The array `member` of `list`; `example` is a row that tells the columns where there is none.
/// Strings come through csv_cell(), but for plain numbers.
[[nodiscard]] std::string csv_of(const Value& list, std::string_view member, const Value& example);

} // namespace shoporder::report
