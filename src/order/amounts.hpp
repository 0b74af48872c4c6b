#pragma once
// Purpose: exact arithmetic on amounts: adding, and multiplying by a quantity. Nothing is rounded.
// State: none. Fails: nullopt when a result has more than 18 digits.
// Threads: pure.
#include "order/money.hpp"

#include <cstdint>
#include <optional>

namespace shoporder::order {

[[nodiscard]] std::optional<Decimal> sum(const Decimal& a, const Decimal& b) noexcept;
[[nodiscard]] std::optional<Decimal> times(const Decimal& a, std::int64_t quantity) noexcept;

} // namespace shoporder::order
