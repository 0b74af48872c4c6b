#pragma once
// Purpose: one reader for each form of answer or shipment; read_answer() chooses among them and
// checks what they hand out (bounds, missing numbers, lines answered twice). State: none. Fails:
// Error(data), as answer_parts.hpp says. Threads: pure.
#include "confirm/read_answer.hpp"
#include "xml/document.hpp"

namespace shoporder::confirm {

inline constexpr std::string_view k_native_space = "urn:shoporder:answer:1";
inline constexpr std::string_view k_ubl_response =
    "urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2";
inline constexpr std::string_view k_ubl_simple =
    "urn:oasis:names:specification:ubl:schema:xsd:OrderResponseSimple-2";
inline constexpr std::string_view k_native_shipment = "urn:shoporder:shipment:1";
inline constexpr std::string_view k_ubl_despatch =
    "urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2";
inline constexpr std::string_view k_opentrans_space = "http://www.opentrans.org/XMLSchema/2.1";

// Each takes the root, whose name and namespace have been looked at.
[[nodiscard]] std::vector<order::OrderAnswer> read_native(const xml::Element& root);
[[nodiscard]] std::vector<order::OrderAnswer> read_ubl(const xml::Element& root);
[[nodiscard]] std::vector<order::OrderAnswer> read_opentrans(const xml::Element& root);
[[nodiscard]] std::vector<order::OrderAnswer> read_cxml(const xml::Element& root);

[[nodiscard]] std::vector<order::OrderAnswer> read_flat(std::string_view bytes,
                                                        const FlatForm& form);

[[nodiscard]] std::vector<order::Shipment> read_native_shipments(const xml::Element& root);
[[nodiscard]] std::vector<order::Shipment> read_ubl_shipments(const xml::Element& root);
[[nodiscard]] std::vector<order::Shipment> read_opentrans_shipments(const xml::Element& root);
/// Its Request has been looked at, too.
[[nodiscard]] std::vector<order::Shipment> read_cxml_shipments(const xml::Element& root);

[[nodiscard]] std::vector<order::Shipment> read_flat_shipments(std::string_view bytes,
                                                               const FlatForm& form);

} // namespace shoporder::confirm
