#include "order/line_roles.hpp"
#include "route/bids.hpp"
#include "route/route.hpp"

#include <algorithm>

namespace shoporder::route {

namespace {

using order::LineItem;
using order::Supplier;

const Supplier* with_id(const std::vector<Asked>& suppliers, std::int64_t id) {
    const auto found = std::find_if(suppliers.begin(), suppliers.end(),
                                    [&](const Asked& a) { return a.supplier->id == id; });
    return found == suppliers.end() ? nullptr : found->supplier;
}

/// Who ships this line, and why.
LineRoute choose(const LineItem& line, const Facts& facts, const std::vector<Asked>& suppliers,
                 std::int64_t unrouted_id) {
    if (const auto word = facts.assigned.find(line.id); word != facts.assigned.end())
        if (const Supplier* s = with_id(suppliers, word->second))
            return {line.id, s->id, s->name + ": assigned by a person"};
    const RoutedLine asked_for(line, facts);
    const Supplier* fallback = nullptr;
    for (const Asked& asked : suppliers) {
        const Supplier& s = *asked.supplier;
        const Bid bid = bid_of(asked, asked_for);
        if (bid.kind == Bid::Kind::taken)
            return {line.id, s.id, s.name + ": " + words_of(bid.rule->written())};
        if (bid.kind == Bid::Kind::open && s.takes_unmatched && fallback == nullptr)
            fallback = &s;
    }
    if (fallback != nullptr)
        return {line.id, fallback->id, fallback->name + ": default supplier"};
    return {line.id, unrouted_id, "no rule takes it"};
}

/// Each line once its goods have their supplier.
class Lines {
public:
    Lines(const Facts& facts, std::span<const Supplier> suppliers, std::int64_t unrouted_id)
        : m_facts(facts), m_asked(by_precedence(suppliers)), m_unrouted_id(unrouted_id) {}

    [[nodiscard]] std::vector<LineRoute> routes() const {
        const auto& lines = m_facts.order->lines;
        const auto roles = order::line_roles(*m_facts.order);
        std::vector<LineRoute> out(lines.size());
        std::map<std::int64_t, const LineRoute*> goods;
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (roles[i].role != order::LineRole::service)
                goods[lines[i].id] = &(out[i] = of_itself(lines[i], roles[i]));
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (roles[i].role == order::LineRole::service)
                out[i] = of_service(lines[i], roles[i], *goods.at(roles[i].of));
        return out;
    }

private:
    [[nodiscard]] LineRoute of_itself(const LineItem& line, const order::RoleOfLine& role) const {
        if (role.role == order::LineRole::left_out)
            return {line.id, 0, "needs no supplier: " + std::string{role.why}};
        if (is_gone(line))
            return {line.id, 0, "nothing left to ship"};
        return choose(line, m_facts, m_asked, m_unrouted_id);
    }
    [[nodiscard]] LineRoute of_service(const LineItem& line, const order::RoleOfLine& role,
                                       const LineRoute& goods) const {
        if (is_gone(line))
            return {line.id, 0, "nothing left to do"};
        if (m_facts.assigned.contains(line.id))
            return choose(line, m_facts, m_asked, m_unrouted_id);
        const std::string which = "line " + std::to_string(role.of);
        if (goods.supplier_id == 0)
            return {line.id, 0, "goes along with " + which + ", of which nothing is left to ship"};
        return {line.id, goods.supplier_id,
                "goes along with " + which + ": " + std::string{role.why}};
    }
    static bool is_gone(const LineItem& line) {
        return line.current_quantity <= 0 && line.returned_quantity <= 0;
    }

    const Facts& m_facts;
    std::vector<Asked> m_asked;
    std::int64_t m_unrouted_id;
};

} // namespace

std::vector<LineRoute> route_lines(const Facts& facts, std::span<const Supplier> suppliers,
                                   std::int64_t unrouted_id) {
    return Lines(facts, suppliers, unrouted_id).routes();
}

} // namespace shoporder::route
