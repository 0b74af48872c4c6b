#pragma once
// Purpose: the single questions that judge() and judge_word() ask of an order: how its goods are
// handed over, where to, whether they may go yet and who pays. Inside `route` only.
// State: none. Fails: not at all; every doubt is a verdict with its reason. Threads: pure.
// nullopt: nothing is against it.
#include "route/route.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::route {

using Check = std::optional<Verdict>;

[[nodiscard]] Verdict held(std::string code, std::string reason);
[[nodiscard]] Verdict waiting(std::string code, std::string reason,
                              std::optional<base::Time> due = {});

/// Has a person waived this reason? `released` is as Earlier's.
[[nodiscard]] bool is_waived(std::string_view released, std::string_view code);

/// `defect`, `repaired`.
[[nodiscard]] Check doubtful_body(const Facts& facts);
/// `restored`: what was open when the database was restored, and may have been sent by then.
[[nodiscard]] Verdict in_doubt_since_restore(const Facts& facts);
/// The same of anything that is new since, for an order from before.
[[nodiscard]] Check sent_before_restore(const Facts& facts);
/// `shipping_methods`: goods that are shipped and goods that are fetched, or two ways of shipping.
[[nodiscard]] Check several_methods(const order::Order& order);
/// `pick_up`, unless the supplier serves them.
[[nodiscard]] Check pick_up(const order::Order& order, const order::Supplier* supplier);
/// `address`: where goods are shipped, it is told where to.
[[nodiscard]] Check address(const order::Order& order, const order::Supplier* supplier);
/// `not_released`.
[[nodiscard]] Check unreleased(const Load& load);
/// `service_only` and `addition`: what comes after a part left.
[[nodiscard]] Check added_later(const Load& load, const order::Supplier* supplier);
/// `money`, `payment`, `collect`, `unpaid`.
[[nodiscard]] Check money(const Facts& facts, const ShopRules& rules,
                          const order::Supplier* supplier);

} // namespace shoporder::route
