#include "store/numbers.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

namespace {

constexpr std::int64_t k_follow = 5; // so many orders close to a far one make it a new numbering

/// The shops that have orders, each with the number its gaps are known up to (0: not looked at
/// yet).
std::vector<std::pair<std::string, std::int64_t>> shops(Write& write) {
    Query q(write.connection(),
            "WITH RECURSIVE shops (shop) AS (SELECT min(shop) FROM orders UNION ALL"
            " SELECT (SELECT min(shop) FROM orders o WHERE o.shop > shops.shop) FROM shops"
            " WHERE shops.shop IS NOT NULL)"
            " SELECT shop, coalesce((SELECT seen_to FROM order_numbers n WHERE n.shop ="
            " shops.shop), 0) FROM shops WHERE shop IS NOT NULL");
    std::vector<std::pair<std::string, std::int64_t>> out;
    while (q.step())
        out.emplace_back(q.text(0), q.integer(1));
    return out;
}

bool begins_anew(Write& write, const std::string& shop, std::int64_t number) {
    Query q(write.connection(),
            "SELECT count(*) FROM (SELECT 1 FROM orders WHERE shop = ?1 AND number >= ?2 AND"
            " number <= ?2 + ?3 LIMIT ?4)",
            shop, number, k_widest_gap, k_follow);
    return q.step() && q.integer(0) == k_follow;
}

void set_seen_to(Write& write, const std::string& shop, std::int64_t number) {
    Query(write.connection(),
          "INSERT INTO order_numbers (shop, seen_to) VALUES (?1, ?2)"
          " ON CONFLICT (shop) DO UPDATE SET seen_to = ?2",
          shop, number)
        .run();
}

/// Goes up a shop's numbers until an order that is too new; returns how many orders were looked at.
std::size_t walk_up(Write& write, const std::string& shop, std::int64_t seen_to, base::Time before,
                    std::size_t limit) {
    Query q(write.connection(),
            "SELECT number, first_seen FROM orders WHERE shop = ?1 AND number > ?2"
            " ORDER BY number LIMIT ?3",
            shop, seen_to, static_cast<std::int64_t>(limit));
    std::int64_t last = seen_to;
    std::size_t looked_at = 0;
    for (; q.step() && q.integer(1) <= base::to_micros(before); ++looked_at) {
        const std::int64_t number = q.integer(0);
        const bool near = number - last <= k_widest_gap;
        if (last != 0 && !near && !begins_anew(write, shop, number))
            break; // whatever is above it is no better
        for (std::int64_t n = last + 1; last != 0 && near && n < number; ++n)
            Query(write.connection(),
                  "INSERT OR IGNORE INTO missing_numbers (shop, number, since) VALUES (?, ?, ?)",
                  shop, n, q.integer(1))
                .run();
        last = number;
    }
    if (last != seen_to)
        set_seen_to(write, shop, last);
    return looked_at;
}

} // namespace

bool find_missing(Write& write, base::Time before, std::size_t limit) {
    Query(write.connection(), "DELETE FROM missing_numbers WHERE EXISTS (SELECT 1 FROM orders o"
                              " WHERE o.shop = missing_numbers.shop AND o.number ="
                              " missing_numbers.number)")
        .run();
    bool more = false;
    for (const auto& [shop, seen_to] : shops(write))
        more = walk_up(write, shop, seen_to, before, limit) == limit || more;
    return more;
}

std::vector<MissingNumber> missing_numbers(Database& database, const std::string& shop,
                                           std::size_t limit) {
    Query q(database.connection(),
            "SELECT shop, number, since FROM missing_numbers WHERE ?1 = '' OR shop = ?1"
            " ORDER BY shop, number LIMIT ?2",
            shop, static_cast<std::int64_t>(limit));
    std::vector<MissingNumber> out;
    while (q.step())
        out.push_back({q.text(0), q.integer(1), base::from_micros(q.integer(2))});
    return out;
}

std::vector<MissingCount> count_missing(Database& database) {
    Query q(database.connection(),
            "SELECT shop, count(*), min(number), max(number), min(since) FROM missing_numbers"
            " GROUP BY shop ORDER BY shop");
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
