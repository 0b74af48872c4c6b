#include "order/money.hpp"

namespace shoporder::order {

std::optional<Decimal> Decimal::parse(std::string_view text) noexcept {
    Decimal out;
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    int digits = 0;
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point && digits > 0) {
            point = true;
        } else if (c >= '0' && c <= '9' && ++digits <= 18) {
            out.m_units = out.m_units * 10 + (c - '0');
            out.m_scale += point ? 1 : 0;
        } else {
            return std::nullopt;
        }
    }
    if (digits == 0 || out.m_scale > 9 || text.back() == '.')
        return std::nullopt;
    if (negative)
        out.m_units = -out.m_units;
    return out;
}

std::optional<Decimal> Decimal::of(std::int64_t units, int scale) noexcept {
    constexpr std::int64_t k_beyond = 1'000'000'000'000'000'000; // 19 digits
    if (units <= -k_beyond || units >= k_beyond || scale < 0 || scale > 9)
        return std::nullopt;
    Decimal out;
    out.m_units = units;
    out.m_scale = scale;
    return out;
}

std::string Decimal::text() const {
    std::string digits = std::to_string(m_units < 0 ? -m_units : m_units);
    const auto scale = static_cast<std::size_t>(m_scale);
    if (digits.size() <= scale)
        digits.insert(0, scale + 1 - digits.size(), '0');
    if (scale > 0)
        digits.insert(digits.size() - scale, 1, '.');
    return m_units < 0 ? "-" + digits : digits;
}

bool same_amount(const Decimal& a, const Decimal& b) noexcept {
    const auto shortest = [](const Decimal& d) {
        std::int64_t units = d.units();
        int scale = d.scale();
        for (; scale > 0 && units % 10 == 0; --scale)
            units /= 10;
        return std::pair{units, scale};
    };
    return shortest(a) == shortest(b);
}

std::strong_ordering compare_amounts(const Decimal& a, const Decimal& b) noexcept {
    // Whole units, then billionths: both carry the sign, and neither can overflow.
    constexpr int k_most_scale = 9;
    const auto whole_and_billionths = [](const Decimal& d) {
        std::int64_t one = 1;
        for (int i = 0; i < d.scale(); ++i)
            one *= 10;
        std::int64_t rest = d.units() % one;
        for (int i = d.scale(); i < k_most_scale; ++i)
            rest *= 10;
        return std::pair{d.units() / one, rest};
    };
    return whole_and_billionths(a) <=> whole_and_billionths(b);
}

} // namespace shoporder::order
