#pragma once
// Purpose: what needs a person, grouped by state, supplier and reason; and how old what is open is.
// State: table deliveries by its index deliveries_open, counters. Fails: Error from the database.
// Threads: as Database.
// A million deliveries of one group cost no more than ten: ages and examples are steps in the
// index, and what is counted one by one is bounded.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

struct AttentionGroup {
    order::DeliveryState state{};
    std::int64_t supplier_id = 0;
    std::string reason_code;
    std::size_t count = 0;
    bool exact = true; ///< false: there are more
    base::Time oldest;
    std::int64_t example = 0; ///< the delivery that is oldest
};

/// The largest first. Of the filter its states (those that need no person are left out; none: all
/// that do), supplier, shop and reason_code count.
[[nodiscard]] std::vector<AttentionGroup> attention_groups(Database& database,
                                                           const DeliveryFilter& filter);

/// The ids of a group, oldest first; of this shop's orders only, where one is named.
[[nodiscard]] std::vector<std::int64_t> group_members(Database& database,
                                                      const AttentionGroup& group,
                                                      const std::string& shop, std::size_t limit);

/// The oldest of those in this state, since when they could first have gone, or the supplier said
/// no; nullopt when there is none.
[[nodiscard]] std::optional<base::Time> oldest_in(Database& database, order::DeliveryState state);

/// By supplier: the oldest of what is not with it for certain and should be, since when it could
/// first have gone. Suppliers without any are left out.
[[nodiscard]] std::map<std::int64_t, base::Time> oldest_unsent(Database& database);

} // namespace shoporder::store
