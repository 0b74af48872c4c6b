#include "route/tell.hpp"

#include "route/collect.hpp"
#include "route/told.hpp"

#include <algorithm>

namespace shoporder::route {

namespace {

using order::DeliveryState;

/// What one part is to be now, and what of it the shop has put on hold.
struct Wanted {
    Quantities quantities;
    Quantities on_hold;
    std::optional<order::Money> collect; ///< nothing where nothing was told
};

/// "12.50 EUR".
std::string words_of(const std::optional<order::Money>& money) {
    return money ? money->amount.text() + " " + money->currency : "nothing";
}

bool same(const std::optional<order::Money>& a, const std::optional<order::Money>& b) {
    if (!a || !b)
        return !a && !b;
    return a->currency == b->currency && order::same_amount(a->amount, b->amount);
}

std::int64_t of(const Quantities& quantities, std::int64_t line) {
    const auto found = quantities.find(line);
    return found == quantities.end() ? 0 : found->second;
}

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
            if (!m_parts[i]->called_off)
                tell(*m_parts[i], m_wanted[i]);
    }

private:
    [[nodiscard]] bool called_off() const {
        return m_s.facts.deleted || m_s.facts.order->cancelled_at.has_value();
    }
    void share_out();
    void tell(const SentPart& part, const Wanted& wanted);
    [[nodiscard]] bool never_arrived(const SentPart& part) const;
    [[nodiscard]] std::optional<order::Money> collect_now(const SentPart& part,
                                                          const Wanted& wanted) const;
    [[nodiscard]] bool knows(const SentPart& part, const Wanted& wanted) const;
    [[nodiscard]] std::vector<PlannedLine> lines(const SentPart& part, const Wanted& wanted,
                                                 Kind kind) const;
    [[nodiscard]] std::string words(const SentPart& part, const Wanted& wanted) const;
    [[nodiscard]] std::string differences(const SentPart& part, const Wanted& wanted) const;
    [[nodiscard]] std::string who(const SentPart& part) const;

    const Situation& m_s;
    std::vector<Step>& m_steps;
    std::map<std::int64_t, LineCount> m_counts;
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

/// Its document was tried and is known not to be there, nobody else's order is in it, and nothing
/// more was said: it can still be called off.
bool Teller::never_arrived(const SentPart& part) const {
    const Past& d = *part.known;
    return (d.state == DeliveryState::deferred || d.state == DeliveryState::failed) &&
           !d.was_uploaded && d.goes_alone && d.revision == part.last_revision;
}

/// Does the newest word of this part say what is wanted already?
bool Teller::knows(const SentPart& part, const Wanted& wanted) const {
    const Past& word = *part.reference;
    if (word.kind == Kind::cancel)
        return wanted.quantities.empty();
    if (!called_off() && (!is_told(word.fingerprint, *m_s.facts.order) ||
                          !same(told_collect(word.fingerprint), wanted.collect)))
        return false;
    Quantities freed;
    for (const PastLine& line : part.goods->lines)
        freed[line.line_id] = line.freed;
    Quantities quantities;
    Quantities on_hold;
    for (const PastLine& line : word.lines) {
        const std::int64_t quantity =
            (word.kind == Kind::change ? std::max(line.quantity, line.current) : line.quantity) -
            freed[line.line_id];
        if (quantity > 0)
            quantities[line.line_id] = quantity;
        if (word.kind == Kind::change && line.current < line.quantity)
            on_hold[line.line_id] = line.quantity - line.current;
    }
    return quantities == wanted.quantities && on_hold == wanted.on_hold;
}

void Teller::tell(const SentPart& part, const Wanted& wanted) {
    if (knows(part, wanted)) {
        if (part.open != nullptr)
            m_steps.emplace_back(Move{
                part.open->id,
                {DeliveryState::cancelled, "undone", "the change was taken back", std::nullopt}});
        return;
    }
    if (called_off() && never_arrived(part)) {
        m_steps.emplace_back(Move{part.known->id, judge(m_s.facts, m_s.rules, nullptr, {}, {})});
        return;
    }
    const std::string print = told(*m_s.facts.order, wanted.collect);
    const Kind kind = wanted.quantities.empty() ? Kind::cancel : Kind::change;
    const Verdict verdict{DeliveryState::held, wanted.on_hold.empty() ? "tell_supplier" : "on_hold",
                          words(part, wanted), std::nullopt};
    if (part.open != nullptr && part.open->kind == kind) {
        m_steps.emplace_back(Replace{part.open->id, print, lines(part, wanted, kind)});
        m_steps.emplace_back(Move{part.open->id, verdict});
        return;
    }
    if (part.open != nullptr)
        m_steps.emplace_back(Move{
            part.open->id,
            {DeliveryState::cancelled, "undone", "a later change takes its place", std::nullopt}});
    m_steps.emplace_back(Add{part.goods->supplier_id, part.goods->part, part.last_revision + 1,
                             kind, part.goods->po_number, verdict, print,
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

std::string Teller::who(const SentPart& part) const {
    const auto found =
        std::find_if(m_s.suppliers.begin(), m_s.suppliers.end(),
                     [&](const order::Supplier& s) { return s.id == part.goods->supplier_id; });
    return found == m_s.suppliers.end() ? "the supplier" : found->name;
}

/// One line for a person: what is no longer true, and what to do.
std::string Teller::words(const SentPart& part, const Wanted& wanted) const {
    const std::string after = " after " + part.goods->po_number + " left (it is " +
                              std::string{order::name(part.known->state)} + "); tell " + who(part) +
                              ", then `shoporder queue done`";
    if (m_s.facts.deleted)
        return "the shop deleted the order" + after;
    if (m_s.facts.order->cancelled_at)
        return "the order was cancelled" + after;
    return "the order was changed (" + differences(part, wanted) + ")" + after;
}

std::string Teller::differences(const SentPart& part, const Wanted& wanted) const {
    std::string what;
    const auto add = [&](const std::string& text) { what += (what.empty() ? "" : ", ") + text; };
    for (const auto& [line, quantity] : part.sent) {
        const std::string name = "line " + std::to_string(line) + ": ";
        const std::int64_t now = of(wanted.quantities, line);
        if (now != quantity) {
            const auto found = m_counts.find(line);
            const bool shipped =
                found != m_counts.end() && found->second.fulfilled > found->second.ordered;
            add(name + std::to_string(quantity) + " became " + std::to_string(now) +
                (shipped ? ", and more than that has shipped" : ""));
        }
        if (const std::int64_t held = of(wanted.on_hold, line); held > 0)
            add(name + std::to_string(held) + " of " + std::to_string(now) +
                " put on hold in Shopify");
    }
    for (const PastLine& line : part.reference->lines)
        if (part.reference->kind == Kind::change && line.current < line.quantity &&
            of(wanted.on_hold, line.line_id) == 0 && of(wanted.quantities, line.line_id) > 0)
            add("line " + std::to_string(line.line_id) + ": no longer on hold in Shopify");
    for (const PastLine& line : part.reference->lines)
        if (part.reference != part.known && of(wanted.quantities, line.line_id) != line.quantity &&
            of(wanted.quantities, line.line_id) == of(part.sent, line.line_id))
            add("line " + std::to_string(line.line_id) + ": it stays at " +
                std::to_string(of(part.sent, line.line_id)));
    if (const auto before = told_collect(part.reference->fingerprint);
        !same(before, wanted.collect))
        add("to collect at delivery: " + words_of(before) + " became " + words_of(wanted.collect));
    if (part.reference->kind != Kind::cancel &&
        !is_told(part.reference->fingerprint, *m_s.facts.order))
        add("ship-to, shipping method or notes differ");
    return what.empty() ? "it is as " + part.goods->po_number + " said again" : what;
}

} // namespace

void tell_suppliers(const Situation& situation, const std::map<std::int64_t, History>& histories,
                    const std::vector<LineCount>& counts, std::vector<Step>& steps) {
    Teller(situation, histories, counts, steps).run();
}

} // namespace shoporder::route
