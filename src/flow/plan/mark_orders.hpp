#pragma once
// Purpose: fills the index by which orders are found (store/order_marks.hpp): after orders were
// planned, and little by little those that an older version stored.
// State: the database. Fails: Error from the database; an order whose body cannot be read is passed
// over. Threads: as the Database.
#include "store/database.hpp"

#include <functional>

namespace shoporder::flow {

/// In transactions of a few orders, until all are in it. `enough`, asked between transactions, ends
/// it early: another call goes on.
void mark_orders(store::Database& database, const std::function<bool()>& enough);

} // namespace shoporder::flow
