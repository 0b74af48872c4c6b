#include "base/local_time.hpp"

#include <cmath>
#include <ctime>
#include <fmt/format.h>

namespace shoporder::base {

std::chrono::seconds local_offset(Time t) noexcept {
    static const bool zone_read = (::tzset(), true); // localtime_r need not do it (POSIX)
    static_cast<void>(zone_read);
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
    std::tm local{};
    return ::localtime_r(&seconds, &local) == nullptr ? std::chrono::seconds{0}
                                                      : std::chrono::seconds{local.tm_gmtoff};
}

std::string format_time(Time t, std::chrono::seconds offset) {
    std::string text = format_time(std::chrono::floor<std::chrono::seconds>(t + offset));
    const auto minutes = std::abs(std::chrono::duration_cast<std::chrono::minutes>(offset).count());
    if (minutes == 0)
        return text;
    text.pop_back(); // the Z
    return fmt::format("{}{}{:02}:{:02}", text, offset.count() < 0 ? '-' : '+', minutes / 60,
                       minutes % 60);
}

std::optional<Time> local_midnight(std::string_view day) {
    const auto utc = day.size() == 10 ? parse_time(std::string{day} + "T00:00:00Z") : std::nullopt;
    if (!utc)
        return std::nullopt;
    // Ahead or behind, the offset that holds at the answer is one of these two; with both, where
    // the clocks change that day, the earlier instant that shows this day is meant.
    const Time early = *utc - local_offset(*utc - std::chrono::hours{24});
    const Time late = *utc - local_offset(*utc + std::chrono::hours{24});
    const auto begins = [&](Time t) { return t + local_offset(t) >= *utc; };
    const Time first = std::min(early, late);
    return begins(first) ? first : std::max(early, late);
}

} // namespace shoporder::base
