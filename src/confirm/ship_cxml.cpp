// cXML 1.2 ShipNoticeRequest (Fulfill.dtd says what each part means). A notice has a portion for
// each order. Each ShipControl names a carrier and its numbers; all are taken, and the first
// carrier. An item's packaging may have a tracking number of its own, which says what is in which
// parcel. PackageIdentification counts the boxes and tracks none.
//
// A planned notice tells what has not left yet, and a return what comes back: both are faults, as
// neither is a shipment. So is a withdrawal: what has been passed on to the shopper cannot be taken
// back by a program.
#include "base/text.hpp"
#include "confirm/readers.hpp"
#include "confirm/ship_parts.hpp"

namespace shoporder::confirm {

namespace {

/// The company's name, else its SCAC, else what there is.
std::string carrier(const xml::Element& control) {
    std::string best;
    int rank = 0;
    for (const xml::Element& each : control.children("CarrierIdentifier", "")) {
        const std::string domain = base::lower(each.attribute("domain"));
        const int told = domain.starts_with("company") ? 3 : domain == "scac" ? 2 : 1;
        std::string name = identifier(place(each), "CarrierIdentifier", each.text());
        if (told > rank && !name.empty()) {
            best = std::move(name);
            rank = told;
        }
    }
    return best;
}

/// Those that are called tracking numbers; all where none is, for the DTD calls all of them so.
void add_identifiers(order::Shipment& common, const xml::Element& control) {
    const auto all = control.children("ShipmentIdentifier", "");
    const auto is_tracking = [](const xml::Element& each) {
        return base::lower(each.attribute("domain")) == "trackingnumber";
    };
    bool some = false;
    for (const xml::Element& each : all)
        some = some || (is_tracking(each) && !each.text().empty());
    for (const xml::Element& each : all)
        if (!some || is_tracking(each))
            add_tracking(common.tracking, place(each), each.text(), each.attribute("trackingURL"));
}

std::vector<Notice::Share> shares(Notice& notice, const xml::Element& item) {
    std::vector<Notice::Share> out;
    for (const xml::Element& packaging : item.children("Packaging", "")) {
        const xml::Element id = packaging.child("PackageID").child("PackageTrackingID");
        const std::string number = identifier(place(id), "PackageTrackingID", id.text());
        if (number.empty())
            continue;
        std::string url;
        for (const order::Tracking& each : notice.common.tracking)
            if (each.number == number)
                url = each.url;
        const std::size_t parcel = notice.parcel(number);
        add_tracking(notice.parcels()[parcel].tracking, place(id), number, url);
        const xml::Element quantity = packaging.child("DispatchQuantity");
        out.push_back({parcel, quantity ? std::optional{pieces(place(quantity),
                                                               quantity.attribute("quantity"))}
                                        : std::nullopt});
    }
    return out;
}

void add_portion(Notice& notice, const xml::Element& portion) {
    std::string order;
    for (const char* name : {"OrderReference", "OrderIDInfo"})
        if (const xml::Element reference = portion.child(name); order.empty())
            order = identifier(place(reference), "orderID", reference.attribute("orderID"),
                               k_longest_po);
    const auto items = portion.children("ShipNoticeItem", "");
    for (const xml::Element& item : items) {
        Notice::Content content;
        content.po_number = order;
        refer(content.line, item.attribute("lineNumber"));
        const xml::Element id = item.child("ItemID");
        content.line.article =
            identifier(place(id), "SupplierPartID", id.child("SupplierPartID").text());
        content.line.sku = identifier(place(id), "BuyerPartID", id.child("BuyerPartID").text());
        content.line.quantity = pieces(place(item), item.attribute("quantity"));
        content.shares = shares(notice, item);
        notice.add(std::move(content));
    }
    if (items.empty())
        notice.add_order(order);
}

} // namespace

std::vector<order::Shipment> read_cxml_shipments(const xml::Element& root) {
    const xml::Element request = root.child("Request").child("ShipNoticeRequest");
    const xml::Element header = request.child("ShipNoticeHeader");
    if (!header)
        unreadable(place(request), "there is no ShipNoticeHeader");
    if (header.attribute("operation") == "delete")
        unreadable(place(header), "the supplier withdraws this ship notice: a person has to see to "
                                  "it");
    if (header.attribute("shipmentType") == "planned")
        unreadable(place(header), "the shipment is only planned");
    if (header.attribute("reason") == "return")
        unreadable(place(header), "a return is no shipment of an order");
    Notice notice;
    notice.common.number = identifier(place(header), "shipmentID", header.attribute("shipmentID"));
    for (const char* name : {"shipmentDate", "noticeDate"})
        if (const std::string date = header.attribute(name);
            !date.empty() && !notice.common.shipped_at)
            notice.common.shipped_at = when(place(header), date).time;
    for (const xml::Element& each : request.children("ShipControl", "")) {
        if (notice.common.carrier.empty())
            notice.common.carrier = carrier(each);
        add_identifiers(notice.common, each);
    }
    for (const xml::Element& each : request.children("ShipNoticePortion", ""))
        add_portion(notice, each);
    return notice.shipments();
}

} // namespace shoporder::confirm
