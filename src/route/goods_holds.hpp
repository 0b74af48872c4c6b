#pragma once
// Purpose: the holds that rest on a supplier's SKU table and on what it asks of the goods in one
// document: its minimum, whole packs. Inside `route` only, but for what flow asks again at a claim.
// State: none. Fails: not at all. Threads: pure.
// nullopt: nothing is against it. A service without a SKU of its own is nobody's article: only
// minimums and packs of what it goes along with count.
#include "route/holds.hpp"

namespace shoporder::route {

/// `unknown_sku`: the table lacks a SKU, and the supplier's setting says hold.
[[nodiscard]] Check unknown_sku(const Facts& facts, const order::Supplier* supplier,
                                const Load& load);
/// `cost_missing`: the document shows costs, or a minimum counts them, and the table lacks one.
[[nodiscard]] Check cost_missing(const Facts& facts, const order::Supplier* supplier,
                                 const Load& load);
/// `pack_size`: a quantity is no whole number of packs, and the supplier's setting says hold.
[[nodiscard]] Check pack_size(const Facts& facts, const order::Supplier* supplier,
                              const Load& load);
/// `minimum_order`. Not asked of services alone, whose goods have left.
[[nodiscard]] Check minimum_order(const Facts& facts, const order::Supplier* supplier,
                                  const Load& load);

} // namespace shoporder::route
