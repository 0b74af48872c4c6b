#pragma once
// Purpose: in which order a document tells its lines: first what ships, then what is done to it.
// State: none. Fails: Error(bug) on a line without an item or with a negative quantity.
// Threads: pure.
#include "render/document.hpp"

#include <cstdint>
#include <vector>

namespace shoporder::render {

struct PlacedLine {
    const Line* line = nullptr; ///< of the sheet
    std::int64_t position = 0;  ///< from 1, goods and services numbered through
    bool service = false;
    std::int64_t of = 0; ///< a service's goods line
};
[[nodiscard]] std::vector<PlacedLine> placed_lines(const Sheet& sheet);

} // namespace shoporder::render
