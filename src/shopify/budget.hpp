#pragma once
// Purpose: how much may be asked. Shopify counts points in a leaky bucket for each app and shop,
// and tells what is left with every answer (extensions.cost); it refuses what does not fit
// (THROTTLED). We wait before we ask instead. Source: shopify.dev/docs/api/usage/limits. State: the
// bucket as it was told last. Fails: not at all. Threads: one.
#include "base/clock.hpp"

#include <map>
#include <string>

namespace shoporder::shopify {

class Budget {
public:
    /// How long to wait before a query may be asked whose cost was told earlier (of another: none
    /// is known, and it is asked at once). Never longer than filling the bucket takes.
    [[nodiscard]] base::Duration wait_for(const std::string& query, base::Time now) const;
    /// As wait_for(), for a query that was refused just now.
    [[nodiscard]] base::Duration wait_after_refusal(const std::string& query, base::Time now) const;

    struct Told {
        double requested = 0; ///< points the query may cost at most; that many must be there
        double available = 0;
        double maximum = 0;
        double rate = 0; ///< points a second
    };
    void tell(const std::string& query, const Told& told, base::Time now);

private:
    [[nodiscard]] double available(base::Time now) const;
    std::map<std::string, double> m_costs;
    Told m_told;
    base::Time m_at;
};

} // namespace shoporder::shopify
