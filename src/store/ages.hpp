#pragma once
// Purpose: what has been lying for too long, and what a clock that was set ahead left behind.
// State: tables deliveries, orders, events.
// Fails: Error from the database. Threads: as Database.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

/// An order that waits for too long, with that delivery of it which waits longest.
struct Overdue {
    std::int64_t order_id = 0;
    std::string order_name;
    std::string po_number;
    order::DeliveryState state{};
    std::string reason;
    base::Time since;
};
/// Orders of this shop of which something could have gone before then and has not: paid or needing
/// no payment, released by the shop, no test. Oldest first; at most `limit`.
[[nodiscard]] std::vector<Overdue> unsent_since(Database& database, const std::string& shop,
                                                base::Time before, std::size_t limit);
/// Orders of this shop that have waited for their payment since before then. Likewise.
[[nodiscard]] std::vector<Overdue> unpaid_since(Database& database, const std::string& shop,
                                                base::Time before, std::size_t limit);

/// Something happened in the future, and the clock was put right less than a day ago: until when
/// it was ahead. nullopt otherwise.
[[nodiscard]] std::optional<base::Time> clock_was_ahead(Database& database, base::Time now);
/// What such a clock put off is due now, and is planned again.
void forget_the_future(Write& write, base::Time now);

} // namespace shoporder::store
