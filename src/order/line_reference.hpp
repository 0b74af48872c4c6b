#pragma once
// Purpose: how a supplier names a line of our document.
// State: none. Fails: not at all.
// Threads: values.
#include <cstdint>
#include <string>

namespace shoporder::order {

/// What the supplier does not tell is empty or 0.
struct LineReference {
    std::int64_t line_id = 0; ///< the shop's, as our document has it
    int position = 0;         ///< in our document, from 1
    std::string sku;          ///< ours
    std::string article;      ///< the supplier's own article number
    friend bool operator==(const LineReference&, const LineReference&) = default;
};

} // namespace shoporder::order
