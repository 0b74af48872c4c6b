#pragma once
// Purpose: amounts as Shopify sends them: exact decimals with a currency.
// State: none. Fails: parsing returns nullopt. Threads: values.
// Shopify's scale is not always 2: JPY "23600", and "16.486" occurs
// (reference: REST Order samples). An amount keeps the digits it came with.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::order {

/// An exact decimal: units / 10^scale. At most 18 digits in all, scale 0 to 9.
class Decimal {
public:
    Decimal() noexcept = default;
    /// Digits with an optional sign and one point: "23600", "-1.50". No blanks, exponents or
    /// thousands separators.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text) noexcept;
    /// nullopt beyond 18 digits or outside the scales above.
    [[nodiscard]] static std::optional<Decimal> of(std::int64_t units, int scale) noexcept;

    [[nodiscard]] std::int64_t units() const noexcept { return m_units; }
    [[nodiscard]] int scale() const noexcept { return m_scale; }
    [[nodiscard]] bool negative() const noexcept { return m_units < 0; }
    /// The same digits again: "16.486" stays "16.486", "0.00" stays "0.00".
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Decimal&, const Decimal&) = default;

private:
    std::int64_t m_units = 0;
    int m_scale = 0;
};

/// As amounts: "14.0" is "14.00".
[[nodiscard]] bool same_amount(const Decimal& a, const Decimal& b) noexcept;
/// As amounts: "9.5" is less than "10.00".
[[nodiscard]] std::strong_ordering compare_amounts(const Decimal& a, const Decimal& b) noexcept;

struct Money {
    Decimal amount;
    std::string currency; ///< ISO 4217, three capital letters; empty when the body had none
    friend bool operator==(const Money&, const Money&) = default;
};

} // namespace shoporder::order
