#include "store/arrivals.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

void add_arrivals(Write& write, const Arrivals& more) {
    Query(write.connection(),
          "INSERT INTO arrivals (shop, hour, accepted, refused) VALUES (?1, ?2, ?3, ?4)"
          " ON CONFLICT (shop, hour) DO UPDATE SET accepted = accepted + ?3, refused = refused + "
          "?4",
          more.shop, more.hour, more.accepted, more.refused)
        .run();
}

std::vector<Arrivals> list_arrivals(Database& database, std::int64_t first_hour) {
    Query q(database.connection(),
            "SELECT shop, hour, accepted, refused FROM arrivals WHERE hour >= ?"
            " ORDER BY shop, hour",
            first_hour);
    std::vector<Arrivals> out;
    while (q.step())
        out.push_back({q.text(0), q.integer(1), q.integer(2), q.integer(3)});
    return out;
}

std::size_t forget_arrivals(Write& write, std::int64_t before_hour, std::size_t limit) {
    return static_cast<std::size_t>(
        Query(write.connection(),
              "DELETE FROM arrivals WHERE (shop, hour) IN"
              " (SELECT shop, hour FROM arrivals WHERE hour < ? LIMIT ?)",
              before_hour, static_cast<std::int64_t>(limit))
            .run());
}

} // namespace shoporder::store
