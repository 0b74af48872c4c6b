// Our own shipment: share/shipment.xsd says what each part means.
#include "confirm/native_parts.hpp"
#include "confirm/readers.hpp"
#include "confirm/ship_parts.hpp"

namespace shoporder::confirm {

namespace {

order::ShippedLine shipped_line(const xml::Element& element) {
    check_parts(element, {"position", "id"}, {"sku", "article", "quantity"}, {});
    order::ShippedLine out;
    read_reference(out, element);
    out.quantity = native_quantity(element, "leave the line out");
    return out;
}

void read_parcel(order::Shipment& shipment, const xml::Element& element) {
    check_parts(element, {"tracking", "url"}, {}, {});
    const std::string number = element.attribute("tracking");
    if (number.empty())
        unreadable(place(element), "<parcel> has no tracking");
    add_tracking(shipment.tracking, place(element), number, element.attribute("url"));
}

order::Shipment shipment(const xml::Element& element) {
    check_parts(element, {"version", "revision"},
                {"purchase-order", "number", "shipped", "carrier"}, {"parcel", "line"});
    check_version(element);
    order::Shipment out;
    out.revision = static_cast<int>(number_attribute(element, "revision", 999'999));
    out.po_number = identifier_of(element, "purchase-order", k_longest_po);
    out.number = identifier_of(element, "number");
    if (const xml::Element shipped = element.child("shipped"))
        out.shipped_at = when(place(shipped), shipped.text()).time;
    out.carrier = identifier_of(element, "carrier");
    for (const xml::Element& each : element.children("parcel", k_native_shipment))
        read_parcel(out, each);
    for (const xml::Element& each : element.children("line", k_native_shipment))
        out.lines.push_back(shipped_line(each));
    return out;
}

} // namespace

std::vector<order::Shipment> read_native_shipments(const xml::Element& root) {
    if (root.name() == "shipment")
        return {shipment(root)};
    check_parts(root, {"version"}, {}, {"shipment"});
    std::vector<order::Shipment> out;
    for (const xml::Element& each : root.children("shipment", k_native_shipment))
        out.push_back(shipment(each));
    return out;
}

} // namespace shoporder::confirm
