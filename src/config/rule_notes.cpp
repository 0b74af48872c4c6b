// Rules that Shopify's bodies cannot satisfy.
#include "config/suppliers_file.hpp"

#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::MatchRule;

/// Nothing but a tag is asked for.
bool is_tag_alone(const MatchRule& rule) {
    MatchRule tag;
    tag.tag = rule.tag;
    return !rule.tag.empty() && rule == tag;
}

/// A pattern of `*` alone holds for a body that tells no type, too.
bool asks_for_type(const MatchRule& rule) {
    return rule.type.find_first_not_of("* ") != std::string::npos;
}

struct Finding {
    const MatchRule* first = nullptr;
    std::size_t count = 0;
};

/// Rules within rules count, too: what never matches makes an `any` shorter and a `not` void.
void look(const std::vector<MatchRule>& rules, bool (*is_meant)(const MatchRule&), Finding& out) {
    for (const MatchRule& rule : rules) {
        if (is_meant(rule) && out.count++ == 0)
            out.first = &rule;
        look(rule.except, is_meant, out);
        look(rule.any, is_meant, out);
    }
}

void note(const order::Supplier& supplier, std::string_view list,
          const std::vector<MatchRule>& rules, bool (*is_meant)(const MatchRule&),
          std::string_view what, std::vector<std::string>& out) {
    Finding found;
    look(rules, is_meant, found);
    if (found.first == nullptr)
        return;
    const std::string more =
        found.count > 1 ? fmt::format(" (and {} more)", found.count - 1) : std::string{};
    out.push_back(
        fmt::format("{}: `{}`: {}{}: {}", supplier.name, list, words_of(*found.first), more, what));
}

} // namespace

std::vector<std::string> unanswerable_rules(std::span<const order::Supplier> suppliers) {
    std::vector<std::string> out;
    for (const order::Supplier& s : suppliers)
        for (const auto& [list, rules] :
             {std::pair{"match", &s.match}, std::pair{"exclude", &s.exclude}}) {
            note(s, list, *rules, asks_for_type,
                 "Shopify's bodies do not hold product types, so this rule never matches; ask for "
                 "vendor, sku or title",
                 out);
            note(s, list, *rules, is_tag_alone,
                 "a body holds the order's tags, not the products', so this rule matches every "
                 "line of an order with that tag",
                 out);
        }
    return out;
}

} // namespace shoporder::config
