// What JSON libraries change when they parse a body and write it again. Shopify sends compact
// JSON, some bodies with `\/` and with \u0026, \u003C, \u003E; each undoing here turns a rewritten
// body back into one of those forms.
#include "verify/rewriting.hpp"

#include "order/json_walk.hpp"

#include <array>
#include <cstdint>

namespace shoporder::verify {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Calls `inside` for each character of a string literal (an escape comes as its backslash, then
// the rest as the callback consumes it) and `outside` for all else. Each returns how many
// characters it took from `text`, which starts at the character in question.
template <typename Inside, typename Outside>
void walk(std::string_view text, Inside inside, Outside outside) {
    bool in_string = false;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        const bool quote = rest.front() == '"';
        if (quote || !in_string) {
            in_string = quote ? !in_string : in_string;
            at += outside(rest);
        } else {
            at += inside(rest);
        }
    }
}

std::optional<std::string> if_changed(std::string result, std::string_view before) {
    if (result == before)
        return std::nullopt;
    return result;
}

// An escape sequence is one unit, so that `\"` ends no string and `\\u0026` is no escape.
std::string_view unit(std::string_view rest) {
    return rest.substr(0, rest.front() == '\\' ? 2 : 1);
}

template <typename Inside>
std::optional<std::string> rewrite_strings(std::string_view text, Inside inside) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    walk(
        text, [&](std::string_view rest) { return inside(rest, out); },
        [&](std::string_view rest) {
            out += rest.front();
            return std::size_t{1};
        });
    return if_changed(std::move(out), text);
}

std::size_t copy_unit(std::string_view rest, std::string& out) {
    const std::string_view piece = unit(rest);
    out += piece;
    return piece.size();
}

std::optional<std::uint32_t> escaped_code(std::string_view rest) {
    if (rest.size() < 6 || rest[0] != '\\' || rest[1] != 'u')
        return std::nullopt;
    std::uint32_t code = 0;
    for (const char c : rest.substr(2, 4)) {
        std::uint32_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<std::uint32_t>(c - 'a') + 10U;
        else if (c >= 'A' && c <= 'F')
            digit = static_cast<std::uint32_t>(c - 'A') + 10U;
        else
            return std::nullopt;
        code = code * 16U + digit;
    }
    return code;
}

std::optional<std::string> compact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    walk(
        text, [&](std::string_view rest) { return copy_unit(rest, out); },
        [&](std::string_view rest) {
            if (!is_space(rest.front()))
                out += rest.front();
            return std::size_t{1};
        });
    return if_changed(std::move(out), text);
}

// As Python's json.dumps and Ruby's older generators write it: a blank after ':' and ','.
std::optional<std::string> spaced(std::string_view text) {
    const std::string dense = compact(text).value_or(std::string(text));
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    walk(
        dense, [&](std::string_view rest) { return copy_unit(rest, out); },
        [&](std::string_view rest) {
            out += rest.front();
            if (rest.front() == ':' || rest.front() == ',')
                out += ' ';
            return std::size_t{1};
        });
    return if_changed(std::move(out), text);
}

std::optional<std::string> escape_slashes(std::string_view text) {
    return rewrite_strings(
        text,
        [](std::string_view rest, std::string& out) {
            if (rest.front() == '/') {
                out += "\\/";
                return std::size_t{1};
            }
            return copy_unit(rest, out);
        });
}

std::optional<std::string> unescape_slashes(std::string_view text) {
    return rewrite_strings(
        text,
        [](std::string_view rest, std::string& out) {
            if (rest.starts_with("\\/")) {
                out += '/';
                return std::size_t{2};
            }
            return copy_unit(rest, out);
        });
}

template <bool Upper>
std::optional<std::string> escape_html(std::string_view text) {
    return rewrite_strings(
        text,
        [](std::string_view rest, std::string& out) {
            switch (rest.front()) {
            case '<':
                out += Upper ? "\\u003C" : "\\u003c";
                return std::size_t{1};
            case '>':
                out += Upper ? "\\u003E" : "\\u003e";
                return std::size_t{1};
            case '&':
                out += "\\u0026";
                return std::size_t{1};
            default:
                return copy_unit(rest, out);
            }
        });
}

std::optional<std::string> unescape_html(std::string_view text) {
    return rewrite_strings(
        text,
        [](std::string_view rest, std::string& out) {
            const std::optional<std::uint32_t> code = escaped_code(rest);
            if (code && (*code == '<' || *code == '>' || *code == '&')) {
                out += static_cast<char>(*code);
                return std::size_t{6};
            }
            return copy_unit(rest, out);
        });
}

std::optional<std::string> unescape_unicode(std::string_view text) {
    return rewrite_strings(
        text,
        [](std::string_view rest, std::string& out) {
            const std::optional<std::uint32_t> code = escaped_code(rest);
            if (!code || *code < 0x80U)
                return copy_unit(rest, out);
            if (*code < 0xD800U || *code > 0xDFFFU) {
                order::append_utf8(out, *code);
                return std::size_t{6};
            }
            const std::optional<std::uint32_t> low = escaped_code(rest.substr(6));
            if (*code > 0xDBFFU || !low || *low < 0xDC00U || *low > 0xDFFFU)
                return copy_unit(rest, out); // a lone surrogate has no UTF-8
            order::append_utf8(out, 0x10000U + ((*code - 0xD800U) << 10U) + (*low - 0xDC00U));
            return std::size_t{12};
        });
}

constexpr std::string_view k_raw_body =
    "Verify the raw bytes of the request before any JSON library touches them.";

constexpr std::array k_json{
    Rewriting{"json_spaced", "The JSON was written again with white space Shopify did not send.",
              k_raw_body, compact},
    Rewriting{"json_compacted", "The JSON was written again without the blanks that were signed.",
              k_raw_body, spaced},
    Rewriting{"slashes_unescaped", "The JSON was written again and `\\/` became `/`.", k_raw_body,
              escape_slashes},
    Rewriting{"slashes_escaped", "The JSON was written again and `/` became `\\/`.", k_raw_body,
              unescape_slashes},
    Rewriting{"html_characters_unescaped",
              "The JSON was written again and \\u003C, \\u003E, \\u0026 became `<`, `>`, `&`.",
              k_raw_body, escape_html<true>},
    Rewriting{"html_characters_unescaped",
              "The JSON was written again and \\u003c, \\u003e, \\u0026 became `<`, `>`, `&`.",
              k_raw_body, escape_html<false>},
    Rewriting{"html_characters_escaped",
              "The JSON was written again and `<`, `>`, `&` became \\u003C, \\u003E, \\u0026.",
              k_raw_body, unescape_html},
    Rewriting{"unicode_escaped",
              "The JSON was written again and letters beyond ASCII became \\uXXXX.", k_raw_body,
              unescape_unicode},
};

} // namespace

std::span<const Rewriting> json_rewritings() {
    return k_json;
}

} // namespace shoporder::verify
