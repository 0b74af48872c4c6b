#pragma once
// Purpose: in what two documents differ, place by place, for a person who compares them: two XML
// documents by their elements, attributes and texts, all else by its lines. How XML is written
// (indentation, prefixes, the order of attributes, encoding) is no difference.
// State: none. Fails: not at all. Threads: pure.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::xml {

struct Difference {
    /// "order/line[2]/sku", "order/@revision", "line 7". Counts from 1, only where there are
    /// several.
    std::string place;
    std::optional<std::string> left;  ///< the text there; nullopt: the place is not there
    std::optional<std::string> right; ///< likewise
};

/// In the order of the places; no more than `most`. Among several of one name those that are the
/// same on both sides belong together, so that one more in the middle is one difference.
[[nodiscard]] std::vector<Difference> differences(std::string_view left, std::string_view right,
                                                  std::size_t most);

} // namespace shoporder::xml
