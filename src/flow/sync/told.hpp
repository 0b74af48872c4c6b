#pragma once
// Purpose: what fulfill.cpp and tell_again.cpp share: finding a fulfilment again among those that
// an order has, and the event that tells of a shipment. Private to flow/sync. State: the database,
// written. Fails: Error from the database. Threads: one.
#include "shopify/shipping.hpp"
#include "store/shipments.hpp"

#include <set>
#include <string>

namespace shoporder::flow {

/// The one that was created for this intent: it was not there before, is nobody else's, and has
/// these pieces and parcels. nullptr: there is none.
[[nodiscard]] const shopify::MadeFulfillment* find_made(const shopify::OrderShipping& there,
                                                        const std::set<std::int64_t>& own,
                                                        const store::Fulfillment& intent);
/// One that a person has typed in, with just these pieces and parcels; nullptr also where no parcel
/// tells.
[[nodiscard]] const shopify::MadeFulfillment* find_typed(const shopify::OrderShipping& there,
                                                         const std::set<std::int64_t>& own,
                                                         const std::set<std::string>& numbers,
                                                         const store::Pieces& pieces);

} // namespace shoporder::flow
