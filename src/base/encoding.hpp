#pragma once
// Purpose: text from one character encoding to another, for files that say nothing of theirs.
// State: none. Fails: unknown encodings by value; bytes and characters that cannot be converted are
// replaced and counted.
// Threads: pure functions.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::base {

/// Is it a name that iconv(3) knows: "UTF-8", "ISO-8859-1", "windows-1252", "UTF-16LE"?
[[nodiscard]] bool is_encoding(const std::string& name);

struct Decoded {
    std::string text;         ///< valid UTF-8, without a byte-order mark
    std::size_t replaced = 0; ///< how many U+FFFD stand for bytes that mean nothing in it
};
/// A byte-order mark at the front overrules the name: whoever writes one means it. nullopt: the
/// name is unknown.
[[nodiscard]] std::optional<Decoded> decode(std::string_view bytes, const std::string& encoding);

} // namespace shoporder::base
