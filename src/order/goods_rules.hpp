#pragma once
// Purpose: what a supplier asks of the goods in one document, and which prices it is shown.
// State: none. Fails: not at all.
// Threads: values.
#include "order/money.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace shoporder::order {

enum class Prices {
    none,
    retail, ///< what the shopper pays for one
    cost,   ///< what its SKU table says that we pay for one; never the retail price
};
[[nodiscard]] std::string_view name(Prices prices) noexcept; ///< "none", "retail", "cost"
[[nodiscard]] std::optional<Prices> prices(std::string_view text) noexcept;

struct GoodsRules {
    bool holds_unknown = false; ///< what its SKU table lacks waits for a person
    bool holds_broken = false;  ///< so does a quantity that is no whole number of packs
    std::int64_t minimum_quantity = 0;
    std::optional<Money> minimum_cost; ///< with its currency
    friend bool operator==(const GoodsRules&, const GoodsRules&) = default;
};

} // namespace shoporder::order
