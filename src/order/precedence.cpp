#include "order/precedence.hpp"

#include <algorithm>
#include <array>

namespace shoporder::order {

namespace {

/// How far a payment has come; an unknown word counts as nothing yet.
std::ptrdiff_t financial_rank(std::string_view status) noexcept {
    static constexpr std::array<std::string_view, 8> k_order = {
        "pending",  "authorized", "partially_paid", "paid", "partially_refunded",
        "refunded", "voided",     "expired"};
    const auto found = std::find(k_order.begin(), k_order.end(), status);
    return found == k_order.end() ? -1 : found - k_order.begin();
}

} // namespace

std::int64_t total_quantity(const Order& order) noexcept {
    std::int64_t total = 0;
    for (const LineItem& line : order.lines)
        total += std::clamp<std::int64_t>(line.current_quantity, 0, 1'000'000'000);
    return total;
}

bool supersedes(const Standing& candidate, const Standing& stored) noexcept {
    if (candidate.updated_at != stored.updated_at)
        return candidate.updated_at > stored.updated_at; // nullopt is before every time
    if (candidate.cancelled != stored.cancelled)
        return candidate.cancelled;
    const auto rank = financial_rank(candidate.financial);
    const auto stored_rank = financial_rank(stored.financial);
    if (rank != stored_rank)
        return rank > stored_rank;
    if (candidate.quantity != stored.quantity)
        return candidate.quantity < stored.quantity;
    return candidate.triggered_at > stored.triggered_at;
}

} // namespace shoporder::order
