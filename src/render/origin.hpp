#pragma once
// Purpose: where in the order a text of a supplier's document comes from. A stylesheet keeps no
// record of it, so the text itself is looked for in the native document.
// State: none. Fails: by value; what is not found has no origin. Threads: pure.
#include <string>
#include <string_view>

namespace shoporder::render {

/// The places of the native document whose text it is, such as "ship-to/name" or "line[2]/@id",
/// else those whose text is a part of it: at most three, with commas between, and " and more".
/// Empty when there are none. `native` is well-formed.
[[nodiscard]] std::string origin_of(std::string_view text, std::string_view native);

} // namespace shoporder::render
