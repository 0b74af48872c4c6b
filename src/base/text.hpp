#pragma once
// Purpose: small text work with no better home: trimming, ASCII case, patterns,
// numbers, UTF-8 repair, and making hostile text safe for a terminal or a log.
// State: none. Fails: by value. Threads: pure functions.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::base {

/// Without ASCII white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// ASCII letters lowered, every other byte as it is.
[[nodiscard]] std::string lower(std::string_view text);

/// Lowered, trimmed, inner runs of white space made one blank: how vendor names
/// typed by people are compared.
[[nodiscard]] std::string fold(std::string_view text);

/// Does `text` match `pattern`, where `*` stands for any run (also an empty one)?
/// Case counts; fold both first where it must not. Linear in practice, no recursion.
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view text) noexcept;

/// The parts between separators, trimmed, empty ones left out.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// A whole decimal number and nothing else; nullopt on overflow.
[[nodiscard]] std::optional<std::int64_t> parse_int(std::string_view text) noexcept;

struct Repaired {
    std::string text;
    std::size_t replaced = 0; ///< how many U+FFFD were put in
};
/// Valid UTF-8 from any bytes: each maximal broken sequence, surrogate and overlong form becomes
/// one U+FFFD (Unicode 15, 3.9 "substitution of maximal subparts").
[[nodiscard]] Repaired repair_utf8(std::string_view bytes);

/// Every occurrence of `secret` as "***"; an empty secret occurs nowhere.
[[nodiscard]] std::string without(std::string text, std::string_view secret);

/// One line a terminal or the journal can show: what is not seen (is_seen in display.hpp) becomes
/// an escape, "\n" or "\u202E", broken UTF-8 `?`; cut at `most` bytes on an edge with an ellipsis.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 200);

/// The candidate nearest to `word` by edit distance, two letters swapped counting as one edit;
/// empty when none is near (over a third).
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> candidates);

} // namespace shoporder::base
