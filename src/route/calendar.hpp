#pragma once
// Purpose: a supplier's sending times as instants. A window of a local day runs from its first to
// its last minute as base::TimeZone::to_utc has them: where the clock is put forward it is shorter
// or gone, where it is put back it is longer, and it never opens twice.
// State: none. Fails: Error(data) when this machine does not know the supplier's time zone; never
// for times that are always open. Threads: pure functions.
#include "base/clock.hpp"
#include "order/send_times.hpp"

#include <optional>
#include <string>

namespace shoporder::route {

[[nodiscard]] bool is_open(const order::SendTimes& times, base::Time now);

/// `now` when it is open, else the next opening; nullopt when there is none within 400 days.
[[nodiscard]] std::optional<base::Time> next_open(const order::SendTimes& times, base::Time now);

/// When the current opening ends, `now` when it is closed already; nullopt when it stays open for
/// the next 400 days. Windows that touch, over midnight too, are one opening.
[[nodiscard]] std::optional<base::Time> next_close(const order::SendTimes& times, base::Time now);

/// The first cut-off later than `after` on a day that is not closed; hours do not matter. nullopt
/// when there is none within 400 days.
[[nodiscard]] std::optional<base::Time> next_cutoff(const order::SendTimes& times,
                                                    base::Time after);

/// When it has been open for so long, counted from `from`: what a supplier may take its time for.
/// nullopt when that is not within 400 days.
[[nodiscard]] std::optional<base::Time> after_open_time(const order::SendTimes& times,
                                                        base::Time from, base::Duration span);

/// Since when it has been open for so long, counted back from `now`: what came before that is
/// late. nullopt when that is more than 400 days ago.
[[nodiscard]] std::optional<base::Time> before_open_time(const order::SendTimes& times,
                                                         base::Time now, base::Duration span);

/// "Thu 2026-11-26 08:00, Europe/Berlin": an instant as the supplier's clock shows it.
[[nodiscard]] std::string local_words(const order::SendTimes& times, base::Time at);

} // namespace shoporder::route
