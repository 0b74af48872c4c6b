#include "route/numbers.hpp"

#include <utility>

namespace shoporder::route {

namespace {

std::string with_dash(std::string_view prefix) {
    return prefix.empty() ? std::string{} : std::string{prefix} + "-";
}

std::int64_t number_of(const order::Order& o) {
    return o.number > 0 ? o.number : o.id;
}

} // namespace

std::string letters(std::size_t index) {
    std::string out;
    for (std::size_t i = index + 1; i > 0; i = (i - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (i - 1) % 26));
    return out;
}

std::string po_number(std::string_view prefix, const order::Order& o, std::size_t index) {
    return with_dash(prefix) + std::to_string(number_of(o)) + "-" + letters(index);
}

std::string part_number(const std::string& first, int part) {
    if (part <= 1)
        return first;
    const bool plain = !first.empty() && (first.back() < '0' || first.back() > '9');
    return first + (plain ? "" : "-") + std::to_string(part);
}

std::string unrouted_number(const order::Order& o) {
    return std::to_string(number_of(o)) + "-unrouted";
}

PartNumbers::PartNumbers(std::string_view prefix, const order::Order& order,
                         const order::Supplier* supplier, std::string first, std::size_t index)
    : m_prefix(prefix),
      m_order(order),
      m_supplier(supplier),
      m_first(std::move(first)),
      m_index(index) {}

std::string PartNumbers::of(int part) const {
    // The usual numbers follow the first one, which may have been changed because it was taken.
    const bool usual =
        m_supplier == nullptr || m_supplier->number_pattern == order::k_usual_numbers;
    if (usual && !m_first.empty())
        return part_number(m_first, part);
    if (m_supplier == nullptr)
        return part_number(unrouted_number(m_order), part);
    if (usual)
        return part_number(po_number(m_prefix, m_order, m_index), part);
    return order::number_by(m_supplier->number_pattern,
                            {with_dash(m_prefix), number_of(m_order), m_order.id, letters(m_index),
                             m_supplier->name, m_supplier->account, part});
}

} // namespace shoporder::route
