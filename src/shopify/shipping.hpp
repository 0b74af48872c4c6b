#pragma once
// Purpose: an order's shipping as Shopify has it, and the fulfilments that a shipment asks for: on
// which fulfilment orders, which of their lines, from which location.
// State: none. Fails: by value; what cannot be is said in words for a person.
// Threads: pure.
//
// Source: Shopify groups what may ship into fulfilment orders, by location; one fulfilment covers
// fulfilment orders of one location (fulfillmentCreate in the schema). So a shipment may need more
// than one.
#include "order/shipment.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shoporder::shopify {

using Pieces = std::map<std::int64_t, std::int64_t>; ///< by the order's line id

struct ShippableLine {
    std::string id; ///< of the fulfilment order's line, a gid
    std::int64_t line = 0;
    std::int64_t remaining = 0;
};
/// A fulfilment order.
struct ShippableGroup {
    std::string id;            ///< a gid
    std::string status;        ///< "OPEN", "ON_HOLD", …
    bool takes = false;        ///< a fulfilment may be created now
    std::int64_t location = 0; ///< 0: the app may not see it
    std::string location_name;
    std::string hold; ///< why it is on hold; empty: it is not, or nobody says
    std::vector<ShippableLine> lines;
};

/// What customers follow parcels by.
struct ParcelsTold {
    std::string carrier; ///< as Shopify calls it where it knows it
    std::vector<order::Tracking> tracking;
    [[nodiscard]] std::set<std::string> numbers() const;
};

/// Customers follow the same parcels by both. A link is compared where `ours` has one: Shopify
/// makes its own.
[[nodiscard]] bool same_parcels(const ParcelsTold& there, const ParcelsTold& ours);

struct MadeFulfillment {
    std::int64_t id = 0;
    bool stands = true;   ///< it was not cancelled, and did not fail
    bool detailed = true; ///< the rest was asked for
    ParcelsTold parcels{};
    Pieces pieces{};
};

struct OrderShipping {
    bool cancelled = false;
    std::vector<ShippableGroup> groups;
    std::vector<MadeFulfillment> fulfillments;
};

/// One call of fulfillmentCreate.
struct FulfillmentWish {
    struct Group {
        std::string id;
        std::vector<std::pair<std::string, std::int64_t>> lines; ///< gid, pieces
    };
    std::vector<Group> groups; ///< all of one location
    std::string location_name;
    Pieces pieces; ///< of all of them
    ParcelsTold parcels;
    bool notify = true;
};

struct FulfillmentPlan {
    std::vector<FulfillmentWish> wishes; ///< empty where it cannot be
    std::string why_not;
};
/// `location`: from no other may it ship; 0: from any. As few fulfilments as may be: the location
/// that has most of it comes first.
[[nodiscard]] FulfillmentPlan plan_fulfillments(const OrderShipping& order, const Pieces& pieces,
                                                std::int64_t location, const ParcelsTold& parcels,
                                                bool notify);

/// What Shopify calls a carrier, which makes the links to the parcels: by the supplier's own table
/// ("THEIRS=SHOPIFY" each), else by Shopify's list; else as the supplier calls it.
[[nodiscard]] std::string carrier_name(const std::string& theirs,
                                       const std::vector<std::string>& table);

} // namespace shoporder::shopify
