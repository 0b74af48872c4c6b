#pragma once
// Purpose: what to do with a body the JSON parser refuses: mend it on a copy, and
// where that is no help, say in plain words where it breaks.
// Mended: broken UTF-8, a byte-order mark, lone surrogate escapes, unknown escapes, raw
// control bytes, numbers no machine type holds (they become strings) and anything after
// the root's end. Nothing else is guessed: no missing quote or brace is put in.
// State: none. Fails: by value. Threads: pure; iterative, so depth costs no stack.
#include <cstddef>
#include <string>
#include <string_view>

namespace shoporder::order {

struct MendedJson {
    std::string text;
    std::size_t replaced = 0; ///< how many places were changed
};
[[nodiscard]] MendedJson mend_json(std::string_view bytes);

/// Why `bytes` is no JSON: "at byte 12: a comma or `}` is missing"; empty when no fault
/// is found. It never quotes the text, which may be personal data.
[[nodiscard]] std::string json_fault(std::string_view bytes);

} // namespace shoporder::order
