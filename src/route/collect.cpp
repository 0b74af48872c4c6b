#include "route/collect.hpp"

#include "base/text.hpp"
#include "order/collect.hpp"

namespace shoporder::route {

namespace {
bool is_unpaid(const order::Order& order) {
    return order.financial_status == "pending" || order.financial_status == "partially_paid";
}
} // namespace

std::optional<order::Money> still_to_collect(const order::Order& order) {
    const auto amount = is_unpaid(order) ? order::to_collect(order) : std::nullopt;
    return amount && amount->amount.units() > 0 ? amount : std::nullopt;
}

bool is_amount_unclear(const order::Order& order) {
    return is_unpaid(order) && !order::to_collect(order);
}

std::optional<Collecting> collecting(const Facts& f, const ShopRules& rules,
                                     const order::Supplier* supplier) {
    if (!is_unpaid(*f.order))
        return std::nullopt;
    Collecting out;
    out.gateway = order::collecting_gateway(*f.order, rules.collect);
    if (out.gateway.empty())
        return std::nullopt;
    const std::string what =
        "its money is collected at delivery (" + base::printable(out.gateway, 60) + "), ";
    const auto amount = order::to_collect(*f.order);
    if (f.shared)
        out.why_not = what + "and it goes in several parts: settle who collects what";
    else if (supplier == nullptr)
        out.why_not = what + "and no supplier is known";
    else if (!supplier->collects)
        out.why_not = what + "which supplier " + supplier->name +
                      " does not do; if it does, `shoporder supplier set " + supplier->name +
                      " collects=true`";
    else if (!amount)
        out.why_not = what + "and the order does not tell how much, in the shopper's currency";
    else
        out.amount = amount;
    return out;
}

} // namespace shoporder::route
