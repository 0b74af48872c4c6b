#include "order/match_rule.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace shoporder::order {

namespace {

constexpr std::size_t k_shown = 60; ///< bytes of one pattern

std::string shown(std::string_view text) {
    return fmt::format("\"{}\"", base::printable(text, k_shown));
}

std::string alternatives(const std::vector<MatchRule>& rules) {
    std::vector<std::string> each;
    std::transform(rules.begin(), rules.end(), std::back_inserter(each), words_of);
    return fmt::format("({})", fmt::join(each, " or "));
}

} // namespace

std::size_t rule_count(std::span<const MatchRule> rules) {
    std::size_t count = rules.size();
    for (const MatchRule& rule : rules)
        count += rule.properties.size() + rule_count(rule.except) + rule_count(rule.any);
    return count;
}

std::string words_of(const MatchRule& rule) {
    std::vector<std::string> parts;
    for (const RuleText& text : k_rule_texts)
        if (const std::string& pattern = rule.*text.field; !pattern.empty())
            parts.push_back(fmt::format("{} {}", text.name, shown(pattern)));
    if (rule.price)
        parts.push_back("price " + rule.price->text());
    for (const PropertyPattern& property : rule.properties)
        parts.push_back(fmt::format("property {} {}", base::printable(property.name, k_shown),
                                    shown(property.value)));
    if (!rule.except.empty())
        parts.push_back("not " + alternatives(rule.except));
    if (!rule.any.empty())
        parts.push_back(alternatives(rule.any));
    return parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, " and "));
}

} // namespace shoporder::order
