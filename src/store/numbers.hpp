#pragma once
// Purpose: gaps in a shop's order numbers. Shopify numbers a shop's orders one by one, so a number
// that never came although a higher one did is an order that was lost on the way here.
// State: tables order_numbers, missing_numbers. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::store {

/// A step of more than so many is a shop that began to number anew, not a gap.
inline constexpr std::int64_t k_widest_gap = 1000;

/// A new order with this number has come; 0 is none.
void note_number(Write& write, const std::string& shop, std::int64_t number, bool test,
                 base::Time at);

struct MissingNumber {
    std::string shop;
    std::int64_t number = 0;
    base::Time since; ///< when a higher one came
};
/// Lowest first. shop "" means all. `before`: only those missing since then or longer.
[[nodiscard]] std::vector<MissingNumber>
missing_numbers(Database& database, const std::string& shop, base::Time before, std::size_t limit);
struct MissingCount {
    std::string shop;
    std::int64_t count = 0;
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    base::Time oldest;
};
/// One row for each shop that misses any since `before` or longer.
[[nodiscard]] std::vector<MissingCount> count_missing(Database& database, base::Time before);
/// A person says that there is no such order. number 0 means all of the shop. Returns how many.
std::size_t forget_missing(Write& write, const std::string& shop, std::int64_t number);

} // namespace shoporder::store
