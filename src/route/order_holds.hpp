#pragma once
// Purpose: the holds that a shop or a supplier asks for by its settings `hold.*`: questions about
// the order as a whole. Inside `route` only.
// State: none. Fails: not at all; what an order does not tell is held, too. Threads: pure.
// nullopt: nothing is against it. The shop's rules are asked first, then the supplier's.
#include "route/holds.hpp"

namespace shoporder::route {

/// `tag`.
[[nodiscard]] Check held_tag(const order::Order& order, const ShopRules& shop,
                             const order::Supplier* supplier);
/// `value`.
[[nodiscard]] Check held_value(const order::Order& order, const ShopRules& shop,
                               const order::Supplier* supplier);
/// `country`. Goods that the shopper fetches go to none.
[[nodiscard]] Check held_country(const order::Order& order, const ShopRules& shop,
                                 const order::Supplier* supplier);
/// `address`, where it must be strict.
[[nodiscard]] Check strict_address(const order::Order& order, const ShopRules& shop,
                                   const order::Supplier* supplier);

} // namespace shoporder::route
