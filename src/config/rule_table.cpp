#include "config/rule_table.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::MatchRule;

constexpr std::string_view k_price_forms = "\">= 100\", \"< 20.00\", \"10..50\" or \"20\"";

/// All keys of a rule: the plain ones, then those that hold tables.
std::span<const std::string_view> rule_keys() {
    static const std::vector<std::string_view> k_all = [] {
        std::vector<std::string_view> all{plain_rule_keys().begin(), plain_rule_keys().end()};
        all.insert(all.end(), {"property", "not", "any"});
        return all;
    }();
    return k_all;
}

bool is_plain(std::string_view key) {
    const auto keys = plain_rule_keys();
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// A pattern without a text would match what nobody meant.
std::string pattern(std::string_view text) {
    std::string value = plain_text(text);
    if (base::trim(value).empty())
        throw Unusable("is empty; leave it out, or write \"*\" for any");
    return value;
}

/// The rules of one list of one supplier.
class Rules {
public:
    Rules(std::string_view list, const std::string& file) : m_list(list), m_file(file) {}

    std::vector<MatchRule> all(const toml::node& node, const std::string& place, int depth) const {
        const toml::array* const list = node.as_array();
        if (list == nullptr)
            fail_here(
                place,
                fmt::format("must be a list of rules: {} = [ {{ vendor = \"Acme\" }} ]", m_list));
        if (list->size() > order::k_most_rules)
            fail_too_many(place);
        std::vector<MatchRule> out;
        for (const toml::node& element : *list)
            out.push_back(one(element, depth));
        return out;
    }
    [[noreturn]] void fail_too_many(const std::string& place) const {
        fail_here(place, fmt::format("has more than {} rules, those within rules and each property "
                                     "counted as well",
                                     order::k_most_rules));
    }

private:
    [[noreturn]] void fail_here(const std::string& place, std::string_view what) const {
        fail(place, fmt::format("`{}` {}", m_list, what));
    }

    MatchRule one(const toml::node& node, int depth) const {
        const std::string place = place_of(m_file, node.source());
        const toml::table* const table = node.as_table();
        if (table == nullptr)
            fail(place,
                 fmt::format("a rule of `{}` must be a table: {{ vendor = \"Acme\" }}", m_list));
        if (table->empty())
            fail(place, fmt::format("`{}`: an empty rule matches nothing; leave it out, or write "
                                    "{{ vendor = \"…\" }}",
                                    m_list));
        if (depth > order::k_deepest_rule)
            fail(place, fmt::format("`{}`: rules stand within rules more than {} deep; write "
                                    "flatter ones",
                                    m_list, order::k_deepest_rule));
        MatchRule rule;
        for (const auto& [key, value] : *table)
            member(rule, key.str(), value, place_of(m_file, key.source()), depth);
        return rule;
    }
    void member(MatchRule& rule, std::string_view key, const toml::node& value,
                const std::string& place, int depth) const {
        try {
            if (is_plain(key))
                set_rule_field(rule, key, single(node_texts(value, Form::text)));
            else if (key == "property")
                rule.properties = properties(value);
            else if (key == "not")
                rule.except.push_back(one(value, depth + 1));
            else if (key == "any")
                rule.any = alternatives(value, place, depth + 1);
            else
                fail_unknown(place, key, rule_keys());
        } catch (const Unusable& error) {
            fail(place, fmt::format("`{}`: `{}` {}", m_list, key, error.what()));
        }
    }
    static std::vector<order::PropertyPattern> properties(const toml::node& node) {
        const toml::table* const table = node.as_table();
        if (table == nullptr || table->empty())
            throw Unusable("must be a table of names and patterns: { Engraving = \"*\" }");
        std::vector<order::PropertyPattern> out;
        for (const auto& [name, value] : *table) {
            if (base::trim(name.str()).empty())
                throw Unusable("has a property without a name");
            out.push_back({plain_text(name.str()), pattern(single(node_texts(value, Form::text)))});
        }
        return out;
    }
    std::vector<MatchRule> alternatives(const toml::node& node, const std::string& place,
                                        int depth) const {
        if (node.as_array() == nullptr || node.as_array()->empty())
            throw Unusable("must be a list of rules: [ { vendor = \"Acme\" }, { sku = \"A-*\" } ]");
        return all(node, place, depth);
    }

    std::string_view m_list;
    const std::string& m_file;
};

} // namespace

std::vector<MatchRule> read_rules(std::string_view list, const toml::node& node,
                                  const std::string& place, const std::string& file) {
    const Rules rules(list, file);
    std::vector<MatchRule> out = rules.all(node, place, 1);
    if (order::rule_count(out) > order::k_most_rules)
        rules.fail_too_many(place);
    return out;
}

std::vector<MatchRule> rules_from_text(std::string_view list, std::string_view text) {
    const std::string file{list};
    try {
        const toml::table document = parse_toml(fmt::format("{} = {}", list, text), file);
        if (document.size() != 1)
            throw Unusable("must be one list of rules");
        return read_rules(list, *document.get(list), file, file);
    } catch (const base::Error& error) {
        throw Unusable(error.what());
    }
}

std::span<const std::string_view> plain_rule_keys() {
    static const std::vector<std::string_view> k_all = [] {
        std::vector<std::string_view> all;
        all.reserve(order::k_rule_texts.size() + 1);
        for (const order::RuleText& text : order::k_rule_texts)
            all.push_back(text.name);
        all.emplace_back("price");
        return all;
    }();
    return k_all;
}

void set_rule_field(MatchRule& rule, std::string_view key, std::string_view text) {
    const std::string value = pattern(text);
    for (const order::RuleText& known : order::k_rule_texts)
        if (known.name == key) {
            rule.*known.field = value;
            return;
        }
    rule.price = order::PriceRange::parse(value);
    if (!rule.price)
        throw Unusable(fmt::format("`{}` is no range of prices; write {}",
                                   base::printable(value, 40), k_price_forms));
}

} // namespace shoporder::config
