#pragma once
// Purpose: tells Shopify what suppliers have shipped: each shipment becomes fulfilments, once.
// State: the database (tables shipments, fulfillments); a lock beside it, one for each shop;
// Shopify, read and written. Fails: what Shopify says is recorded and returned by value, a shop's
// trouble stays its own; Error for the database. Threads: one.
//
// Shopify knows no key by which a second fulfillmentCreate would be told from the first. So the
// intent is committed before, with the fulfilments that the order had then; after a doubt (a broken
// wire, a kill) the order is looked at, not before a minute has passed, and only what is not there
// is asked for again. Rejected: to ask at once and believe remainingQuantity alone, for of three
// pieces one may ship twice.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"
#include "store/database.hpp"
#include "store/shipments.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::flow {

/// A request that was cut off may still be under way at Shopify for so long.
inline constexpr std::chrono::seconds k_doubt_lasts{60};

struct FulfillOptions {
    std::string actor = "shopify fulfill";
    bool dry_run = false; ///< asks and says what it would; writes nothing, here and there
};

struct ToldShipment {
    enum class Result {
        told,      ///< fulfilments were created
        corrected, ///< its fulfilments have its parcels now
        found,     ///< Shopify had it already
        would,     ///< a dry run, or api.shipments = "observe"
        waits,     ///< nobody knows yet whether it was done
        refused,   ///< a person has to look
    } result = Result::told;
    std::int64_t shipment = 0;
    std::int64_t order = 0;
    std::string text; ///< no parcel's number
};
[[nodiscard]] std::string_view name(ToldShipment::Result result) noexcept;

struct FulfilledShop {
    std::string shop;
    std::vector<ToldShipment> shipments;
    bool busy = false;        ///< another process is at it
    std::string problem;      ///< a word; "": none
    std::string problem_text; ///< with the remedy
    bool passes = false;      ///< the problem may end by itself
    [[nodiscard]] std::size_t count(ToldShipment::Result result) const;
};

class ShipmentTeller {
public:
    /// All are kept and must outlive it.
    ShipmentTeller(const config::Settings& settings, const base::Clock& clock,
                   const log::Journal& journal)
        : m_settings(settings), m_clock(clock), m_journal(journal) {}

    [[nodiscard]] FulfilledShop run(store::Database& database, const config::Shop& shop,
                                    const FulfillOptions& options);
    /// From a signal handler: the shipment under way is finished, nothing new is begun.
    void stop() noexcept { m_stop = true; }

private:
    class Pass;
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    std::atomic<bool> m_stop{false};
};

/// Shipments that Shopify refused, or that were not to be told, are due again; a person has seen to
/// what was in the way. Error(data) for one in another state, or without an order.
void tell_again(store::Database& database, const config::Settings& settings,
                const std::vector<std::int64_t>& shipments, const std::string& actor,
                const base::Clock& clock);

} // namespace shoporder::flow
