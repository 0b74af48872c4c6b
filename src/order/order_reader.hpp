#pragma once
// Purpose: a JSON object of Shopify's Order resource as an Order. Inside `order` only.
// State: none. Fails: never; what cannot be read is a defect of the order.
// Threads: one call, one thread.
#include "order/order.hpp"

#include <optional>
#include <simdjson.h>

namespace shoporder::order {

[[nodiscard]] Order read_order(simdjson::dom::object object);

/// summary_of(read_order(object)) in a quarter of the time; nullopt for what only the whole order
/// tells: quantities that a body of an older form does not name.
[[nodiscard]] std::optional<OrderSummary> read_summary(simdjson::dom::object object);

} // namespace shoporder::order
