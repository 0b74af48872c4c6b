#pragma once
// Purpose: which supplier gets which lines of an order, and what may go, waits or is held, and why.
// State: none. Fails: not at all; every doubt becomes a hold with its reason.
// Threads: pure. Given the same order, rules and time the answer is the same.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "order/order.hpp"
#include "order/supplier.hpp"
#include "route/sku_facts.hpp"

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
    bool wait_for_terms = true;    ///< else orders with payment terms go before they are paid
    std::chrono::seconds grace{0}; ///< wait after the order was first seen, for edits
    /// Payment gateways whose money is collected at delivery; globs, case does not count.
    std::vector<std::string> collect;
    order::HoldRules hold; ///< which orders wait for a person
};

struct Facts {
    const order::Order* order = nullptr; ///< never null, owned by the caller
    std::string shop;                    ///< its domain
    base::Time first_seen;               ///< when shoporder first heard of it
    base::Time now;
    bool deleted = false; ///< the shop deleted the order
    /// When the database was restored: what an order from before asks for may have been sent by
    /// then, whatever is known of it.
    std::optional<base::Time> restored{};
    std::size_t replaced = 0;                      ///< characters repaired to read the body
    std::map<std::int64_t, std::int64_t> assigned; ///< line → supplier, by a person
    bool shared = false;            ///< it goes in several parts, to one supplier or to more
    const SkuFacts* skus = nullptr; ///< owned by the caller; null: no supplier has a table
};

/// Which rule took a line, or why none did; for `order show` and `--explain`.
struct LineRoute {
    std::int64_t line_id = 0;
    std::int64_t supplier_id = 0; ///< 0: the line is not shipped at all
    std::string why;
};

/// Gives each line that must ship to one supplier: by a person's word, else the matching supplier
/// with the lower priority number (then by name), else the default supplier, else `unrouted_id`.
/// A supplier whose `exclude` has the line gets it by a person's word alone.
/// A service goes with its goods (order::line_roles). Lines that need no shipping and belong to
/// nothing that does, and lines of which nothing is ordered any more, have none. One for each line
/// of the order, in its order.
[[nodiscard]] std::vector<LineRoute> route_lines(const Facts& facts,
                                                 std::span<const order::Supplier> suppliers,
                                                 std::int64_t unrouted_id);

/// May it go? `ready`, or `waiting`/`held`/`cancelled` with a reason.
struct Verdict {
    order::DeliveryState state = order::DeliveryState::ready;
    std::string code;   ///< stable word: unrouted, unpaid, address, before_start, send_window, …
    std::string reason; ///< for a person, with the way out where it is not obvious
    std::optional<base::Time> due_at;
};

/// What a delivery is about to carry.
struct Load {
    bool not_released = false; ///< nothing of it may ship yet, by the shop's word
    bool addition = false;     ///< ordered after a part had left for this supplier
    bool service_only = false; ///< services whose goods are not in it
    std::map<std::int64_t, std::int64_t> quantities{}; ///< by line
};

/// What was said of a delivery when it was judged before; nothing of a new one.
struct Earlier {
    bool ready = false;               ///< it may go already
    std::string_view code;            ///< of the verdict it has now
    std::optional<base::Time> due_at; ///< likewise
    std::string_view released;        ///< the codes a person waived, blank separated
};

/// `supplier` is null for lines without a route; `load.not_released` and "not_released" cannot be
/// waived: only the shop releases. A cut-off counts once: a delivery whose cut-off
/// has come, or that was past it, never waits for the next.
[[nodiscard]] Verdict judge(const Facts& facts, const ShopRules& rules,
                            const order::Supplier* supplier, const Load& load,
                            const Earlier& earlier);

} // namespace shoporder::route
