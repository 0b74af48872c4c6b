#pragma once
// Purpose: one order's situation, loaded for route::plan: its newest body, what was sent, the
// shop's rules. State: the database, read. Fails: Error(io) when the stored body is no order any
// more, Error(config) when its shop is not configured. Threads: as the Database.
#include "config/settings.hpp"
#include "order/supplier.hpp"
#include "route/plan.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"
#include "store/webhooks.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace shoporder::flow {

/// `situation` points into the others, so that this is never copied.
struct LoadedOrder {
    store::OrderHead head;
    order::Order order;
    route::SkuFacts skus;
    route::Situation situation;

    LoadedOrder() = default;
    LoadedOrder(const LoadedOrder&) = delete;
    LoadedOrder& operator=(const LoadedOrder&) = delete;
};

/// Null for an unknown order. `suppliers` must outlive the result.
[[nodiscard]] std::unique_ptr<LoadedOrder>
load_situation(store::Database& database, std::int64_t order_id, const config::Settings& settings,
               std::span<const order::Supplier> suppliers, base::Time now);

/// All deliveries of an order, as the decision knows them.
[[nodiscard]] std::vector<route::Past> load_past(store::Database& database, std::int64_t order_id);
[[nodiscard]] route::ShopRules rules_of(const config::Shop& shop);
[[nodiscard]] route::Kind kind_of(const std::string& name); ///< "new", "change", "cancel"
[[nodiscard]] std::string name_of(route::Kind kind);

} // namespace shoporder::flow
