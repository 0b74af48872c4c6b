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

/// A step of more than so many is no gap: a sample's made-up number, or, when others follow it, a
/// shop that began to number anew.
inline constexpr std::int64_t k_widest_gap = 1000;

/// Writes down which numbers are missing below orders that came before `before`, and forgets those
/// that came after all. Looks at no more than `limit` orders; true when there are more to look at.
bool find_missing(Write& write, base::Time before, std::size_t limit);

struct MissingNumber {
    std::string shop;
    std::int64_t number = 0;
    base::Time since; ///< when a higher one came
};
/// As find_missing() left them, lowest first. shop "" means all.
[[nodiscard]] std::vector<MissingNumber>
missing_numbers(Database& database, const std::string& shop, std::size_t limit);
struct MissingCount {
    std::string shop;
    std::int64_t count = 0;
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    base::Time oldest;
};
/// One row for each shop that misses any.
[[nodiscard]] std::vector<MissingCount> count_missing(Database& database);
/// A person says that there is no such order. number 0 means all of the shop. Returns how many.
std::size_t forget_missing(Write& write, const std::string& shop, std::int64_t number);

} // namespace shoporder::store
