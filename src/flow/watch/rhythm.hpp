#pragma once
// Purpose: is a silence longer than the shop's own rhythm, do refusals rise? Judged from hourly
// counts, so that a quiet night or Sunday raises nothing and a quiet Monday noon does. State: none.
// Fails: not at all. Threads: pure.
#include "base/clock.hpp"
#include "store/arrivals.hpp"

#include <span>
#include <string>

namespace shoporder::flow {

/// Fewer expected webhooks than these are no reason for alarm: by chance alone none of ten comes
/// once in 20,000 such spans.
inline constexpr double k_expected_for_alarm = 10;
/// How far back an hour of the week is compared.
inline constexpr int k_rhythm_weeks = 4;

/// How many webhooks of `shop` would have come between two moments, by the mean of the same hours
/// of the past weeks that are known. 0 in the first week: there is no rhythm yet. A flash sale's
/// hour counts as a busy one, no more. `arrivals`: of all shops, as store::list_arrivals gives
/// them.
[[nodiscard]] double expected_arrivals(std::span<const store::Arrivals> arrivals,
                                       const std::string& shop, base::Time from, base::Time to);

struct Shares {
    std::int64_t accepted = 0; ///< in this hour and the one before
    std::int64_t refused = 0;
    double before = 0; ///< share of refused in the week before those, 0 to 1
    [[nodiscard]] double share() const noexcept;
    /// At least ten refusals, a fifth of all, and twice the usual share.
    [[nodiscard]] bool rising() const noexcept;
};
/// Of one shop, or with `shop` "*" of everything.
[[nodiscard]] Shares shares(std::span<const store::Arrivals> arrivals, const std::string& shop,
                            base::Time now);

} // namespace shoporder::flow
