#pragma once
// Purpose: the one place that names a version of Shopify's Admin API.
// Source: shopify.dev/docs/api/usage/versioning: a version a quarter, each lives for twelve months
// at least; a request to one that has ended is answered by the oldest that lives.
// State: none. Fails: not at all. Threads: values.
#include "base/clock.hpp"

#include <chrono>
#include <string_view>

namespace shoporder::shopify {

inline constexpr std::string_view k_api_version = "2026-10";

/// Until when Shopify promises to answer with a version ("2026-10": the same day a year later).
/// The epoch for what is no version of that form ("unstable").
[[nodiscard]] base::Time supported_until(std::string_view version) noexcept;

/// So long before its end an operator is told.
inline constexpr std::chrono::days k_tell_of_end{90};

} // namespace shoporder::shopify
