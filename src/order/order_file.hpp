#pragma once
// Purpose: a file of orders, cut into the bytes of each: one order, an array, JSON lines, or what
// Shopify's API answers ({"orders": […]}).
// State: none. Fails: by value; a value that is no order is found by read_body. Threads: pure.
// The bytes are not parsed here but cut, so that each order is stored as it stood in the file.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

struct OrderFile {
    struct Piece {
        std::string_view bytes; ///< into the text; from '{' to its '}'
        std::size_t line = 0;   ///< where it begins, from 1
    };
    std::vector<Piece> pieces;
    /// Why the text, or its rest, cannot be cut: "line 7: …". Empty when all of it was.
    std::string defect;
};

/// `text` must outlive the answer.
[[nodiscard]] OrderFile cut_orders(std::string_view text);

} // namespace shoporder::order
