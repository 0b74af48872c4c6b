#include "confirm/judge.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace shoporder::confirm {

namespace {

using order::DeliveryState;
using order::LineAnswer;
using order::OrderAnswer;
using order::Verdict;

/// More of a reason than this helps nobody; the answer itself has the rest.
constexpr std::size_t k_words = 160;

std::string pieces(std::int64_t some, std::int64_t all) {
    return some == all ? "all " + std::to_string(all)
                       : std::to_string(some) + " of " + std::to_string(all);
}

std::string quoted(const std::string& words) {
    return words.empty() ? std::string{} : ": " + base::printable(words, k_words);
}

bool dearer(const order::Decimal& told, const order::Decimal& agreed) {
    // Both scales are 0 to 9, and amounts have at most 18 digits: as long doubles they are exact
    // enough to tell more from less, and equal digits are told apart before.
    if (order::same_amount(told, agreed))
        return false;
    const auto value = [](const order::Decimal& d) {
        auto v = static_cast<long double>(d.units());
        for (int i = 0; i < d.scale(); ++i)
            v /= 10;
        return v;
    };
    return value(told) > value(agreed);
}

class Judge {
public:
    explicit Judge(const std::vector<AskedLine>& asked) : m_asked(asked) {
        for (const AskedLine& line : asked)
            m_lines.push_back({line.line_id, 0, 0, line.quantity, {}, {}});
    }

    /// Later ones replace what earlier ones said of the same line.
    void hear(const OrderAnswer& answer) {
        if (!answer.supplier_number.empty())
            m_out.supplier_number = answer.supplier_number;
        if (!answer.promised.empty())
            m_promised = answer.promised;
        if (answer.verdict) {
            m_strangers.clear(); // it speaks of the whole order anew
            for (std::size_t i = 0; i < m_asked.size(); ++i) {
                LineAnswer whole;
                whole.verdict = *answer.verdict;
                whole.reason = answer.reason;
                begin(i);
                add(i, whole);
            }
        }
        std::vector<bool> begun(m_asked.size());
        for (const LineAnswer& line : answer.lines) {
            const auto i = find_line(m_asked, line);
            if (!i) {
                m_strangers.push_back(words_of(line));
                continue;
            }
            if (!begun[*i])
                begin(*i);
            begun[*i] = true;
            add(*i, line);
        }
        // "Accepted, but of this line two": nobody promised the rest.
        for (std::size_t i = 0; i < m_asked.size(); ++i)
            if (begun[i])
                end(i);
    }

    /// Whoever ships has accepted, unless it has said otherwise of these pieces.
    void see_shipped(const std::map<std::int64_t, std::int64_t>& shipped) {
        for (LineFate& fate : m_lines)
            if (const auto found = shipped.find(fate.line_id); found != shipped.end()) {
                const std::int64_t unsaid =
                    std::clamp(found->second - fate.accepted, std::int64_t{0}, fate.silent);
                fate.accepted += unsaid;
                fate.silent -= unsaid;
            }
    }

    Judgement finish() {
        std::int64_t asked = 0;
        std::int64_t refused = 0;
        std::int64_t silent = 0;
        std::string words;
        std::string doubts;
        const auto add_words = [](std::string& to, const std::string& more) {
            to += (to.empty() ? "" : "; ") + more;
        };
        for (std::size_t i = 0; i < m_asked.size(); ++i) {
            LineFate& fate = m_lines[i];
            asked += m_asked[i].quantity;
            refused += fate.refused;
            silent += fate.silent;
            if (!fate.words.empty())
                add_words(words, words_of(m_asked[i]) + " " + fate.words);
            if (fate.promised.empty() && fate.accepted > 0)
                fate.promised = m_promised;
            m_out.promised = std::max(m_out.promised, fate.promised);
        }
        for (const std::string& doubt : m_doubts)
            if (!doubt.empty())
                add_words(doubts, doubt);
        for (const std::string& stranger : m_strangers)
            add_words(doubts, "it answers " + stranger + ", which was not ordered");
        m_out.lines = std::move(m_lines);
        if (refused == asked && asked > 0) {
            m_out.state = DeliveryState::rejected;
            m_out.reason_code = "refused";
        } else if (refused > 0 || !doubts.empty()) {
            m_out.state = DeliveryState::partial;
            m_out.reason_code = refused > 0 ? "refused_lines" : "doubt";
        } else if (silent > 0) {
            m_out.state = DeliveryState::uploaded;
            if (silent < asked)
                m_out.reason_code = "partly";
            add_words(words, silent < asked ? pieces(silent, asked) + " not answered yet" : "");
        } else
            m_out.state = DeliveryState::confirmed;
        if (!doubts.empty())
            add_words(words, doubts);
        m_out.reason = words;
        return std::move(m_out);
    }

private:
    /// What was said of it before holds no more.
    void begin(std::size_t i) {
        m_lines[i] = {m_asked[i].line_id, 0, 0, m_asked[i].quantity, {}, {}};
        m_doubts.resize(m_asked.size());
        m_doubts[i].clear();
    }

    void add(std::size_t i, const LineAnswer& line) {
        LineFate& fate = m_lines[i];
        const AskedLine& asked = m_asked[i];
        const auto say = [&](const std::string& text) {
            fate.words += (fate.words.empty() ? "" : ", ") + text + quoted(line.reason);
        };
        const auto doubt = [&](const std::string& text) {
            m_doubts[i] += (m_doubts[i].empty() ? "" : ", ") + words_of(asked) + ": " + text;
        };
        const std::int64_t told = line.quantity.value_or(fate.silent);
        const std::int64_t counted = std::min(told, fate.silent);
        if (told > fate.silent)
            doubt("it speaks of " + std::to_string(asked.quantity - fate.silent + told) +
                  " pieces, and " + std::to_string(asked.quantity) + " were ordered");
        fate.silent -= counted;
        if (line.verdict == Verdict::refused) {
            fate.refused += counted;
            if (counted > 0)
                say("refused " + pieces(counted, asked.quantity));
            return;
        }
        fate.accepted += counted;
        fate.promised = std::max(fate.promised, line.promised);
        if (line.verdict == Verdict::backordered) {
            say("later " + pieces(counted, asked.quantity) +
                (line.promised.empty() ? "" : ", on " + line.promised));
            if (line.promised.empty())
                doubt("it comes later, and no day is said");
        } else if (!line.reason.empty())
            say(line.verdict == Verdict::changed ? "accepted with a change" : "accepted");
        if (!line.substitute.empty())
            doubt("another article comes instead: " + base::printable(line.substitute, 60));
        if (line.price && asked.price) {
            if (!line.currency.empty() && line.currency != asked.price->currency)
                doubt("its price is in " + base::printable(line.currency, 8) + ", not in " +
                      asked.price->currency);
            else if (dearer(*line.price, asked.price->amount))
                doubt("it costs " + line.price->text() + ", and " + asked.price->amount.text() +
                      " was told");
        }
    }

    void end(std::size_t i) {
        LineFate& fate = m_lines[i];
        if (fate.silent == 0)
            return;
        const std::int64_t missing = std::exchange(fate.silent, 0);
        fate.refused += missing;
        fate.words += (fate.words.empty() ? "" : ", ") + std::string{"nothing is said of "} +
                      pieces(missing, m_asked[i].quantity);
    }

    const std::vector<AskedLine>& m_asked;
    std::vector<LineFate> m_lines;
    std::vector<std::string> m_doubts = std::vector<std::string>(m_asked.size());
    std::vector<std::string> m_strangers;
    std::string m_promised;
    Judgement m_out;
};

/// Two lines of one article, and no word which: neither.
std::optional<std::size_t> only(const std::vector<AskedLine>& asked, std::string AskedLine::*field,
                                const std::string& text) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < asked.size() && !text.empty(); ++i)
        if (base::fold(asked[i].*field) == base::fold(text)) {
            if (found)
                return std::nullopt;
            found = i;
        }
    return found;
}

} // namespace

std::optional<std::size_t> find_line(const std::vector<AskedLine>& asked,
                                     const order::LineReference& line) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < asked.size() && line.line_id != 0; ++i)
        if (asked[i].line_id == line.line_id)
            found = i;
    if (line.line_id != 0)
        return found;
    if (line.position > 0 && static_cast<std::size_t>(line.position) <= asked.size()) {
        const auto at = static_cast<std::size_t>(line.position) - 1;
        if (line.sku.empty() || base::fold(line.sku) == base::fold(asked[at].sku))
            return at;
    }
    return line.sku.empty() ? only(asked, &AskedLine::article, line.article)
                            : only(asked, &AskedLine::sku, line.sku);
}

std::string words_of(const order::LineReference& line) {
    if (!line.sku.empty())
        return base::printable(line.sku, 60);
    if (!line.article.empty())
        return "article " + base::printable(line.article, 60);
    return line.line_id != 0 ? "line " + std::to_string(line.line_id)
                             : "position " + std::to_string(line.position);
}

std::string words_of(const AskedLine& line) {
    return line.sku.empty() ? "line " + std::to_string(line.line_id)
                            : base::printable(line.sku, 60);
}

Judgement judge(const std::vector<AskedLine>& asked, std::vector<Told> told,
                const std::map<std::int64_t, std::int64_t>& shipped) {
    std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
        return a.answer.dated.value_or(a.received_at) < b.answer.dated.value_or(b.received_at);
    });
    Judge judge(asked);
    for (const Told& one : told)
        judge.hear(one.answer);
    judge.see_shipped(shipped);
    return judge.finish();
}

} // namespace shoporder::confirm
