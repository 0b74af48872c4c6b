#pragma once
// Purpose: what the suppliers' SKU tables say of one order's lines.
// Flow loads them, and only those of the order's lines: a table may have 100,000 rows.
// State: none. Fails: not at all. Threads: values.
#include "order/sku_entry.hpp"

#include <cstdint>
#include <map>

namespace shoporder::route {

/// Supplier → line → its row. Without a row the table lacks the line's SKU, or there is no table.
using SkuFacts = std::map<std::int64_t, std::map<std::int64_t, order::SkuEntry>>;

/// Null where there is none.
[[nodiscard]] inline const order::SkuEntry* sku_of(const SkuFacts& facts, std::int64_t supplier_id,
                                                   std::int64_t line_id) {
    const auto table = facts.find(supplier_id);
    if (table == facts.end())
        return nullptr;
    const auto row = table->second.find(line_id);
    return row == table->second.end() ? nullptr : &row->second;
}

} // namespace shoporder::route
