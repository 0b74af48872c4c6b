// What a person reads of a change or a cancellation (word.hpp).
#include "route/told.hpp"
#include "route/word.hpp"

namespace shoporder::route {

namespace {

/// "12.50 EUR".
std::string words_of(const std::optional<order::Money>& money) {
    return money ? money->amount.text() + " " + money->currency : "nothing";
}

class List {
public:
    void add(const std::string& text) { m_text += (m_text.empty() ? "" : ", ") + text; }
    void add(std::int64_t line, const std::string& text) {
        add("line " + std::to_string(line) + ": " + text);
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

void add_quantities(List& list, const Counts& counts, const Word& word) {
    for (const auto& [line, quantity] : word.part.sent) {
        const std::int64_t now = of(word.wanted.quantities, line);
        if (now != quantity) {
            const auto found = counts.find(line);
            const bool shipped =
                found != counts.end() && found->second.fulfilled > found->second.ordered;
            list.add(line, std::to_string(quantity) + " became " + std::to_string(now) +
                               (shipped ? ", and more than that has shipped" : ""));
        }
        if (const std::int64_t held = of(word.wanted.on_hold, line); held > 0)
            list.add(line, std::to_string(held) + " of " + std::to_string(now) +
                               " put on hold in Shopify");
    }
}

/// What only shows beside the newest word, said or called off.
void add_reference(List& list, const Word& word) {
    const SentPart& part = word.part;
    for (const PastLine& line : part.reference->lines)
        if (part.reference->kind == Kind::change && line.current < line.quantity &&
            of(word.wanted.on_hold, line.line_id) == 0 &&
            of(word.wanted.quantities, line.line_id) > 0)
            list.add(line.line_id, "no longer on hold in Shopify");
    for (const PastLine& line : part.reference->lines) {
        const std::int64_t now = of(word.wanted.quantities, line.line_id);
        if (part.reference != part.known && now != line.quantity &&
            now == of(part.sent, line.line_id))
            list.add(line.line_id, "it stays at " + std::to_string(now));
    }
}

std::string differences(const Situation& s, const Counts& counts, const Word& word) {
    List list;
    add_quantities(list, counts, word);
    add_reference(list, word);
    const std::string& before = word.part.reference->fingerprint;
    if (!same(told_collect(before), word.wanted.collect))
        list.add("to collect at delivery: " + words_of(told_collect(before)) + " became " +
                 words_of(word.wanted.collect));
    if (word.part.reference->kind != Kind::cancel && !is_told(before, *s.facts.order))
        list.add("ship-to, shipping method or notes differ");
    return list.text().empty() ? "it is as " + word.part.goods->po_number + " said again"
                               : list.text();
}

} // namespace

std::int64_t of(const Quantities& quantities, std::int64_t line) {
    const auto found = quantities.find(line);
    return found == quantities.end() ? 0 : found->second;
}

bool same(const std::optional<order::Money>& a, const std::optional<order::Money>& b) {
    if (!a || !b)
        return !a && !b;
    return a->currency == b->currency && order::same_amount(a->amount, b->amount);
}

bool is_called_off(const Facts& facts) {
    return facts.deleted || facts.order->cancelled_at.has_value();
}

std::string words_of(const Situation& s, const Counts& counts, const Word& word) {
    const std::string after = " after " + word.part.goods->po_number + " left (it is " +
                              std::string{order::name(word.part.known->state)} + ")";
    if (s.facts.deleted)
        return "the shop deleted the order" + after;
    if (s.facts.order->cancelled_at)
        return "the order was cancelled" + after;
    return "the order was changed (" + differences(s, counts, word) + ")" + after;
}

} // namespace shoporder::route
