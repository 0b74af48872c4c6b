// Words for what became of shipments, and a person's word that Shopify may be told after all.
#include "flow/collect/apply.hpp"
#include "flow/collect/ship.hpp"
#include "flow/sync/fulfill.hpp"
#include "store/deliveries.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

using store::ShipmentState;

std::string_view name(ToldShipment::Result result) noexcept {
    switch (result) {
    case ToldShipment::Result::told:
        return "told";
    case ToldShipment::Result::corrected:
        return "corrected";
    case ToldShipment::Result::found:
        return "found";
    case ToldShipment::Result::would:
        return "would";
    case ToldShipment::Result::waits:
        return "waits";
    case ToldShipment::Result::refused:
        break;
    }
    return "refused";
}

std::size_t FulfilledShop::count(ToldShipment::Result result) const {
    return static_cast<std::size_t>(std::count_if(
        shipments.begin(), shipments.end(),
        [result](const ToldShipment& s) { return s.result == result; }));
}

void tell_again(store::Database& database, const config::Settings& settings,
                const std::vector<std::int64_t>& shipments, const std::string& actor,
                const base::Clock& clock) {
    for (const std::int64_t id : shipments) {
        store::Write write(database);
        auto s = store::find_shipment(database, id);
        if (!s)
            throw base::Error(base::Exit::not_found, "no shipment " + std::to_string(id));
        const std::string label =
            "shipment " + std::to_string(id) + " is " + std::string{name(s->state)};
        if (s->state != ShipmentState::refused && s->state != ShipmentState::known)
            throw base::Error(base::Exit::data,
                              label + ": only one that is refused or known can be told anew");
        const auto d = store::find_delivery(database, s->delivery_id);
        const auto head = d ? store::find_order(database, d->order_id) : std::nullopt;
        const config::Shop* const shop = head ? settings.find_shop(head->shop) : nullptr;
        if (shop == nullptr || !shop->api.tells())
            throw base::Error(base::Exit::config,
                              label + ", and api.shipments of its shop is not \"on\": see "
                                      "shoporder-shopify(1)");
        s->state = ShipmentState::due;
        s->reason_code.clear();
        s->reason = "to be told anew";
        store::set_shipment(write, *s);
        refresh_answer(write, database, s->answer_id);
        note_shipment(write, database, *s, actor, clock.now(), s->reason);
        write.commit();
    }
}

} // namespace shoporder::flow
