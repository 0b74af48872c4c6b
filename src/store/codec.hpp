#pragma once
// Purpose: bodies and documents on disk: compressed where that pays, byte-exact on the way out.
// State: none. Fails: Error(io) when stored bytes cannot be read back.
// Threads: pure; each keeps a compressor of its own.
#include <cstddef>
#include <string>
#include <string_view>

namespace shoporder::store {

struct Packed {
    std::string codec; ///< "raw" or "zstd"
    std::string bytes;
};
[[nodiscard]] Packed pack(std::string_view bytes);
/// `size` is the original's; `codec` "gone" (redacted) gives an empty text.
[[nodiscard]] std::string unpack(std::string_view codec, std::string_view bytes, std::size_t size);

} // namespace shoporder::store
