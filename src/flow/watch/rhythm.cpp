#include "flow/watch/rhythm.hpp"

#include <algorithm>
#include <map>

namespace shoporder::flow {

namespace {

constexpr std::int64_t k_week = 168; // hours
constexpr double k_busy = 12;        // an hour counts no more: alarm never sooner than 50 minutes
constexpr std::int64_t k_enough_refused = 10;

double part(std::int64_t a, std::int64_t of) {
    return of == 0 ? 0 : static_cast<double>(a) / static_cast<double>(of);
}

} // namespace

double expected_arrivals(std::span<const store::Arrivals> arrivals, const std::string& shop,
                         base::Time from, base::Time to) {
    std::map<std::int64_t, std::int64_t> known;
    for (const store::Arrivals& a : arrivals)
        if (a.shop == shop && a.accepted > 0)
            known[a.hour] = a.accepted;
    if (known.empty() || from >= to)
        return 0;
    const std::int64_t first = known.begin()->first;
    double expected = 0;
    for (std::int64_t hour = store::hour_of(from); hour <= store::hour_of(to); ++hour) {
        double sum = 0;
        int weeks = 0;
        for (std::int64_t past = hour - k_week; weeks < k_rhythm_weeks && past >= first;
             past -= k_week, ++weeks)
            if (const auto found = known.find(past); found != known.end())
                sum += std::min(static_cast<double>(found->second), k_busy);
        if (weeks == 0)
            return 0;
        const base::Time begin{std::chrono::hours{hour}};
        const base::Duration silent =
            std::min(to, begin + std::chrono::hours{1}) - std::max(from, begin);
        expected += sum / weeks * std::chrono::duration<double, std::ratio<3600>>(silent).count();
    }
    return expected;
}

double Shares::share() const noexcept {
    return part(refused, accepted + refused);
}

bool Shares::rising() const noexcept {
    return refused >= k_enough_refused && share() >= 0.2 && share() >= 2 * before;
}

Shares shares(std::span<const store::Arrivals> arrivals, const std::string& shop, base::Time now) {
    const std::int64_t recent = store::hour_of(now) - 1;
    Shares out;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    for (const store::Arrivals& a : arrivals) {
        if (shop != "*" && a.shop != shop)
            continue;
        if (a.hour >= recent) {
            out.accepted += a.accepted;
            out.refused += a.refused;
        } else if (a.hour >= recent - k_week) {
            accepted += a.accepted;
            refused += a.refused;
        }
    }
    out.before = part(refused, accepted + refused);
    return out;
}

} // namespace shoporder::flow
