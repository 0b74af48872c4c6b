// Whether a change or a cancellation may go (word.hpp).
#include "route/collect.hpp"
#include "route/holds.hpp"
#include "route/supplier_side.hpp"
#include "route/told.hpp"
#include "route/word.hpp"

#include <algorithm>
#include <functional>

namespace shoporder::route {

namespace {

using order::DeliveryState;
using order::Supplier;

class WordJudge {
public:
    WordJudge(const Situation& situation, const Counts& counts, const Word& word)
        : m_s(situation), m_counts(counts), m_word(word), m_part(word.part) {
        for (const Supplier& s : situation.suppliers)
            if (s.id == word.part.goods->supplier_id)
                m_supplier = &s;
        m_what = words_of(situation, counts, word);
    }

    [[nodiscard]] Verdict verdict() const {
        if (m_supplier == nullptr || !m_supplier->takes_changes)
            return held(m_word.wanted.on_hold.empty() ? "tell_supplier" : "on_hold",
                        m_what + "; tell " + who() + ", then `shoporder queue done`");
        if (auto against = first_against())
            return *std::move(against);
        return {DeliveryState::ready, "", m_what, std::nullopt};
    }

private:
    [[nodiscard]] std::string who() const {
        return m_supplier == nullptr ? "the supplier" : m_supplier->name;
    }
    [[nodiscard]] bool is_change() const { return m_word.kind == Kind::change; }
    [[nodiscard]] Check first_against() const;
    [[nodiscard]] Check for_person(const char* code, const std::string& why) const;
    [[nodiscard]] Check on_hold() const;
    [[nodiscard]] Check shipped() const;
    [[nodiscard]] Check refusal() const;
    [[nodiscard]] Check sent_before() const;
    [[nodiscard]] Check unclear_amount() const;
    [[nodiscard]] Check handing_over() const;
    [[nodiscard]] Check earlier_revision() const;

    const Situation& m_s;
    const Counts& m_counts;
    const Word& m_word;
    const SentPart& m_part;
    const Supplier* m_supplier = nullptr; ///< null: removed
    std::string m_what;
};

Check WordJudge::first_against() const {
    Earlier earlier;
    if (const Past* open = m_part.open; open != nullptr)
        earlier = {open->state == DeliveryState::ready, open->reason_code, open->due_at,
                   open->released};
    // What only a person can settle comes first, as in judge(); a cut-off fills a batch with what
    // may go by then, so it is asked when the revision before has arrived.
    const std::function<Check()> checks[] = {
        [this] { return on_hold(); },
        [this] { return shipped(); },
        [this] { return refusal(); },
        [this] { return sent_before(); },
        [this] { return unclear_amount(); },
        [this] { return doubtful_body(m_s.facts); },
        [this] { return handing_over(); },
        [this] { return earlier_revision(); },
        [this] { return recipient(m_supplier); },
        [&] { return cut_off(*m_supplier, m_s.facts.now, earlier); },
        [&] { return send_window(*m_supplier, m_s.facts.now); },
    };
    for (const auto& check : checks) {
        auto verdict = check();
        if (!verdict)
            continue;
        const bool waivable = verdict->code != "earlier_revision" &&
                              verdict->code != "no_endpoint" &&
                              !verdict->code.starts_with("supplier_");
        if (!waivable || !is_waived(earlier.released, verdict->code))
            return verdict;
    }
    return std::nullopt;
}

Check WordJudge::for_person(const char* code, const std::string& why) const {
    return held(code, m_what + "; " + why + ": tell " + who() +
                          ", then `shoporder queue done`, or `shoporder queue release` sends the "
                          "document");
}

/// A person who told the supplier to keep goods back tells it, too, when they may go: no document
/// has said that they wait.
Check WordJudge::on_hold() const {
    const Past& before = *m_part.reference;
    const bool told_by_hand =
        is_change() && before.kind == Kind::change && !before.has_document &&
        std::any_of(before.lines.begin(), before.lines.end(),
                    [](const PastLine& line) { return line.current < line.quantity; });
    if (m_word.wanted.on_hold.empty() && !told_by_hand)
        return std::nullopt;
    return for_person("on_hold", "what is on hold may have been packed");
}

Check WordJudge::shipped() const {
    const Quantities& wanted = m_word.wanted.quantities;
    for (const auto& [line, quantity] : m_part.sent) {
        const auto found = m_counts.find(line);
        if (of(wanted, line) >= quantity || found == m_counts.end())
            continue;
        const LineCount& n = found->second;
        if (n.fulfilled > (is_called_off(m_s.facts) ? n.elsewhere : n.ordered))
            return for_person("shipped", "goods of line " + std::to_string(line) + " have shipped");
    }
    // Another address for goods that are on their way is nothing a warehouse can act on.
    const bool all_shipped =
        is_change() && std::all_of(wanted.begin(), wanted.end(), [this](const auto& line) {
            const auto n = m_counts.find(line.first);
            return n != m_counts.end() && n->second.fulfilled >= n->second.ordered;
        });
    if (all_shipped && wanted == m_part.sent)
        return for_person("shipped", "all of it has shipped");
    return std::nullopt;
}

/// A change tells all that a part is to be, so it would order again what was refused. A cancel does
/// no harm, and none is needed where all was refused.
Check WordJudge::refusal() const {
    if (m_part.refused == nullptr)
        return std::nullopt;
    const Past& goods = *m_part.goods;
    const bool wholly =
        m_part.known == m_part.goods &&
        (goods.state == DeliveryState::rejected ||
         std::all_of(goods.lines.begin(), goods.lines.end(),
                     [](const PastLine& line) { return line.refused >= line.quantity; }));
    if (!is_change() && !wholly)
        return std::nullopt;
    return for_person(
        "refusal", who() + " has refused " +
                       (wholly ? std::string{"it"}
                               : "goods of revision " + std::to_string(m_part.refused->revision)));
}

Check WordJudge::sent_before() const {
    if (!sent_before_restore(m_s.facts))
        return std::nullopt;
    return for_person("restored", "the database was restored since the order was placed, and a "
                                  "change may have been sent before; ask");
}

Check WordJudge::unclear_amount() const {
    if (!is_change() || !told_collect(m_part.reference->fingerprint) ||
        !is_amount_unclear(*m_s.facts.order))
        return std::nullopt;
    return for_person("collect", "the order does not tell how much is to be collected now");
}

/// As a person has waived it for the goods.
Check WordJudge::handing_over() const {
    if (!is_change())
        return std::nullopt;
    for (const Check& verdict :
         {several_methods(*m_s.facts.order), pick_up(*m_s.facts.order, m_supplier),
          address(*m_s.facts.order, m_supplier)})
        if (verdict && !is_waived(m_part.goods->released, verdict->code))
            return verdict;
    return std::nullopt;
}

Check WordJudge::earlier_revision() const {
    if (m_part.on_the_way == nullptr)
        return std::nullopt;
    const Past& before = *m_part.on_the_way;
    return waiting("earlier_revision",
                   m_what + "; it goes when revision " + std::to_string(before.revision) + " of " +
                       before.po_number + ", which is " + std::string{order::name(before.state)} +
                       ", has arrived or was closed");
}

} // namespace

Verdict judge_word(const Situation& situation, const Counts& counts, const Word& word) {
    return WordJudge(situation, counts, word).verdict();
}

} // namespace shoporder::route
