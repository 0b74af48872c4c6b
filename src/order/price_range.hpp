#pragma once
// Purpose: a range of amounts as a rule writes it: ">= 100", "> 99.99", "< 20", "<= 19.99",
// "10..50" with both ends in it, "12.50" for this amount alone.
// State: none. Fails: parse() by nullopt. Threads: values.
// Amounts are exact decimals; a range names no currency.
#include "order/money.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::order {

class PriceRange {
public:
    [[nodiscard]] static std::optional<PriceRange> parse(std::string_view text) noexcept;

    /// In one form, which parse() reads back: ">= 100", "10..50", "20".
    [[nodiscard]] std::string text() const;

    [[nodiscard]] bool holds(const Decimal& amount) const noexcept;
    /// Is there an amount in both? Two ranges that only touch where one of them is open have none.
    [[nodiscard]] bool meets(const PriceRange& other) const noexcept;
    friend bool operator==(const PriceRange&, const PriceRange&) = default;

private:
    std::optional<Decimal> m_least; ///< nullopt: however little
    std::optional<Decimal> m_most;  ///< nullopt: however much
    bool m_above = false;           ///< more than m_least
    bool m_below = false;           ///< less than m_most
};

} // namespace shoporder::order
