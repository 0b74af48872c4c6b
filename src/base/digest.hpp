#pragma once
// Purpose: SHA-256, hexadecimal and base64. Signatures (HMAC) live in verify.
// State: none. Fails: Error(bug) when libcrypto cannot hash at all.
// Threads: pure functions.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::base {

using Sha256 = std::array<unsigned char, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string hex(const Sha256& digest);
/// The value of a hexadecimal digit of either case; -1 for any other character.
[[nodiscard]] int hex_digit(char c) noexcept;

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// The standard alphabet, padded to a multiple of four; nullopt for any other text, an empty one
/// and one of 1 GiB or more.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace shoporder::base
