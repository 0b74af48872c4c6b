#pragma once
// Purpose: the purchase-order numbers of one order's parts, by each supplier's pattern
// (order/number_pattern.hpp). Inside `route` only. A number that was given stays: these are asked
// for new parts alone.
// State: values. Fails: Error(data) for a pattern that was never checked. Threads: pure.
#include "order/order.hpp"
#include "order/supplier.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace shoporder::route {

/// "A", "B", … "Z", "AA": `index` counts from 0.
[[nodiscard]] std::string letters(std::size_t index);
/// "1001-A", "S2-1001-B"; the order's id where it has no number.
[[nodiscard]] std::string po_number(std::string_view prefix, const order::Order& order,
                                    std::size_t index);
/// "1001-A2": the number of a supplier's further part, from that of its first (part 1).
[[nodiscard]] std::string part_number(const std::string& first, int part);
/// "1001-unrouted": stands for the number of lines without a supplier.
[[nodiscard]] std::string unrouted_number(const order::Order& order);

/// One supplier's numbers of one order.
class PartNumbers {
public:
    /// `supplier` is null for lines without one. `first`: the number of its first part, "" before
    /// there is one. `index` counts the order's suppliers from 0, as they came in.
    PartNumbers(std::string_view prefix, const order::Order& order, const order::Supplier* supplier,
                std::string first, std::size_t index);
    /// {seq} stands where the pattern has it.
    [[nodiscard]] std::string of(int part) const;

private:
    std::string m_prefix;
    const order::Order& m_order;
    const order::Supplier* m_supplier;
    std::string m_first;
    std::size_t m_index;
};

} // namespace shoporder::route
