#pragma once
// Purpose: the small forms of a flat file's fields: plain text, numbers, quotes, padding. UTF-8 in
// and out; a character is a code point.
// State: none. Fails: by value. Threads: pure.
#include "order/money.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shoporder::render {

struct Plain {
    std::string text;
    std::size_t replaced = 0; ///< how many U+FFFD were put in
};
/// Valid UTF-8 without control characters. A tab becomes a blank, and so do line breaks (CR LF, CR,
/// LF, NEL, U+2028, U+2029): several in a row one blank, none at the ends. With `keep_breaks` each
/// is an LF. Other controls (C0, DEL, C1) and broken sequences become U+FFFD.
[[nodiscard]] Plain plain_line(std::string_view text, bool keep_breaks);

/// With so many `decimals` (-1: as many as it has) and `point` between, which may be empty. What is
/// lost is rounded half away from zero, and `rounded` says that it was not nothing.
[[nodiscard]] std::string decimal_text(const order::Decimal& value, int decimals,
                                       std::string_view point, bool& rounded);
/// The same of a whole number.
[[nodiscard]] std::string count_text(std::int64_t value, int decimals, std::string_view point);

[[nodiscard]] std::size_t characters(std::string_view text) noexcept;
/// How many bytes the first `most` characters have.
[[nodiscard]] std::size_t first_characters(std::string_view text, std::size_t most) noexcept;

[[nodiscard]] std::string in_quotes(std::string_view text, char quote); ///< inner ones doubled
/// Up to `width` characters; a minus stands before padding with digits.
[[nodiscard]] std::string padded(std::string text, std::size_t width, bool right, char pad);

} // namespace shoporder::render
