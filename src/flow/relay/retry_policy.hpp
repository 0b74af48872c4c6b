#pragma once
// Purpose: when a document that failed is tried again, and when that ends.
// State: none. Fails: by value: no wait left.
// Threads: pure; the caller brings the random number.
#include "base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace shoporder::flow {

/// The wait after the `faults`-th fault (1, 2, …) of the document itself, with ±`jitter` of it
/// taken from `random` (any 64-bit value); nullopt when the schedule is used up.
[[nodiscard]] std::optional<std::chrono::milliseconds>
next_wait(std::span<const std::chrono::seconds> schedule, int faults, double jitter,
          std::uint64_t random);

/// The wait after the `refusals`-th time (1, 2) that a server refused a document for good: three
/// tries spread over an hour tell a passing fault from a lasting one.
[[nodiscard]] std::chrono::minutes wait_after_refusal(std::int64_t refusals) noexcept;

} // namespace shoporder::flow
