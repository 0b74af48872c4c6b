// openTRANS 2.1 DISPATCHNOTIFICATION (Fraunhofer IAO). Each item names its order. SHIPMENT_ID is
// the carrier's tracking number, as Digitec Galaxus has it, too, and TRACKING_TRACING_URL its page.
// Without it, the ids of the outermost packages are: the deliverer's own, or an SSCC (NVE), which
// carriers scan. An item's packages may say how many pieces each of them holds.
#include "confirm/opentrans_parts.hpp"
#include "confirm/readers.hpp"
#include "confirm/ship_parts.hpp"

namespace shoporder::confirm {

namespace {

using namespace opentrans;

/// By which a package is tracked. An id of the buyer, the supplier or of a pallet that goes back is
/// none.
std::string package_id(const xml::Element& package) {
    std::string out;
    for (const xml::Element& each : parts(package, "PACKAGE_ID")) {
        const std::string type = each.attribute("type");
        std::string id = identifier(place(each), "PACKAGE_ID", each.text());
        if (type == "deliverer_specific")
            return id;
        if (out.empty() && (type == "sscc" || type == "nve" || type.empty()))
            out = std::move(id);
    }
    return out;
}

std::vector<xml::Element> packages(const xml::Element& details) {
    return parts(part(details, "PACKAGE_INFO"), "PACKAGE");
}

/// PACKAGE_QUANTITY packages of PACKAGE_ORDER_UNIT_QUANTITY pieces.
std::optional<std::int64_t> pieces_in(const xml::Element& package) {
    const xml::Element each = part(package, "PACKAGE_ORDER_UNIT_QUANTITY");
    const xml::Element count = part(package, "PACKAGE_QUANTITY");
    if (!each)
        return std::nullopt;
    const std::int64_t all = pieces(place(each), each.text()) *
                             (count ? pieces(place(count), count.text()) : 1); // at most 10^18
    return all <= k_most_pieces ? std::optional{all} : std::nullopt;
}

/// The name of the party that is referred to, else of the one whose role that is.
std::string carrier(const xml::Element& info, const std::string& deliverer) {
    std::string by_role;
    for (const xml::Element& party : parts(part(info, "PARTIES"), "PARTY")) {
        std::string name = identifier_of(part(party, "ADDRESS"), "NAME");
        if (name.empty())
            continue;
        for (const xml::Element& id : parts(party, "PARTY_ID"))
            if (!deliverer.empty() && id.text() == deliverer)
                return name;
        for (const xml::Element& role : parts(party, "PARTY_ROLE"))
            if (by_role.empty() && role.text() == "deliverer")
                by_role = name;
    }
    return by_role.empty() ? deliverer : by_role;
}

std::vector<Notice::Share> shares(Notice& notice, const xml::Element& item) {
    std::vector<Notice::Share> out;
    for (const xml::Element& package : packages(part(item, "LOGISTIC_DETAILS"))) {
        const std::string id = package_id(package);
        if (id.empty())
            continue;
        const std::size_t parcel = notice.parcel(id);
        add_tracking(notice.parcels()[parcel].tracking, place(package), id);
        out.push_back({parcel, pieces_in(package)});
    }
    return out;
}

std::string order_id(const xml::Element& parent) {
    return identifier_of(part(parent, "ORDER_REFERENCE"), "ORDER_ID", k_longest_po);
}

void add(Notice& notice, const xml::Element& item, const std::string& order, bool by_package) {
    Notice::Content content;
    content.po_number = order_id(item);
    if (content.po_number.empty())
        content.po_number = order;
    const xml::Element product = part(item, "PRODUCT_ID");
    content.line.sku = identifier_of(product, "BUYER_PID");
    content.line.article = identifier_of(product, "SUPPLIER_PID");
    refer(content.line, part(part(item, "ORDER_REFERENCE"), "LINE_ITEM_ID").text());
    // The notification numbers its items itself: better than nothing only.
    if (content.line == order::ShippedLine{})
        refer(content.line, part(item, "LINE_ITEM_ID").text());
    content.line.quantity = pieces(place(item), part(item, "QUANTITY").text());
    if (by_package && content.line.quantity != 0)
        content.shares = shares(notice, item);
    notice.add(std::move(content));
}

} // namespace

std::vector<order::Shipment> read_opentrans_shipments(const xml::Element& root) {
    const xml::Element info =
        part(part(root, "DISPATCHNOTIFICATION_HEADER"), "DISPATCHNOTIFICATION_INFO");
    if (!info)
        unreadable(place(root), "there is no DISPATCHNOTIFICATION_INFO");
    Notice notice;
    order::Shipment& common = notice.common;
    common.number = identifier_of(info, "DISPATCHNOTIFICATION_ID");
    if (const xml::Element date = part(info, "DISPATCHNOTIFICATION_DATE"))
        common.shipped_at = when(place(date), date.text()).time;
    const xml::Element id = part(info, "SHIPMENT_ID");
    const std::string url = part(info, "TRACKING_TRACING_URL").text();
    add_tracking(common.tracking, place(id), id.text(), url);
    const bool by_package = common.tracking.empty();

    // Not by the schema; but those who ship for one order only write it once.
    std::string order = identifier_of(info, "ORDER_ID", k_longest_po);
    if (order.empty())
        order = order_id(info);
    const auto items =
        parts(part(root, "DISPATCHNOTIFICATION_ITEM_LIST"), "DISPATCHNOTIFICATION_ITEM");
    std::string deliverer =
        identifier_of(part(info, "SHIPMENT_PARTIES_REFERENCE"), "DELIVERER_IDREF");
    for (const xml::Element& each : items) {
        if (deliverer.empty())
            deliverer = identifier_of(part(each, "SHIPMENT_PARTIES_REFERENCE"), "DELIVERER_IDREF");
        add(notice, each, order, by_package);
    }
    common.carrier = carrier(info, deliverer);
    if (items.empty())
        notice.add_order(order);
    if (by_package && notice.parcels().empty())
        for (const xml::Element& each : packages(part(info, "LOGISTIC_DETAILS_INFO")))
            add_tracking(common.tracking, place(each), package_id(each));
    give_url(common.tracking, url);
    if (common.tracking.empty() && notice.parcels().size() == 1)
        give_url(notice.parcels().front().tracking, url);
    return notice.shipments();
}

} // namespace shoporder::confirm
