#pragma once
// Purpose: which orders a shop or a supplier wants a person to look at before they leave.
// Everything is off by default. The reasons these give are told in route/order_holds.hpp.
// State: none. Fails: not at all. Threads: values.
#include "order/money.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shoporder::order {

struct HoldRules {
    std::vector<std::string> tags; ///< globs over the order's tags; case does not count
    /// The order's total is at least so much. Without a currency: in whatever the order has.
    std::optional<Money> value;
    std::vector<std::string> countries; ///< ship-to codes, capital letters
    std::vector<std::string> elsewhere; ///< every ship-to but these (`country_not`)
    bool strict_address = false;        ///< also a postcode, and the street in the first line
    friend bool operator==(const HoldRules&, const HoldRules&) = default;
};

} // namespace shoporder::order
