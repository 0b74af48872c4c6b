#pragma once
// Purpose: exact arithmetic on amounts: adding, and multiplying by a quantity; and an amount with
// its currency as one text. Nothing is rounded.
// State: none. Fails: nullopt when a result has more than 18 digits, or a text is no amount.
// Threads: pure.
#include "order/money.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace shoporder::order {

[[nodiscard]] std::optional<Decimal> sum(const Decimal& a, const Decimal& b) noexcept;
[[nodiscard]] std::optional<Decimal> times(const Decimal& a, std::int64_t quantity) noexcept;

/// "50.00 EUR", or "50.00" without a currency.
[[nodiscard]] std::string text_of(const Money& money);
/// The reverse.
[[nodiscard]] std::optional<Money> parse_money(const std::string& text);

} // namespace shoporder::order
