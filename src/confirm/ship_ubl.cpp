// UBL 2.1 DespatchAdvice (OASIS), as Peppol BIS Despatch Advice 3 uses it.
//
// Tracking numbers stand in many places. From the best one that is there:
//   1. Delivery/TrackingID of each line's Shipment, then of the advice's: by Peppol "a tracking id
//      for delivery e.g. UPS or postal". Some write the address of a page there.
//   2. The same of a handling unit's packages.
//   3. Consignment/CarrierAssignedID: the carrier's by its name.
//   4. TransportHandlingUnit/ID: an SSCC, which carriers scan, though not all track by it.
//   5. Consignment/ID: anybody's, often a waybill's.
// Shipment/ID is none: Peppol asks for "NA" there.
//
// What a handling unit holds is said by its HandlingUnitDespatchLines, or by the unit in a line's
// own Shipment.
#include "confirm/readers.hpp"
#include "confirm/ship_parts.hpp"
#include "confirm/ubl_parts.hpp"

namespace shoporder::confirm {

namespace {

using namespace ubl;

/// Some senders fill what the syntax requires with "NA".
std::string told(const xml::Element& parent, std::string_view name) {
    std::string out = identifier_of(parent, name);
    return out == "NA" ? std::string{} : out;
}

std::string party_name(const xml::Element& party) {
    const std::string name = identifier_of(part(party, "PartyName"), "Name");
    return name.empty() ? identifier_of(part(party, "PartyLegalEntity"), "RegistrationName") : name;
}

/// A name before a number, wherever they stand.
std::string carrier(const xml::Element& shipment) {
    const xml::Element delivery = part(shipment, "Delivery");
    std::vector<xml::Element> parties;
    for (const char* name : {"Consignment", "ShipmentStage"})
        for (const xml::Element& each : shipment.children(name, k_cac))
            parties.push_back(part(each, "CarrierParty"));
    parties.push_back(part(delivery, "CarrierParty"));
    parties.push_back(part(part(delivery, "Despatch"), "CarrierParty"));
    for (const xml::Element& each : parties)
        if (std::string name = party_name(each); !name.empty())
            return name;
    for (const xml::Element& each : parties)
        if (std::string id = told(part(each, "PartyIdentification"), "ID"); !id.empty())
            return id;
    return {};
}

class Advice {
public:
    explicit Advice(const xml::Element& root)
        : m_root(root),
          m_shipment(part(root, "Shipment")),
          m_lines(root.children("DespatchLine", k_cac)) {}

    std::vector<order::Shipment> read() {
        order::Shipment& common = m_notice.common;
        common.number = identifier_of(m_root, "ID");
        common.carrier = carrier(m_shipment);
        common.shipped_at = moment(part(part(m_shipment, "Delivery"), "Despatch"),
                                   "ActualDespatchDate", "ActualDespatchTime");
        if (!common.shipped_at)
            common.shipped_at = moment(m_root, "IssueDate", "IssueTime");
        for (const xml::Element& each : m_root.children("OrderReference", k_cac))
            if (std::string id = identifier_of(each, "ID", k_longest_po); !id.empty())
                m_orders.push_back(std::move(id));
        read_tracking();
        for (const xml::Element& each : m_lines)
            add(each);
        if (m_lines.empty())
            m_notice.add_order(order_of(m_root, {}));
        return m_notice.shipments();
    }

private:
    static std::string tracking_id(const xml::Element& parent) {
        return told(part(parent, "Delivery"), "TrackingID");
    }

    /// Looks through the places one after the other, until one has a number.
    void read_tracking() {
        std::vector<order::Tracking>& common = m_notice.common.tracking;
        for (const xml::Element& each : m_lines)
            m_by_line = m_by_line || !tracking_id(part(each, "Shipment")).empty();
        // It may be an address, which is longer than a number.
        const xml::Element id = basic(part(m_shipment, "Delivery"), "TrackingID");
        const std::string url = tracking_url(id.text());
        if (url.empty() && id.text() != "NA")
            add_tracking(common, place(id), id.text());
        if (m_by_line || !common.empty())
            return;
        if (!read_units(true)) {
            for (const xml::Element& each : m_shipment.children("Consignment", k_cac))
                add_tracking(common, place(each), told(each, "CarrierAssignedID"));
            if (common.empty() && !read_units(false))
                for (const xml::Element& each : m_shipment.children("Consignment", k_cac))
                    add_tracking(common, place(each), told(each, "ID"));
        }
        give_url(common, url);
        if (common.empty() && m_notice.parcels().size() == 1)
            give_url(m_notice.parcels().front().tracking, url);
    }

    /// The handling units as parcels; false where none has a number.
    bool read_units(bool by_package) {
        std::vector<xml::Element> units = m_shipment.children("TransportHandlingUnit", k_cac);
        for (const xml::Element& line : m_lines)
            for (const xml::Element& each :
                 part(line, "Shipment").children("TransportHandlingUnit", k_cac))
                units.push_back(each);
        for (const xml::Element& unit : units) {
            std::vector<order::Tracking> numbers;
            for (const char* name : {"ActualPackage", "Package"})
                for (const xml::Element& each : unit.children(name, k_cac))
                    if (by_package)
                        add_tracking(numbers, place(each), tracking_id(each));
            const std::string id = told(unit, "ID");
            if (!by_package)
                add_tracking(numbers, place(unit), id);
            if (numbers.empty())
                continue;
            const std::size_t parcel = m_notice.parcel(id);
            for (const order::Tracking& each : numbers)
                add_tracking(m_notice.parcels()[parcel].tracking, place(unit), each.number);
            for (const xml::Element& each : unit.children("HandlingUnitDespatchLine", k_cac))
                m_shares[identifier_of(each, "ID")].push_back(
                    {parcel, quantity(each, "DeliveredQuantity")});
        }
        m_units = m_units || !m_notice.parcels().empty();
        return m_units;
    }

    std::vector<Notice::Share> shares(const xml::Element& line) {
        const xml::Element shipment = part(line, "Shipment");
        if (m_by_line) {
            const std::string id = tracking_id(shipment);
            if (id.empty())
                return {};
            const std::size_t parcel = m_notice.parcel(id);
            add_tracking(m_notice.parcels()[parcel].tracking, place(shipment), id);
            return {{parcel, std::nullopt}};
        }
        if (!m_units)
            return {};
        // Taken out: of a second line with that ID nobody knows where it is.
        if (auto known = m_shares.extract(identifier_of(line, "ID")))
            return std::move(known.mapped());
        std::vector<Notice::Share> out;
        for (const xml::Element& each : shipment.children("TransportHandlingUnit", k_cac))
            if (const std::string id = told(each, "ID"); !id.empty())
                out.push_back({m_notice.parcel(id), std::nullopt});
        return out;
    }

    [[nodiscard]] std::string order_of(const xml::Element& line,
                                       const xml::Element& reference) const {
        std::string own = identifier_of(part(reference, "OrderReference"), "ID", k_longest_po);
        if (!own.empty())
            return own;
        if (m_orders.size() > 1)
            unreadable(place(line), "of which of the orders this is cannot be told");
        return m_orders.empty() ? std::string{} : m_orders.front();
    }

    void add(const xml::Element& line) {
        const auto references = line.children("OrderLineReference", k_cac);
        if (references.size() > 1)
            unreadable(place(line), "how much of each of several order lines this is cannot be "
                                    "told");
        const xml::Element reference = references.empty() ? xml::Element{} : references.front();
        Notice::Content content;
        content.po_number = order_of(line, reference);
        const xml::Element item = part(line, "Item");
        content.line.sku = item_id(item, "BuyersItemIdentification");
        content.line.article = item_id(item, "SellersItemIdentification");
        refer(content.line, basic(reference, "LineID").text());
        // The advice numbers its lines itself: better than nothing only.
        if (content.line == order::ShippedLine{})
            refer(content.line, basic(line, "ID").text());
        content.line.quantity = quantity(line, "DeliveredQuantity");
        content.shares = shares(line);
        m_notice.add(std::move(content));
    }

    xml::Element m_root;
    xml::Element m_shipment;
    std::vector<xml::Element> m_lines;
    std::vector<std::string> m_orders;                                    ///< of the whole advice
    std::unordered_map<std::string, std::vector<Notice::Share>> m_shares; ///< by the line's ID
    bool m_by_line = false;                                               ///< lines have numbers
    bool m_units = false; ///< handling units are the parcels
    Notice m_notice;
};

} // namespace

std::vector<order::Shipment> read_ubl_shipments(const xml::Element& root) {
    return Advice{root}.read();
}

} // namespace shoporder::confirm
