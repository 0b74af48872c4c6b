#pragma once
// Purpose: a JSON object of Shopify's Order resource as an Order. Inside `order` only.
// State: none. Fails: never; what cannot be read is a defect of the order.
// Threads: one call, one thread.
#include "order/order.hpp"

#include <simdjson.h>

namespace shoporder::order {

[[nodiscard]] Order read_order(simdjson::dom::object object);

} // namespace shoporder::order
