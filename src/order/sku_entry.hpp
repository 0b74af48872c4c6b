#pragma once
// Purpose: what a supplier's SKU table says of one article: its number there, its pack and its
// cost. State: none. Fails: not at all; config/sku_file.hpp reads and reports. Threads: values. The
// key is our own SKU, folded as rules compare it: case and white space do not count.
#include "order/money.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace shoporder::order {

struct SkuEntry {
    std::string sku;           ///< ours, never blank
    std::string supplier_sku;  ///< theirs; empty: they use ours
    std::int64_t pack = 0;     ///< pieces in the smallest pack that it sells; 0: not told
    std::optional<Money> cost; ///< of one piece, never negative, always with its currency
    std::string title;         ///< their name of it; empty: ours
    friend bool operator==(const SkuEntry&, const SkuEntry&) = default;
};

} // namespace shoporder::order
