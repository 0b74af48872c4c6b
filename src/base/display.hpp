#pragma once
// Purpose: what text looks like on a terminal: how wide it is, and what of it cannot be seen.
// State: none. Fails: not at all; broken UTF-8 counts a column for each byte.
// Threads: pure functions.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace shoporder::base {

/// Columns of printable text: none for a combining character, two for a wide one.
[[nodiscard]] std::size_t columns(std::string_view text) noexcept;

/// The character that a valid sequence at the front of `text` stands for.
[[nodiscard]] std::uint32_t front_character(std::string_view text) noexcept;

/// Does this character show itself where it stands, and leave its neighbours alone? Not so controls
/// and what Unicode calls format characters: the bidirectional ones, soft hyphens, tags. The two
/// joiners count as seen: Persian, Hindi and emoji are written with them.
[[nodiscard]] bool is_seen(std::uint32_t character) noexcept;

struct Hidden {
    std::size_t at = 0;
    std::size_t length = 0; ///< bytes
    std::uint32_t character = 0;
};
/// The first that is not seen, ASCII's controls but DEL left aside.
[[nodiscard]] std::optional<Hidden> find_hidden(std::string_view text) noexcept;

} // namespace shoporder::base
