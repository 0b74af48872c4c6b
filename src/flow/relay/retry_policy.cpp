#include "flow/relay/retry_policy.hpp"

namespace shoporder::flow {

std::optional<std::chrono::milliseconds> next_wait(std::span<const std::chrono::seconds> schedule,
                                                   int faults, double jitter,
                                                   std::uint64_t random) {
    if (faults < 1 || static_cast<std::size_t>(faults) > schedule.size())
        return std::nullopt;
    const auto wait = std::chrono::milliseconds{schedule[static_cast<std::size_t>(faults) - 1]};
    // A number in [-1, 1): spreads documents that failed together.
    const double unit = static_cast<double>(random >> 11U) * 0x1.0p-52 - 1.0;
    const double spread = static_cast<double>(wait.count()) * jitter * unit;
    return wait + std::chrono::milliseconds{static_cast<std::int64_t>(spread)};
}

std::chrono::minutes wait_after_refusal(std::int64_t refusals) noexcept {
    return std::chrono::minutes{refusals <= 1 ? 20 : 40};
}

} // namespace shoporder::flow
