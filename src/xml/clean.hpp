#pragma once
// Purpose: which characters XML 1.0 can carry, and text made of nothing else.
// State: none. Fails: not at all; what cannot be carried becomes U+FFFD and is counted.
// Threads: pure functions.
#include <cstddef>
#include <string>
#include <string_view>

namespace shoporder::xml {

struct Cleaned {
    std::string text;
    std::size_t replaced = 0; ///< how many U+FFFD were put in
};

/// Text of XML 1.0's production [2] Char from any bytes, NUL included. One U+FFFD stands for each
/// C0 control but TAB, LF and CR, for U+FFFE and U+FFFF, and for each broken UTF-8 sequence
/// (surrogates and overlong forms are broken). All else stays as it is: DEL, the C1 controls and
/// noncharacters such as U+1FFFE are discouraged there but allowed, and so is U+FFFD itself.
[[nodiscard]] Cleaned clean(std::string_view bytes);

/// An ASCII NCName that is not reserved (nothing that begins with "xml").
[[nodiscard]] constexpr bool is_name(std::string_view text) noexcept {
    const auto letter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    };
    if (text.empty() || !letter(text[0]))
        return false;
    for (const char c : text)
        if (!letter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return false;
    const auto is = [&](std::size_t i, char small) {
        return text.size() > i && (text[i] == small || text[i] == small - 'a' + 'A');
    };
    return !(is(0, 'x') && is(1, 'm') && is(2, 'l'));
}

} // namespace shoporder::xml
