#pragma once
// Purpose: which lines of an order are goods, which are services that go along with goods (an
// engraving, a fitting, gift wrap with a card's text), and which no supplier needs to see.
// State: none. Fails: never. Threads: pure. A line keeps its role in every state of the order.
#include "order/order.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace shoporder::order {

enum class LineRole {
    goods,    ///< requires shipping, gift cards in a tin too
    service,  ///< needs no shipping but tells how `of` is to be made or packed
    left_out, ///< needs no shipping and belongs to nothing that does
};
[[nodiscard]] std::string_view name(LineRole role) noexcept; ///< "goods", "service", "left out"

struct RoleOfLine {
    LineRole role = LineRole::goods;
    std::int64_t of = 0;  ///< a service's goods line; 0 for other roles
    std::string_view why; ///< for a person, static: "names its parent", "an electronic gift card"
};

/// One for each line of `order.lines`, in their order. A line that needs no shipping is a service
///  1. of the line it names as parent; where that is a service itself, of that one's goods line;
///  2. else, when it carries a property, of the goods it most probably stands with: the nearest
///     goods line before it of its bundle, then of its vendor, then of any (shops list an add-on
///     behind its product, and one supplier shall not read another's text); then the first behind
///     it of its bundle or vendor. Goods that were taken out of the order come after all these:
///     a product exchanged for another keeps its engraving. Last, any goods line behind it.
/// An electronic gift card is never a service: its properties are the recipient's address. It is
/// left out, and so are lines without parent and property and all of an order without goods.
[[nodiscard]] std::vector<RoleOfLine> line_roles(const Order& order);

} // namespace shoporder::order
