#pragma once
// Purpose: the parts that every form of shipment is made of, and how a standard's notice, which may
// speak of several orders and several parcels, becomes shipments of one order each.
// State: none. Fails: Error(data), as answer_parts.hpp says.
// Threads: pure.
#include "confirm/answer_parts.hpp"
#include "order/shipment.hpp"

#include <unordered_map>
#include <vector>

namespace shoporder::confirm {

/// The text where a browser may be sent there; any other text counts as not told, and is empty.
[[nodiscard]] std::string tracking_url(std::string_view text);

/// An empty number adds nothing. A number that is there already adds its url, if that had none.
void add_tracking(std::vector<order::Tracking>& to, std::string_view where, std::string_view number,
                  std::string_view url = {});
/// A url that stands apart from the numbers: it is the number's when there is only one.
void give_url(std::vector<order::Tracking>& to, std::string_view url);

/// Lines that the supplier says have shipped, and in which parcels. Parcels become shipments of
/// their own where each line says in which it is, and each parcel has a tracking number. Otherwise
/// what is of one order is one shipment with the numbers of all parcels.
class Notice {
public:
    struct Parcel {
        std::string id; ///< empty: none
        std::vector<order::Tracking> tracking;
    };
    struct Share {
        std::size_t parcel = 0;
        std::optional<std::int64_t> quantity; ///< pieces of the line in it; nullopt: not told
    };
    struct Content {
        std::string po_number;
        order::ShippedLine line;
        std::vector<Share> shares; ///< empty: nobody says in which parcel
    };

    /// What is true of all: number, carrier, time, and the tracking of no parcel in particular.
    order::Shipment common;

    /// The index of the parcel with that id; a new one when there is none.
    std::size_t parcel(const std::string& id);
    std::vector<Parcel>& parcels() { return m_parcels; }

    /// Nothing is shipped of a line with quantity 0.
    void add(Content content);
    /// All lines of an order, whichever they are.
    void add_order(const std::string& po_number);

    [[nodiscard]] std::vector<order::Shipment> shipments() const;

private:
    [[nodiscard]] bool parcels_are_known() const;
    [[nodiscard]] std::vector<order::Shipment> by_order() const;
    [[nodiscard]] std::vector<order::Shipment> by_parcel() const;

    std::vector<Parcel> m_parcels;
    std::unordered_map<std::string, std::size_t> m_by_id;
    std::vector<Content> m_contents;
    std::vector<std::string> m_orders; ///< in their order of appearance
    std::unordered_map<std::string, bool> m_whole;
};

} // namespace shoporder::confirm
