#pragma once
// Purpose: dates in the form somebody else's program wants: "%d.%m.%Y".
// Only letters that are digits in every language: %Y %y %m %d %H %M %S %j (day of the year), %%.
// State: none. Fails: check_date_pattern throws Error(data) with what is known. Threads: pure.
#include "base/time_zone.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::order {

/// At most 40 bytes without control characters, and at least one letter.
void check_date_pattern(std::string_view pattern);

/// Of a checked pattern; an unknown letter stands for itself.
[[nodiscard]] std::string format_date(std::string_view pattern, base::LocalTime time);

/// "2026-12-24", a day that there is, and nothing else.
[[nodiscard]] std::optional<base::LocalTime> parse_day(std::string_view text) noexcept;

} // namespace shoporder::order
