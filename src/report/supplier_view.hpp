#pragma once
// Purpose: suppliers as people and programs see them.
// State: none; flow fills the structs.
// Fails: not at all. Threads: values.
#include "order/supplier.hpp"
#include "report/status_view.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shoporder::report {

struct SupplierRow {
    order::Supplier supplier;
    SupplierHealth health;
    std::int64_t sku_rows = 0; ///< of its SKU table
};

[[nodiscard]] Value to_json(const SupplierRow& row);
[[nodiscard]] Value to_json(const std::vector<SupplierRow>& rows);
[[nodiscard]] std::string to_text(const SupplierRow& row, const Style& style);
[[nodiscard]] std::string to_text(const std::vector<SupplierRow>& rows, const Style& style);

} // namespace shoporder::report
