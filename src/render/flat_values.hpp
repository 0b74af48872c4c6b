#pragma once
// Purpose: what stands at a path of a flat file's column, before it is written in the file's form.
// State: none. Fails: Error(bug) for a path that order/flat_paths.hpp does not have.
// Threads: pure.
#include "render/document.hpp"
#include "render/line_places.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shoporder::render {

/// An amount without a currency, a country's code that is none: better missing than wrong.
struct Unusable {
    std::size_t bytes = 0;
};
/// One of several texts at one path; each obeys the rules of the path's field by itself.
struct FlatPart {
    std::string before; ///< "Engraving: "
    std::string text;
};
/// An empty string or list: the order does not tell it.
using FlatValue = std::variant<std::string, std::int64_t, order::Decimal, base::Time, Unusable,
                               std::vector<FlatPart>>;

/// Where a value is looked for.
struct FlatPlace {
    const Sheet& sheet;
    std::int64_t batch = 0;           ///< 0: no batch
    const PlacedLine* line = nullptr; ///< for a path of a line
    std::string_view rest{};          ///< the name behind "attribute." and "line.property."
};

/// `path` is a place in order::k_flat_paths.
[[nodiscard]] FlatValue flat_value(std::size_t path, const FlatPlace& place);

} // namespace shoporder::render
