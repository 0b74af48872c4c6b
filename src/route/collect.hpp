#pragma once
// Purpose: cash on delivery: what a supplier is told to collect, or why it cannot be told.
// State: none. Fails: not at all; what cannot be told is said with its reason. Threads: pure.
// Which gateways are meant is the shop's setting; the amount is order/collect.hpp's.
#include "order/money.hpp"
#include "route/route.hpp"

#include <optional>
#include <string>

namespace shoporder::route {

/// An order that is not paid, by a gateway whose money the shop has collected.
struct Collecting {
    std::string gateway;
    /// To be collected, perhaps nothing; nullopt where the supplier cannot be told: see `why_not`.
    std::optional<order::Money> amount;
    std::string why_not; ///< for a person
};

/// nullopt: the order is paid, or by no such gateway. An order that goes in several parts is
/// collected by none of them: nobody could tell which brings the money.
[[nodiscard]] std::optional<Collecting> collecting(const Facts& facts, const ShopRules& rules,
                                                   const order::Supplier* supplier);

/// What is to be collected of an order that is not paid yet, by whomever it was told to; nullopt:
/// nothing, or the order does not tell how much.
[[nodiscard]] std::optional<order::Money> still_to_collect(const order::Order& order);
/// It is not paid, and does not tell how much is to be collected.
[[nodiscard]] bool is_amount_unclear(const order::Order& order);

} // namespace shoporder::route
