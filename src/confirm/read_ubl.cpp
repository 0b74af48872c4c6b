// UBL 2.1 OrderResponse and OrderResponseSimple (OASIS), with the codes that Peppol BIS Ordering 3
// gives them: OrderResponseCode of UNCL 4343, LineStatusCode of UNCL 1229. BIS 2 had 27, 29 and 30
// of UNCL 1225, which some suppliers still send. What UBL allows beside, such as a response without
// a code, is taken as its lines say.
#include "base/text.hpp"
#include "confirm/readers.hpp"
#include "confirm/ubl_parts.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

using namespace ubl;
using V = order::Verdict;

std::string notes(const xml::Element& parent) {
    std::string out;
    for (const xml::Element& each : parent.children("Note", k_cbc))
        add_reason(out, each.text());
    return out;
}

/// The end of the promised period, else its beginning.
std::string promised(const xml::Element& delivery) {
    const xml::Element period = part(delivery, "PromisedDeliveryPeriod");
    for (const char* name : {"EndDate", "StartDate"})
        if (const xml::Element date = basic(period, name))
            return when(place(date), date.text()).day;
    return {};
}

/// What comes instead: the seller's number of it, else the GTIN.
std::string substitute(const xml::Element& order_line) {
    const xml::Element item = part(part(order_line, "SellerSubstitutedLineItem"), "Item");
    const std::string own = item_id(item, "SellersItemIdentification");
    return own.empty() ? item_id(item, "StandardItemIdentification") : own;
}

std::vector<Portion> portions(const xml::Element& line_item) {
    std::vector<Portion> out;
    for (const xml::Element& each : line_item.children("Delivery", k_cac))
        out.push_back({quantity(each, "Quantity").value_or(0), promised(each)});
    return out;
}

V line_verdict(const xml::Element& line_item, const order::OrderAnswer& answer) {
    const xml::Element status = basic(line_item, "LineStatusCode");
    if (!status)
        return answer.verdict.value_or(V::accepted);
    // 1: added, by the supplier, for instance the rest of a line that comes later; 42: already
    // delivered.
    return verdict_of(place(status), "LineStatusCode", status.text(),
                      {{"1", V::changed},
                       {"3", V::changed},
                       {"5", V::accepted},
                       {"7", V::refused},
                       {"42", V::accepted}});
}

/// `Quantity` is what will be delivered, `MaximumBackorderQuantity` what will be later.
void add(order::OrderAnswer& answer, const xml::Element& order_line) {
    const xml::Element item = part(order_line, "LineItem");
    if (!item)
        unreadable(place(order_line), "OrderLine without a LineItem");
    order::LineAnswer line;
    line.verdict = line_verdict(item, answer);
    // The response numbers its lines itself; ours is the one it refers to.
    const std::string ours = basic(part(order_line, "OrderLineReference"), "LineID").text();
    refer(line, ours.empty() ? basic(item, "ID").text() : ours);
    line.sku = item_id(part(item, "Item"), "BuyersItemIdentification");
    line.article = item_id(part(item, "Item"), "SellersItemIdentification");
    line.substitute = substitute(order_line);
    line.reason = notes(order_line);
    add_reason(line.reason, notes(item));
    if (basic(item, "LineStatusCode").text() == "42")
        add_reason(line.reason, "already delivered");
    const xml::Element price = part(item, "Price");
    const xml::Element money = basic(price, "PriceAmount");
    set_price(line, place(money), money.text(), basic(price, "BaseQuantity").text(),
              money.attribute("currencyID"));
    line.quantity = quantity(item, "Quantity");

    const std::int64_t later = quantity(item, "MaximumBackorderQuantity").value_or(0);
    if (later > 0 && line.verdict != V::refused) {
        order::LineAnswer rest = line;
        rest.verdict = V::backordered;
        rest.quantity = later;
        rest.promised.clear();
        if (line.quantity.value_or(0) > 0)
            add_line(answer, std::move(line), portions(item));
        else // nothing comes now: the day is that of the rest
            for (const Portion& each : portions(item))
                rest.promised = std::max(rest.promised, each.promised);
        answer.lines.push_back(std::move(rest));
        return;
    }
    add_line(answer, std::move(line), portions(item));
}

/// Of all that no line speaks of. "Conditionally accepted" tells every line (BIS 3); without lines
/// its note says the condition. "Message acknowledgement" decides nothing.
std::optional<V> response_verdict(const xml::Element& root, bool lines) {
    const xml::Element code = basic(root, "OrderResponseCode");
    if (!code || code.text() == "AB")
        return std::nullopt;
    const V found = verdict_of(place(code), "OrderResponseCode", code.text(),
                               {{"AP", V::accepted},
                                {"RE", V::refused},
                                {"CA", V::changed},
                                {"29", V::accepted},
                                {"27", V::refused},
                                {"30", V::changed}});
    return found == V::changed && lines ? std::nullopt : std::optional{found};
}

void read_response(order::OrderAnswer& out, const xml::Element& root) {
    const auto lines = root.children("OrderLine", k_cac);
    out.verdict = response_verdict(root, !lines.empty());
    out.reason = notes(root);
    out.promised = promised(part(root, "Delivery"));
    for (const xml::Element& each : lines)
        add(out, each);
}

void read_simple(order::OrderAnswer& out, const xml::Element& root) {
    const xml::Element indicator = basic(root, "AcceptedIndicator");
    out.verdict = verdict_of(
        place(indicator), "AcceptedIndicator", indicator.text(),
        {{"true", V::accepted}, {"1", V::accepted}, {"false", V::refused}, {"0", V::refused}});
    for (const xml::Element& each : root.children("RejectionNote", k_cbc))
        add_reason(out.reason, each.text());
    add_reason(out.reason, notes(root));
}

} // namespace

std::vector<order::OrderAnswer> read_ubl(const xml::Element& root) {
    order::OrderAnswer out;
    out.po_number = identifier_of(part(root, "OrderReference"), "ID", k_longest_po);
    out.supplier_number = identifier_of(root, "SalesOrderID");
    if (out.supplier_number.empty())
        out.supplier_number = identifier_of(part(root, "OrderReference"), "SalesOrderID");
    if (out.supplier_number.empty())
        out.supplier_number = identifier_of(root, "ID");
    out.dated = moment(root, "IssueDate", "IssueTime");
    if (root.space() == k_ubl_simple)
        read_simple(out, root);
    else
        read_response(out, root);
    return {std::move(out)};
}

} // namespace shoporder::confirm
