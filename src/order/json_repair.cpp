#include "order/json_repair.hpp"

#include "base/text.hpp"

#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <vector>

namespace shoporder::order {

namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view k_replacement_escape = "\\ufffd";
constexpr std::string_view k_number_bytes = "0123456789+-.eE";
constexpr std::size_t k_deepest = 1024; ///< the parser's own limit (simdjson DEFAULT_MAX_DEPTH)

bool is_white(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20;
}

/// The value of the `\uXXXX` escape at the front of `s`, -1 when there is none.
int unicode_escape(std::string_view s) noexcept {
    if (s.size() < 6 || s[0] != '\\' || s[1] != 'u')
        return -1;
    int value = 0;
    const auto [end, error] = std::from_chars(s.data() + 2, s.data() + 6, value, 16);
    return error == std::errc{} && end == s.data() + 6 && s[2] != '-' ? value : -1;
}

bool is_high_surrogate(int code) noexcept {
    return code >= 0xD800 && code < 0xDC00;
}
bool is_low_surrogate(int code) noexcept {
    return code >= 0xDC00 && code < 0xE000;
}

/// Would the parser refuse this number token for its size alone?
bool overflows(std::string_view token) noexcept {
    const char* const end = token.data() + token.size();
    if (token.find_first_of(".eE") == std::string_view::npos) {
        std::int64_t small = 0;
        std::uint64_t large = 0;
        return std::from_chars(token.data(), end, small).ec == std::errc::result_out_of_range &&
               std::from_chars(token.data(), end, large).ec != std::errc{};
    }
    double value = 0;
    return std::from_chars(token.data(), end, value).ec == std::errc::result_out_of_range;
}

class Mender {
public:
    explicit Mender(std::string_view text) : m_rest(text) {}

    MendedJson run() {
        while (!m_rest.empty() && !m_done) {
            const char c = m_rest[0];
            if (m_in_string)
                string_byte(c);
            else
                structure_byte(c);
        }
        return std::move(m_out);
    }

private:
    void take(std::size_t count) {
        m_out.text += m_rest.substr(0, count);
        m_rest.remove_prefix(count);
    }
    void replace(std::size_t count, std::string_view by) {
        m_out.text += by;
        ++m_out.replaced;
        m_rest.remove_prefix(count);
    }

    void string_byte(char c) {
        if (c == '\\') {
            escape();
        } else if (is_control(c)) {
            replace(1, k_replacement_escape);
        } else {
            m_in_string = c != '"';
            take(1);
        }
    }

    void escape() {
        constexpr std::string_view k_simple = "\"\\/bfnrt";
        const int code = unicode_escape(m_rest);
        if (is_high_surrogate(code) && is_low_surrogate(unicode_escape(m_rest.substr(6))))
            take(12);
        else if (is_high_surrogate(code) || is_low_surrogate(code))
            replace(6, k_replacement_escape);
        else if (code >= 0)
            take(6);
        else if (m_rest.size() > 1 && k_simple.find(m_rest[1]) != std::string_view::npos)
            take(2);
        else
            replace(1, k_replacement_escape);
    }

    void structure_byte(char c) {
        if (c == '"') {
            m_in_string = true;
            take(1);
        } else if (c == '{' || c == '[') {
            ++m_depth;
            take(1);
        } else if (c == '}' || c == ']') {
            take(1);
            if (m_depth <= 1)
                finish();
            else
                --m_depth;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            number();
        } else if (is_control(c) && !is_white(c)) {
            replace(1, " ");
        } else {
            take(1);
        }
    }

    void number() {
        const std::string_view token = m_rest.substr(0, m_rest.find_first_not_of(k_number_bytes));
        if (overflows(token))
            replace(token.size(), fmt::format("\"{}\"", token));
        else
            take(token.size());
    }

    /// The root value is whole: what follows is no part of it.
    void finish() {
        for (const char c : m_rest)
            if (!is_white(c)) {
                ++m_out.replaced;
                break;
            }
        m_done = true;
    }

    std::string_view m_rest;
    MendedJson m_out;
    std::size_t m_depth = 0;
    bool m_in_string = false;
    bool m_done = false;
};

/// Walks the text by the grammar of RFC 8259 with an explicit stack.
class FaultFinder {
public:
    explicit FaultFinder(std::string_view text) : m_text(text) {}

    std::string run() {
        skip_white();
        if (at_end())
            return "it is empty";
        bool want_value = true;
        while (m_fault.empty()) {
            skip_white();
            if (want_value) {
                want_value = value();
                continue;
            }
            if (m_open.empty())
                break;
            want_value = after_value();
        }
        skip_white();
        if (m_fault.empty() && !at_end())
            fault("there is more after the end of the value");
        return m_fault;
    }

private:
    [[nodiscard]] bool at_end() const noexcept { return m_at >= m_text.size(); }
    [[nodiscard]] char here() const noexcept { return at_end() ? '\0' : m_text[m_at]; }
    void skip_white() noexcept {
        while (!at_end() && is_white(here()))
            ++m_at;
    }
    void fault(std::string_view what) {
        if (m_fault.empty())
            m_fault = at_end() ? fmt::format("it ends at byte {}: {}", m_at, what)
                               : fmt::format("at byte {}: {}", m_at, what);
    }

    /// One value, or the opening of one. True when another value must follow.
    bool value() {
        const char c = here();
        if (c == '{' || c == '[') {
            if (m_open.size() >= k_deepest) {
                fault(fmt::format("nested deeper than {} levels", k_deepest));
                return false;
            }
            ++m_at;
            skip_white();
            if (here() == (c == '{' ? '}' : ']')) {
                ++m_at;
                return false;
            }
            m_open.push_back(c);
            return c == '{' ? key() : true;
        }
        if (c == '"')
            string();
        else if (c == '-' || (c >= '0' && c <= '9'))
            number();
        else if (!word("true") && !word("false") && !word("null"))
            fault("a value is missing");
        return false;
    }

    /// What follows a value inside `{` or `[`. True when another value must follow.
    bool after_value() {
        const bool object = m_open.back() == '{';
        if (here() == ',' && !at_end()) {
            ++m_at;
            skip_white();
            return object ? key() : true;
        }
        if (here() == (object ? '}' : ']')) {
            ++m_at;
            m_open.pop_back();
        } else {
            fault(object ? "a comma or `}` is missing" : "a comma or `]` is missing");
        }
        return false;
    }

    bool key() {
        if (here() != '"') {
            fault("a name in quotes is missing");
            return false;
        }
        string();
        skip_white();
        if (m_fault.empty() && here() != ':')
            fault("a colon is missing");
        ++m_at;
        return m_fault.empty();
    }

    void string() {
        const std::size_t start = m_at++;
        while (!at_end() && here() != '"') {
            if (is_control(here()))
                return fault("a raw control byte in a text");
            m_at += here() == '\\' ? 2 : 1;
        }
        if (at_end())
            return fault(fmt::format("the text that began at byte {} has no end", start));
        ++m_at;
    }

    void number() {
        const auto digits = [this] {
            const std::size_t from = m_at;
            while (here() >= '0' && here() <= '9')
                ++m_at;
            return m_at > from;
        };
        m_at += here() == '-' ? 1 : 0;
        const bool zero = here() == '0';
        const std::size_t first = m_at;
        bool good = digits() && (!zero || m_at == first + 1);
        if (here() == '.') {
            ++m_at;
            good = digits() && good;
        }
        if (here() == 'e' || here() == 'E') {
            ++m_at;
            m_at += here() == '+' || here() == '-' ? 1 : 0;
            good = digits() && good;
        }
        if (!good)
            fault("a number is malformed");
    }

    bool word(std::string_view expected) {
        if (m_text.substr(m_at, expected.size()) != expected)
            return false;
        m_at += expected.size();
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<char> m_open;
    std::string m_fault;
};

} // namespace

MendedJson mend_json(std::string_view bytes) {
    std::size_t before = 0;
    if (bytes.starts_with(k_byte_order_mark)) {
        bytes.remove_prefix(k_byte_order_mark.size());
        ++before;
    }
    const base::Repaired text = base::repair_utf8(bytes);
    MendedJson mended = Mender{text.text}.run();
    mended.replaced += before + text.replaced;
    return mended;
}

std::string json_fault(std::string_view bytes) {
    return FaultFinder{bytes}.run();
}

} // namespace shoporder::order
