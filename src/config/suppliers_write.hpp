#pragma once
// Purpose: the parts of one supplier's TOML that are written by files of their own. Inside
// `config` only; write_suppliers() puts them together.
// State: none. Fails: not at all. Threads: pure functions.
#include "order/supplier.hpp"

#include <string>

namespace shoporder::config {

/// Lines of the keys of supplier_goods_table.cpp that differ from the preset.
[[nodiscard]] std::string write_goods(const order::Supplier& supplier);

/// "{ csv = […], separator = ";" }", a line for each column: what flat_format.hpp reads back. Of a
/// form that is not none.
[[nodiscard]] std::string write_flat(const order::FlatForm& form);

} // namespace shoporder::config
