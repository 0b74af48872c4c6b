#include "shopify/budget.hpp"

#include <algorithm>
#include <cmath>

namespace shoporder::shopify {

namespace {

base::Duration seconds(double count) {
    return base::Duration{static_cast<std::int64_t>(std::ceil(count * 1e6))};
}

} // namespace

double Budget::available(base::Time now) const {
    // A clock that was set back fills nothing.
    const double passed = std::max(0.0, std::chrono::duration<double>(now - m_at).count());
    return std::min(m_told.maximum, m_told.available + passed * m_told.rate);
}

base::Duration Budget::wait_for(const std::string& query, base::Time now) const {
    const auto cost = m_costs.find(query);
    if (cost == m_costs.end() || m_told.rate <= 0)
        return {};
    const double lacking = std::min(cost->second, m_told.maximum) - available(now);
    return lacking > 0 ? seconds(lacking / m_told.rate) : base::Duration{};
}

base::Duration Budget::wait_after_refusal(const std::string& query, base::Time now) const {
    // Somebody else empties the bucket, too: a second at least, as Shopify's documentation advises.
    return std::max<base::Duration>(std::chrono::seconds{1}, wait_for(query, now));
}

void Budget::tell(const std::string& query, const Told& told, base::Time now) {
    if (told.requested > 0)
        m_costs[query] = told.requested;
    if (told.rate > 0 && told.maximum > 0) {
        m_told = told;
        m_at = now;
    }
}

} // namespace shoporder::shopify
