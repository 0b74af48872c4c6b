#pragma once
// Purpose: the lines of Shopify's Order resource: quantities, properties, parents and bundles.
// Inside `order` only.
// State: none. Fails: never; what cannot be read is a defect of the order.
// Threads: one call, one thread.
#include "order/json_fields.hpp"
#include "order/order.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace shoporder::order {

// Far above what Shopify allows (500 lines, 250 refunds or fulfillments of one order), and low
// enough that a body of many MB cannot become gigabytes of structs.
inline constexpr std::size_t k_most_lines = 2000;
inline constexpr std::size_t k_most_parts = 5000;

/// Normally a list of {name, value}; an object of names and values and one bare {name, value}
/// occur too (Shopify's line items, shapes kept by client libraries' tests).
[[nodiscard]] std::vector<Property> read_properties(Fields& fields, std::string_view key);

/// `lines` and `line_groups`, with what refunds and fulfillments say of them.
void read_lines(Fields& root, Order& order);

} // namespace shoporder::order
