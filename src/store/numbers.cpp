#include "store/numbers.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

namespace {

void set_highest(Write& write, const std::string& shop, std::int64_t number) {
    Query(write.connection(),
          "INSERT INTO order_numbers (shop, highest) VALUES (?1, ?2)"
          " ON CONFLICT (shop) DO UPDATE SET highest = ?2",
          shop, number)
        .run();
}

} // namespace

void note_number(Write& write, const std::string& shop, std::int64_t number, bool test,
                 base::Time at) {
    if (number <= 0)
        return;
    Query known(write.connection(), "SELECT highest FROM order_numbers WHERE shop = ?", shop);
    if (!known.step()) {
        if (!test) // a sample's number is no beginning
            set_highest(write, shop, number);
        return;
    }
    const std::int64_t highest = known.integer(0);
    if (number <= highest) {
        Query(write.connection(), "DELETE FROM missing_numbers WHERE shop = ? AND number = ?", shop,
              number)
            .run();
        return;
    }
    const bool gap = number - highest <= k_widest_gap;
    if (!gap && test)
        return;
    for (std::int64_t n = highest + 1; gap && n < number; ++n)
        Query(write.connection(),
              "INSERT OR IGNORE INTO missing_numbers (shop, number, since) VALUES (?, ?, ?)", shop,
              n, base::to_micros(at))
            .run();
    set_highest(write, shop, number);
}

std::vector<MissingNumber> missing_numbers(Database& database, const std::string& shop,
                                           base::Time before, std::size_t limit) {
    Query q(database.connection(),
            "SELECT shop, number, since FROM missing_numbers WHERE (?1 = '' OR shop = ?1) AND"
            " since <= ?2 ORDER BY shop, number LIMIT ?3",
            shop, base::to_micros(before), static_cast<std::int64_t>(limit));
    std::vector<MissingNumber> out;
    while (q.step())
        out.push_back({q.text(0), q.integer(1), base::from_micros(q.integer(2))});
    return out;
}

std::vector<MissingCount> count_missing(Database& database, base::Time before) {
    Query q(database.connection(),
            "SELECT shop, count(*), min(number), max(number), min(since) FROM missing_numbers"
            " WHERE since <= ? GROUP BY shop ORDER BY shop",
            base::to_micros(before));
    std::vector<MissingCount> out;
    while (q.step())
        out.push_back(
            {q.text(0), q.integer(1), q.integer(2), q.integer(3), base::from_micros(q.integer(4))});
    return out;
}

std::size_t forget_missing(Write& write, const std::string& shop, std::int64_t number) {
    return static_cast<std::size_t>(
        Query(write.connection(),
              "DELETE FROM missing_numbers WHERE shop = ?1 AND (?2 = 0 OR number = ?2)", shop,
              number)
            .run());
}

} // namespace shoporder::store
