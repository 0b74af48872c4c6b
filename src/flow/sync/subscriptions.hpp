#pragma once
// Purpose: a shop's webhook subscriptions: what is wrong with them, and installing what is missing.
// State: Shopify's, read, and written where it is said.
// Fails: shopify::Fault; Error(config). Threads: one.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "shopify/admin_api.hpp"
#include "shopify/subscription.hpp"

#include <string>
#include <vector>

namespace shoporder::flow {

struct SubscriptionsLook {
    std::vector<shopify::Subscription> all;             ///< before anything was installed
    std::vector<shopify::SubscriptionFinding> findings; ///< that are left
    std::vector<std::string> installed;                 ///< topics
    std::vector<std::string> removed;                   ///< topics
    /// What is wrong, in one line for `status`; "": nothing.
    [[nodiscard]] std::string line() const;
};

/// `install`: subscribes to what is missing or goes to other addresses alone. Never removes:
/// another system may live from what is there.
[[nodiscard]] SubscriptionsLook look_at_subscriptions(shopify::AdminApi& api,
                                                      const config::Shop& shop, bool install);

/// Removes the subscriptions of this shop to our address. `dry_run`: says which.
[[nodiscard]] SubscriptionsLook remove_subscriptions(shopify::AdminApi& api,
                                                     const config::Shop& shop, bool dry_run);

/// For commands, to ask Shopify itself. `keep_token`: where one is granted, it is kept for the next
/// run; whoever may not write into the state folder does without. Error(config) where nothing is
/// configured.
[[nodiscard]] std::unique_ptr<shopify::AdminApi> admin_api_of(const config::Settings& settings,
                                                              const config::Shop& shop,
                                                              const base::Clock& clock,
                                                              bool keep_token = true);

} // namespace shoporder::flow
