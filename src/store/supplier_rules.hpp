#pragma once
// Purpose: what a supplier takes and what it must not get, as stored.
// State: table supplier_rules. Fails: Error from the database, Error(data) for a rule that cannot
// be read. Private to store. Threads: as Database.
#include "order/supplier.hpp"
#include "store/database.hpp"

namespace shoporder::store {

/// Replaces what is stored.
void put_rules(Write& write, std::int64_t id, const order::Supplier& supplier);
void read_rules(Database& database, order::Supplier& supplier);

} // namespace shoporder::store
