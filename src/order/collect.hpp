#pragma once
// Purpose: what the carrier must collect of an order that is paid on delivery.
// Whether it collects at all is the shop's and the supplier's rule; this only reads the order.
// State: none. Fails: nullopt where the order does not tell an amount. Threads: pure.
#include "order/order.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shoporder::order {

/// The gateway of `names` that the order was to be paid by, "" for none. Names are matched as
/// globs without regard to case: "Cash on Delivery*".
[[nodiscard]] std::string collecting_gateway(const Order& order,
                                             const std::vector<std::string>& names);

/// What is still to be paid, in the currency the shopper saw and has in hand. Shopify tells it in
/// the shop's currency; where the two differ it is known only while nothing was paid. nullopt: no
/// amount can be told, and a person must.
[[nodiscard]] std::optional<Money> to_collect(const Order& order);

} // namespace shoporder::order
