#pragma once
// Purpose: the keys of an order's body that no one need hear of: a document carries them, or no
// supplier can need them. The lists and the reason of each stand in left_out_keys.cpp.
// State: a table, built at the first call. Fails: not at all. Threads: pure.
#include <string>
#include <string_view>

namespace shoporder::order {

/// `pattern` is a path with `[]` for any element ("line_items[].sku"), `key` its last word. What
/// lies below a listed key counts as listed.
[[nodiscard]] bool is_listed(const std::string& pattern, std::string_view key);

/// Some of what lies below `pattern` is listed, so that it is worth looking into.
[[nodiscard]] bool holds_listed(const std::string& pattern);

} // namespace shoporder::order
