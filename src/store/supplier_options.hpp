#pragma once
// Purpose: the settings of a supplier that few have, as rows of name and value.
// State: table supplier_options. Fails: Error from the database. Private to store.
// Threads: as Database.
#include "order/supplier.hpp"
#include "store/database.hpp"

namespace shoporder::store {

/// Replaces what is stored.
void put_options(Write& write, std::int64_t id, const order::Supplier& supplier);
void read_options(Database& database, order::Supplier& supplier);

} // namespace shoporder::store
