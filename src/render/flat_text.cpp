#include "render/flat_text.hpp"

#include "xml/clean.hpp"

#include <algorithm>

namespace shoporder::render {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_continuation(char c) noexcept {
    return (static_cast<unsigned char>(c) >> 6) == 2;
}

/// Bytes of the line break at the front of valid UTF-8, 0: there is none.
std::size_t break_at_front(std::string_view text) noexcept {
    for (const std::string_view sequence :
         {std::string_view{"\r\n"}, std::string_view{"\r"}, std::string_view{"\n"},
          std::string_view{"\xC2\x85"}, std::string_view{"\xE2\x80\xA8"},
          std::string_view{"\xE2\x80\xA9"}})
        if (text.starts_with(sequence))
            return sequence.size();
    return 0;
}

/// Likewise of DEL and the C1 controls; xml::clean() leaves them.
std::size_t control_at_front(std::string_view text) noexcept {
    if (text[0] == '\x7f')
        return 1;
    const bool c1 =
        text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0;
    return c1 ? 2 : 0;
}

std::string pointed(std::string digits, std::size_t scale, std::string_view point, bool negative) {
    if (digits.size() <= scale)
        digits.insert(0, scale + 1 - digits.size(), '0');
    if (scale > 0)
        digits.insert(digits.size() - scale, point);
    return negative ? "-" + digits : digits;
}

} // namespace

Plain plain_line(std::string_view text, bool keep_breaks) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; }))
        return {std::string{text}, 0};
    const xml::Cleaned clean = xml::clean(text);
    Plain out{{}, clean.replaced};
    out.text.reserve(clean.text.size());
    bool broken = false; // a line break is still to be told
    for (std::string_view rest = clean.text; !rest.empty();) {
        if (const std::size_t length = break_at_front(rest); length > 0) {
            if (keep_breaks)
                out.text += '\n';
            broken = !keep_breaks;
            rest.remove_prefix(length);
            continue;
        }
        if (broken && !out.text.empty())
            out.text += ' ';
        broken = false;
        if (const std::size_t length = control_at_front(rest); length > 0) {
            out.text += k_replacement;
            ++out.replaced;
            rest.remove_prefix(length);
            continue;
        }
        out.text += rest[0] == '\t' ? ' ' : rest[0];
        rest.remove_prefix(1);
    }
    return out;
}

std::string decimal_text(const order::Decimal& value, int decimals, std::string_view point,
                         bool& rounded) {
    const bool negative = value.negative();
    std::int64_t units = negative ? -value.units() : value.units();
    int scale = value.scale();
    if (decimals < 0)
        return pointed(std::to_string(units), static_cast<std::size_t>(scale), point, negative);
    std::int64_t lost = 1;
    for (; scale > decimals; --scale)
        lost *= 10;
    const std::int64_t rest = units % lost;
    units = units / lost + (2 * rest >= lost && rest > 0 ? 1 : 0);
    rounded = rest != 0;
    std::string digits = std::to_string(units);
    digits.append(static_cast<std::size_t>(decimals - scale), '0');
    return pointed(std::move(digits), static_cast<std::size_t>(decimals), point,
                   negative && units != 0);
}

std::string count_text(std::int64_t value, int decimals, std::string_view point) {
    if (decimals <= 0)
        return std::to_string(value);
    return std::to_string(value) + std::string{point} +
           std::string(static_cast<std::size_t>(decimals), '0');
}

std::size_t characters(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::size_t first_characters(std::string_view text, std::size_t most) noexcept {
    if (text.size() <= most)
        return text.size();
    std::size_t seen = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!is_continuation(text[i]) && ++seen > most)
            return i;
    return text.size();
}

std::string in_quotes(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote)
            out += quote;
        out += c;
    }
    return out + quote;
}

std::string padded(std::string text, std::size_t width, bool right, char pad) {
    const std::size_t length = characters(text);
    if (length >= width)
        return text;
    if (!right)
        return text.append(width - length, pad);
    const bool behind_minus = pad >= '0' && pad <= '9' && text.starts_with('-');
    text.insert(behind_minus ? 1 : 0, width - length, pad);
    return text;
}

} // namespace shoporder::render
