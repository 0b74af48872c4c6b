#pragma once
// Purpose: one order of the native document, inside the element that is open. Inside `render` only.
// State: the writer's. Fails: Error(bug) on a line without an item or with a negative quantity.
// Threads: one at a time for each writer.
#include "render/document.hpp"
#include "render/fields.hpp"
#include "xml/writer.hpp"

#include <string_view>
#include <vector>

namespace shoporder::render {

/// Of share/order.xsd, which takes the older ones, too.
inline constexpr std::string_view k_native_version = "1.1";

/// What it could not carry, beside the characters that the writer replaced.
[[nodiscard]] std::vector<Replacement> write_order(xml::Writer& writer, const Sheet& sheet,
                                                   Fields& fields);

} // namespace shoporder::render
