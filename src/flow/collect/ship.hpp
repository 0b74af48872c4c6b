#pragma once
// Purpose: what a supplier's word of a shipment means: whose it is, which pieces of which lines,
// whether it was told before, and whether it can be. Applied, Shopify may be told of it.
// State: the database. Fails: Error from the database; what cannot be matched, or contradicts what
// was ordered, is attention, with its reason.
// Threads: one Database, one thread.
#include "flow/collect/apply.hpp"
#include "store/shipments.hpp"

#include <string>

namespace shoporder::flow {

struct ShipmentFate {
    std::int64_t delivery_id = 0; ///< 0: nobody's
    store::Pieces pieces;         ///< of the order's lines
    std::int64_t same_as = 0;     ///< a shipment that was told before
    bool corrects = false;        ///< and is to have these pieces and parcels
    store::ShipmentState state = store::ShipmentState::attention;
    std::string reason_code;
    std::string reason; ///< one line for a person, without parcels' numbers
};

/// `shipment.delivery_id`, where it is set, is whose it is: a person has said so. `alone`: the file
/// holds nothing else, so that its name may tell.
[[nodiscard]] ShipmentFate judge_shipment(const Applying& how, const store::Shipment& shipment,
                                          const std::string& file_name, bool alone);

/// Applies a stored shipment in the caller's transaction; its state and reason are set then.
void apply_shipment(store::Write& write, const Applying& how, store::Shipment& shipment,
                    const std::string& file_name, bool alone, AnswerCounts& counts);

/// The event that tells of it. `text` is one line without parcels' numbers, and without words of
/// others; `file_name`: in which it came, or empty.
void note_shipment(store::Write& write, store::Database& database, const store::Shipment& shipment,
                   const std::string& actor, base::Time now, const std::string& text,
                   const std::string& file_name = {});

/// "3 pieces"
[[nodiscard]] std::string pieces_words(const store::Pieces& pieces);

/// Pieces that have shipped of this delivery's part.
[[nodiscard]] store::Pieces shipped_pieces(store::Database& database, std::int64_t delivery_id);

} // namespace shoporder::flow
