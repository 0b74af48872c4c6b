#include "base/text.hpp"
#include "route/calendar.hpp"
#include "route/goods_holds.hpp"
#include "route/holds.hpp"
#include "route/order_holds.hpp"
#include "route/supplier_side.hpp"

#include <algorithm>
#include <functional>

namespace shoporder::route {

namespace {

using order::DeliveryState;
using order::Order;
using order::Supplier;

std::string cancelled_words(const Order& o) {
    if (!o.cancelled_at)
        return {};
    return "cancelled" + (o.cancel_reason.empty()
                              ? std::string{}
                              : " (" + base::printable(o.cancel_reason, 40) + ")");
}

Check never_by_itself(const Facts& f, const ShopRules& rules) {
    const Order& o = *f.order;
    if (o.test) {
        std::string words = "test order";
        if (const std::string more = cancelled_words(o); !more.empty())
            words += ", " + more;
        if (o.financial_status == "voided")
            words += ", payment voided";
        return held("test_order", words + "; it never goes to a supplier by itself");
    }
    if (!o.created_at || *o.created_at < rules.start)
        return held("before_start", "placed before this shop's start (" +
                                        base::format_time(rules.start) +
                                        "); release it only if nobody has sent it");
    return std::nullopt;
}

} // namespace

Verdict judge(const Facts& f, const ShopRules& rules, const Supplier* supplier, const Load& load,
              const Earlier& earlier) {
    const Order& o = *f.order;
    // What is called off now may be with the supplier: a person must ask before it is dropped.
    if (f.restored && earlier.code == "restored" && !is_waived(earlier.released, "restored"))
        return in_doubt_since_restore(f);
    if (f.deleted)
        return {DeliveryState::cancelled, "deleted", "the shop deleted the order", std::nullopt};
    if (o.cancelled_at && !o.test)
        return {DeliveryState::cancelled, "cancelled", "the order is " + cancelled_words(o),
                std::nullopt};
    // What only a person can settle comes before what settles itself, so that the operator hears of
    // it at once; a route must exist whatever a person has waived.
    const std::function<Check()> checks[] = {
        [&] { return doubtful_body(f); },
        [&] { return never_by_itself(f, rules); },
        [&] { return supplier == nullptr ? recipient(nullptr) : std::nullopt; },
        [&] { return sent_before_restore(f); },
        [&] { return several_methods(o); },
        [&] { return pick_up(o, supplier); },
        [&] { return address(o, supplier); },
        [&] { return strict_address(o, rules, supplier); },
        [&] { return held_country(o, rules, supplier); },
        [&] { return held_tag(o, rules, supplier); },
        [&] { return held_value(o, rules, supplier); },
        [&] { return unreleased(load); },
        [&] { return added_later(load, supplier); },
        [&] { return unknown_sku(f, supplier, load); },
        [&] { return cost_missing(f, supplier, load); },
        [&] { return pack_size(f, supplier, load); },
        [&] { return minimum_order(f, supplier, load); },
        [&] { return money(f, rules, supplier); },
        [&]() -> Check {
            const base::Time end = f.first_seen + rules.grace;
            if (rules.grace.count() > 0 && f.now < end)
                return waiting("grace", "left alone for a while, for edits", end);
            return std::nullopt;
        },
        [&] { return supplier == nullptr ? std::nullopt : recipient(supplier); },
        // The cut-off first: it fills the batch, the hours say when the batch may leave.
        [&] { return supplier == nullptr ? std::nullopt : cut_off(*supplier, f.now, earlier); },
        [&] { return supplier == nullptr ? std::nullopt : send_window(*supplier, f.now); },
    };
    for (const auto& check : checks) {
        if (auto verdict = check()) {
            const bool waivable = verdict->code != "unrouted" && verdict->code != "no_endpoint" &&
                                  verdict->code != "not_released" &&
                                  !verdict->code.starts_with("supplier_");
            if (!waivable || !is_waived(earlier.released, verdict->code))
                return *std::move(verdict);
        }
    }
    return {};
}

} // namespace shoporder::route
