#include "order/goods_rules.hpp"

namespace shoporder::order {

std::string_view name(Prices prices) noexcept {
    return prices == Prices::cost ? "cost" : prices == Prices::retail ? "retail" : "none";
}

std::optional<Prices> prices(std::string_view text) noexcept {
    for (const Prices known : {Prices::none, Prices::retail, Prices::cost})
        if (name(known) == text)
            return known;
    return std::nullopt;
}

} // namespace shoporder::order
