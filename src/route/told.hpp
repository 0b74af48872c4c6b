#pragma once
// Purpose: what a document tells a supplier beside its lines: ship-to, method, notes, what to
// collect. Stored with each delivery as one text, so that a later difference shows.
// State: none. Fails: not at all. Threads: pure.
#include "order/money.hpp"
#include "order/order.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shoporder::route {

/// "2 HEX", or "2 HEX collect 12.50 EUR". Before version 0.3 it was HEX alone, of fewer fields;
/// such a text compares by those fields, so that an upgrade makes no order look changed.
[[nodiscard]] std::string told(const order::Order& order,
                               const std::optional<order::Money>& collect = std::nullopt);
/// What it tells to collect.
[[nodiscard]] std::optional<order::Money> told_collect(std::string_view text);
/// Does it tell the order's ship-to, method and notes as they are? What to collect is not asked.
[[nodiscard]] bool is_told(std::string_view text, const order::Order& order);

} // namespace shoporder::route
