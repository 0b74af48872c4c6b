#pragma once
// Purpose: the one list of a supplier's settings with how each is read. Inside `config` only.
// supplier_table.cpp has who it is and what it gets, supplier_goods_table.cpp what it asks of the
// goods, supplier_document_table.cpp how its documents are written, supplier_delivery_table.cpp how
// and when they leave, supplier_answer_table.cpp how it answers, supplier_shipment_table.cpp how it
// tells what it has shipped.
// State: constants. Fails: Error from the readers it names.
// Threads: constants, freely shared.
#include "config/toml_table.hpp"
#include "order/supplier.hpp"

#include <initializer_list>
#include <span>

namespace shoporder::config {

using SupplierEntry = Entry<order::Supplier>;

/// All of them, in the order they are written.
[[nodiscard]] std::span<const SupplierEntry> supplier_entries();
/// Its further parts; supplier_entries() has them, too.
[[nodiscard]] std::span<const SupplierEntry> supplier_goods_entries() noexcept;
[[nodiscard]] std::span<const SupplierEntry> supplier_delivery_entries() noexcept;
[[nodiscard]] std::span<const SupplierEntry> supplier_document_entries() noexcept;
[[nodiscard]] std::span<const SupplierEntry> supplier_answer_entries() noexcept;
[[nodiscard]] std::span<const SupplierEntry> supplier_shipment_entries() noexcept;

/// Throws Unusable with the parser's words; empty: none.
[[nodiscard]] std::optional<order::Endpoint> endpoint_value(const std::string& text);

/// A row of these tables: suppliers have no variables in the environment.
[[nodiscard]] constexpr SupplierEntry supplier_entry(std::string_view key, std::string_view preset,
                                                     std::string_view unit, Form form,
                                                     std::string_view description,
                                                     void (*set)(order::Supplier&, const Texts&)) {
    return {{key, "", preset, unit, description}, form, set};
}

/// Throws Unusable unless `text` is one of `known`; one of `later` is told apart.
void check_word(const std::string& text, std::initializer_list<std::string_view> known,
                std::initializer_list<std::string_view> later);

} // namespace shoporder::config
