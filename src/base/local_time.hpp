#pragma once
// Purpose: instants as this machine's clock on the wall shows them, for people at a shell. What is
// stored, and what programs read, is UTC.
// State: the C library's idea of the local zone ($TZ, else /etc/localtime), read once.
// Fails: not at all; nullopt for a text that is no day. Threads: any.
#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::base {

/// How far local time is ahead of UTC at that instant.
[[nodiscard]] std::chrono::seconds local_offset(Time t) noexcept;

/// "2026-11-22T22:50:09+01:00", without fractions; "…Z" for no offset.
[[nodiscard]] std::string format_time(Time t, std::chrono::seconds offset);

/// When this day begins here: "2026-11-22". Where a clock change leaves midnight out, the first
/// instant after it.
[[nodiscard]] std::optional<Time> local_midnight(std::string_view day);

} // namespace shoporder::base
