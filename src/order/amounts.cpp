#include "order/amounts.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::order {

namespace {

std::int64_t power_of_ten(int exponent) noexcept {
    std::int64_t out = 1;
    for (int i = 0; i < exponent; ++i)
        out *= 10;
    return out;
}

/// The units with more decimals; nullopt when that is too much.
std::optional<std::int64_t> units_at(const Decimal& d, int scale) noexcept {
    std::int64_t out = 0;
    if (__builtin_mul_overflow(d.units(), power_of_ten(scale - d.scale()), &out))
        return std::nullopt;
    return out;
}

} // namespace

std::optional<Decimal> sum(const Decimal& a, const Decimal& b) noexcept {
    const int scale = std::max(a.scale(), b.scale());
    const auto left = units_at(a, scale);
    const auto right = units_at(b, scale);
    std::int64_t out = 0;
    if (!left || !right || __builtin_add_overflow(*left, *right, &out))
        return std::nullopt;
    return Decimal::of(out, scale);
}

std::optional<Decimal> times(const Decimal& a, std::int64_t quantity) noexcept {
    std::int64_t out = 0;
    if (__builtin_mul_overflow(a.units(), quantity, &out))
        return std::nullopt;
    return Decimal::of(out, a.scale());
}

std::string text_of(const Money& money) {
    return money.amount.text() + (money.currency.empty() ? "" : " " + money.currency);
}

std::optional<Money> parse_money(const std::string& text) {
    const auto words = base::split(text, ' ');
    const auto amount = words.empty() ? std::nullopt : Decimal::parse(words[0]);
    if (!amount)
        return std::nullopt;
    return Money{*amount, words.size() > 1 ? words[1] : std::string{}};
}

} // namespace shoporder::order
