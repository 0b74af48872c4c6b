#pragma once
// Purpose: why each line goes where it goes, and why to nobody else; for `order show --explain` and
// `export-xml --explain`.
// State: none. Fails: not at all. Threads: pure.
// It asks the same questions as route_lines() (bids.hpp), so that it cannot tell another story. It
// shows values of the order (a postcode, an engraving): for the operator who asked, never a log.
#include "route/route.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shoporder::route {

/// A supplier who does not get the line.
struct PassedOver {
    std::int64_t supplier_id = 0;
    std::string supplier;
    std::string why; ///< `sku "ACME-*" does not match "BOLT-1"`
};

struct LineStory {
    LineRoute route;
    /// All others, in the order in which they are asked; none for a line that goes along with
    /// another or does not ship.
    std::vector<PassedOver> others;
};
/// One for each line of the order, in its order.
[[nodiscard]] std::vector<LineStory>
explain(const Facts& facts, std::span<const order::Supplier> suppliers, std::int64_t unrouted_id);

} // namespace shoporder::route
