#pragma once
// Purpose: which supplier gets which lines of an order, what waits, what is held, and why.
// State: none. Fails: not at all; every doubt becomes a hold with its reason.
// Threads: pure. Given the same order, rules and time the answer is the same.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "order/order.hpp"
#include "order/supplier.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shoporder::route {

/// The shop's part of the rules.
struct ShopRules {
    base::Time start;              ///< older orders are never sent by themselves
    bool wait_for_payment = true;  ///< else unpaid orders go at once
    std::chrono::seconds grace{0}; ///< wait after the order was first seen, for edits
};

struct Facts {
    const order::Order* order = nullptr; ///< never null, owned by the caller
    base::Time first_seen;               ///< when shoporder first heard of it
    base::Time now;
    bool deleted = false;                          ///< the shop deleted the order
    std::size_t replaced = 0;                      ///< characters repaired to read the body
    std::map<std::int64_t, std::int64_t> assigned; ///< line → supplier, by a person
};

struct PartLine {
    std::int64_t line_id = 0;
    std::int64_t quantity = 0; ///< still to ship
    std::int64_t current = 0;  ///< ordered and not taken back before it shipped
};

/// What one supplier gets.
struct Part {
    std::int64_t supplier_id = 0; ///< `unrouted_id` for lines without a route
    std::vector<PartLine> lines;
    [[nodiscard]] std::int64_t to_ship() const noexcept;
};

/// Which rule took a line, or why none did; for `order show` and `--explain`.
struct LineRoute {
    std::int64_t line_id = 0;
    std::int64_t supplier_id = 0; ///< 0: the line is not shipped at all
    std::string why;
};

struct Split {
    std::vector<Part> parts; ///< by supplier id
    std::vector<LineRoute> lines;
};

/// Gives each line that must ship to one supplier: by a person's word, else the matching supplier
/// with the lower priority number (then by name), else the default supplier, else `unrouted_id`.
/// Gift cards, lines that need no shipping and lines with nothing left stay out.
[[nodiscard]] Split split(const Facts& facts, std::span<const order::Supplier> suppliers,
                          std::int64_t unrouted_id);

/// May it go? `ready`, or `waiting`/`held`/`cancelled` with a reason.
struct Verdict {
    order::DeliveryState state = order::DeliveryState::ready;
    std::string code;   ///< stable word: unrouted, unpaid, address, before_start, send_window, …
    std::string reason; ///< for a person, with the way out where it is not obvious
    std::optional<base::Time> due_at;
};

/// What was said of a delivery when it was judged before; nothing of a new one.
struct Earlier {
    bool ready = false;               ///< it may go already
    std::string_view code;            ///< of the verdict it has now
    std::optional<base::Time> due_at; ///< likewise
    std::string_view released;        ///< the codes a person waived, blank separated
};

/// `supplier` is null for lines without a route. A cut-off counts once: a delivery whose cut-off
/// has come, or that was past it, never waits for the next.
[[nodiscard]] Verdict judge(const Facts& facts, const ShopRules& rules,
                            const order::Supplier* supplier, const Earlier& earlier);

/// Digest of what a supplier sees beside the lines: ship-to, method, notes.
[[nodiscard]] std::string fingerprint(const order::Order& order);

/// "1001-A", "S2-1001-B"; the order's id where it has no number. `index` counts from 0.
[[nodiscard]] std::string po_number(std::string_view prefix, const order::Order& order,
                                    std::size_t index);

} // namespace shoporder::route
