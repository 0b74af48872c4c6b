#pragma once
// Purpose: an instant to the wall clock of a place, and back. The rules come from the machine's
// tzdata package; zones exist only at the edges, everything stored is UTC.
// State: none of its own; the library reads the zones' files once and keeps them.
// Fails: Error(data) for a name this machine does not know, with the nearest one it knows.
// Threads: values; the library's tables are shared behind its own lock.
#include "base/clock.hpp"

#include <chrono>
#include <string_view>

namespace date {
class time_zone; // its header is slow to compile and stays in the .cpp
}

namespace shoporder::base {

/// What a clock on the wall shows, without saying where.
using LocalTime = std::chrono::local_time<Duration>;
using LocalDay = std::chrono::local_days;

class TimeZone {
public:
    /// An IANA name such as "Europe/Berlin"; "" and "UTC" need no tables.
    explicit TimeZone(std::string_view name);

    [[nodiscard]] LocalTime to_local(Time t) const;

    /// A local time that does not exist moves forward to the first one that does; one that exists
    /// twice means the first. So it never runs backwards: a <= b gives to_utc(a) <= to_utc(b).
    [[nodiscard]] Time to_utc(LocalTime t) const;

private:
    const date::time_zone* m_zone = nullptr; ///< null: UTC; else owned by the library, for ever
};

} // namespace shoporder::base
