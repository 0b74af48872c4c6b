#pragma once
// Purpose: deliveries and the one function that changes their state.
// State: tables deliveries, delivery_lines, counters. Fails: Error from the database;
// Error(data) for a step the design does not know. Threads: as Database.
// Every transition names the state it expects, keeps the counters and writes its event in
// the same transaction.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::store {

struct DeliveryLine {
    std::int64_t line_id = 0;
    std::int64_t quantity = 0;  ///< to ship; of a change or cancel: as route::PastLine says
    std::int64_t current = 0;   ///< ordered in all by then; of a change: as route::PastLine says
    std::int64_t elsewhere = 0; ///< shipped by then though no document asked for it
    std::int64_t freed = 0;     ///< called off or refused, and given to another supplier since
    std::int64_t refused = 0;   ///< of these the supplier says no to
    friend bool operator==(const DeliveryLine&, const DeliveryLine&) = default;
};

struct Delivery {
    std::int64_t id = 0;
    std::int64_t order_id = 0;
    std::int64_t supplier_id = 0;
    int part = 1;             ///< 1 to 1000: what was due at one time, with a purchase-order number
    int revision = 1;         ///< 1 to 1000: of its part
    std::string kind = "new"; ///< new, change, cancel
    std::string po_number;
    order::DeliveryState state = order::DeliveryState::waiting;
    std::string reason_code;
    std::string reason;
    std::string released; ///< hold reasons a person has waived, blank separated
    std::optional<base::Time> due_at;
    std::string fingerprint;
    std::int64_t document_id = 0; ///< 0: none yet
    std::int64_t claim = 0;       ///< fencing token
    int faults = 0;
    base::Time created_at;
    base::Time changed_at;
    base::Time since; ///< when it could first have gone as it stands; see transition()
    /// How long its supplier had been tried in vain, in all, when it was made.
    base::Duration tried{0};
    std::string supplier_number;           ///< the supplier's own; empty: not told
    std::string promised;                  ///< the day it promised, "2026-12-24"; empty: none
    std::optional<base::Time> rendered_at; ///< its document's; filled by order_deliveries only
    std::vector<DeliveryLine> lines;       ///< filled by find_delivery and order_deliveries only
};

[[nodiscard]] std::vector<std::int64_t> line_ids(const Delivery& delivery);

/// Inserts in d.state with its lines; the po_number is made unique for the supplier by adding
/// the order id where another order, or another part, has the number. Returns the id. Error(data)
/// for a part or a revision above 1000.
std::int64_t add_delivery(Write& write, Delivery d, const std::string& actor, base::Time now);
/// Has a delivery of this supplier got it?
[[nodiscard]] bool is_number_taken(Write& write, std::int64_t supplier_id,
                                   const std::string& po_number);
/// Replaces what an unclaimed delivery will carry; the state is changed by transition() alone.
void replace_lines(Write& write, std::int64_t id, const std::string& fingerprint,
                   const std::vector<DeliveryLine>& lines);

/// Called off or refused quantities of this line count as sent no longer: the line has been given
/// to another supplier. Returns how many that were.
std::int64_t free_line(Write& write, std::int64_t order_id, std::int64_t line_id);

/// The deliveries of this order of which all that was refused has been given to others.
std::vector<std::int64_t> fully_freed(Write& write, std::int64_t order_id);

struct Step {
    order::DeliveryState from{}; ///< expected
    order::DeliveryState to{};
    std::string reason_code{};
    std::string reason{};
    std::optional<base::Time> due_at{};
    std::string actor{};
    /// When set, the claim that must still hold: a late worker changes nothing.
    std::optional<std::int64_t> claim{};
    int add_faults = 0;
};
/// What has not been attempted is as old as its present question: the time it waits for somebody
/// counts from when it began to, and once it may go, from then on. A closed send window, a pause
/// and every attempt leave its age alone.
/// False when the delivery is not (or no more) in `from`, or its claim moved on; nothing changes
/// then. `from` equal to `to` renews the reason and the due time without an event when nothing
/// differs. An order with a change or a cancellation still to be told is planned again.
bool transition(Write& write, std::int64_t id, const Step& step, base::Time now);

struct Claim {
    std::int64_t supplier_id = 0;
    order::DeliveryState from{};    ///< ready; or deferred and due by now
    std::vector<std::int64_t> only; ///< these deliveries, due or not; empty: all
    std::size_t limit = 0;
    std::string actor;
};
/// What claim_deliveries could claim now, oldest first.
[[nodiscard]] std::vector<std::int64_t> claimable_deliveries(Database& database, const Claim& claim,
                                                             base::Time now);
/// Claims deliveries, oldest first, into `sending`, each with a new fencing token. One whose part
/// has an earlier revision that may still be sent is passed over.
[[nodiscard]] std::vector<std::int64_t> claim_deliveries(Write& write, const Claim& claim,
                                                         base::Time now);

/// Remembers that a person waived a hold reason for this delivery.
void waive(Write& write, std::int64_t id, const std::string& reason_code);
void set_document(Write& write, std::int64_t delivery_id, std::int64_t document_id);

[[nodiscard]] std::optional<Delivery> find_delivery(Database& database, std::int64_t id);
/// All for all suppliers of an order, by supplier, part and revision, with their lines.
[[nodiscard]] std::vector<Delivery> order_deliveries(Database& database, std::int64_t order_id);

/// All that one document carries, oldest first, without their lines: one, or a batch's many.
[[nodiscard]] std::vector<Delivery> document_deliveries(Database& database,
                                                        std::int64_t document_id);

/// Those for which a person has waived this reason, oldest first.
[[nodiscard]] std::vector<std::int64_t> waived_deliveries(Database& database,
                                                          std::int64_t supplier_id,
                                                          order::DeliveryState state,
                                                          const std::string& reason_code);

struct DeliveryFilter {
    std::vector<order::DeliveryState> states; ///< empty: all
    std::int64_t supplier_id = 0;
    std::string shop;                  ///< of its order; empty: all
    std::string reason_code;           ///< empty: all
    std::optional<base::Time> since{}; ///< made then or later
    std::optional<base::Time> until{}; ///< made before
    std::int64_t after_id = 0;         ///< keyset paging
    std::size_t limit = 1000;
    std::optional<base::Time> due_by;
};
[[nodiscard]] std::vector<Delivery> list_deliveries(Database& database,
                                                    const DeliveryFilter& filter);

/// (supplier id, state) → count; states without any are left out.
[[nodiscard]] std::map<std::pair<std::int64_t, order::DeliveryState>, std::int64_t>
counters(Database& database);

/// How many of this supplier's are in this state, by the counters.
[[nodiscard]] std::size_t count_in(Database& database, std::int64_t supplier_id,
                                   order::DeliveryState state);

/// Suppliers with work: a delivery in this state (and due by then, for deferred).
[[nodiscard]] std::vector<std::int64_t>
suppliers_with(Database& database, order::DeliveryState state, base::Time due_by);

/// Deliveries an operator may mean: by id, purchase-order number, file name, order name with or
/// without '#', order number or Shopify id. More than one: ambiguous; the caller lists them.
[[nodiscard]] std::vector<std::int64_t> resolve_delivery(Database& database,
                                                         const std::string& text);
/// Likewise for orders.
[[nodiscard]] std::vector<std::int64_t> resolve_order(Database& database, const std::string& text);

} // namespace shoporder::store
