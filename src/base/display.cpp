#include "base/display.hpp"

#include <algorithm>
#include <utf8proc.h>

namespace shoporder::base {

namespace {

struct Character {
    utf8proc_int32_t code = -1; ///< below 0: broken
    std::size_t length = 1;     ///< bytes
};

Character front(std::string_view text) noexcept {
    Character out;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &out.code);
    out.length = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
    return out;
}

} // namespace

std::size_t columns(std::string_view text) noexcept {
    std::size_t out = 0;
    while (!text.empty()) {
        if (static_cast<unsigned char>(text[0]) < 0x80) {
            ++out;
            text.remove_prefix(1);
            continue;
        }
        const Character c = front(text);
        out += c.code < 0 ? 1U : static_cast<std::size_t>(std::max(utf8proc_charwidth(c.code), 0));
        text.remove_prefix(c.length);
    }
    return out;
}

std::uint32_t front_character(std::string_view text) noexcept {
    return static_cast<std::uint32_t>(front(text).code);
}

bool is_seen(std::uint32_t character) noexcept {
    constexpr std::uint32_t k_non_joiner = 0x200C;
    constexpr std::uint32_t k_joiner = 0x200D;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
    case UTF8PROC_CATEGORY_CF:
        return character == k_non_joiner || character == k_joiner;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    default:
        return true;
    }
}

std::optional<Hidden> find_hidden(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x7F) {
            ++at;
            continue;
        }
        const Character c = front(text.substr(at));
        if (c.code >= 0 && !is_seen(static_cast<std::uint32_t>(c.code)))
            return Hidden{at, c.length, static_cast<std::uint32_t>(c.code)};
        at += c.length;
    }
    return std::nullopt;
}

} // namespace shoporder::base
