#include "flow/doctor/admin_access.hpp"

#include "flow/sync/subscriptions.hpp"
#include "shopify/version.hpp"

#include <array>
#include <vector>

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
/// Where api.shipments is "on".
constexpr NeededScope k_to_fulfill{"write_merchant_managed_fulfillment_orders",
                                   "Shopify cannot be told what has shipped", false};

} // namespace

void judge_access(const std::string& shop, bool fulfills, const shopify::AccessTold& told,
                  Findings& out) {
    if (told.shop != shop)
        out.fault("shopify-other-shop", shop,
                  "the access token of " + shop + " is one for " + told.shop,
                  "store the right one with `shoporder credential set`, or correct `domain`");
    std::vector<NeededScope> all{k_needed.begin(), k_needed.end()};
    if (fulfills)
        all.push_back(k_to_fulfill);
    for (const NeededScope& needed : all)
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
        judge_access(shop.domain, shop.api.tells(),
                     admin_api_of(settings, shop, clock, false)->access(), out);
    } catch (const shopify::Fault& fault) {
        out.add(shopify::passes(fault.kind()) ? report::Severity::warning : report::Severity::fault,
                "shopify-asked", shop.domain, fault.what(), "`shoporder shopify sync --dry-run`");
    } catch (const base::Error& error) {
        out.fault("shopify-configuration", shop.domain, error.what(), "see shoporder-shopify(1)");
    }
}

} // namespace shoporder::flow
