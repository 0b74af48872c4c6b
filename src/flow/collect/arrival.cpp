#include "flow/collect/arrival.hpp"

#include "store/documents.hpp"

namespace shoporder::flow {

using order::DeliveryState;

bool is_answerable(DeliveryState state) noexcept {
    return state == DeliveryState::uploaded || state == DeliveryState::confirmed ||
           state == DeliveryState::partial || state == DeliveryState::rejected;
}

bool may_have_arrived(const store::Delivery& d) {
    return d.document_id != 0 &&
           (d.state == DeliveryState::uncertain || d.state == DeliveryState::deferred ||
            d.state == DeliveryState::held || d.state == DeliveryState::failed);
}

void prove_arrival(store::Write& write, const Applying& how, const store::Delivery& d) {
    const base::Time now = how.clock.now();
    for (const store::Delivery& each : store::document_deliveries(how.database, d.document_id)) {
        if (!may_have_arrived(each))
            continue;
        store::Step step{each.state, DeliveryState::uploaded, "", "the supplier has answered it"};
        step.actor = how.actor;
        store::transition(write, each.id, step, now);
    }
    store::mark_uploaded(write, d.document_id, now);
}

} // namespace shoporder::flow
