// cXML 1.2 ConfirmationRequest (Fulfill.dtd says what each type means). It has no namespace; its
// DOCTYPE names a DTD that is never fetched. A line is answered in pieces: one ConfirmationStatus
// for those accepted, one for those back-ordered, and so on.
#include "base/text.hpp"
#include "confirm/answer_parts.hpp"
#include "confirm/readers.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

using V = order::Verdict;

std::string comments(const xml::Element& parent) {
    std::string out;
    for (const xml::Element& each : parent.children("Comments", ""))
        add_reason(out, each.text());
    return out;
}

/// When it comes, else when it leaves.
std::string promised(const xml::Element& status) {
    for (const char* name : {"deliveryDate", "shipmentDate"})
        if (const std::string date = status.attribute(name); !date.empty())
            return when(place(status), date).day;
    return {};
}

/// ItemIn is a substitute; in "allDetail" it is the whole item, changed or not.
void read_item(order::LineAnswer& line, const xml::Element& status, bool all_detail) {
    const xml::Element item = status.child("ItemIn");
    const xml::Element id = item.child("ItemID");
    const std::string supplier_part =
        identifier(place(id), "SupplierPartID", id.child("SupplierPartID").text());
    if (all_detail)
        line.article = supplier_part;
    else
        line.substitute = supplier_part;
    line.sku = identifier(place(id), "BuyerPartID", id.child("BuyerPartID").text());
    const xml::Element detail = item.child("ItemDetail");
    const xml::Element money = (item ? detail : status).child("UnitPrice").child("Money");
    set_price(line, place(money), money.text(),
              detail.child("PriceBasisQuantity").attribute("quantity"),
              money.attribute("currency"));
}

/// nullopt: the supplier does not know yet.
std::optional<V> status_verdict(const xml::Element& status) {
    const std::string type = status.attribute("type");
    if (type == "unknown")
        return std::nullopt;
    return verdict_of(place(status), "ConfirmationStatus of type", type,
                      {{"accept", V::accepted},
                       {"allDetail", V::accepted},
                       {"detail", V::changed},
                       {"backordered", V::backordered},
                       {"reject", V::refused}});
}

void add(order::OrderAnswer& answer, const xml::Element& item) {
    std::vector<order::LineAnswer> lines;
    for (const xml::Element& status : item.children("ConfirmationStatus", "")) {
        const auto verdict = status_verdict(status);
        if (!verdict)
            continue;
        order::LineAnswer line;
        refer(line, item.attribute("lineNumber"));
        line.verdict = *verdict;
        line.quantity = pieces(place(status), status.attribute("quantity"));
        line.promised = promised(status);
        line.reason = comments(status);
        read_item(line, status, status.attribute("type") == "allDetail");
        lines.push_back(std::move(line));
    }
    // Some write every status and 0 for those that do not apply. Where nothing else is said, 0 is
    // what is left of the line.
    const bool some = std::any_of(lines.begin(), lines.end(),
                                  [](const order::LineAnswer& each) { return each.quantity != 0; });
    for (order::LineAnswer& each : lines)
        if (each.quantity != 0 || !some) {
            add_line(answer, std::move(each));
            if (!some)
                return;
        }
}

/// Of all that no item speaks of: "except" accepts it, "detail" and "allDetail" say nothing of it.
std::optional<V> request_verdict(const xml::Element& header) {
    const std::string type = header.attribute("type");
    if (type == "detail" || type == "allDetail")
        return std::nullopt;
    if (type == "requestToPay")
        unreadable(place(header), "a request to pay is no answer to an order");
    return verdict_of(place(header), "ConfirmationHeader of type", type,
                      {{"accept", V::accepted},
                       {"except", V::accepted},
                       {"backordered", V::backordered},
                       {"reject", V::refused},
                       {"replace", V::changed}});
}

} // namespace

std::vector<order::OrderAnswer> read_cxml(const xml::Element& root) {
    const xml::Element request = root.child("Request").child("ConfirmationRequest");
    if (!request)
        unreadable(place(root), "there is neither a ConfirmationRequest nor a ShipNoticeRequest");
    const xml::Element header = request.child("ConfirmationHeader");
    if (!header)
        unreadable(place(request), "there is no ConfirmationHeader");
    order::OrderAnswer out;
    out.verdict = request_verdict(header);
    out.supplier_number = identifier(place(header), "confirmID", header.attribute("confirmID"));
    if (const std::string date = header.attribute("noticeDate"); !date.empty())
        out.dated = when(place(header), date).time;
    out.reason = comments(header);
    for (const char* name : {"OrderReference", "OrderIDInfo"})
        if (const xml::Element reference = request.child(name); out.po_number.empty())
            out.po_number = identifier(place(reference), "orderID", reference.attribute("orderID"),
                                       k_longest_po);
    for (const xml::Element& each : request.children("ConfirmationItem", ""))
        add(out, each);
    return {std::move(out)};
}

} // namespace shoporder::confirm
