#pragma once
// Purpose: one setting of a supplier as a row of supplier_options. Inside `store` only.
// State: constants. Fails: not at all; a text that means nothing any more leaves the preset.
// Threads: constants.
#include "order/supplier.hpp"

#include <span>
#include <string>

namespace shoporder::store {

/// Its text, empty for the preset, and the way back.
struct SupplierOption {
    const char* name;
    std::string (*text)(const order::Supplier&);
    void (*read)(order::Supplier&, const std::string&);
};

/// What it asks of goods, its numbers, and which orders a person sees first.
[[nodiscard]] std::span<const SupplierOption> goods_options() noexcept;

} // namespace shoporder::store
