#pragma once
// Purpose: text in lines that fit a terminal: how wide it is, broken at words, cut.
// State: none. Fails: not at all. Threads: values.
// The text is printable; of control codes it has the colours of toned() alone, which need no room.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::report {

/// Columns a terminal needs.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// One line without its end in pieces of at most `width` columns, the first of at most `first`,
/// broken at blanks. A word that is longer stands alone and whole, so that a path or a url can be
/// copied. At least one piece.
[[nodiscard]] std::vector<std::string> broken(std::string_view line, std::size_t first,
                                              std::size_t width);

/// Lines that are too long go on below, 4 blanks further in than they began. 0: as they are.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width);

/// At most `most` columns, the last one an ellipsis where something is missing.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most);

} // namespace shoporder::report
