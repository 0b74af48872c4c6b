#pragma once
// Purpose: one order's planning, inside the caller's transaction: what its newest state means for
// the deliveries it has, and which it must get.
// State: the database. Fails: Error; the caller rolls back. Threads: as the transaction.
#include "flow/plan/plan.hpp"
#include "order/supplier.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <span>

namespace shoporder::flow {

/// Rules (rules.md 2): what was not claimed yet follows the newest state; what was claimed
/// stays as it is, and a difference the supplier would see becomes attention: "tell the supplier".
void plan_order(store::Database& database, store::Write& write, std::int64_t order_id,
                const config::Settings& settings, std::span<const order::Supplier> suppliers,
                base::Time now, PlanResult& result);

} // namespace shoporder::flow
