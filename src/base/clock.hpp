#pragma once
// Purpose: time as shoporder uses it: UTC instants with microseconds, and a
// clock that tests can hold still. Zones exist only at the edges.
// State: none. Fails: parsing returns nullopt, nothing throws.
// Threads: Clock::now() may be called from any thread.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::base {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Time now() const override;
};

/// ISO 8601 / RFC 3339 date-time with an offset or `Z`, up to nanoseconds (cut to
/// microseconds), years 1970 to 9999. A text without an offset is refused: it is
/// no instant. Shopify sends `-05:00` forms in bodies and `Z` in headers.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);

/// "2026-11-22T21:50:09Z", with a fraction of six digits only when it is not zero.
[[nodiscard]] std::string format_time(Time t);

/// "45s", "5m", "2h", "3d", "1h30m"; plain digits are seconds. nullopt for anything else,
/// for overflow, and for more than ten years.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// A short age or span for people: "now", "42 s", "5 min", "3 h", "2 d".
[[nodiscard]] std::string format_span(Duration d);

[[nodiscard]] constexpr std::int64_t to_micros(Time t) noexcept {
    return t.time_since_epoch().count();
}
[[nodiscard]] constexpr Time from_micros(std::int64_t us) noexcept {
    return Time{Duration{us}};
}

} // namespace shoporder::base
