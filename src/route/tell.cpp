#include "route/tell.hpp"

#include "route/collect.hpp"
#include "route/told.hpp"
#include "route/word.hpp"

#include <algorithm>

namespace shoporder::route {

namespace {

using order::DeliveryState;

class Teller {
public:
    Teller(const Situation& situation, const std::map<std::int64_t, History>& histories,
           const std::vector<LineCount>& counts, std::vector<Step>& steps)
        : m_s(situation), m_steps(steps) {
        for (const LineCount& n : counts)
            m_counts.emplace(n.line_id, n);
        for (const auto& [supplier, history] : histories)
            for (const SentPart& part : history.sent)
                m_parts.push_back(&part);
        // What never reached anybody gives way first, then the newest part.
        std::sort(m_parts.begin(), m_parts.end(), [](const SentPart* a, const SentPart* b) {
            return a->called_off != b->called_off ? a->called_off : a->goods->id > b->goods->id;
        });
    }

    void run() {
        share_out();
        for (std::size_t i = 0; i < m_parts.size(); ++i)
            if (m_parts[i]->called_off)
                undo(*m_parts[i], "what it speaks of never left");
            else
                tell(*m_parts[i], m_wanted[i]);
    }

private:
    [[nodiscard]] bool called_off() const { return is_called_off(m_s.facts); }
    void share_out();
    void tell(const SentPart& part, const Wanted& wanted);
    [[nodiscard]] bool never_arrived(const SentPart& part) const;
    [[nodiscard]] std::optional<order::Money> collect_now(const SentPart& part,
                                                          const Wanted& wanted) const;
    [[nodiscard]] bool knows(const SentPart& part, const Wanted& wanted) const;
    [[nodiscard]] std::vector<PlannedLine> lines(const SentPart& part, const Wanted& wanted,
                                                 Kind kind) const;
    void undo(const SentPart& part, const char* why);

    const Situation& m_s;
    std::vector<Step>& m_steps;
    Counts m_counts;
    std::vector<const SentPart*> m_parts;
    std::vector<Wanted> m_wanted; ///< of each part
};

/// Which part loses what, and which is on hold.
void Teller::share_out() {
    Quantities excess;
    Quantities on_hold;
    for (const SentPart* part : m_parts)
        for (const auto& [line, quantity] : part->sent)
            excess[line] += quantity;
    for (auto& [line, quantity] : excess) {
        const auto found = m_counts.find(line);
        const std::int64_t ordered =
            found == m_counts.end() ? 0 : found->second.ordered - found->second.elsewhere;
        on_hold[line] = found == m_counts.end() ? 0 : found->second.held_after_sending;
        quantity = std::clamp<std::int64_t>(quantity - ordered, 0, quantity);
    }
    for (const SentPart* part : m_parts) {
        Wanted wanted;
        for (const auto& [line, quantity] : part->sent) {
            const std::int64_t less = called_off() ? quantity : std::min(quantity, excess[line]);
            excess[line] -= std::min(less, excess[line]);
            if (less == quantity)
                continue;
            wanted.quantities[line] = quantity - less;
            const std::int64_t held = std::min(quantity - less, on_hold[line]);
            on_hold[line] -= held;
            if (held > 0)
                wanted.on_hold[line] = held;
        }
        wanted.collect = collect_now(*part, wanted);
        m_wanted.push_back(std::move(wanted));
    }
}

/// What has shipped brings its money, or has brought it: nothing is to be told then.
std::optional<order::Money> Teller::collect_now(const SentPart& part, const Wanted& wanted) const {
    const auto told = told_collect(part.reference->fingerprint);
    const bool shipped =
        std::all_of(wanted.quantities.begin(), wanted.quantities.end(), [&](const auto& line) {
            const auto n = m_counts.find(line.first);
            return n != m_counts.end() && n->second.fulfilled >= n->second.ordered;
        });
    return !told || shipped ? told : still_to_collect(*m_s.facts.order);
}

/// Its goods' document was tried and is known not to be there, nobody else's order is in it, and
/// nothing more was said: it can still be called off.
bool Teller::never_arrived(const SentPart& part) const {
    const Past& d = *part.goods;
    return (d.state == DeliveryState::deferred || d.state == DeliveryState::failed) &&
           !d.was_uploaded && d.goes_alone && part.reference == part.goods;
}

/// Does the newest word of this part say what is wanted already?
bool Teller::knows(const SentPart& part, const Wanted& wanted) const {
    const Past& word = *part.reference;
    if (word.kind == Kind::cancel)
        return wanted.quantities.empty();
    if (!called_off() && (!is_told(word.fingerprint, *m_s.facts.order) ||
                          !same(told_collect(word.fingerprint), wanted.collect)))
        return false;
    Quantities quantities;
    Quantities on_hold;
    for (const PastLine& line : word.lines) {
        const std::int64_t quantity =
            (word.kind == Kind::change ? std::max(line.quantity, line.current) : line.quantity) -
            line.freed;
        if (quantity > 0)
            quantities[line.line_id] = quantity;
        if (word.kind == Kind::change && line.current < line.quantity)
            on_hold[line.line_id] = line.quantity - line.current;
    }
    return quantities == wanted.quantities && on_hold == wanted.on_hold;
}

void Teller::undo(const SentPart& part, const char* why) {
    if (part.open != nullptr)
        m_steps.emplace_back(
            Move{part.open->id, {DeliveryState::cancelled, "undone", why, std::nullopt}});
}

void Teller::tell(const SentPart& part, const Wanted& wanted) {
    if (knows(part, wanted)) {
        undo(part, "the change was taken back");
        return;
    }
    if (called_off() && never_arrived(part)) {
        m_steps.emplace_back(Move{part.known->id, judge(m_s.facts, m_s.rules, nullptr, {}, {})});
        undo(part, "what it speaks of never left");
        return;
    }
    const std::string print = told(*m_s.facts.order, wanted.collect);
    const Kind kind = wanted.quantities.empty() ? Kind::cancel : Kind::change;
    if (part.open != nullptr && part.open->kind == kind) {
        m_steps.emplace_back(Replace{part.open->id, print, lines(part, wanted, kind)});
        const bool kept_by_person =
            part.open->state == DeliveryState::held && part.open->reason_code == "manual";
        if (!kept_by_person)
            m_steps.emplace_back(
                Move{part.open->id, judge_word(m_s, m_counts, {part, wanted, kind})});
        return;
    }
    undo(part, "a later change takes its place");
    SentPart fresh = part; // what was decided of the other kind is no part of the new one
    fresh.open = nullptr;
    m_steps.emplace_back(Add{part.goods->supplier_id, part.goods->part, part.last_revision + 1,
                             kind, part.goods->po_number,
                             judge_word(m_s, m_counts, {fresh, wanted, kind}), print,
                             lines(part, wanted, kind)});
}

/// Of a cancellation: what is called off; of a change: what the part is to be.
std::vector<PlannedLine> Teller::lines(const SentPart& part, const Wanted& wanted,
                                       Kind kind) const {
    std::vector<PlannedLine> out;
    const Quantities& from = kind == Kind::cancel ? part.sent : wanted.quantities;
    for (const auto& [line, quantity] : from)
        out.push_back({line, quantity, quantity - of(wanted.on_hold, line)});
    return out;
}

} // namespace

void tell_suppliers(const Situation& situation, const std::map<std::int64_t, History>& histories,
                    const std::vector<LineCount>& counts, std::vector<Step>& steps) {
    Teller(situation, histories, counts, steps).run();
}

} // namespace shoporder::route
