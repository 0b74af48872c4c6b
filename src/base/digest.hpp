#pragma once
// Purpose: SHA-256 and hexadecimal. Signatures (HMAC) live in verify.
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

} // namespace shoporder::base
