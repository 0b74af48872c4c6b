#pragma once
// Purpose: what of each line was ordered, sent and shipped, and so what is due (rules.md 2). The
// one home of that formula.
// State: none. Fails: not at all. Threads: pure.
#include "base/clock.hpp"
#include "order/delivery.hpp"
#include "order/order.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shoporder::route {

/// What a delivery tells the supplier: goods to ship, or what became untrue of a part it has.
enum class Kind { goods, change, cancel };

struct PastLine {
    std::int64_t line_id = 0;
    std::int64_t quantity = 0; ///< of goods: to ship; of a change: what the part is to be now
    /// Of goods: what was ordered of the line then, in all. Of a change: what of `quantity` may
    /// ship; less is on hold in the shop.
    std::int64_t current = 0;
    /// Shipped by then though no document asked for it: by another way than shoporder.
    std::int64_t elsewhere = 0;
    std::int64_t freed = 0;   ///< called off or refused, and given to another supplier since
    std::int64_t refused = 0; ///< of these the supplier says no to
};

/// A delivery this order has already, as the store knows it.
struct Past {
    std::int64_t id = 0;
    std::int64_t supplier_id = 0;
    int part = 1;     ///< counts a supplier's parts of one order
    int revision = 1; ///< counts what was said of one part
    Kind kind = Kind::goods;
    std::string po_number;
    order::DeliveryState state = order::DeliveryState::waiting;
    std::string reason_code;
    std::string released; ///< hold reasons a person has waived, blank separated
    std::optional<base::Time> due_at;
    std::string fingerprint;
    bool has_document = false; ///< it left or may have
    bool was_uploaded = false; ///< the supplier may have had it, whatever its state says now
    /// When its bytes were fixed, or a person closed it.
    base::Time left_at;
    bool goes_alone = true; ///< no other delivery shares its document
    std::vector<PastLine> lines;
};

/// What a past delivery counts for, now.
enum class Standing {
    unsent,     ///< has no fixed bytes: it follows the order
    left,       ///< left or may have left, or a person closed it (`done`): the supplier knows
    called_off, ///< by a person, before it left: counts as sent, and there is nothing to tell
    gone,       ///< it carried nothing any more, or the order was cancelled in time
};
[[nodiscard]] Standing standing(const Past& delivery);

using Quantities = std::map<std::int64_t, std::int64_t>; ///< line → quantity, without zeros

/// One part that counts as sent, with all that was said of it.
struct SentPart {
    const Past* goods = nullptr;     ///< the part itself; never null
    const Past* known = nullptr;     ///< the newest word of it that the supplier has
    const Past* reference = nullptr; ///< `known`, or a newer one that a person called off
    const Past* open = nullptr;      ///< a word that is still to be said; null: none
    /// The newest word that left, or may have, and has neither arrived nor been closed; null: none.
    const Past* on_the_way = nullptr;
    /// The newest word to which the supplier said no, wholly or in part, where nobody has given
    /// what it refused to another; null: none.
    const Past* refused = nullptr;
    int last_revision = 1;
    bool called_off = false; ///< the supplier never got it
    Quantities sent;         ///< what of it the supplier is to ship, as far as it knows
};

/// One supplier's deliveries of this order, sorted out.
struct History {
    std::vector<SentPart> sent;      ///< oldest first
    std::vector<const Past*> unsent; ///< goods that follow the order, by part
    int last_part = 0;
    /// The last part when nothing of it ever counted: its number is free again. 0: none.
    int free_part = 0;
    int free_revision = 0;    ///< its last
    std::string free_number;  ///< what it was called
    std::string first_number; ///< purchase-order number of the first part; "" without any
};
/// By supplier. The pointers are into `past`.
[[nodiscard]] std::map<std::int64_t, History> histories(std::span<const Past> past);

/// The quantities of one line, never negative.
struct LineCount {
    std::int64_t line_id = 0;
    std::int64_t ordered = 0;   ///< current_quantity, and what came back after it shipped
    std::int64_t sent = 0;      ///< in all documents that left or may have, to whomever
    std::int64_t fulfilled = 0; ///< in the order's fulfilments that stand
    /// Of those, shipped before a document asked for any: they are none of what was sent. What
    /// ships elsewhere while goods are with a supplier cannot be told from those, and counts as
    /// theirs.
    std::int64_t elsewhere = 0;
    std::int64_t open = 0; ///< fulfillable_quantity: counts what was sent and has not shipped
    std::int64_t due = 0;  ///< may be sent now
    /// Ordered, neither shipped nor open in Shopify: on hold, scheduled, a pre-order. Without what
    /// was sent before the shop put it on hold.
    std::int64_t not_released = 0;
    std::int64_t held_after_sending = 0; ///< sent, not shipped, and not open any more
};
/// `elsewhere` as the documents that left know it.
[[nodiscard]] LineCount count_line(const order::LineItem& line, std::int64_t sent,
                                   std::int64_t elsewhere = 0);
/// Of a service (order::line_roles), whatever Shopify says of its own fulfilment: what is ordered
/// and unsent is due with its goods and waits with them. Where all of them were sent and not all
/// has shipped it is due alone.
[[nodiscard]] LineCount count_service(const order::LineItem& line, std::int64_t sent,
                                      const LineCount& goods);
/// For each line of the order, in its order; nothing is due of lines that no supplier needs.
[[nodiscard]] std::vector<LineCount> count_lines(const order::Order& order,
                                                 const std::map<std::int64_t, History>& histories);

} // namespace shoporder::route
