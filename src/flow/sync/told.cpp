#include "flow/sync/told.hpp"

#include "store/deliveries.hpp"
#include "store/events.hpp"

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

void note_shipment(store::Write& write, store::Database& database, const store::Shipment& shipment,
                   const std::string& actor, base::Time now, const std::string& text) {
    store::Event event{now, "answer"};
    event.delivery_id = shipment.delivery_id;
    if (const auto d = store::find_delivery(database, shipment.delivery_id)) {
        event.order_id = d->order_id;
        event.supplier_id = d->supplier_id;
    }
    event.actor = actor;
    event.text = "shipment " + std::to_string(shipment.id) + " (answer " +
                 std::to_string(shipment.answer_id) + "): " + text;
    store::add_event(write, event);
}

} // namespace shoporder::flow
