#include "flow/doctor/admin_access.hpp"

#include "flow/sync/subscriptions.hpp"
#include "shopify/version.hpp"

#include <array>

namespace shoporder::flow {

namespace {

struct NeededScope {
    const char* name;
    const char* without;
    bool may_lack;
};
constexpr std::array k_needed{
    NeededScope{"read_orders", "no order can be asked for", false},
    NeededScope{"read_merchant_managed_fulfillment_orders",
                "nothing tells which goods may ship, so that all of them wait", false},
    NeededScope{"read_products", "documents lack the ids of products", true},
};

} // namespace

void judge_access(const std::string& shop, const shopify::AccessTold& told, Findings& out) {
    if (told.shop != shop)
        out.fault("shopify-other-shop", shop,
                  "the access token of " + shop + " is one for " + told.shop,
                  "store the right one with `shoporder credential set`, or correct `domain`");
    for (const NeededScope& needed : k_needed)
        if (!told.scopes.contains(needed.name))
            out.add(needed.may_lack ? report::Severity::warning : report::Severity::fault,
                    "shopify-scope", shop,
                    "the app of " + shop + " lacks the scope " + needed.name + ": " +
                        needed.without,
                    "give it the scopes that shoporder-shopify(1) names, and install it again in "
                    "the shop");
    if (!told.version_lives)
        out.fault("shopify-version", shop,
                  "Shopify supports version " + std::string{shopify::k_api_version} +
                      " of its API no longer",
                  "install a newer shoporder");
}

void look_at_access(const config::Settings& settings, const config::Shop& shop, Findings& out) {
    const base::SystemClock clock;
    try {
        judge_access(shop.domain, admin_api_of(settings, shop, clock, false)->access(), out);
    } catch (const shopify::Fault& fault) {
        out.add(shopify::passes(fault.kind()) ? report::Severity::warning : report::Severity::fault,
                "shopify-asked", shop.domain, fault.what(), "`shoporder shopify sync --dry-run`");
    } catch (const base::Error& error) {
        out.fault("shopify-configuration", shop.domain, error.what(), "see shoporder-shopify(1)");
    }
}

} // namespace shoporder::flow
