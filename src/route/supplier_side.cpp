#include "route/supplier_side.hpp"

#include "base/error.hpp"
#include "route/calendar.hpp"

namespace shoporder::route {

using order::Supplier;
using order::SupplierMode;

namespace {

/// A batch is closed at its cut-off, and what was in it goes; what comes later is in the next. A
/// delivery that may go, or waits for the supplier's hours only, is in a batch closed already.
Check ask_cut_off(const Supplier& s, base::Time now, const Earlier& earlier) {
    const bool closed = earlier.ready || earlier.code == "send_window" ||
                        (earlier.code == "cutoff" && earlier.due_at && *earlier.due_at <= now);
    if (s.batching != order::Batching::cutoff || closed)
        return std::nullopt;
    const auto at = next_cutoff(s.send, now);
    if (!at)
        return waiting("cutoff", "supplier " + s.name +
                                     ": no cut-off time will ever come with its batch.cutoff and "
                                     "send.*; see `shoporder supplier show " +
                                     s.name + "`");
    return waiting("cutoff", "supplier " + s.name + " takes a batch at " + local_words(s.send, *at),
                   at);
}

Check ask_send_window(const Supplier& s, base::Time now) {
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

} // namespace

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

Check cut_off(const Supplier& s, base::Time now, const Earlier& earlier) {
    return by_calendar(
        "cutoff", s, [&] { return ask_cut_off(s, now, earlier); });
}

Check send_window(const Supplier& s, base::Time now) {
    return by_calendar(
        "send_window", s, [&] { return ask_send_window(s, now); });
}

} // namespace shoporder::route
