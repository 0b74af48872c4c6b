#pragma once
// Purpose: the parts that UBL's answers and despatch advices have in common.
// State: none. Fails: Error(data) with the line, as answer_parts.hpp says.
// Threads: pure.
#include "confirm/answer_parts.hpp"

namespace shoporder::confirm::ubl {

inline constexpr std::string_view k_cac =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
inline constexpr std::string_view k_cbc =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

[[nodiscard]] xml::Element part(const xml::Element& parent, std::string_view name);  ///< cac:
[[nodiscard]] xml::Element basic(const xml::Element& parent, std::string_view name); ///< cbc:
[[nodiscard]] std::string identifier_of(const xml::Element& parent, std::string_view name,
                                        std::size_t most = k_longest_id);
/// Of an Item, by the kind of its identification.
[[nodiscard]] std::string item_id(const xml::Element& item, std::string_view kind);
[[nodiscard]] std::optional<std::int64_t> quantity(const xml::Element& parent,
                                                   std::string_view name);
/// A date and its time, which is "06:10:10" with or without a fraction and a zone.
[[nodiscard]] std::optional<base::Time> moment(const xml::Element& parent, std::string_view date,
                                               std::string_view time);

} // namespace shoporder::confirm::ubl
