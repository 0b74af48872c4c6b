#include "route/ledger.hpp"

#include "order/line_roles.hpp"

#include <algorithm>
#include <tuple>

namespace shoporder::route {

namespace {

using order::DeliveryState;

/// What the supplier is to ship of a part after this word of it.
Quantities believed(const Past& word) {
    Quantities out;
    if (word.kind == Kind::cancel)
        return out;
    for (const PastLine& line : word.lines) {
        // A change stored before parts were known (schema 2) has what was left to ship as its
        // quantity and all that was ordered as `current`.
        const std::int64_t quantity =
            word.kind == Kind::change ? std::max(line.quantity, line.current) : line.quantity;
        if (quantity > 0)
            out[line.line_id] = quantity;
    }
    return out;
}

bool is_refused(const Past& word) {
    return word.state == DeliveryState::partial || word.state == DeliveryState::rejected ||
           std::any_of(
               word.lines.begin(), word.lines.end(),
               [](const PastLine& line) { return line.refused > line.freed; });
}

/// Reads the words about one part, oldest first.
class PartReader {
public:
    void read(const Past& word) {
        m_part.last_revision = word.revision;
        m_number = word.po_number;
        const Standing is = standing(word);
        if (is == Standing::left && order::may_still_leave(word.state))
            m_part.on_the_way = &word;
        if (is == Standing::left && is_refused(word))
            m_part.refused = &word;
        if (word.kind == Kind::goods)
            read_goods(word, is);
        else if (is == Standing::unsent)
            m_part.open = &word;
        else if (is != Standing::gone)
            (is == Standing::left ? m_part.known : m_called_off) = &word;
    }
    void finish(History& history) {
        if (m_part.goods == nullptr) {
            if (m_unsent == nullptr) {
                history.free_part = history.last_part;
                history.free_revision = m_part.last_revision;
                history.free_number = m_number;
            } else {
                history.unsent.push_back(m_unsent);
            }
            return;
        }
        m_part.reference = m_part.known;
        if (m_called_off != nullptr && m_called_off->revision > m_part.known->revision)
            m_part.reference = m_called_off;
        m_part.sent = believed(*m_part.known);
        for (const PastLine& line : m_part.known->lines)
            if (line.freed > 0)
                take(line.line_id, line.freed);
        history.sent.push_back(std::move(m_part));
    }

private:
    void read_goods(const Past& word, Standing is) {
        m_unsent = is == Standing::unsent ? &word : nullptr;
        if (is != Standing::left && is != Standing::called_off)
            return;
        m_part.goods = m_part.known = &word;
        m_part.called_off = is == Standing::called_off;
    }
    void take(std::int64_t line, std::int64_t quantity) {
        const auto found = m_part.sent.find(line);
        if (found == m_part.sent.end())
            return;
        found->second -= quantity;
        if (found->second <= 0)
            m_part.sent.erase(found);
    }

    SentPart m_part;
    std::string m_number;
    const Past* m_unsent = nullptr;
    const Past* m_called_off = nullptr; ///< the newest word that a person called off
};

std::int64_t positive(std::int64_t quantity) {
    return std::max<std::int64_t>(quantity, 0);
}

} // namespace

Standing standing(const Past& d) {
    if (d.state == DeliveryState::cancelled)
        return d.reason_code == "called_off" ? Standing::called_off : Standing::gone;
    if (d.state == DeliveryState::settled || d.has_document)
        return Standing::left;
    return order::is_unclaimed(d.state) ? Standing::unsent : Standing::left;
}

std::map<std::int64_t, History> histories(std::span<const Past> past) {
    std::vector<const Past*> sorted;
    for (const Past& d : past)
        sorted.push_back(&d);
    std::sort(sorted.begin(), sorted.end(), [](const Past* a, const Past* b) {
        return std::tuple{a->supplier_id, a->part, a->revision} <
               std::tuple{b->supplier_id, b->part, b->revision};
    });
    std::map<std::int64_t, History> out;
    for (auto at = sorted.begin(); at != sorted.end();) {
        History& history = out[(*at)->supplier_id];
        if (history.first_number.empty())
            history.first_number = (*at)->po_number;
        history.last_part = (*at)->part;
        history.free_part = 0;
        PartReader part;
        const Past& first = **at;
        for (; at != sorted.end() && (*at)->supplier_id == first.supplier_id &&
               (*at)->part == first.part;
             ++at)
            part.read(**at);
        part.finish(history);
    }
    return out;
}

LineCount count_line(const order::LineItem& line, std::int64_t sent, std::int64_t elsewhere) {
    LineCount n;
    n.line_id = line.id;
    n.ordered = positive(line.current_quantity) + positive(line.returned_quantity);
    n.sent = positive(sent);
    n.fulfilled = positive(line.fulfilled_quantity);
    n.open = positive(line.fulfillable_quantity);
    n.elsewhere = std::min(n.fulfilled, std::max(elsewhere, n.fulfilled - n.sent));
    const std::int64_t on_the_way = positive(n.sent + n.elsewhere - n.fulfilled);
    const std::int64_t left = n.ordered - n.elsewhere - n.sent;
    n.due = positive(std::min(n.open - on_the_way, left));
    n.not_released = std::min(positive(n.ordered - n.fulfilled - n.open), positive(left - n.due));
    n.held_after_sending =
        positive(std::min(n.sent + n.elsewhere, n.ordered) - n.fulfilled - n.open);
    return n;
}

LineCount count_service(const order::LineItem& line, std::int64_t sent, const LineCount& goods) {
    LineCount n = count_line(line, sent);
    n.elsewhere = 0;
    const std::int64_t unsent = positive(n.ordered - n.sent);
    const bool late = goods.sent > 0 && goods.fulfilled < goods.ordered;
    n.due = n.not_released = n.held_after_sending = 0;
    if (goods.not_released > 0) {
        n.due = std::min(unsent, goods.due);
        n.not_released = unsent - n.due;
    } else if (goods.due > 0 || late) {
        n.due = unsent;
    }
    return n;
}

std::vector<LineCount> count_lines(const order::Order& order,
                                   const std::map<std::int64_t, History>& histories) {
    Quantities sent;
    std::vector<const Past*> oldest_first;
    for (const auto& [supplier, history] : histories)
        for (const SentPart& part : history.sent) {
            for (const auto& [line, quantity] : part.sent)
                sent[line] += quantity;
            oldest_first.push_back(part.goods);
        }
    std::sort(oldest_first.begin(), oldest_first.end(), [](const Past* a, const Past* b) {
        return std::tuple{a->left_at, a->id} < std::tuple{b->left_at, b->id};
    });
    Quantities elsewhere; // as the newest knows it: a fulfilment may have been withdrawn
    for (const Past* goods : oldest_first)
        for (const PastLine& line : goods->lines)
            if (line.quantity > 0)
                elsewhere[line.line_id] = line.elsewhere;
    const auto roles = order::line_roles(order);
    std::vector<LineCount> out;
    std::map<std::int64_t, std::size_t> index;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        const std::int64_t id = order.lines[i].id;
        index.emplace(id, i);
        out.push_back(count_line(order.lines[i], sent[id], elsewhere[id]));
        if (roles[i].role == order::LineRole::left_out)
            out.back().due = out.back().not_released = 0;
    }
    for (std::size_t i = 0; i < order.lines.size(); ++i)
        if (roles[i].role == order::LineRole::service)
            out[i] = count_service(order.lines[i], out[i].sent, out[index.at(roles[i].of)]);
    return out;
}

} // namespace shoporder::route
