#pragma once
// Purpose: what a supplier says of an order: the words of its answer, whatever form it came in, and
// how a supplier answers at all.
// State: none. Fails: by value.
// Threads: values.
#include "base/clock.hpp"
#include "order/line_reference.hpp"
#include "order/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

/// What a supplier says of some pieces of a line, or of an order as a whole.
enum class Verdict {
    accepted,    ///< as ordered
    changed,     ///< yes, but: another quantity, date, price or article
    backordered, ///< later
    refused,     ///< no
};
[[nodiscard]] std::string_view name(Verdict verdict) noexcept; ///< "accepted", …
[[nodiscard]] std::optional<Verdict> verdict(std::string_view text) noexcept;

/// Of one line, or of some pieces of it: a line may be answered in several of these.
struct LineAnswer : LineReference {
    Verdict verdict = Verdict::accepted;
    std::optional<std::int64_t> quantity; ///< pieces this says something of; nullopt: all of them
    std::string promised;                 ///< "2026-12-24": when it ships or comes; empty: not told
    std::optional<Decimal> price;         ///< of one piece, without tax
    std::string currency;                 ///< ISO 4217; empty: not told
    std::string substitute;               ///< the article that comes instead; empty: none
    std::string reason;                   ///< the supplier's words, UTF-8
    friend bool operator==(const LineAnswer&, const LineAnswer&) = default;
};

/// Of one purchase order.
struct OrderAnswer {
    std::string po_number;           ///< empty: not told; a file's name may tell
    int revision = 0;                ///< of our document; 0: not told
    std::string supplier_number;     ///< the supplier's own number of the order
    std::optional<base::Time> dated; ///< by the supplier; a day without an hour is its midnight UTC
    std::string promised;            ///< as LineAnswer's, for all lines that tell none
    /// Of all that no line speaks of. nullopt: nothing is said of that; without lines, the supplier
    /// has the order and has not decided.
    std::optional<Verdict> verdict;
    std::string reason;            ///< the supplier's words, UTF-8
    std::vector<LineAnswer> lines; ///< in its order; empty: the verdict holds for all
    friend bool operator==(const OrderAnswer&, const OrderAnswer&) = default;
};

} // namespace shoporder::order
