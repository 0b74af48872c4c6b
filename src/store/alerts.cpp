#include "store/alerts.hpp"

#include "store/connection.hpp"

namespace shoporder::store {

std::vector<Alert> list_alerts(Database& database) {
    Query q(database.connection(),
            "SELECT key, text, first_at, told_at, times, gone_at FROM alerts ORDER BY key");
    std::vector<Alert> out;
    while (q.step()) {
        Alert alert{q.text(0),
                    q.text(1),
                    base::from_micros(q.integer(2)),
                    base::from_micros(q.integer(3)),
                    static_cast<int>(q.integer(4)),
                    std::nullopt};
        if (const auto gone = q.maybe_integer(5))
            alert.gone_at = base::from_micros(*gone);
        out.push_back(std::move(alert));
    }
    return out;
}

void put_alert(Write& write, const Alert& alert) {
    Query(write.connection(),
          "INSERT INTO alerts (key, text, first_at, told_at, times, gone_at)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO UPDATE SET text = ?2,"
          " told_at = ?4, times = ?5, gone_at = ?6",
          alert.key, alert.text, base::to_micros(alert.first_at), base::to_micros(alert.told_at),
          alert.times,
          alert.gone_at ? std::optional{base::to_micros(*alert.gone_at)} : std::nullopt)
        .run();
}

void drop_alert(Write& write, const std::string& key) {
    Query(write.connection(), "DELETE FROM alerts WHERE key = ?", key).run();
}

} // namespace shoporder::store
