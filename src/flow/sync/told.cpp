#include "flow/sync/told.hpp"

namespace shoporder::flow {

const shopify::MadeFulfillment* find_made(const shopify::OrderShipping& there,
                                          const std::set<std::int64_t>& own,
                                          const store::Fulfillment& intent) {
    for (const shopify::MadeFulfillment& f : there.fulfillments)
        if (f.stands && !intent.known.contains(f.id) && !own.contains(f.id) &&
            f.pieces == intent.pieces &&
            store::parcels_digest(f.parcels.numbers()) == intent.parcels)
            return &f;
    return nullptr;
}

const shopify::MadeFulfillment* find_typed(const shopify::OrderShipping& there,
                                           const std::set<std::int64_t>& own,
                                           const std::set<std::string>& numbers,
                                           const store::Pieces& pieces) {
    for (const shopify::MadeFulfillment& f : there.fulfillments)
        if (f.stands && !own.contains(f.id) && !numbers.empty() && f.parcels.numbers() == numbers &&
            f.pieces == pieces)
            return &f;
    return nullptr;
}

} // namespace shoporder::flow
