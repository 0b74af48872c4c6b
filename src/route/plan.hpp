#pragma once
// Purpose: the decision about one order: what it has, what was sent and what the rules are go in,
// steps come out (rules.md 2). Loading and storing is flow's.
// State: none. Fails: not at all; every doubt becomes a hold with its reason.
// Threads: pure. The same situation gives the same steps.
#include "route/ledger.hpp"
#include "route/route.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace shoporder::route {

struct Situation {
    Facts facts;
    ShopRules rules;
    std::string prefix; ///< of the shop's purchase-order numbers
    std::span<const order::Supplier> suppliers;
    std::int64_t unrouted_id = 0; ///< stands for "no supplier"
    std::vector<Past> past;       ///< all deliveries of this order
};

struct PlannedLine {
    std::int64_t line_id = 0;
    std::int64_t quantity = 0;  ///< as PastLine
    std::int64_t current = 0;   ///< as PastLine
    std::int64_t elsewhere = 0; ///< as PastLine
    friend bool operator==(const PlannedLine&, const PlannedLine&) = default;
};

/// A further delivery.
struct Add {
    std::int64_t supplier_id = 0;
    int part = 1;
    int revision = 1;
    Kind kind = Kind::goods;
    std::string po_number;
    Verdict verdict;
    std::string fingerprint;
    std::vector<PlannedLine> lines; ///< by line id
};
/// A delivery that has no fixed bytes carries these lines now.
struct Replace {
    std::int64_t delivery_id = 0;
    std::string fingerprint;
    std::vector<PlannedLine> lines; ///< by line id
};
/// A delivery has this state and reason now; it may be the one it has.
struct Move {
    std::int64_t delivery_id = 0;
    Verdict verdict;
};
using Step = std::variant<Add, Replace, Move>;

struct Plan {
    std::vector<Step> steps; ///< to be taken in this order
    std::vector<LineRoute> routes;
    std::vector<LineCount> counts; ///< before the steps
    /// Why an order without any delivery has none, for the story; else empty.
    std::string nothing;
};
[[nodiscard]] Plan plan(const Situation& situation);

} // namespace shoporder::route
