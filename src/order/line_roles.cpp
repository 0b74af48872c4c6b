#include "order/line_roles.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <unordered_map>

namespace shoporder::order {

namespace {

bool carries_text(const LineItem& line) {
    return std::any_of(
        line.properties.begin(), line.properties.end(),
        [](const Property& p) { return !base::trim(p.value).empty(); });
}

/// The order's lines with what is asked of them again and again.
class Lines {
public:
    explicit Lines(const Order& order) : m_lines(order.lines) {
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            m_index.emplace(m_lines[i].id, i);
            m_vendors.push_back(base::fold(m_lines[i].vendor));
            m_has_goods = m_has_goods || m_lines[i].requires_shipping;
        }
    }

    [[nodiscard]] RoleOfLine role(std::size_t i) const {
        const LineItem& line = m_lines[i];
        if (line.requires_shipping)
            return {LineRole::goods, 0, line.gift_card ? "a gift card to ship" : "to ship"};
        if (line.gift_card)
            return left_out("an electronic gift card");
        if (!m_has_goods)
            return left_out("nothing of the order is shipped");
        const std::size_t root = root_of(i);
        if (root != i && m_lines[root].requires_shipping)
            return {LineRole::service, m_lines[root].id, "belongs to the line it names as parent"};
        if (carries_text(line))
            return {LineRole::service, m_lines[neighbour(i)].id,
                    "carries properties, so it belongs to the goods it stands with"};
        if (root != i && !m_lines[root].gift_card && carries_text(m_lines[root]))
            return {LineRole::service, m_lines[neighbour(root)].id,
                    "belongs to a service of these goods"};
        if (root != i)
            return left_out("belongs to a line that is not shipped");
        if (line.names_parent)
            return left_out("names a parent that is no line of this order");
        return left_out("needs no shipping, names no parent and carries no properties");
    }

private:
    static RoleOfLine left_out(std::string_view why) { return {LineRole::left_out, 0, why}; }

    /// Up the parents to goods, else to the last that names none; a circle ends at a line of it.
    [[nodiscard]] std::size_t root_of(std::size_t i) const {
        std::size_t at = i;
        for (std::size_t steps = 0; steps < m_lines.size() && m_lines[at].parent_id != 0; ++steps) {
            const auto parent = m_index.find(m_lines[at].parent_id);
            if (parent == m_index.end())
                break;
            at = parent->second;
            if (m_lines[at].requires_shipping)
                break;
        }
        return at;
    }

    /// The goods line that rule 2 of the header picks; there is one.
    [[nodiscard]] std::size_t neighbour(std::size_t i) const {
        const LineItem& line = m_lines[i];
        std::size_t best = m_lines.size();
        int best_rank = -1;
        for (std::size_t n = 0; n < m_lines.size(); ++n) {
            const LineItem& other = m_lines[n];
            if (!other.requires_shipping)
                continue;
            const bool bundle = line.group_id != 0 && other.group_id == line.group_id;
            const bool vendor = !m_vendors[i].empty() && m_vendors[n] == m_vendors[i];
            const bool before = n < i;
            const bool gone = other.current_quantity == 0;
            const int kin = bundle ? 2 : vendor ? 1 : 0;
            int rank = 0;
            if (gone)
                rank = (before ? 4 : 0) + (kin > 0 ? 1 : 0);
            else if (before)
                rank = 10 + kin;
            else
                rank = kin > 0 ? 6 + kin : 3;
            // Before it the nearest wins, behind it the first.
            if (rank > best_rank || (rank == best_rank && before)) {
                best_rank = rank;
                best = n;
            }
        }
        return best;
    }

    const std::vector<LineItem>& m_lines;
    std::unordered_map<std::int64_t, std::size_t> m_index;
    std::vector<std::string> m_vendors;
    bool m_has_goods = false;
};

} // namespace

std::string_view name(LineRole role) noexcept {
    switch (role) {
    case LineRole::goods:
        return "goods";
    case LineRole::service:
        return "service";
    case LineRole::left_out:
        break;
    }
    return "left out";
}

std::vector<RoleOfLine> line_roles(const Order& order) {
    const Lines lines{order};
    std::vector<RoleOfLine> out;
    for (std::size_t i = 0; i < order.lines.size(); ++i)
        out.push_back(lines.role(i));
    return out;
}

} // namespace shoporder::order
