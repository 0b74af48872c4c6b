#pragma once
// Purpose: what the suppliers' SKU tables say of one order's lines, as route and render need it.
// Never more of a table than the order's lines: a table may have 100,000 rows.
// State: the database, read. Fails: Error from the database. Threads: as the Database.
#include "order/order.hpp"
#include "route/sku_facts.hpp"
#include "store/database.hpp"

#include <span>

namespace shoporder::flow {

/// Empty where no supplier has a table.
[[nodiscard]] route::SkuFacts load_skus(store::Database& database,
                                        std::span<const order::LineItem> lines);

} // namespace shoporder::flow
