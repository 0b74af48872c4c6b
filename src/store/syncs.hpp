#pragma once
// Purpose: how far each shop's orders were compared with what Shopify knows, so that a pass goes on
// where it was ended, and what keeps it from going on.
// State: table shop_syncs. Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

struct ShopSync {
    std::string shop;
    std::optional<base::Time> complete_to; ///< all that changed before it is known here
    std::optional<base::Time> begun_at;    ///< of the pass under way
    std::optional<base::Time> since;       ///< it asks for what changed since then
    std::string cursor;                    ///< of the page to be asked for next
    base::Time tried_at;
    std::string problem;      ///< a word; "": the last try went well
    std::string problem_text; ///< no personal data, no secret
    std::optional<base::Time> problem_since;
    std::string version;    ///< of the API that answered last
    std::string withheld;   ///< fields that the app may not see, comma separated
    std::string webhooks;   ///< what is wrong with the subscriptions, one line; "": nothing known
    std::int64_t heard = 0; ///< the last webhook that was looked at for a release
};
[[nodiscard]] std::optional<ShopSync> find_sync(Database& database, const std::string& shop);
[[nodiscard]] std::vector<ShopSync> list_syncs(Database& database);
/// Replaces the shop's row.
void put_sync(Write& write, const ShopSync& sync);

/// Webhooks after `heard` that tell of a release, lowest id first: they name no quantities, and no
/// order. `newest`: of all webhooks that are there.
struct Releases {
    std::vector<std::int64_t> webhooks;
    std::int64_t newest = 0;
};
[[nodiscard]] Releases releases_after(Database& database, const std::string& shop,
                                      std::int64_t heard);

/// Orders of the shop of which goods wait for Shopify to release them: no webhook need tell of it.
[[nodiscard]] std::vector<std::int64_t>
not_released_orders(Database& database, const std::string& shop, std::size_t limit);

} // namespace shoporder::store
