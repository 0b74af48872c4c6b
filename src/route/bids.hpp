#pragma once
// Purpose: what each supplier says to one line: a rule takes it, a rule excludes it, or neither.
// route_lines() decides by it and explain() tells it. Inside `route` only.
// State: patterns, folded once for all lines. Fails: not at all. Threads: pure.
// The suppliers and the line's order outlive what points into them.
#include "order/order.hpp"
#include "order/supplier.hpp"
#include "route/route.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::route {

using Texts = std::vector<std::string>;

/// What rules ask of a line, folded once.
class RoutedLine {
public:
    RoutedLine(const order::LineItem& line, const Facts& facts);

    [[nodiscard]] const Texts& texts(std::size_t i) const noexcept { return m_texts[i]; }
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>&
    properties() const noexcept {
        return m_properties;
    }
    [[nodiscard]] const order::LineItem& line() const noexcept { return m_line; }
    /// Unfolded, what condition `i` of order::k_rule_texts is matched against: one of these.
    [[nodiscard]] Texts said(std::size_t i) const;

private:
    const order::LineItem& m_line;
    const Facts& m_facts;
    std::array<Texts, order::k_rule_texts.size()> m_texts;
    std::vector<std::pair<std::string, std::string>> m_properties;
};

struct Condition;

/// A rule with its patterns folded.
class Rule {
public:
    explicit Rule(const order::MatchRule& written);
    [[nodiscard]] const order::MatchRule& written() const noexcept { return *m_written; }
    /// The first condition that does not hold; null where the rule matches. A rule without
    /// conditions never does: nothing reads one, and nothing may be taken by one.
    [[nodiscard]] const Condition* failing(const RoutedLine& line) const;
    [[nodiscard]] bool matches(const RoutedLine& line) const;

private:
    const order::MatchRule* m_written;
    std::vector<Condition> m_conditions;
};

struct Condition {
    enum class Kind { text, price, property, except, any };
    Kind kind = Kind::text;
    std::size_t index = 0; ///< text: in order::k_rule_texts; property: in MatchRule::properties
    std::string name{};    ///< of a property, folded
    std::string pattern{}; ///< folded
    std::vector<Rule> rules{};
    const order::MatchRule* written = nullptr; ///< the rule it belongs to

    [[nodiscard]] bool holds(const RoutedLine& line) const;
};

/// A supplier with its rules folded.
struct Asked {
    const order::Supplier* supplier = nullptr;
    std::vector<Rule> match;
    std::vector<Rule> exclude;
};
/// In the order in which they are asked: lower priority first, then by name.
[[nodiscard]] std::vector<Asked> by_precedence(std::span<const order::Supplier> suppliers);

struct Bid {
    enum class Kind { excluded, taken, open };
    Kind kind = Kind::open;
    const Rule* rule = nullptr; ///< the one that excludes or takes it
};
[[nodiscard]] Bid bid_of(const Asked& asked, const RoutedLine& line);

} // namespace shoporder::route
