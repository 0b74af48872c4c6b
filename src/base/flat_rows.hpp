#pragma once
// Purpose: the rows and fields of a flat file (CSV of RFC 4180, with any separator and quote).
// State: none. Fails: Error(data), with the row.
// Threads: pure.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::base {

struct FlatRow {
    int number = 0; ///< the line of the file where it begins, from 1
    std::vector<std::string> fields;
};

/// Fields are as they stand, blanks included; a quoted one may hold separators, line ends and,
/// doubled, the quote. Rows without any text are left out. `quote` '\0': none. More than `most`
/// rows are refused.
[[nodiscard]] std::vector<FlatRow> flat_rows(std::string_view text, char separator, char quote,
                                             std::size_t most);

} // namespace shoporder::base
