// A file of orders: whatever is in it, what is cut out lies in the text, begins with '{' and ends
// with
// '}', and a file that is cut into one piece is cut into the same piece again.
#include "order/order_file.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace shoporder::order;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const OrderFile file = cut_orders(text);
    const char* end = text.data();
    std::size_t line = 1;
    for (const OrderFile::Piece& piece : file.pieces) {
        if (piece.bytes.size() < 2 || piece.bytes.front() != '{' || piece.line < line)
            std::abort();
        if (piece.bytes.data() < end ||
            piece.bytes.data() + piece.bytes.size() > text.data() + text.size())
            std::abort();
        end = piece.bytes.data() + piece.bytes.size();
        line = piece.line;
        const OrderFile again = cut_orders(piece.bytes);
        const bool list = again.pieces.size() != 1 || again.pieces[0].bytes != piece.bytes;
        if (list && piece.bytes.find("\"orders\"") == std::string_view::npos)
            std::abort();
    }
    return 0;
}
