#include "report/status_view.hpp"

#include "report/attention_view.hpp"

namespace shoporder::report {

namespace {

using order::DeliveryState;

constexpr std::chrono::hours k_patience{1};
constexpr std::array k_moving = {DeliveryState::ready, DeliveryState::sending,
                                 DeliveryState::uncertain, DeliveryState::deferred};

std::int64_t count(const std::map<DeliveryState, std::int64_t>& counts, DeliveryState state) {
    const auto found = counts.find(state);
    return found == counts.end() ? 0 : found->second;
}

std::string deliveries(std::int64_t n) {
    return count_of(static_cast<std::size_t>(n), "delivery");
}

Value counts_json(const std::map<DeliveryState, std::int64_t>& counts) {
    Value out = Value::object();
    for (const DeliveryState state : order::k_delivery_states)
        out.set(std::string{order::name(state)}, count(counts, state));
    return out;
}

} // namespace

Standstill standstill_of(const SupplierHealth& s) {
    if (s.mode == "paused")
        return {Standstill::Kind::paused, s.mode_reason, s.mode_until, {}};
    if (s.mode == "parked")
        return {Standstill::Kind::parked, s.mode_reason, {}, {}};
    if (s.failing_since)
        return {Standstill::Kind::unreachable, {}, {}, s.failing_since};
    return {};
}

std::vector<Complaint> find_complaints(const StatusView& view) {
    std::vector<Complaint> out;
    for (const DeliveryState state : order::k_delivery_states)
        if (const auto n = count(view.counts, state); order::is_attention(state) && n > 0)
            out.push_back({"attention/" + std::string{order::name(state)},
                           deliveries(n) + " " + std::string{order::name(state)},
                           "shoporder queue list --attention", true});
    for (const SupplierHealth& s : view.suppliers) {
        if (s.mode == "parked")
            out.push_back({"parked/" + s.name,
                           "supplier " + s.name + " is parked: " + s.mode_reason,
                           "shoporder supplier test " + s.name});
        else if (s.failing_since && view.at - *s.failing_since > k_patience)
            out.push_back(
                {"unreachable/" + s.name,
                 "supplier " + s.name + " has been out of reach since " +
                     base::format_time(std::chrono::floor<std::chrono::seconds>(*s.failing_since)),
                 "shoporder supplier test " + s.name});
    }
    for (const DeliveryState state : k_moving) {
        const auto since = view.oldest.find(state);
        if (since == view.oldest.end() || view.at - since->second <= k_patience)
            continue;
        out.push_back({"stuck/" + std::string{order::name(state)},
                       deliveries(count(view.counts, state)) + " " +
                           std::string{order::name(state)} + ", the oldest for " +
                           base::format_span(view.at - since->second),
                       state == DeliveryState::ready ? "shoporder dispatch" : "shoporder retry"});
    }
    if (view.oldest_to_plan && view.at - *view.oldest_to_plan > k_patience)
        out.push_back({"unrouted",
                       "an order received " + base::format_span(view.at - *view.oldest_to_plan) +
                           " ago is not routed yet",
                       "shoporder dispatch"});
    for (const Notice& notice : view.notices)
        out.push_back({notice.key, notice.text, notice.next});
    return out;
}

std::vector<std::string> complaints(const StatusView& view) {
    std::vector<std::string> out;
    for (const Complaint& c : find_complaints(view))
        out.push_back(c.text);
    return out;
}

Value to_json(const StatusView& view) {
    const auto wrong = find_complaints(view);
    Value out = Value::object();
    out.set("at", view.at).set("healthy", wrong.empty());
    out.set("complaints", json_array(wrong, [](const Complaint& c) {
                Value v = Value::object();
                v.set("key", c.key).set("text", c.text).set("next_command", c.next);
                return v;
            }));
    out.set("groups", groups_json(view.groups, ""));
    out.set("attention_deliveries",
            json_array(view.attention, [](const auto& d) { return to_json(d); }));
    out.set("counts", counts_json(view.counts));
    Value oldest = Value::object();
    for (const auto& [state, since] : view.oldest)
        oldest.set(std::string{order::name(state)}, since);
    out.set("oldest_by_state", std::move(oldest));
    out.set("to_plan", view.to_plan);
    out.set("suppliers", json_array(view.suppliers, [](const SupplierHealth& s) {
                Value v = Value::object();
                v.set("name", s.name)
                    .set("mode", s.mode)
                    .set("mode_reason", s.mode_reason.empty() ? Value{} : Value{s.mode_reason})
                    .set("mode_until", s.mode_until)
                    .set("counts", counts_json(s.counts))
                    .set("last_success", s.last_success)
                    .set("failing_since", s.failing_since)
                    .set("failures", s.failures);
                return v;
            }));
    out.set("shops", json_array(view.shops, [](const ShopHealth& s) {
                Value v = Value::object();
                v.set("domain", s.domain)
                    .set("last_webhook", s.last_webhook)
                    .set("duplicates", s.duplicates)
                    .set("secrets", json_array(s.secrets, [](const SecretUse& use) {
                             Value u = Value::object();
                             u.set("label", use.label).set("last_used", use.last);
                             return u;
                         }));
                return v;
            }));
    return out;
}

} // namespace shoporder::report
