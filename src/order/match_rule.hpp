#pragma once
// Purpose: one way a line can belong to a supplier, or be none of its: what a rule of `match` or
// `exclude` asks for. Deciding is route's; these are the words.
// State: none. Fails: Error(data) from parse_rule. Threads: values, pure functions.
#include "order/price_range.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

inline constexpr int k_deepest_rule = 8;            ///< rules within rules
inline constexpr std::size_t k_most_rules = 10'000; ///< of a supplier, as rule_count() counts

/// A line property by its name.
struct PropertyPattern {
    std::string name; ///< case and white space do not count; no pattern
    std::string value;
    friend bool operator==(const PropertyPattern&, const PropertyPattern&) = default;
};

/// Set fields must all match, folded (case and white space do not count); `*` stands for any run.
/// An empty rule matches nothing.
struct MatchRule {
    std::string vendor;
    std::string sku;
    std::string type;      ///< product type
    std::string tag;       ///< one tag of the product or the order
    std::string shop{};    ///< the shop's domain
    std::string country{}; ///< of ship-to: ISO 3166-1 alpha-2
    std::string zip{};     ///< of ship-to
    std::string method{};  ///< title or code of a shipping line
    std::string channel{}; ///< Shopify's source_name: "web", "pos", an app's id
    std::string title{};   ///< of the line
    /// Of a unit, before discounts, in the shop's currency.
    std::optional<PriceRange> price{};
    std::vector<PropertyPattern> properties{}; ///< all of them
    std::vector<MatchRule> except{};           ///< `not`: one at most, and it must not match
    std::vector<MatchRule> any{};              ///< one of these must match, where there are any
    friend bool operator==(const MatchRule&, const MatchRule&) = default;
};

/// The conditions that are one pattern, by their keys.
struct RuleText {
    std::string_view name;
    std::string MatchRule::*field;
};
inline constexpr std::array k_rule_texts{
    RuleText{"vendor", &MatchRule::vendor},   RuleText{"sku", &MatchRule::sku},
    RuleText{"type", &MatchRule::type},       RuleText{"tag", &MatchRule::tag},
    RuleText{"shop", &MatchRule::shop},       RuleText{"country", &MatchRule::country},
    RuleText{"zip", &MatchRule::zip},         RuleText{"method", &MatchRule::method},
    RuleText{"channel", &MatchRule::channel}, RuleText{"title", &MatchRule::title},
};

/// Those within `not` and `any`, and each property, count as well: a bound on the work of a match.
[[nodiscard]] std::size_t rule_count(std::span<const MatchRule> rules);

/// For people, in one line: `vendor "Acme" and price >= 100 and not (sku "A-*" or …)`.
[[nodiscard]] std::string words_of(const MatchRule& rule);

/// The rule as a TOML inline table: `{ vendor = "Acme", property = { Engraving = "*" } }`. An equal
/// rule gives the same text. It is what `supplier export` writes and the database keeps.
[[nodiscard]] std::string rule_text(const MatchRule& rule);
/// Reads what rule_text() wrote, and no other TOML: people's files are config's.
[[nodiscard]] MatchRule parse_rule(std::string_view text);
/// A TOML basic string.
[[nodiscard]] std::string quoted(std::string_view text);
/// A TOML key: bare where it can be.
[[nodiscard]] std::string quoted_key(std::string_view key);

} // namespace shoporder::order
