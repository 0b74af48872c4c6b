#pragma once
// Purpose: how many webhooks of a shop came in each hour, well signed or not: its rhythm, in which
// a silence can be told from a quiet night. State: table arrivals. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::store {

/// Hours since 1970, UTC.
[[nodiscard]] constexpr std::int64_t hour_of(base::Time t) noexcept {
    return std::chrono::floor<std::chrono::hours>(t.time_since_epoch()).count();
}

struct Arrivals {
    std::string shop; ///< "": whatever named none of our shops
    std::int64_t hour = 0;
    std::int64_t accepted = 0; ///< well signed; duplicates too
    std::int64_t refused = 0;  ///< answered 401
};
/// Adds to the hour's counts.
void add_arrivals(Write& write, const Arrivals& more);
/// Of all shops, by shop and hour, from `first_hour` on.
[[nodiscard]] std::vector<Arrivals> list_arrivals(Database& database, std::int64_t first_hour);
/// Returns how many rows went.
std::size_t forget_arrivals(Write& write, std::int64_t before_hour, std::size_t limit);

} // namespace shoporder::store
