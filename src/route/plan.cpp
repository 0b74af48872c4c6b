#include "route/plan.hpp"

#include "order/line_roles.hpp"
#include "route/supplier_goods.hpp"
#include "route/tell.hpp"

#include <algorithm>
#include <set>

namespace shoporder::route {

namespace {

/// Why nothing is to be sent, each reason once.
std::string nothing_to_send(const Plan& plan) {
    std::set<std::string> reasons;
    for (const LineRoute& line : plan.routes)
        reasons.insert(line.supplier_id == 0 ? line.why : "everything has shipped already");
    if (plan.routes.empty())
        reasons.insert("the order has no lines");
    std::string text = "nothing to send";
    for (const std::string& reason : reasons)
        text += (reason == *reasons.begin() ? ": " : ", ") + reason;
    return text;
}

/// How many suppliers had a delivery of this order before this one had its first: its letter.
std::size_t rank_of(std::int64_t supplier, const Situation& s) {
    std::map<std::int64_t, std::int64_t> first; // of each supplier
    for (const Past& d : s.past)
        if (d.supplier_id != s.unrouted_id)
            if (const auto [at, fresh] = first.try_emplace(d.supplier_id, d.id); !fresh)
                at->second = std::min(at->second, d.id);
    const std::int64_t mine = first[supplier];
    return static_cast<std::size_t>(std::count_if(
        first.begin(), first.end(), [&](const auto& other) { return other.second < mine; }));
}

} // namespace

Plan plan(const Situation& s) {
    const auto known = histories(s.past);
    Plan out;
    out.routes = route_lines(s.facts, s.suppliers, s.unrouted_id);
    out.counts = count_lines(*s.facts.order, known);

    const History none;
    std::map<std::int64_t, SupplierGoods> goods;
    std::size_t next = 0; // suppliers in the order they came in
    for (const auto& [supplier, history] : known) {
        goods.emplace(supplier, SupplierGoods{s, supplier, history});
        next += supplier == s.unrouted_id ? 0 : 1;
    }
    const auto roles = order::line_roles(*s.facts.order);
    for (std::size_t i = 0; i < out.routes.size(); ++i)
        if (const std::int64_t supplier = out.routes[i].supplier_id; supplier != 0)
            goods.try_emplace(supplier, s, supplier, none)
                .first->second.add(out.counts[i], roles[i].of);
    std::size_t parts = 0;
    for (auto& [supplier, mine] : goods) {
        mine.share_out();
        parts += mine.parts();
    }
    for (auto& [supplier, mine] : goods) {
        const auto found = known.find(supplier);
        const std::string first = found == known.end() ? "" : found->second.first_number;
        const bool is_new = supplier != s.unrouted_id && first.empty() && !mine.is_nothing();
        const std::size_t index = is_new ? next++ : rank_of(supplier, s);
        mine.plan({s.prefix, *s.facts.order, mine.supplier(), first, index}, parts > 1, out.steps);
    }
    tell_suppliers(s, known, out.counts, out.steps);
    const bool has_any =
        !s.past.empty() || std::any_of(out.steps.begin(), out.steps.end(), [](const Step& step) {
            return std::holds_alternative<Add>(step);
        });
    if (!has_any)
        out.nothing = nothing_to_send(out);
    return out;
}

} // namespace shoporder::route
