#include "route/explain.hpp"

#include "base/text.hpp"
#include "order/line_roles.hpp"
#include "route/bids.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::route {

namespace {

using order::Supplier;

constexpr std::size_t k_rules_told = 3; ///< of a supplier with many
constexpr std::size_t k_shown = 60;     ///< bytes of one value

std::string shown(const Texts& texts) {
    return fmt::format("\"{}\"",
                       base::printable(fmt::format("{}", fmt::join(texts, ", ")), k_shown));
}

std::string failure(const Rule& rule, const RoutedLine& line);

/// Of several rules the first few, each with what fails.
std::string failures(const std::vector<Rule>& rules, const RoutedLine& line) {
    std::string out;
    for (std::size_t i = 0; i < std::min(rules.size(), k_rules_told); ++i)
        out += (i == 0 ? "" : "; ") + failure(rules[i], line);
    if (rules.size() > k_rules_told)
        out += fmt::format("; and so for {} more rules", rules.size() - k_rules_told);
    return out;
}

std::string text_failure(const Condition& condition, const RoutedLine& line) {
    const order::RuleText& text = order::k_rule_texts[condition.index];
    order::MatchRule alone;
    alone.*text.field = condition.written->*text.field;
    const Texts said = line.said(condition.index);
    const bool told = std::any_of(said.begin(), said.end(),
                                  [](const std::string& each) { return !each.empty(); });
    return words_of(alone) + (told ? " does not match " + shown(said) : ", and none is told");
}

std::string property_failure(const Condition& condition, const RoutedLine& line) {
    order::MatchRule alone;
    alone.properties = {condition.written->properties[condition.index]};
    Texts said;
    for (std::size_t i = 0; i < line.properties().size(); ++i)
        if (line.properties()[i].first == condition.name)
            said.push_back(line.line().properties[i].value);
    return words_of(alone) +
           (said.empty() ? ", and the line has none" : " does not match " + shown(said));
}

std::string failure(const Rule& rule, const RoutedLine& line) {
    const Condition* const failing = rule.failing(line);
    if (failing == nullptr)
        return "an empty rule matches nothing";
    switch (failing->kind) {
    case Condition::Kind::text:
        return text_failure(*failing, line);
    case Condition::Kind::price:
        return "price " + rule.written().price->text() +
               (line.line().price ? " does not hold " + line.line().price->text()
                                  : ", and the line has none");
    case Condition::Kind::property:
        return property_failure(*failing, line);
    case Condition::Kind::except:
        return "it is what the rule's `not` names: " + words_of(rule.written().except.front());
    case Condition::Kind::any:
        return "none of `any` matches: " + failures(failing->rules, line);
    }
    return {};
}

/// Whose turn comes first, and by what.
std::string precedence(const Supplier& first, const Supplier& second) {
    return first.priority == second.priority
               ? fmt::format("both have priority {}, and {} comes first by name", first.priority,
                             first.name)
               : fmt::format("{} comes first (priority {} before {})", first.name, first.priority,
                             second.priority);
}

/// Why one supplier does not get one line.
class Reason {
public:
    Reason(const RoutedLine& line, const Asked* winner, bool by_person)
        : m_line(line), m_winner(winner), m_by_person(by_person) {}

    [[nodiscard]] std::string of(const Asked& asked) const {
        const Bid bid = bid_of(asked, m_line);
        if (bid.kind == Bid::Kind::excluded)
            return "excluded by " + words_of(bid.rule->written());
        if (bid.kind == Bid::Kind::taken)
            return words_of(bid.rule->written()) + " takes it, too; " +
                   (m_by_person ? "a person assigned it" : before(asked));
        const Supplier& s = *asked.supplier;
        std::string out =
            asked.match.empty() ? std::string{"it has no rules"} : failures(asked.match, m_line);
        if (s.takes_unmatched)
            out += "; as the default it gets only what no rule takes" + default_words(asked);
        return out;
    }

private:
    [[nodiscard]] std::string before(const Asked& asked) const {
        return m_winner == nullptr ? std::string{}
                                   : precedence(*m_winner->supplier, *asked.supplier);
    }
    /// Where the winner got it as a default, too.
    [[nodiscard]] std::string default_words(const Asked& asked) const {
        if (m_by_person || m_winner == nullptr || bid_of(*m_winner, m_line).kind != Bid::Kind::open)
            return {};
        return ", and of two defaults " + precedence(*m_winner->supplier, *asked.supplier);
    }

    const RoutedLine& m_line;
    const Asked* m_winner; ///< null: nobody
    bool m_by_person;
};

} // namespace

std::vector<LineStory> explain(const Facts& facts, std::span<const Supplier> suppliers,
                               std::int64_t unrouted_id) {
    const auto& lines = facts.order->lines;
    const auto routes = route_lines(facts, suppliers, unrouted_id);
    const auto roles = order::line_roles(*facts.order);
    const std::vector<Asked> asked = by_precedence(suppliers);
    std::vector<LineStory> out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        LineStory& story = out.emplace_back(LineStory{routes[i], {}});
        const bool goes_along =
            roles[i].role == order::LineRole::service && !facts.assigned.contains(lines[i].id);
        if (goes_along || routes[i].supplier_id == 0)
            continue;
        const auto winner = std::find_if(asked.begin(), asked.end(), [&](const Asked& a) {
            return a.supplier->id == routes[i].supplier_id;
        });
        const auto word = facts.assigned.find(lines[i].id);
        const bool by_person =
            word != facts.assigned.end() && word->second == routes[i].supplier_id;
        const RoutedLine line(lines[i], facts);
        const Reason reason(line, winner == asked.end() ? nullptr : &*winner, by_person);
        for (const Asked& a : asked)
            if (a.supplier->id != routes[i].supplier_id)
                story.others.push_back({a.supplier->id, a.supplier->name, reason.of(a)});
    }
    return out;
}

} // namespace shoporder::route
