#pragma once
// Purpose: which of two states of one order is the newer. The signed updated_at decides, never
// arrival; it has one-second resolution, so ties have rules of their own.
// State: none. Threads: pure.
#include "order/order.hpp"

namespace shoporder::order {

struct Standing {
    std::optional<base::Time> updated_at;
    bool cancelled = false;
    std::string_view financial; ///< owned by the caller
    std::int64_t quantity = 0;  ///< sum of current quantities
    std::optional<base::Time> triggered_at;
};

[[nodiscard]] std::int64_t total_quantity(const Order& order) noexcept;

/// Later updated_at wins; on a tie cancelled, then the further financial status, then the
/// smaller quantity, then the later Triggered-At; equal in all: the stored one stays.
[[nodiscard]] bool supersedes(const Standing& candidate, const Standing& stored) noexcept;

} // namespace shoporder::order
