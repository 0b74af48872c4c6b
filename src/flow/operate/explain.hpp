#pragma once
// Purpose: which rule takes each line of an order, and why no other supplier gets it, by the rules
// of this moment. Nothing is written, and what is sent already plays no part.
// State: the database, read, or none at all. Fails: Error(data|not_found).
// Threads: as the Database.
#include "order/supplier.hpp"
#include "report/explain_view.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace shoporder::flow {

[[nodiscard]] report::Explanation explain_order(store::Database& database, std::int64_t order);

/// Of a saved body of that shop.
[[nodiscard]] report::Explanation explain_body(std::string_view bytes, const std::string& shop,
                                               std::span<const order::Supplier> suppliers);

} // namespace shoporder::flow
