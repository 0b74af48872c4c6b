#pragma once
// Purpose: what an order's body says and no document carries, so that a person hears of it.
// A key that left_out.cpp lists is carried, or no supplier can need it; every other one that holds
// something is "left out": also one that Shopify, an app or a checkout added yesterday.
// State: none. Fails: not at all; a body that is no order leaves nothing out.
// Threads: pure. Values are a shopper's words: for the person who asked, never for a log.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

struct LeftOut {
    std::string where; ///< "shipping_lines[0].delivery_note"; of several lines "line_items[0,2].x"
    std::string value; ///< a text, else compact JSON; cut at k_longest bytes, any characters
    std::string why;   ///< "" where the key itself is unknown
    std::vector<std::int64_t> lines; ///< the lines that ship it stands on; none: the whole order's
    friend bool operator==(const LeftOut&, const LeftOut&) = default;

    static constexpr std::size_t k_longest = 120;
};

/// In the body's order; what several lines have in common is said once. At most 100 of them.
[[nodiscard]] std::vector<LeftOut> left_out(std::string_view body);

/// Those that concern a document with these lines: the whole order's and these lines' own.
[[nodiscard]] std::vector<LeftOut> left_out_of(const std::vector<LeftOut>& all,
                                               std::span<const std::int64_t> lines);

/// "line_items[2].engraving = Für Ida"; with `values` false where the text may end in a log.
[[nodiscard]] std::string words_of(const LeftOut& left_out, bool values = true);

} // namespace shoporder::order
