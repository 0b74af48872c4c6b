#include "config/suppliers_file.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::MatchRule;
using order::Supplier;

/// Is there a text that both patterns match? Row by row over `b`, as with edit distances.
bool patterns_meet(std::string_view a, std::string_view b) {
    // Most pairs differ before any `*`: two suppliers with 10,000 rules make 100 million.
    const std::size_t plain = std::min({a.find('*'), b.find('*'), a.size(), b.size()});
    if (a.substr(0, plain) != b.substr(0, plain))
        return false;
    std::vector<char> row(b.size() + 1, 0);
    row[0] = 1;
    for (std::size_t j = 0; j < b.size() && b[j] == '*'; ++j)
        row[j + 1] = 1;
    for (const char c : a) {
        std::vector<char> next(b.size() + 1, 0);
        next[0] = static_cast<char>(c == '*' && row[0] != 0);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char d = b[j - 1];
            // A `*` stands for nothing, or for one more character of the other side.
            const bool meet =
                c == '*' || d == '*' ? row[j] != 0 || next[j - 1] != 0 : c == d && row[j - 1] != 0;
            next[j] = static_cast<char>(meet);
        }
        row = std::move(next);
    }
    return row.back() != 0;
}

/// With folded patterns, as they are compared.
MatchRule folded(MatchRule rule) {
    for (const order::RuleText& text : order::k_rule_texts)
        rule.*text.field = base::fold(rule.*text.field);
    for (order::PropertyPattern& property : rule.properties)
        property = {base::fold(property.name), base::fold(property.value)};
    for (std::vector<MatchRule>* inner : {&rule.except, &rule.any})
        for (MatchRule& each : *inner)
            each = folded(std::move(each));
    return rule;
}
std::vector<MatchRule> folded(std::vector<MatchRule> rules) {
    for (MatchRule& rule : rules)
        rule = folded(std::move(rule));
    return rules;
}

bool is_plain(const MatchRule& rule) {
    return rule.except.empty() && rule.any.empty();
}

const std::string* pattern_of(const MatchRule& rule, std::string_view property) {
    for (const order::PropertyPattern& each : rule.properties)
        if (each.name == property)
            return &each.value;
    return nullptr;
}

/// Does `a` ask for nothing that `b` leaves open?
bool asks_no_more(const MatchRule& a, const MatchRule& b) {
    for (const order::RuleText& text : order::k_rule_texts)
        if (!(a.*text.field).empty() && (b.*text.field).empty())
            return false;
    for (const order::PropertyPattern& property : a.properties)
        if (pattern_of(b, property.name) == nullptr)
            return false;
    return !a.price || b.price;
}

/// Can what both ask for be met by one line?
bool agree(const MatchRule& a, const MatchRule& b) {
    for (const order::RuleText& text : order::k_rule_texts)
        if (!(a.*text.field).empty() && !(b.*text.field).empty() &&
            !patterns_meet(a.*text.field, b.*text.field))
            return false;
    for (const order::PropertyPattern& property : a.properties)
        if (const std::string* const other = pattern_of(b, property.name);
            other != nullptr && !patterns_meet(property.value, *other))
            return false;
    return !a.price || !b.price || a.price->meets(*b.price);
}

/// Two rules, folded, overlap when one asks for nothing the other leaves open, and everything both
/// ask for can be met. {vendor} and {sku} alone are not reported: nearly every such pair would be.
/// Tags are many to a product, so two different tags can always meet; only like ones count. The
/// same goes for shipping methods. With `not` or `any` only equal rules are known to meet.
bool rules_meet(const MatchRule& a, const MatchRule& b) {
    if (!is_plain(a) || !is_plain(b))
        return a == b;
    return (asks_no_more(a, b) || asks_no_more(b, a)) && agree(a, b);
}

/// Does a rule that asks for this pattern take only what `wide` takes, too? A `*` of the narrow one
/// is but a character that a `*` of the wide one must stand for.
bool within(const std::string& narrow, const std::string& wide) {
    return !narrow.empty() && base::glob_match(wide, narrow);
}

/// Is every line that `rule` takes excluded by `exclusion`, as far as patterns alone can tell?
bool is_excluded(const MatchRule& rule, const MatchRule& exclusion) {
    if (!is_plain(exclusion) || (exclusion.price && exclusion.price != rule.price))
        return false;
    for (const order::RuleText& text : order::k_rule_texts)
        if (!(exclusion.*text.field).empty() && !within(rule.*text.field, exclusion.*text.field))
            return false;
    return std::all_of(exclusion.properties.begin(), exclusion.properties.end(),
                       [&](const order::PropertyPattern& property) {
                           const std::string* const own = pattern_of(rule, property.name);
                           return own != nullptr && within(*own, property.value);
                       });
}

/// A supplier's rules, folded once.
struct Side {
    const Supplier* supplier;
    std::vector<MatchRule> match = folded(supplier->match);
    std::vector<MatchRule> exclude = folded(supplier->exclude);

    [[nodiscard]] bool excludes(const MatchRule& rule) const {
        return std::any_of(
            exclude.begin(), exclude.end(),
            [&](const MatchRule& each) { return is_excluded(rule, each); });
    }
};

const Supplier& winner(const Supplier& a, const Supplier& b) {
    if (a.priority != b.priority)
        return a.priority < b.priority ? a : b;
    return a.name < b.name ? a : b;
}

/// One line for a pair however many of their rules meet: the first pair is the example.
void compare(const Side& left, const Side& right, std::vector<std::string>& out) {
    const Supplier& a = *left.supplier;
    const Supplier& b = *right.supplier;
    for (std::size_t i = 0; i < left.match.size(); ++i)
        for (std::size_t j = 0; j < right.match.size(); ++j) {
            const MatchRule& x = left.match[i];
            const MatchRule& y = right.match[j];
            if (!rules_meet(x, y) || left.excludes(x) || left.excludes(y) || right.excludes(x) ||
                right.excludes(y))
                continue;
            const Supplier& first = winner(a, b);
            out.push_back(fmt::format(
                "{} ({}) and {} ({}) can take the same line: {} gets it (priority {}{})", a.name,
                words_of(a.match[i]), b.name, words_of(b.match[j]), first.name, first.priority,
                a.priority == b.priority ? " for both, then by name" : ""));
            return;
        }
}

} // namespace

std::vector<std::string> overlaps(std::span<const Supplier> suppliers) {
    std::vector<std::string> out;
    std::vector<Side> sides;
    for (const Supplier& s : suppliers)
        sides.push_back(Side{&s});
    for (std::size_t i = 0; i < suppliers.size(); ++i)
        for (std::size_t j = i + 1; j < suppliers.size(); ++j) {
            const Supplier& a = suppliers[i];
            const Supplier& b = suppliers[j];
            compare(sides[i], sides[j], out);
            if (a.takes_unmatched && b.takes_unmatched)
                out.push_back(fmt::format("{} and {} both have default = true: {} gets what no "
                                          "rule takes",
                                          a.name, b.name, winner(a, b).name));
        }
    return out;
}

} // namespace shoporder::config
