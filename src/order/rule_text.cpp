// Rules as text and back: the TOML inline tables of match_rule.hpp, always in one form: keys in
// the order of the struct, one blank around what separates, basic strings. A form of our own would
// need its own escapes and its own page; JSON would be a third notation beside TOML and SQL.
#include "base/error.hpp"
#include "base/text.hpp"
#include "order/match_rule.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

using base::Error;
using base::Exit;

bool is_bare(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

std::string table_text(const std::vector<std::string>& members) {
    return fmt::format("{{ {} }}", fmt::join(members, ", "));
}

/// Reads its text from the front to the end; anything unexpected ends in Error(data).
class Reader {
public:
    explicit Reader(std::string_view text) : m_rest(text) {}

    MatchRule rule(int depth) {
        if (depth > k_deepest_rule)
            fail();
        MatchRule out;
        take("{ ");
        do
            member(out, depth);
        while (try_take(", "));
        take(" }");
        return out;
    }
    void end() const {
        if (!m_rest.empty())
            fail();
    }

private:
    [[noreturn]] static void fail() { throw Error(Exit::data, "no rule as it is stored"); }
    bool try_take(std::string_view text) {
        if (!m_rest.starts_with(text))
            return false;
        m_rest.remove_prefix(text.size());
        return true;
    }
    void take(std::string_view text) {
        if (!try_take(text))
            fail();
    }

    std::string key() {
        if (m_rest.starts_with('"'))
            return string();
        const auto end = std::find_if_not(m_rest.begin(), m_rest.end(), is_bare);
        std::string out{m_rest.begin(), end};
        m_rest.remove_prefix(out.size());
        return out;
    }
    std::string string() {
        take("\"");
        std::string out;
        while (!m_rest.empty() && m_rest.front() != '"')
            out += character();
        take("\"");
        return out;
    }
    char character() {
        if (!try_take("\\")) {
            const char plain = m_rest.empty() ? '\0' : m_rest.front();
            m_rest.remove_prefix(1);
            return plain;
        }
        if (try_take("\""))
            return '"';
        if (try_take("\\"))
            return '\\';
        take("u00"); // quoted() writes no others
        unsigned value = 0;
        const std::string_view digits = m_rest.substr(0, 2);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || error != std::errc{} || end != digits.data() + digits.size())
            fail();
        m_rest.remove_prefix(2);
        return static_cast<char>(value);
    }

    void member(MatchRule& out, int depth) {
        const std::string name = key();
        take(" = ");
        const auto text = std::find_if(k_rule_texts.begin(), k_rule_texts.end(),
                                       [&](const RuleText& known) { return known.name == name; });
        if (text != k_rule_texts.end())
            out.*text->field = string();
        else if (name == "price")
            out.price = PriceRange::parse(string());
        else if (name == "property")
            properties(out);
        else if (name == "not")
            out.except.push_back(rule(depth + 1));
        else if (name == "any")
            alternatives(out, depth);
        else
            fail();
        if (name == "price" && !out.price)
            fail();
    }
    void properties(MatchRule& out) {
        take("{ ");
        do {
            std::string name = key();
            take(" = ");
            out.properties.push_back({std::move(name), string()});
        } while (try_take(", "));
        take(" }");
    }
    void alternatives(MatchRule& out, int depth) {
        take("[");
        do
            out.any.push_back(rule(depth + 1));
        while (try_take(", "));
        take("]");
    }

    std::string_view m_rest;
};

} // namespace

std::string quoted_key(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), is_bare) ? std::string{key}
                                                                        : order::quoted(key);
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : base::repair_utf8(text).text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (byte < 0x20 || byte == 0x7f)
            out += fmt::format("\\u{:04X}", byte);
        else
            out += c;
    }
    return out + "\"";
}

std::string rule_text(const MatchRule& rule) {
    std::vector<std::string> members;
    const auto add = [&](std::string_view key, const std::string& value) {
        members.push_back(fmt::format("{} = {}", key, value));
    };
    for (const RuleText& text : k_rule_texts)
        if (!(rule.*text.field).empty())
            add(text.name, order::quoted(rule.*text.field));
    if (rule.price)
        add("price", order::quoted(rule.price->text()));
    std::vector<std::string> properties;
    for (const PropertyPattern& property : rule.properties)
        properties.push_back(
            fmt::format("{} = {}", quoted_key(property.name), order::quoted(property.value)));
    if (!properties.empty())
        add("property", table_text(properties));
    if (!rule.except.empty())
        add("not", rule_text(rule.except.front()));
    std::vector<std::string> any;
    for (const MatchRule& each : rule.any)
        any.push_back(rule_text(each));
    if (!any.empty())
        add("any", fmt::format("[{}]", fmt::join(any, ", ")));
    return table_text(members);
}

MatchRule parse_rule(std::string_view text) {
    Reader reader(text);
    MatchRule out = reader.rule(1);
    reader.end();
    return out;
}

} // namespace shoporder::order
