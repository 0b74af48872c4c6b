#include "base/text.hpp"

#include "base/display.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <numeric>

namespace shoporder::base {

namespace {

constexpr std::string_view k_white = " \t\r\n\v\f";
constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_white(char c) noexcept {
    return k_white.find(c) != std::string_view::npos;
}

struct Sequence {
    std::size_t length = 1; ///< bytes to consume, at least 1
    bool valid = false;
};

/// The UTF-8 sequence at the front of `s` (not empty), by table 3-7 of Unicode 15.
Sequence front_sequence(std::string_view s) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {1, true};
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0)
            low = 0xA0;
        if (lead == 0xED)
            high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0)
            low = 0x90;
        if (lead == 0xF4)
            high = 0x8F;
    } else {
        return {1, false};
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (i >= s.size() || byte(i) < low || byte(i) > high)
            return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {length, true};
}

std::string escape(std::uint32_t c) {
    constexpr std::uint32_t k_last_of_four_digits = 0xFFFF;
    switch (c) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return c > k_last_of_four_digits ? fmt::format("\\U{:08X}", c)
                                         : fmt::format("\\u{:04X}", c);
    }
}

/// How many letters must be put in, left out, changed or swapped with their neighbour: what slips
/// when people type.
std::size_t typing_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1); // two rows up
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before.swap(above);
        above.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({change, above[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row.back();
}

} // namespace

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(k_white);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(k_white) - first + 1);
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string fold(std::string_view text) {
    std::string out;
    for (const char c : lower(trim(text)))
        if (!is_white(c))
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    return out;
}

bool glob_match(std::string_view pattern, std::string_view text) noexcept {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const auto at = text.find(separator);
        const auto part = trim(text.substr(0, at));
        if (!part.empty())
            parts.emplace_back(part);
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

std::optional<std::int64_t> parse_int(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

Repaired repair_utf8(std::string_view bytes) {
    Repaired out;
    out.text.reserve(bytes.size());
    while (!bytes.empty()) {
        const Sequence s = front_sequence(bytes);
        if (s.valid) {
            out.text += bytes.substr(0, s.length);
        } else {
            out.text += k_replacement;
            ++out.replaced;
        }
        bytes.remove_prefix(s.length);
    }
    return out;
}

std::string without(std::string text, std::string_view secret) {
    if (!secret.empty())
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
            text.replace(at, secret.size(), "***");
    return text;
}

std::string printable(std::string_view text, std::size_t most) {
    std::string out;
    while (!text.empty()) {
        // Nearly all of nearly every text: plain ASCII in one go.
        const auto plain = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c >= 0x7F; }) -
            text.begin());
        if (out.size() + plain > most)
            return out.append(text.substr(0, most - out.size())) + "…";
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty())
            break;
        const Sequence s = front_sequence(text);
        std::string piece = "?";
        if (s.valid) {
            const std::uint32_t c = front_character(text.substr(0, s.length));
            piece = is_seen(c) ? std::string{text.substr(0, s.length)} : escape(c);
        }
        if (out.size() + piece.size() > most)
            return out + "…";
        out += piece;
        text.remove_prefix(s.length);
    }
    return out;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = typing_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace shoporder::base
