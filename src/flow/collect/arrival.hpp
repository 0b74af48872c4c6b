#pragma once
// Purpose: whoever answers a delivery, or ships it, has it: what follows for one of which nobody
// knew whether it had arrived.
// State: the database. Fails: Error from the database.
// Threads: as Database.
#include "flow/collect/apply.hpp"
#include "store/deliveries.hpp"

namespace shoporder::flow {

/// Its supplier can say something of it.
[[nodiscard]] bool is_answerable(order::DeliveryState state) noexcept;
/// It left here, and nobody knew whether it arrived.
[[nodiscard]] bool may_have_arrived(const store::Delivery& delivery);
/// All that its document carries is there, then.
void prove_arrival(store::Write& write, const Applying& how, const store::Delivery& delivery);

} // namespace shoporder::flow
