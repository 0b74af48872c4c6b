#include "route/calendar.hpp"

#include "base/time_zone.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::route {

namespace {

using base::LocalDay;
using base::Time;
using order::SendTimes;
using std::chrono::days;
using std::chrono::year_month_day;

/// A year and some: a day that is closed every year but open once is found. Farther away a plan
/// means nothing.
constexpr days k_horizon{400};

bool is_closed(const SendTimes& times, LocalDay day) {
    const std::chrono::weekday weekday{day};
    if ((times.days & (1U << weekday.c_encoding())) == 0)
        return true;
    const year_month_day date{day};
    const std::chrono::month_day in_year{date.month(), date.day()};
    return std::any_of(times.closed.begin(), times.closed.end(), [&](const order::ClosedDay& c) {
        return c.day == in_year && (!c.year || *c.year == date.year());
    });
}

struct Window {
    Time from;
    Time to;
};

/// Calls `visit` with each window, in order, that may end after `now`, until it returns true.
template <typename Visit>
void each_window(const SendTimes& times, Time now, const Visit& visit) {
    static const std::vector<order::Hours> k_whole_day(1);
    const base::TimeZone zone{times.zone};
    const auto& hours = times.hours.empty() ? k_whole_day : times.hours;
    const auto today = std::chrono::floor<days>(zone.to_local(now));
    // A day before today has ended, also where the clock was put back over midnight: its end means
    // the first midnight.
    for (LocalDay day = today; day <= today + k_horizon; day += days{1}) {
        if (is_closed(times, day))
            continue;
        for (const order::Hours& part : hours) {
            const Window window{zone.to_utc(day + part.from), zone.to_utc(day + part.to)};
            // One that lies in an hour the clock skips is empty.
            if (window.from < window.to && window.to > now && visit(window))
                return;
        }
    }
}

} // namespace

bool is_open(const SendTimes& times, Time now) {
    return next_open(times, now) == now;
}

std::optional<Time> next_open(const SendTimes& times, Time now) {
    if (times.always())
        return now;
    std::optional<Time> opens;
    each_window(times, now, [&](const Window& window) {
        opens = std::max(window.from, now);
        return true;
    });
    return opens;
}

std::optional<Time> next_close(const SendTimes& times, Time now) {
    if (times.always())
        return std::nullopt;
    Time end = now;
    bool ends = false;
    each_window(times, now, [&](const Window& window) {
        ends = window.from > end;
        if (!ends)
            end = window.to;
        return ends;
    });
    // No window after this one: it reaches the horizon (but for the hour between winter and summer)
    // or is the last.
    const bool stays_open = !ends && end - now >= k_horizon - days{1};
    return stays_open ? std::nullopt : std::optional{end};
}

std::optional<Time> next_cutoff(const SendTimes& times, Time after) {
    if (times.cutoffs.empty())
        return std::nullopt;
    const base::TimeZone zone{times.zone};
    const auto today = std::chrono::floor<days>(zone.to_local(after));
    for (LocalDay day = today; day <= today + k_horizon; day += days{1}) {
        if (is_closed(times, day))
            continue;
        for (const auto time : times.cutoffs)
            if (const Time at = zone.to_utc(day + time); at > after)
                return at;
    }
    return std::nullopt;
}

std::optional<Time> after_open_time(const SendTimes& times, Time from, base::Duration span) {
    if (times.always())
        return from + span;
    std::optional<Time> at;
    each_window(times, from, [&](const Window& window) {
        const Time begins = std::max(window.from, from);
        if (window.to - begins < span) {
            span -= window.to - begins;
            return false;
        }
        at = begins + span;
        return true;
    });
    return at;
}

std::optional<Time> before_open_time(const SendTimes& times, Time now, base::Duration span) {
    if (times.always())
        return now - span;
    // Windows are found forwards only: first as many as are likely to do.
    for (base::Duration back = span + days{14};; back = k_horizon) {
        std::vector<Window> windows;
        each_window(times, now - back, [&](const Window& window) {
            if (window.from >= now)
                return true;
            windows.push_back({std::max(window.from, now - back), std::min(window.to, now)});
            return false;
        });
        base::Duration left = span;
        std::reverse(windows.begin(), windows.end());
        for (const Window& window : windows) {
            if (window.to - window.from >= left)
                return window.to - left;
            left -= window.to - window.from;
        }
        if (back >= k_horizon)
            return std::nullopt;
    }
}

std::string local_words(const SendTimes& times, Time at) {
    const auto local = base::TimeZone{times.zone}.to_local(at);
    const auto midnight = std::chrono::floor<days>(local);
    const year_month_day date{midnight};
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(local - midnight).count();
    std::string day{order::name(std::chrono::weekday{midnight})};
    day[0] = static_cast<char>(day[0] - 'a' + 'A');
    return fmt::format("{} {:04}-{:02}-{:02} {:02}:{:02}, {}", day, int{date.year()},
                       unsigned{date.month()}, unsigned{date.day()}, minutes / 60, minutes % 60,
                       times.zone.empty() ? "UTC" : times.zone);
}

} // namespace shoporder::route
