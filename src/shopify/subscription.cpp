#include "shopify/subscription.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace shoporder::shopify {

using Kind = SubscriptionFinding::Kind;

std::span<const WantedTopic> wanted_topics() noexcept {
    static constexpr auto k_topics = std::to_array<WantedTopic>({
        {"orders/create", "new orders never come"},
        {"orders/updated", "payments, edits, releases and addresses never come"},
        {"orders/cancelled", "a cancelled order is sent, or its supplier is not told"},
        {"orders/delete", "an order that the shop deleted is sent"},
        {"app/uninstalled", "nobody is told when webhooks end"},
        {"fulfillment_orders/hold_released", "a released hold waits for the next sync"},
        {"fulfillment_orders/scheduled_fulfillment_order_ready",
         "a scheduled order waits for the next sync"},
    });
    return k_topics;
}

std::span<const std::string_view> needed_fields() noexcept {
    static constexpr auto k_fields = std::to_array<std::string_view>({"id",
                                                                      "admin_graphql_api_id",
                                                                      "name",
                                                                      "order_number",
                                                                      "created_at",
                                                                      "updated_at",
                                                                      "cancelled_at",
                                                                      "financial_status",
                                                                      "currency",
                                                                      "total_price",
                                                                      "test",
                                                                      "line_items",
                                                                      "shipping_lines",
                                                                      "shipping_address",
                                                                      "billing_address",
                                                                      "fulfillments",
                                                                      "refunds",
                                                                      "note",
                                                                      "note_attributes",
                                                                      "email",
                                                                      "phone",
                                                                      "payment_gateway_names",
                                                                      "payment_terms"});
    return k_fields;
}

std::string_view name(Kind kind) noexcept {
    switch (kind) {
    case Kind::missing:
        return "missing";
    case Kind::elsewhere:
        return "elsewhere";
    case Kind::twice:
        return "twice";
    case Kind::format:
        return "format";
    case Kind::filtered:
        return "filtered";
    case Kind::fields:
        break;
    }
    return "fields";
}

namespace {

/// A slash at the end is none of the address's differences; nor is the case of its host.
std::string plain(std::string_view uri) {
    std::string out{uri};
    while (out.ends_with('/'))
        out.pop_back();
    const std::size_t host = out.find("://");
    const std::size_t end = host == std::string::npos ? 0 : out.find('/', host + 3);
    const std::size_t length = std::min(end, out.size());
    return base::lower(out.substr(0, length)) + out.substr(length);
}

void look_at_ours(const std::vector<const Subscription*>& ours, const std::string& topic,
                  std::vector<SubscriptionFinding>& out) {
    const auto add = [&](Kind kind, std::string text) {
        out.push_back({kind, topic, std::move(text)});
    };
    if (ours.size() > 1)
        add(Kind::twice,
            std::to_string(ours.size()) + " subscriptions send it to the same address");
    for (const Subscription* s : ours) {
        if (!s->format.empty() && s->format != "JSON")
            add(Kind::format, "it comes as " + s->format + ", which shoporder does not read");
        if (!s->filter.empty())
            add(Kind::filtered, "a filter keeps orders back: " + base::printable(s->filter, 120));
        if (s->fields.empty() || !topic.starts_with("orders/") || topic == "orders/delete")
            continue;
        std::string lacking;
        for (const std::string_view field : needed_fields())
            if (std::find(s->fields.begin(), s->fields.end(), field) == s->fields.end())
                lacking += (lacking.empty() ? "" : ", ") + std::string{field};
        if (!lacking.empty())
            add(Kind::fields, "its body lacks what documents need: " + lacking);
    }
}

} // namespace

bool same_address(std::string_view a, std::string_view b) {
    return plain(a) == plain(b);
}

std::vector<SubscriptionFinding> check_subscriptions(const std::vector<Subscription>& all,
                                                     std::string_view uri) {
    std::vector<SubscriptionFinding> out;
    for (const WantedTopic& wanted : wanted_topics()) {
        const std::string topic{wanted.topic};
        std::vector<const Subscription*> ours;
        SubscriptionFinding elsewhere{Kind::elsewhere, topic, ""};
        for (const Subscription& s : all) {
            if (s.topic != topic)
                continue;
            if (same_address(s.uri, uri))
                ours.push_back(&s);
            else {
                elsewhere.text +=
                    (elsewhere.text.empty() ? "it goes to " : ", ") + base::printable(s.uri, 120);
            }
        }
        if (!ours.empty())
            look_at_ours(ours, topic, out);
        else if (!elsewhere.text.empty()) {
            elsewhere.text += " alone: here " + std::string{wanted.why};
            out.push_back(std::move(elsewhere));
        } else
            out.push_back(
                {Kind::missing, topic, "nobody is told of it: " + std::string{wanted.why}});
    }
    return out;
}

namespace {

/// Resources whose own name has an underscore; of all others the first underscore is the slash.
constexpr std::array<std::string_view, 5> k_long_resources = {
    "fulfillment_orders", "fulfillment_holds", "fulfillment_events", "order_transactions",
    "inventory_levels"};

} // namespace

std::string topic_of(std::string_view enum_name) {
    std::string out = base::lower(enum_name);
    std::size_t slash = out.find('_');
    for (const std::string_view resource : k_long_resources)
        if (out.starts_with(std::string{resource} + "_"))
            slash = resource.size();
    if (slash != std::string::npos)
        out[slash] = '/';
    return out;
}

std::string enum_of(std::string_view topic) {
    std::string out{topic};
    for (char& c : out)
        c = c == '/' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

} // namespace shoporder::shopify
