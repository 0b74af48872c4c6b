#include "order/json_walk.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace shoporder::order {

namespace {

constexpr std::string_view k_blank = " \t\r\n";
constexpr std::string_view k_mark = "\xEF\xBB\xBF";
constexpr auto k_none = std::string_view::npos;

std::size_t skip_blank(std::string_view text, std::size_t at) noexcept {
    return std::min(text.find_first_not_of(k_blank, at), text.size());
}

std::size_t string_end(std::string_view text, std::size_t at) noexcept {
    for (++at; at < text.size(); ++at)
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    return k_none;
}

/// The four digits of `\uXXXX` that begins at `at`; nullopt for anything else.
std::optional<char32_t> unicode_escape(std::string_view text, std::size_t at) noexcept {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u')
        return std::nullopt;
    const char* const begin = text.data() + at + 2;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(begin, begin + 4, value, 16);
    return error == std::errc{} && end == begin + 4 ? std::optional<char32_t>{value} : std::nullopt;
}

/// One escape, `at` moved behind it; false where it means nothing.
bool append_escaped(std::string& out, std::string_view text, std::size_t& at) {
    constexpr std::string_view k_letters = "\"\\/bfnrt";
    constexpr std::string_view k_meant = "\"\\/\b\f\n\r\t";
    if (at + 1 >= text.size())
        return false;
    if (const std::size_t known = k_letters.find(text[at + 1]); known != k_none) {
        out += k_meant[known];
        at += 2;
        return true;
    }
    auto code = unicode_escape(text, at);
    if (!code || (*code >= 0xDC00 && *code < 0xE000))
        return false;
    at += 6;
    if (*code >= 0xD800 && *code < 0xDC00) {
        const auto low = unicode_escape(text, at);
        if (!low || *low < 0xDC00 || *low >= 0xE000)
            return false;
        code = 0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00);
        at += 6;
    }
    append_utf8(out, *code);
    return true;
}

} // namespace

std::size_t value_end(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size())
        return k_none;
    if (text[at] == '"')
        return string_end(text, at);
    if (text[at] != '{' && text[at] != '[') {
        const std::size_t end = text.find_first_of(",]} \t\r\n", at);
        return end == k_none ? text.size() : end;
    }
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = string_end(text, at);
            continue; // npos ends the loop
        }
        ++at;
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return k_none;
}

std::string_view json_part(std::string_view text) noexcept {
    if (text.starts_with(k_mark))
        text.remove_prefix(k_mark.size());
    return base::trim(text);
}

Members::Members(std::string_view object) {
    if (!object.starts_with('{'))
        return;
    std::size_t at = 1;
    while (m_all.size() < k_most) {
        at = skip_blank(object, at);
        if (at >= object.size() || object[at] != '"')
            return;
        const std::size_t key_end = string_end(object, at);
        if (key_end == k_none)
            return;
        const std::string_view key = object.substr(at + 1, key_end - at - 2);
        at = skip_blank(object, key_end);
        if (at >= object.size() || object[at] != ':')
            return;
        at = skip_blank(object, at + 1);
        const std::size_t end = std::min(value_end(object, at), object.size());
        if (at >= end)
            return;
        m_all.push_back({key, object.substr(at, end - at)});
        at = skip_blank(object, end);
        if (at >= object.size() || object[at] != ',')
            return;
        ++at;
    }
}

std::string_view Members::operator[](std::string_view key) const noexcept {
    for (const Member& member : m_all)
        if (member.key == key)
            return member.value;
    return {};
}

std::string_view first_element(std::string_view array) noexcept {
    if (!array.starts_with('['))
        return {};
    const std::size_t at = skip_blank(array, 1);
    if (at >= array.size() || array[at] == ']')
        return {};
    return array.substr(at, std::min(value_end(array, at), array.size()) - at);
}

std::string_view only_element(std::string_view array) noexcept {
    const std::string_view first = first_element(array);
    if (first.empty())
        return {};
    const auto end = static_cast<std::size_t>(first.data() - array.data()) + first.size();
    const std::size_t next = skip_blank(array, end);
    return next < array.size() && array[next] == ']' ? first : std::string_view{};
}

std::optional<std::string> quoted_text(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || string_end(value, 0) != value.size())
        return std::nullopt;
    const std::string_view inner = value.substr(1, value.size() - 2);
    std::string out;
    out.reserve(inner.size());
    for (std::size_t at = 0; at < inner.size();) {
        const std::size_t plain = std::min(inner.find('\\', at), inner.size());
        out += inner.substr(at, plain - at);
        at = plain;
        if (at < inner.size() && !append_escaped(out, inner, at))
            return std::nullopt;
    }
    return out;
}

void append_utf8(std::string& out, char32_t code) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80)
        return put(code);
    if (code < 0x800) {
        put(0xC0U | (code >> 6U));
    } else {
        if (code < 0x10000) {
            put(0xE0U | (code >> 12U));
        } else {
            put(0xF0U | (code >> 18U));
            put(0x80U | ((code >> 12U) & 0x3FU));
        }
        put(0x80U | ((code >> 6U) & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

} // namespace shoporder::order
