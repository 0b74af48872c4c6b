#pragma once
// Purpose: what a supplier asks of goods, and which orders a person sees first, in `supplier show`.
// Inside `report` only.
// State: none. Fails: not at all. Threads: pure.
#include "order/supplier.hpp"
#include "report/json.hpp"

#include <string>

namespace shoporder::report {

/// "unknown SKUs wait, at least 10 pieces"; empty: nothing is asked.
[[nodiscard]] std::string goods_text(const order::GoodsRules& goods);
/// "tag VIP*, total from 500 EUR, country US"; empty: none.
[[nodiscard]] std::string hold_text(const order::HoldRules& hold);
/// Adds po_number, prices, unknown_sku, packs, minimum and hold.
void set_goods(Value& supplier, const order::Supplier& s);

} // namespace shoporder::report
