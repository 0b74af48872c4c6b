#include "flow/watch/overdue.hpp"

#include "base/text.hpp"
#include "store/ages.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_named = 3;
constexpr std::size_t k_counted = 100;

struct Watch {
    std::string key;  ///< "unsent"
    std::string what; ///< "could have gone and has not"
    std::string list; ///< shows the rest
};

void tell(const Watch& watch, const std::string& shop, const std::vector<store::Overdue>& orders,
          base::Time now, std::vector<report::Notice>& out) {
    const std::size_t named = std::min(orders.size(), k_named);
    for (std::size_t i = 0; i < named; ++i) {
        const store::Overdue& o = orders[i];
        const std::string id = std::to_string(o.order_id);
        out.push_back({watch.key + "/" + id,
                       o.po_number + " of order " + base::printable(o.order_name, 40) + ", " +
                           shop + ", " + watch.what + " for " + base::format_span(now - o.since) +
                           ": it is " + std::string{order::name(o.state)} +
                           (o.reason.empty() ? "" : ", " + base::printable(o.reason, 200)),
                       "shoporder order show " + id});
    }
    if (orders.size() <= named)
        return;
    const bool all = orders.size() < k_counted;
    out.push_back({watch.key + "/" + shop,
                   (all ? std::to_string(orders.size() - named)
                        : std::to_string(k_counted - named) + " and more") +
                       " further orders of " + shop + " likewise: each " + watch.what +
                       " for too long",
                   watch.list});
}

} // namespace

void find_overdue(store::Database& database, const config::Shop& shop, base::Time now,
                  std::vector<report::Notice>& out) {
    if (shop.alert_unsent.count() > 0)
        tell({"unsent", "could have gone and has not", "shoporder queue list"}, shop.domain,
             store::unsent_since(database, shop.domain, now - shop.alert_unsent, k_counted), now,
             out);
    if (shop.alert_unpaid.count() > 0)
        tell({"unpaid", "has waited for its payment", "shoporder queue list --state waiting"},
             shop.domain,
             store::unpaid_since(database, shop.domain, now - shop.alert_unpaid, k_counted), now,
             out);
}

} // namespace shoporder::flow
