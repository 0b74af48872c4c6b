#include "order/price_range.hpp"

#include "base/text.hpp"

namespace shoporder::order {

namespace {

bool try_take(std::string_view& text, std::string_view sign) noexcept {
    if (!text.starts_with(sign))
        return false;
    text.remove_prefix(sign.size());
    return true;
}

} // namespace

std::optional<PriceRange> PriceRange::parse(std::string_view text) noexcept {
    text = base::trim(text);
    PriceRange range;
    if (try_take(text, ">")) {
        range.m_above = !try_take(text, "=");
        range.m_least = Decimal::parse(base::trim(text));
        return range.m_least ? std::optional{range} : std::nullopt;
    }
    if (try_take(text, "<")) {
        range.m_below = !try_take(text, "=");
        range.m_most = Decimal::parse(base::trim(text));
        return range.m_most ? std::optional{range} : std::nullopt;
    }
    const auto dots = text.find("..");
    range.m_least = Decimal::parse(base::trim(text.substr(0, dots)));
    range.m_most = dots == std::string_view::npos
                       ? range.m_least
                       : Decimal::parse(base::trim(text.substr(dots + 2)));
    if (!range.m_least || !range.m_most ||
        std::is_lt(compare_amounts(*range.m_most, *range.m_least)))
        return std::nullopt;
    return range;
}

std::string PriceRange::text() const {
    if (!m_most)
        return (m_above ? "> " : ">= ") + m_least->text();
    if (!m_least)
        return (m_below ? "< " : "<= ") + m_most->text();
    return *m_least == *m_most ? m_least->text() : m_least->text() + ".." + m_most->text();
}

bool PriceRange::holds(const Decimal& amount) const noexcept {
    const auto is_least = [&] {
        const auto order = compare_amounts(amount, *m_least);
        return m_above ? std::is_gt(order) : std::is_gteq(order);
    };
    const auto is_most = [&] {
        const auto order = compare_amounts(amount, *m_most);
        return m_below ? std::is_lt(order) : std::is_lteq(order);
    };
    return (!m_least || is_least()) && (!m_most || is_most());
}

bool PriceRange::meets(const PriceRange& other) const noexcept {
    const auto reaches = [](const PriceRange& low, const PriceRange& high) {
        if (!low.m_most || !high.m_least)
            return true;
        const auto order = compare_amounts(*high.m_least, *low.m_most);
        return std::is_lt(order) || (std::is_eq(order) && !low.m_below && !high.m_above);
    };
    return reaches(*this, other) && reaches(other, *this);
}

} // namespace shoporder::order
