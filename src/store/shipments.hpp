#pragma once
// Purpose: what suppliers say they have shipped, and what Shopify was asked to make of it.
// State: tables shipments, shipment_lines, fulfillments, shipment_troubles. Fails: Error from the
// database. Threads: as Database.
//
// A shipment is written once for each time a file tells of it. What tells of an earlier one again
// (the same number, or the same parcels) points to it, and may correct its parcels: then Shopify is
// told of them once more. A row of fulfillments is an intent: it is there before Shopify is asked,
// and stays without an id while nobody knows whether it was done.
#include "base/clock.hpp"
#include "order/shipment.hpp"
#include "store/database.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::store {

enum class ShipmentState {
    attention, ///< nobody knows whose it is, or it contradicts what was ordered
    known,     ///< written down; Shopify is not to be told
    due,       ///< Shopify is to be told
    told,      ///< Shopify has it
    refused,   ///< attention: Shopify says no, or knows otherwise
    repeated,  ///< it tells of another shipment again
    settled,   ///< a person closed it
};
inline constexpr std::array k_shipment_states = {
    ShipmentState::attention, ShipmentState::known,    ShipmentState::due,    ShipmentState::told,
    ShipmentState::refused,   ShipmentState::repeated, ShipmentState::settled};
[[nodiscard]] std::string_view name(ShipmentState state) noexcept;
/// Only a person can settle it.
[[nodiscard]] bool needs_person(ShipmentState state) noexcept;

/// Pieces of the order's own lines, by line id.
using Pieces = std::map<std::int64_t, std::int64_t>;

struct Shipment {
    std::int64_t id = 0;
    std::int64_t answer_id = 0;
    int position = 0; ///< in the file, from 1
    order::Shipment said;
    Pieces pieces;                ///< whose lines these are; empty while nobody knows
    std::int64_t delivery_id = 0; ///< 0: nobody's
    std::int64_t same_as = 0;     ///< ShipmentState::repeated: the one it tells of again
    ShipmentState state = ShipmentState::attention;
    std::string reason_code;
    std::string reason;
    base::Time received_at;              ///< its file
    std::optional<base::Time> told_at{}; ///< when Shopify had it
};

std::int64_t add_shipment(Write& write, const Shipment& shipment);
/// Everything but what it said, its file and its position.
void set_shipment(Write& write, const Shipment& shipment);
/// Its parcels and carrier are these now.
void correct_parcels(Write& write, std::int64_t id, const order::Shipment& said);

[[nodiscard]] std::optional<Shipment> find_shipment(Database& database, std::int64_t id);
[[nodiscard]] std::optional<Shipment> find_shipment(Database& database, std::int64_t answer_id,
                                                    int position);
[[nodiscard]] std::vector<Shipment> answer_shipments(Database& database, std::int64_t answer_id);
/// Of all revisions of this delivery's part, oldest first.
[[nodiscard]] std::vector<Shipment> part_shipments(Database& database, std::int64_t delivery_id);
/// Shipments of this supplier in ShipmentState::attention, oldest first.
[[nodiscard]] std::vector<Shipment> open_shipments(Database& database, std::int64_t supplier_id,
                                                   std::size_t limit);
/// Those that Shopify is to be told of, by shop, after `after_id`.
[[nodiscard]] std::vector<Shipment> due_shipments(Database& database, const std::string& shop,
                                                  std::int64_t after_id, std::size_t limit);

/// How many are due, and since when the oldest is.
struct ShipmentsDue {
    std::size_t count = 0;
    std::optional<base::Time> oldest;
};
/// Domains of shops with some, configured or not.
[[nodiscard]] std::vector<std::string> shops_with_shipments_due(Database& database);
[[nodiscard]] ShipmentsDue shipments_due(Database& database, const std::string& shop);

/// What Shopify was asked to create.
struct Fulfillment {
    std::int64_t id = 0;
    std::int64_t shipment_id = 0;
    base::Time begun_at;
    Pieces pieces;
    std::set<std::int64_t> known;    ///< fulfilments the order had before
    std::string parcels;             ///< parcels_digest() of what it was told
    std::int64_t fulfillment_id = 0; ///< Shopify's; 0: nobody knows whether it was done
};
/// Tells the same parcels from others also when their numbers have been redacted.
[[nodiscard]] std::string parcels_digest(const std::set<std::string>& numbers);
std::int64_t add_fulfillment(Write& write, const Fulfillment& fulfillment);
void set_fulfillment(Write& write, std::int64_t id, std::int64_t fulfillment_id);
/// It was not done.
void remove_fulfillment(Write& write, std::int64_t id);
[[nodiscard]] std::vector<Fulfillment> shipment_fulfillments(Database& database,
                                                             std::int64_t shipment_id);
/// Shopify's ids of what shoporder has made for this order.
[[nodiscard]] std::set<std::int64_t> own_fulfillments(Database& database, std::int64_t order_id);

/// What keeps Shopify from being told of a shop's shipments.
struct ShipmentTrouble {
    std::string problem; ///< a word
    std::string text;    ///< no personal data, no secret
    base::Time since;
};
[[nodiscard]] std::optional<ShipmentTrouble> shipment_trouble(Database& database,
                                                              const std::string& shop);
/// nullopt: there is none any more. `since` stays what it was.
void put_shipment_trouble(Write& write, const std::string& shop,
                          const std::optional<ShipmentTrouble>& trouble);

/// Whatever leads to a parcel is gone. Returns how many there were.
std::size_t forget_parcels(Write& write, std::int64_t order_id);
/// Likewise those of one file, and those that it has corrected; not while Shopify is to be told.
void forget_parcels_of_answer(Write& write, std::int64_t answer_id);
/// After a restore: Shopify may have been told since the backup.
void doubt_shipments(Write& write, const std::string& why);

} // namespace shoporder::store
