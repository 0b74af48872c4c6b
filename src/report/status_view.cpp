#include "report/status_view.hpp"

#include "base/text.hpp"

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

/// What is unhealthy, and the command that leads out.
struct Complaint {
    std::string text;
    std::string next;
};

std::vector<Complaint> find_complaints(const StatusView& view) {
    std::vector<Complaint> out;
    for (const DeliveryState state : order::k_delivery_states)
        if (const auto n = count(view.counts, state); order::is_attention(state) && n > 0)
            out.push_back({deliveries(n) + " " + std::string{order::name(state)},
                           "shoporder queue list --attention"});
    for (const SupplierHealth& s : view.suppliers) {
        if (s.mode == "parked")
            out.push_back({"supplier " + s.name + " is parked: " + s.mode_reason,
                           "shoporder supplier test " + s.name});
        else if (s.failing_since && view.at - *s.failing_since > k_patience)
            out.push_back(
                {"supplier " + s.name + " has been out of reach since " +
                     base::format_time(std::chrono::floor<std::chrono::seconds>(*s.failing_since)),
                 "shoporder supplier test " + s.name});
    }
    for (const DeliveryState state : k_moving) {
        const auto since = view.oldest.find(state);
        if (since == view.oldest.end() || view.at - since->second <= k_patience)
            continue;
        out.push_back({deliveries(count(view.counts, state)) + " " +
                           std::string{order::name(state)} + ", the oldest for " +
                           base::format_span(view.at - since->second),
                       state == DeliveryState::ready ? "shoporder dispatch" : "shoporder retry"});
    }
    if (view.oldest_to_plan && view.at - *view.oldest_to_plan > k_patience)
        out.push_back({"an order received " + base::format_span(view.at - *view.oldest_to_plan) +
                           " ago is not routed yet",
                       "shoporder dispatch"});
    for (const Notice& notice : view.notices)
        out.push_back({notice.text, notice.next});
    return out;
}

std::string counts_text(const std::map<DeliveryState, std::int64_t>& counts) {
    std::string out;
    for (const auto& [state, n] : counts)
        out +=
            (out.empty() ? "" : ", ") + std::to_string(n) + " " + std::string{order::name(state)};
    return out.empty() ? "none" : out;
}

Value counts_json(const std::map<DeliveryState, std::int64_t>& counts) {
    Value out = Value::object();
    for (const DeliveryState state : order::k_delivery_states)
        out.set(std::string{order::name(state)}, count(counts, state));
    return out;
}

} // namespace

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
    out.set("complaints", json_array(
                              wrong,
                              [](const Complaint& c) {
                                  Value v = Value::object();
                                  v.set("text", c.text).set("next_command", c.next);
                                  return v;
                              }));
    out.set("attention", json_array(view.attention, [](const auto& d) { return to_json(d); }));
    out.set("counts", counts_json(view.counts));
    Value oldest = Value::object();
    for (const auto& [state, since] : view.oldest)
        oldest.set(std::string{order::name(state)}, since);
    out.set("oldest", std::move(oldest));
    out.set("to_plan", view.to_plan);
    out.set("suppliers", json_array(view.suppliers, [](const SupplierHealth& s) {
                Value v = Value::object();
                v.set("name", s.name)
                    .set("mode", s.mode)
                    .set("mode_reason", s.mode_reason.empty() ? Value{} : Value{s.mode_reason})
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

std::string to_text(const StatusView& view, const Style& style) {
    const auto wrong = find_complaints(view);
    std::string out;
    if (wrong.empty()) {
        out += toned("healthy", Tone::good, style) + "\n";
    } else {
        out += toned("needs attention", Tone::bad, style) + "\n";
        for (const Complaint& c : wrong)
            out += "  " + base::printable(c.text, 300) + "\n    next: " + c.next + "\n";
    }
    if (!view.attention.empty()) {
        QueueView page{view.attention, false, true};
        out += "\n" + toned("Attention", Tone::strong, style) + "\n" + to_text(page, style);
    }
    out += "\n" + toned("Deliveries", Tone::strong, style) + "\n";
    Table states({"STATE", ">COUNT", "OLDEST"});
    for (const DeliveryState state : order::k_delivery_states)
        if (const auto n = count(view.counts, state); n > 0) {
            const auto since = view.oldest.find(state);
            states.add({{std::string{order::name(state)}, tone_of(state)},
                        std::to_string(n),
                        since == view.oldest.end() ? "" : when(since->second, style)});
        }
    out += states.empty() ? "  none yet\n" : states.text(style, 2);
    if (view.to_plan > 0)
        out += "  " + count_of(view.to_plan, "order") +
               " not routed yet; the next `shoporder dispatch` does it\n";

    out += "\n" + toned("Suppliers", Tone::strong, style) + "\n";
    Table suppliers({"NAME", "MODE", "LAST SUCCESS", "DELIVERIES"});
    for (const SupplierHealth& s : view.suppliers)
        suppliers.add({s.name,
                       {s.mode, s.mode == "parked" ? Tone::bad
                                : s.mode == "live" ? Tone::good
                                                   : Tone::warn},
                       s.last_success ? when(s.last_success, style) : "never",
                       counts_text(s.counts)});
    out +=
        suppliers.empty() ? "  none; `shoporder supplier import FILE`\n" : suppliers.text(style, 2);

    out += "\n" + toned("Shops", Tone::strong, style) + "\n";
    for (const ShopHealth& s : view.shops) {
        out += "  " + s.domain + "  last webhook " + when(s.last_webhook, style) + ", " +
               std::to_string(s.duplicates) + (s.duplicates == 1 ? " duplicate" : " duplicates") +
               "\n";
        for (const SecretUse& use : s.secrets)
            out += "    " + use.label + "  last signed " + when(use.last, style) + "\n";
    }
    if (view.shops.empty())
        out += "  none configured; see shoporder.toml(5)\n";
    return out;
}

} // namespace shoporder::report
