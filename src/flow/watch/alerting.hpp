#pragma once
// Purpose: tells a person what is wrong: each new problem once, again at growing intervals, and
// when it is over; once a day a digest. By a program that the operator has named. State: table
// alerts; a lock beside the database, so that two runs tell nothing twice. Fails: Error(config)
// without a program; Error(unavailable) where it fails: then nothing is recorded, and the next run
// tells it. A crash between telling and recording tells it twice. Threads: one.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "report/alert_view.hpp"
#include "store/alerts.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shoporder::flow {

/// What there is to tell, and what is to be recorded when it is told.
struct Telling {
    report::News news;
    std::vector<store::Alert> put;
    std::vector<std::string> drop;
};
/// Pure. A problem that is gone for a moment and comes back is the same one.
[[nodiscard]] Telling what_to_tell(const std::vector<report::Problem>& problems,
                                   const std::vector<store::Alert>& known, base::Time now);

/// The last time of day `at` ("08:00", local) that is not after `now`.
[[nodiscard]] base::Time last_time_of_day(const std::string& at, base::Time now);

struct AlertResult {
    report::News news;
    std::optional<report::Letter> letter; ///< nullopt: nothing to tell
    std::optional<report::Letter> digest; ///< nullopt: not due
};
/// `dry_run`: only says what would be told. `style`: for the digest's times.
[[nodiscard]] AlertResult alert(store::Database& database, const config::Settings& settings,
                                base::Time now, const report::Style& style, bool dry_run);

/// Sends a letter that says it is a test.
void send_test_alert(const config::Settings& settings);
/// Records that a test was taken, by this alert.command with these words.
void note_alert_test(store::Database& database, const config::Settings& settings, base::Time now);
/// When alert.command, as it is now, last took a letter; nullopt: never.
[[nodiscard]] std::optional<base::Time> alert_proven_at(store::Database& database,
                                                        const config::Settings& settings);

} // namespace shoporder::flow
