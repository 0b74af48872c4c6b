#include "flow/watch/shopify.hpp"

#include "base/text.hpp"
#include "shopify/fault.hpp"
#include "shopify/version.hpp"
#include "store/shipments.hpp"
#include "store/syncs.hpp"

namespace shoporder::flow {

namespace {

using report::Notice;

// What passes by itself is worth a word when it has not for so long; the timer asks every hour.
constexpr std::chrono::hours k_patience{3};
constexpr std::chrono::hours k_no_run{6};
constexpr std::chrono::hours k_untold{1};

std::string day(base::Time t) {
    return base::format_time(t).substr(0, 10);
}

void find_problem(const store::ShopSync& sync, base::Time now, std::vector<Notice>& out) {
    const std::string next = "shoporder shopify sync --shop " + sync.shop;
    if (!sync.problem.empty()) {
        const auto kind = shopify::fault_kind(sync.problem);
        if (!kind || !shopify::passes(*kind) || now - sync.problem_since.value_or(now) > k_patience)
            out.push_back({"shopify/" + sync.shop, sync.problem_text, next});
        return;
    }
    if (now - sync.tried_at > k_no_run)
        out.push_back(
            {"shopify_run/" + sync.shop,
             "nobody has compared the orders of " + sync.shop + " with Shopify since " +
                 base::format_time(std::chrono::floor<std::chrono::minutes>(sync.tried_at)) +
                 ": look at shoporder-shopify.timer",
             "systemctl status shoporder-shopify.timer"});
}

/// Customers wait for the word that it is on its way.
void find_untold(store::Database& database, const std::string& domain, const config::Shop* shop,
                 base::Time now, std::vector<Notice>& out) {
    const store::ShipmentsDue due = store::shipments_due(database, domain);
    if (due.count == 0 || now - due.oldest.value_or(now) < k_untold)
        return;
    const bool tells = shop != nullptr && shop->api.tells_or_observes();
    const auto trouble = store::shipment_trouble(database, domain);
    out.push_back({"shipments/" + domain,
                   report::count_of(due.count, "shipment") + " of " + domain +
                       (due.count == 1 ? " waits" : " wait") + " to be told to Shopify, since " +
                       base::format_span(now - *due.oldest) + ": " +
                       (trouble ? base::printable(trouble->text, 300)
                        : tells ? std::string{"look at shoporder-fulfill.timer"}
                                : "its api.shipments is no longer \"on\""),
                   "shoporder shopify fulfill --shop " + domain});
}

void find_version(const store::ShopSync& sync, base::Time now, std::vector<Notice>& out) {
    const std::string ours{shopify::k_api_version};
    if (!sync.version.empty() && sync.version != ours)
        out.push_back({"shopify_version/" + sync.shop,
                       "Shopify answers with version " + sync.version + " of its API instead of " +
                           ours + ", which has ended: install a newer shoporder",
                       "shoporder --version"});
    else if (const base::Time end = shopify::supported_until(ours);
             now > end - shopify::k_tell_of_end)
        out.push_back({"shopify_version/" + sync.shop,
                       "version " + ours + " of Shopify's API ends on " + day(end) +
                           ": install a newer shoporder before",
                       "shoporder --version"});
}

void find_wrong_there(const store::ShopSync& sync, std::vector<Notice>& out) {
    if (!sync.webhooks.empty())
        out.push_back({"webhooks/" + sync.shop,
                       "webhook subscriptions of " + sync.shop + ": " + sync.webhooks,
                       "shoporder shopify webhooks check --shop " + sync.shop});
    if (!sync.withheld.empty())
        out.push_back({"shopify_withheld/" + sync.shop,
                       "Shopify withholds fields of the orders of " + sync.shop + " (" +
                           sync.withheld +
                           "): give the app access to protected customer data, and the scopes that "
                           "shoporder-shopify(1) names",
                       "shoporder shopify sync --shop " + sync.shop});
}

} // namespace

void find_shopify(store::Database& database, const config::Settings& settings, base::Time now,
                  std::vector<Notice>& out) {
    for (const store::ShopSync& sync : store::list_syncs(database)) {
        const config::Shop* const shop = settings.find_shop(sync.shop);
        if (shop == nullptr || !shop->api.configured())
            continue;
        find_problem(sync, now, out);
        find_version(sync, now, out);
        find_wrong_there(sync, out);
    }
    for (const std::string& domain : store::shops_with_shipments_due(database))
        find_untold(database, domain, settings.find_shop(domain), now, out);
}

} // namespace shoporder::flow
