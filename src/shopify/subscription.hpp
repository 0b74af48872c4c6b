#pragma once
// Purpose: what a shop's webhook subscriptions should be, held against what they are.
// State: none. Fails: not at all.
// Threads: pure.
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::shopify {

struct Subscription {
    std::string id;    ///< a gid
    std::string topic; ///< "orders/create"
    std::string uri;   ///< "https://shop.example/webhook"
    std::string format;
    std::string filter;              ///< "": all are sent
    std::vector<std::string> fields; ///< empty: all
    std::string version;             ///< of the body's shape; the app's
};

struct WantedTopic {
    std::string_view topic;
    std::string_view why; ///< what goes wrong without it
};
/// Those that an order's way needs, and those that it is better with.
[[nodiscard]] std::span<const WantedTopic> wanted_topics() noexcept;

/// Keys of an order's body without which documents are wrong; `includeFields` must name them all.
[[nodiscard]] std::span<const std::string_view> needed_fields() noexcept;

struct SubscriptionFinding {
    enum class Kind {
        missing,   ///< nobody is told of the topic
        elsewhere, ///< only other addresses are told: another system, or an old address of ours
        twice,     ///< our address is told more than once: harmless, but each counts as a delivery
        format,    ///< XML, which shoporder does not read
        filtered,  ///< a filter: what it keeps back never comes
        fields,    ///< fields are left out that documents need
    } kind = Kind::missing;
    std::string topic;
    std::string text; ///< one sentence, with its consequence
};
[[nodiscard]] std::string_view name(SubscriptionFinding::Kind kind) noexcept;

/// `uri`: where webhooks should arrive. In the order of wanted_topics().
[[nodiscard]] std::vector<SubscriptionFinding>
check_subscriptions(const std::vector<Subscription>& all, std::string_view uri);

/// A slash at the end and the case of the host make no difference.
[[nodiscard]] bool same_address(std::string_view a, std::string_view b);

/// "ORDERS_CREATE" ↔ "orders/create". The first underscore of a name of several words is no slash:
/// "FULFILLMENT_ORDERS_MOVED" is "fulfillment_orders/moved".
[[nodiscard]] std::string topic_of(std::string_view enum_name);
[[nodiscard]] std::string enum_of(std::string_view topic);

} // namespace shoporder::shopify
