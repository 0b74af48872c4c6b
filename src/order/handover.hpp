#pragma once
// Purpose: how the goods reach the shopper: shipped, picked up in the shop, or by several methods.
// State: none. Fails: never. Threads: pure.
// Shopify's order bodies have no field for pick-up that is always set: the REST shipping line of
// a pick-up carries the shop location's name as any method carries its own, and the order has no
// ship-to then. `delivery_category` tells it where Shopify or an app fills it in.
#include "order/order.hpp"

#include <string>
#include <vector>

namespace shoporder::order {

enum class Handover {
    untold,  ///< no method that stands: draft orders, POS, apps that keep no shipping lines
    ship,    ///< one method, and it ships
    pick_up, ///< the shopper comes for all of it
    several, ///< more than one method: nobody is told which goods go by which
};

struct Method {
    std::string label; ///< the title, else the code; for people
    bool pick_up = false;
    friend bool operator==(const Method&, const Method&) = default;
};

/// The methods of the shipping lines that stand, each once, in their order. Two lines with the
/// same title, code and category (split shipping rates of one method) are one method.
[[nodiscard]] std::vector<Method> methods(const Order& order);

[[nodiscard]] Handover handover(const Order& order);

} // namespace shoporder::order
