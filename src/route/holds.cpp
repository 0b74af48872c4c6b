#include "route/holds.hpp"

#include "base/text.hpp"
#include "order/handover.hpp"
#include "route/collect.hpp"

#include <algorithm>

namespace shoporder::route {

namespace {

using order::DeliveryState;
using order::Order;
using order::Supplier;

bool has_negative_money(const Order& o) {
    if (o.total && o.total->negative())
        return true;
    return std::any_of(o.lines.begin(), o.lines.end(),
                       [](const auto& line) { return line.price && line.price->negative(); });
}

/// "\"Standard\" and \"Berlin shop\" (pick-up)".
std::string words_of(const std::vector<order::Method>& methods) {
    std::string out;
    for (std::size_t i = 0; i < methods.size(); ++i) {
        out += i == 0 ? "" : i + 1 == methods.size() ? " and " : ", ";
        out += "\"" + base::printable(methods[i].label, 60) + "\"";
        out += methods[i].pick_up ? " (pick-up)" : "";
    }
    return out;
}

/// "pending; Net 30, due 2026-12-24".
std::string unpaid_words(const Order& o) {
    std::string words = o.financial_status;
    if (!o.payment_terms)
        return words;
    const std::string& name = o.payment_terms->name;
    words += "; " + (name.empty() ? "payment terms" : base::printable(name, 40));
    if (const auto due = o.payment_terms->next_due())
        words += ", due " + base::format_time(*due).substr(0, 10);
    return words;
}

} // namespace

Verdict held(std::string code, std::string reason) {
    return {DeliveryState::held, std::move(code), std::move(reason), std::nullopt};
}
Verdict waiting(std::string code, std::string reason, std::optional<base::Time> due) {
    return {DeliveryState::waiting, std::move(code), std::move(reason), due};
}

bool is_waived(std::string_view released, std::string_view code) {
    const auto codes = base::split(released, ' ');
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Check doubtful_body(const Facts& f) {
    if (!f.order->defects.empty()) {
        std::string all = f.order->defects.front();
        if (f.order->defects.size() > 1)
            all += ", and " + std::to_string(f.order->defects.size() - 1) + " more";
        return held("defect", "a field cannot be read: " + base::printable(all, 300));
    }
    if (f.replaced > 0)
        return held("repaired",
                    std::to_string(f.replaced) +
                        " broken characters were replaced to read the body; look at the "
                        "names and addresses, then release it");
    return std::nullopt;
}

Verdict in_doubt_since_restore(const Facts& f) {
    return held("restored",
                "placed before the database was restored (" +
                    base::format_time(f.restored.value_or(f.now)) +
                    "), and may have been sent by then; ask the supplier, and release it only if "
                    "nobody has it, else `shoporder queue done`");
}

Check sent_before_restore(const Facts& f) {
    if (!f.restored || (f.order->created_at && *f.order->created_at >= *f.restored))
        return std::nullopt;
    return in_doubt_since_restore(f);
}

Check several_methods(const Order& o) {
    const auto methods = order::methods(o);
    const bool one_way =
        std::all_of(methods.begin(), methods.end(), [](const auto& m) { return m.pick_up; });
    if (methods.size() < 2 || one_way)
        return std::nullopt;
    return held("shipping_methods", std::to_string(methods.size()) + " shipping methods, " +
                                        words_of(methods) +
                                        ": the order does not tell which goods go by which");
}

Check pick_up(const Order& o, const Supplier* supplier) {
    if (order::handover(o) != order::Handover::pick_up)
        return std::nullopt;
    if (supplier != nullptr && supplier->pick_ups)
        return std::nullopt;
    std::string reason = "the shopper picks it up";
    if (const auto methods = order::methods(o); !methods.empty())
        reason += " by " + words_of(methods);
    if (supplier != nullptr)
        reason += ", and supplier " + supplier->name +
                  " serves no pick-ups; if it does, `shoporder supplier set " + supplier->name +
                  " pick_ups=true`";
    return held("pick_up", reason);
}

Check address(const Order& o, const Supplier* supplier) {
    if (supplier != nullptr && supplier->pick_ups && order::handover(o) == order::Handover::pick_up)
        return std::nullopt;
    if (!o.shipping_address)
        return held("address", "the order has no shipping address");
    if (const std::string missing = o.shipping_address->missing(); !missing.empty())
        return held("address", "the shipping address lacks " + missing +
                                   "; if every order does, the app may not see personal data");
    return std::nullopt;
}

Check unreleased(const Load& load) {
    if (!load.not_released)
        return std::nullopt;
    return waiting("not_released", "Shopify has not released these goods yet (on hold, "
                                   "scheduled or a pre-order); they go when it does");
}

Check added_later(const Load& load, const Supplier* supplier) {
    const std::string who = supplier == nullptr ? "the supplier" : "supplier " + supplier->name;
    if (load.service_only)
        return held("service_only", "a service (engraving, gift wrap) for goods that " + who +
                                        " has got already; ask whether it still can be done, then "
                                        "release it");
    if (load.addition && supplier != nullptr && supplier->holds_additions)
        return held("addition", "added to the order after " + who + " had got its first part");
    return std::nullopt;
}

Check money(const Facts& f, const ShopRules& rules, const Supplier* supplier) {
    const Order& o = *f.order;
    if (has_negative_money(o))
        return held("money", "a price or the total is negative");
    const std::string& status = o.financial_status;
    if (status == "paid" || status == "partially_refunded")
        return std::nullopt;
    if (status == "refunded" || status == "voided" || status == "expired")
        return held("payment", "the payment is " + status + " although goods are still to ship");
    if (status != "pending" && status != "authorized" && status != "partially_paid")
        return held("payment", "unknown payment status \"" + base::printable(status, 40) + "\"");
    if (const auto cash = collecting(f, rules, supplier))
        return cash->amount ? std::nullopt : Check{held("collect", cash->why_not)};
    const bool agreed = o.payment_terms && !rules.wait_for_terms;
    if (!rules.wait_for_payment || agreed)
        return std::nullopt;
    return waiting("unpaid", "not paid yet (" + unpaid_words(o) + ")");
}

} // namespace shoporder::route
