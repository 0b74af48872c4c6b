#include "order/collect.hpp"

#include "base/text.hpp"

namespace shoporder::order {

std::string collecting_gateway(const Order& order, const std::vector<std::string>& names) {
    for (const std::string& gateway : order.gateways)
        for (const std::string& name : names)
            if (base::glob_match(base::fold(name), base::fold(gateway)))
                return gateway;
    return {};
}

std::optional<Money> to_collect(const Order& order) {
    const std::optional<Decimal>& whole = order.current_total ? order.current_total : order.total;
    // Bodies of before 2021 tell nothing outstanding: all of a pending order is.
    const bool unpaid = order.financial_status == "pending";
    const std::optional<Decimal>& open = order.outstanding || !unpaid ? order.outstanding : whole;
    if (!open || open->negative() || order.currency.size() != 3)
        return std::nullopt;
    if (order.presentment_currency.empty() || order.presentment_currency == order.currency ||
        open->units() == 0)
        return Money{*open, order.currency};
    if (!whole || !order.presentment_total || !same_amount(*open, *whole))
        return std::nullopt;
    return Money{*order.presentment_total, order.presentment_currency};
}

} // namespace shoporder::order
