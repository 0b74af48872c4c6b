#include "flow/sync/subscriptions.hpp"

#include "flow/sync/connect_shop.hpp"

#include <algorithm>
#include <atomic>

namespace shoporder::flow {

using Kind = shopify::SubscriptionFinding::Kind;

std::string SubscriptionsLook::line() const {
    std::string out;
    for (const shopify::SubscriptionFinding& finding : findings)
        out += (out.empty() ? "" : "; ") + finding.topic + ": " + finding.text;
    return out;
}

SubscriptionsLook look_at_subscriptions(shopify::AdminApi& api, const config::Shop& shop,
                                        bool install) {
    SubscriptionsLook out;
    out.all = api.subscriptions();
    for (shopify::SubscriptionFinding& finding :
         shopify::check_subscriptions(out.all, shop.api.webhook_url))
        if (install && (finding.kind == Kind::missing || finding.kind == Kind::elsewhere)) {
            api.subscribe(finding.topic, shop.api.webhook_url);
            out.installed.push_back(finding.topic);
        } else
            out.findings.push_back(std::move(finding));
    return out;
}

SubscriptionsLook remove_subscriptions(shopify::AdminApi& api, const config::Shop& shop,
                                       bool dry_run) {
    SubscriptionsLook out;
    out.all = api.subscriptions();
    for (const shopify::Subscription& s : out.all) {
        if (!shopify::same_address(s.uri, shop.api.webhook_url))
            continue;
        if (!dry_run)
            api.unsubscribe(s.id);
        out.removed.push_back(s.topic);
    }
    return out;
}

std::unique_ptr<shopify::AdminApi> admin_api_of(const config::Settings& settings,
                                                const config::Shop& shop, const base::Clock& clock,
                                                bool keep_token) {
    static const std::atomic<bool> k_never{false};
    shopify::Settings asked = api_settings(settings, shop, clock, k_never);
    if (!keep_token)
        asked.token.kept.clear();
    return std::make_unique<shopify::AdminApi>(std::move(asked));
}

} // namespace shoporder::flow
