#pragma once
// Purpose: which of two lists' elements belong together: the longest run of equal ones, and
// between those in their order. Inside `xml` only.
// State: none. Fails: not at all. Threads: pure.
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::xml {

using Pair = std::pair<std::optional<std::size_t>, std::optional<std::size_t>>;

/// Each index of both lists once, rising. Lists of more than a thousand elements are paired as they
/// stand: the search takes the square of their length.
[[nodiscard]] std::vector<Pair> align(const std::vector<std::string>& left,
                                      const std::vector<std::string>& right);

} // namespace shoporder::xml
