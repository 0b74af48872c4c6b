#pragma once
// Purpose: the parts of our own XML, answers and shipments alike. What their schemas refuse is
// refused here, too: an element with a wrong name would else be something said that nobody reads.
// The schemas are not asked: their words are about XML ("element X: not expected, expected is one
// of ( Y )"), ours are about answers. Elements of other namespaces are a supplier's own business.
// State: none. Fails: Error(data) with the line, as answer_parts.hpp says.
// Threads: pure.
#include "confirm/answer_parts.hpp"

namespace shoporder::confirm {

using Names = std::initializer_list<std::string_view>;

/// Elements of `once` stand at most once, of `many` any number of times, and no other.
void check_parts(const xml::Element& element, Names attributes, Names once, Names many);
/// An unknown version is a fault.
void check_version(const xml::Element& element);

/// A whole number from 1 to `most`; 0 when it is not told.
[[nodiscard]] std::int64_t number_attribute(const xml::Element& element, std::string_view name,
                                            std::int64_t most);

[[nodiscard]] std::string identifier_of(const xml::Element& parent, std::string_view name,
                                        std::size_t most = k_longest_id);

/// <line>: its attributes and elements that say which it is.
void read_reference(order::LineReference& line, const xml::Element& element);
/// Of <line>, at least 1; nullopt: not told.
[[nodiscard]] std::optional<std::int64_t> native_quantity(const xml::Element& line,
                                                          const char* instead);

} // namespace shoporder::confirm
