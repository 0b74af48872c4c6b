#pragma once
// Purpose: which problems a person was told of, and when.
// State: table alerts. Fails: Error from the database.
// Threads: as Database.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

struct Alert {
    std::string key;  ///< what it is about, stable while it lasts
    std::string text; ///< as it was told last
    base::Time first_at;
    base::Time told_at;
    int times = 1;                     ///< told
    std::optional<base::Time> gone_at; ///< since when it is no more; told when that lasts
};

[[nodiscard]] std::vector<Alert> list_alerts(Database& database);
/// A new one, or the newer state of a known one.
void put_alert(Write& write, const Alert& alert);
void drop_alert(Write& write, const std::string& key);

} // namespace shoporder::store
