#include "walk/books.hpp"

#include <algorithm>

namespace shoporder::walk {

using order::DeliveryState;

namespace {

std::int64_t positive(std::int64_t n) {
    return std::max<std::int64_t>(n, 0);
}

/// How many units of a line are in the shop, in which place, that nobody has. What was sent is
/// taken to be what shipped, without what had shipped `before`, then what is open, then what is
/// held.
struct Unspoken {
    std::int64_t open = 0;
    std::int64_t held = 0;
    std::int64_t sent_held = 0; ///< with a supplier, and on hold since
};
Unspoken unspoken(const Line& line, std::int64_t counted, std::int64_t before) {
    const std::int64_t sent = positive(counted - positive(line.shipped - before));
    const std::int64_t sent_held = std::min(positive(sent - line.open), line.held);
    return {positive(line.open - sent), line.held - sent_held, sent_held};
}

bool is_open_word(const store::Delivery& d) {
    return d.kind != "new" && order::is_unclaimed(d.state);
}

void apply(const store::Delivery& word, Belief& belief) {
    belief.lines.clear();
    belief.on_hold.clear();
    if (word.kind == "cancel")
        return;
    for (const auto& line : word.lines) {
        if (line.quantity > 0)
            belief.lines[line.line_id] = line.quantity;
        if (line.current < line.quantity)
            belief.on_hold[line.line_id] = line.quantity - line.current;
    }
}

std::int64_t of(const std::map<std::int64_t, std::int64_t>& map, std::int64_t key) {
    const auto found = map.find(key);
    return found == map.end() ? 0 : found->second;
}

} // namespace

std::int64_t Books::counted(std::int64_t line) const {
    std::int64_t sum = 0;
    for (const auto& [key, belief] : m_parts)
        sum += of(belief.lines, line);
    return sum;
}

std::int64_t Books::real(std::int64_t line) const {
    std::int64_t sum = 0;
    for (const auto& [key, belief] : m_parts)
        sum += belief.arrived ? of(belief.lines, line) : 0;
    return sum;
}

std::int64_t Books::before(std::int64_t line) const {
    const Line& it = m_truth.lines.at(static_cast<std::size_t>(line - line_id(0)));
    return std::min(it.shipped, std::max(of(m_before, line), it.shipped - counted(line)));
}

void Books::send(const store::Delivery& goods) {
    const std::string name = goods.po_number;
    if (!m_truth.paid || m_truth.cancelled || m_truth.deleted)
        complain(name + " leaves although the order is not paid, cancelled or deleted");
    if (m_parts.contains(key(goods)))
        complain(name + " leaves twice");
    Belief belief;
    belief.version = m_truth.version;
    for (const auto& sent : goods.lines) {
        if (sent.quantity == 0)
            continue;
        const Line& line = m_truth.lines.at(static_cast<std::size_t>(sent.line_id - line_id(0)));
        if (!line.ships)
            complain(name + " has a line that needs no shipping");
        if (sent.quantity >
            unspoken(line, counted(sent.line_id), before(sent.line_id)).open + line.stale)
            complain(name + " has goods that are not open or that somebody has");
        belief.lines[sent.line_id] = sent.quantity;
        if (counted(sent.line_id) + sent.quantity > line.ordered() - before(sent.line_id))
            complain(name + " makes more sent than ordered");
        m_before[sent.line_id] = before(sent.line_id);
    }
    if (belief.lines.empty())
        complain(name + " is empty");
    m_parts[key(goods)] = belief;
    m_said[key(goods)] = goods.revision;
    m_on_the_way.insert(key(goods));
}

void Books::call_off(const store::Delivery& goods) {
    Belief belief;
    belief.arrived = false;
    for (const auto& line : goods.lines) {
        if (line.quantity == 0)
            continue;
        belief.lines[line.line_id] = line.quantity;
        m_before[line.line_id] = before(line.line_id);
    }
    m_parts[key(goods)] = belief;
}

void Books::told(const store::Delivery& word) {
    Belief& belief = m_parts.at(key(word));
    apply(word, belief);
    belief.version = m_truth.version;
}

void Books::say(const store::Delivery& word) {
    const std::string name = word.po_number + " r" + std::to_string(word.revision);
    if (!m_parts.contains(key(word)) || !m_parts.at(key(word)).arrived) {
        complain(name + " leaves, and its order never did");
        return;
    }
    if (m_on_the_way.contains(key(word)))
        complain(name + " overtakes what was said before");
    if (m_said[key(word)] >= word.revision)
        complain(name + " leaves after revision " + std::to_string(m_said[key(word)]));
    m_said[key(word)] = word.revision;
    m_on_the_way.insert(key(word));
    const Belief had = m_parts.at(key(word));
    told(word);
    for (const auto& [line, quantity] : had.lines) {
        const Line& it = m_truth.lines.at(static_cast<std::size_t>(line - line_id(0)));
        const bool over = m_truth.cancelled || m_truth.deleted;
        if (of(m_parts.at(key(word)).lines, line) < quantity &&
            it.shipped > (over ? before(line) : it.ordered()))
            complain(name + " takes goods back that have shipped");
    }
    if (!m_parts.at(key(word)).on_hold.empty())
        complain(name + " leaves though goods of it are on hold");
}

std::int64_t Books::free(std::int64_t line) {
    std::int64_t freed = 0;
    for (auto& [key, belief] : m_parts)
        if (!belief.arrived) {
            freed += of(belief.lines, line);
            belief.lines.erase(line);
        }
    return freed;
}

void Books::check(const std::vector<store::Delivery>& deliveries) {
    check_unsent(deliveries);
    check_words(deliveries);
    check_revisions(deliveries);
}

void Books::check_settled(const std::vector<store::Delivery>& deliveries,
                          std::int64_t takes_documents) {
    for (const auto& d : deliveries) {
        const bool person = d.state == DeliveryState::held &&
                            (d.reason_code == "on_hold" || d.reason_code == "shipped");
        if (is_open_word(d) && d.supplier_id == takes_documents && !person)
            complain(d.po_number + " has a " + d.kind + " that stays " +
                     std::string{order::name(d.state)} + ":" + d.reason_code);
    }
    if (!m_on_the_way.empty())
        complain("something is on its way for ever");
}

/// Numbered from 1 without a gap.
void Books::check_revisions(const std::vector<store::Delivery>& deliveries) {
    std::map<Key, int> last;
    for (const auto& d : deliveries) // by part and revision
        if (d.revision != ++last[key(d)])
            complain(d.po_number + " has a revision " + std::to_string(d.revision) + " after " +
                     std::to_string(last[key(d)] - 1));
}

/// Each unit that nobody has is in one delivery that has not left, by the name of what it waits
/// for; of a paid order only what no supplier takes and what the shop has not released is left.
void Books::check_unsent(const std::vector<store::Delivery>& deliveries) {
    std::map<std::int64_t, Unspoken> there;
    std::map<std::int64_t, std::int64_t> unrouted; ///< wait for a supplier, held or not
    for (const auto& d : deliveries) {
        if (d.kind != "new" || !order::is_unclaimed(d.state) || m_parts.contains(key(d)))
            continue;
        for (const auto& line : d.lines)
            (d.reason_code == "unrouted"       ? unrouted[line.line_id]
             : d.reason_code == "not_released" ? there[line.line_id].held
                                               : there[line.line_id].open) += line.quantity;
        if (d.state == DeliveryState::ready)
            complain(d.po_number + " was ready and stayed");
        if (m_truth.paid && d.reason_code != "not_released" && d.reason_code != "unrouted")
            complain(d.po_number + " of a paid order is " + d.reason_code);
    }
    for (std::size_t i = 0; i < m_truth.lines.size(); ++i) {
        const Line& line = m_truth.lines[i];
        Unspoken want = unspoken(line, counted(line_id(i)), before(line_id(i)));
        if (!line.ships || m_truth.cancelled || m_truth.deleted)
            want = {};
        Unspoken is = there[line_id(i)];
        if (const std::int64_t n = unrouted[line_id(i)]; n > 0) {
            is.held += std::min(n, want.held);
            is.open += n - std::min(n, want.held);
        }
        const auto words = [](const Unspoken& u) {
            return std::to_string(u.open) + " open and " + std::to_string(u.held) + " held";
        };
        if (line.stale == 0 && (is.open != want.open || is.held != want.held))
            complain("of line " + std::to_string(i + 1) + " nobody has " + words(want) +
                     ", and unsent are " + words(is));
        if (line.stale > 0 &&
            is.open + is.held > positive(line.ordered() - before(line_id(i)) - counted(line_id(i))))
            complain("of line " + std::to_string(i + 1) + " more is unsent than ordered");
    }
}

void Books::check_words(const std::vector<store::Delivery>& deliveries) {
    std::map<Key, Belief> after = m_parts;
    std::vector<store::Delivery> words;
    for (const auto& d : deliveries) {
        if (!is_open_word(d))
            continue;
        words.push_back(d);
        if (d.state == DeliveryState::ready)
            complain(d.po_number + " has a " + d.kind + " that was ready and stayed");
        if (!m_parts.contains(key(d)) || !m_parts.at(key(d)).arrived) {
            complain(d.po_number + " was never sent, and there is a word about it");
            continue;
        }
        apply(d, after[key(d)]);
        after[key(d)].version = m_truth.version;
    }
    for (std::size_t i = 0; i < m_truth.lines.size(); ++i)
        check_line(after, i);
    for (const auto& [key, belief] : after)
        if (belief.arrived && !belief.lines.empty() && belief.version != m_truth.version &&
            !m_truth.cancelled && !m_truth.deleted)
            complain("part " + std::to_string(key.second) + " goes to an old address, untold");
    check_needless(words);
}

/// What all suppliers have of a line after all that is to be told.
void Books::check_line(const std::map<Key, Belief>& after, std::size_t index) {
    const Line& line = m_truth.lines[index];
    const std::int64_t id = line_id(index);
    const bool over = m_truth.cancelled || m_truth.deleted;
    std::int64_t sum = 0;
    std::int64_t on_hold = 0;
    std::int64_t called_off = 0;
    for (const auto& [key, belief] : after) {
        (belief.arrived ? sum : called_off) += of(belief.lines, id);
        on_hold += of(belief.on_hold, id);
    }
    const std::int64_t want = over ? 0 : std::min(real(id), line.ordered() - before(id));
    if (sum != want)
        complain("suppliers will have " + std::to_string(sum) + " of line " +
                 std::to_string(index + 1) + ", and it should be " + std::to_string(want));
    const std::int64_t held =
        over || line.stale > 0 ? 0 : unspoken(line, counted(id), before(id)).sent_held;
    if (positive(held - called_off) > on_hold)
        complain("line " + std::to_string(index + 1) + " is on hold, and no supplier is told");
}

/// A word is only there where something differs.
void Books::check_needless(const std::vector<store::Delivery>& words) {
    for (const auto& word : words) {
        const auto found = m_parts.find(key(word));
        if (found == m_parts.end())
            continue;
        Belief after = found->second;
        apply(word, after);
        if (after.lines == found->second.lines && after.on_hold == found->second.on_hold &&
            found->second.version == m_truth.version)
            complain(word.po_number + " tells what the supplier knows: " + word.reason);
    }
}

} // namespace shoporder::walk
