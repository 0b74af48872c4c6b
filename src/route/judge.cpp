#include "base/error.hpp"
#include "base/text.hpp"
#include "route/calendar.hpp"
#include "route/goods_holds.hpp"
#include "route/holds.hpp"
#include "route/order_holds.hpp"

#include <algorithm>
#include <functional>

namespace shoporder::route {

namespace {

using order::DeliveryState;
using order::Order;
using order::Supplier;
using order::SupplierMode;

std::string cancelled_words(const Order& o) {
    if (!o.cancelled_at)
        return {};
    return "cancelled" + (o.cancel_reason.empty()
                              ? std::string{}
                              : " (" + base::printable(o.cancel_reason, 40) + ")");
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

Check recipient(const Supplier* s) {
    if (s == nullptr)
        return held("unrouted",
                    "no supplier's rule takes these lines; add a rule, or `shoporder order "
                    "assign`");
    if (!s->endpoint)
        return held("no_endpoint", "supplier " + s->name + " has no url; `shoporder supplier set " +
                                       s->name + " url=…`");
    switch (s->mode) {
    case SupplierMode::live:
        return std::nullopt;
    case SupplierMode::test:
        return waiting("supplier_test", "supplier " + s->name +
                                            " is in test; `shoporder supplier live " + s->name +
                                            "`");
    case SupplierMode::observe:
        return waiting("supplier_observe",
                       "supplier " + s->name + " is only observed, nothing is sent");
    case SupplierMode::paused:
    case SupplierMode::parked:
        break;
    }
    return waiting("supplier_" + std::string{order::name(s->mode)},
                   "supplier " + s->name + " is " + std::string{order::name(s->mode)} + ": " +
                       s->mode_reason,
                   s->mode_until);
}

/// A batch is closed at its cut-off, and what was in it goes; what comes later is in the next. A
/// delivery that may go, or waits for the supplier's hours only, is in a batch closed already.
Check cut_off(const Supplier& s, base::Time now, const Earlier& earlier) {
    const bool closed = earlier.ready || earlier.code == "send_window" ||
                        (earlier.code == "cutoff" && earlier.due_at && *earlier.due_at <= now);
    if (s.batching != order::Batching::cutoff || closed)
        return std::nullopt;
    const auto at = next_cutoff(s.send, now);
    if (!at)
        return waiting("cutoff", "supplier " + s.name +
                                     " has no cut-off in sight; see its batch.cutoff and send.* "
                                     "with `shoporder supplier show " +
                                     s.name + "`");
    return waiting("cutoff", "supplier " + s.name + " takes a batch at " + local_words(s.send, *at),
                   at);
}

Check send_window(const Supplier& s, base::Time now) {
    const auto at = next_open(s.send, now);
    if (at == now)
        return std::nullopt;
    if (!at)
        return waiting("send_window", "supplier " + s.name +
                                          " is never open by its send.* settings; `shoporder "
                                          "supplier set " +
                                          s.name + " send.days=mon-fri`, for instance");
    return waiting("send_window",
                   "supplier " + s.name + " takes files again on " + local_words(s.send, *at), at);
}

/// Neither can be told without the supplier's time zone, and a guess could send in the night.
template <typename Ask>
Check by_calendar(const char* code, const Supplier& s, const Ask& ask) {
    try {
        return ask();
    } catch (const base::Error& error) {
        return held(code, "supplier " + s.name + ": " + error.what() +
                              ". `shoporder supplier set " + s.name +
                              " send.zone=NAME` names "
                              "another");
    }
}

bool is_released(std::string_view released, const std::string& code) {
    const auto codes = base::split(released, ' ');
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

} // namespace

Verdict judge(const Facts& f, const ShopRules& rules, const Supplier* supplier, const Load& load,
              const Earlier& earlier) {
    const Order& o = *f.order;
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
        [&]() -> Check {
            if (supplier == nullptr)
                return std::nullopt;
            return by_calendar("cutoff", *supplier,
                               [&] { return cut_off(*supplier, f.now, earlier); });
        },
        [&]() -> Check {
            if (supplier == nullptr)
                return std::nullopt;
            return by_calendar("send_window", *supplier,
                               [&] { return send_window(*supplier, f.now); });
        },
    };
    for (const auto& check : checks) {
        if (auto verdict = check()) {
            const bool waivable = verdict->code != "unrouted" && verdict->code != "no_endpoint" &&
                                  verdict->code != "not_released" &&
                                  !verdict->code.starts_with("supplier_");
            if (!waivable || !is_released(earlier.released, verdict->code))
                return *std::move(verdict);
        }
    }
    return {};
}

} // namespace shoporder::route
