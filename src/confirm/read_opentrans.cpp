// openTRANS 2.1 ORDERRESPONSE (Fraunhofer IAO). It has no verdict: an order response confirms, and
// says for each item how many pieces come and when. No pieces: refused. Fewer than were ordered:
// those are accepted, and nothing is said of the rest. Without items it confirms the whole order,
// which is how Digitec Galaxus lets its suppliers answer; they leave LINE_ITEM_ID out, too.
#include "base/text.hpp"
#include "confirm/opentrans_parts.hpp"
#include "confirm/readers.hpp"

namespace shoporder::confirm {

namespace {

using namespace opentrans;

std::string remarks(const xml::Element& parent) {
    std::string out;
    for (const xml::Element& each : parts(parent, "REMARKS"))
        add_reason(out, each.text());
    return out;
}

/// The end of the time in which it comes.
std::string promised(const xml::Element& parent) {
    const xml::Element dates = part(parent, "DELIVERY_DATE");
    for (const char* name : {"DELIVERY_END_DATE", "DELIVERY_START_DATE"})
        if (const xml::Element date = part(dates, name))
            return when(place(date), date.text()).day;
    return {};
}

std::vector<Portion> portions(const xml::Element& item) {
    std::vector<Portion> out;
    for (const xml::Element& each :
         parts(part(item, "PARTIAL_DELIVERY_LIST"), "PARTIAL_DELIVERY")) {
        const xml::Element quantity = part(each, "QUANTITY");
        out.push_back({pieces(place(each), quantity.text()), promised(each)});
    }
    return out;
}

void add(order::OrderAnswer& answer, const xml::Element& item, const std::string& currency) {
    order::LineAnswer line;
    refer(line, part(item, "LINE_ITEM_ID").text());
    const xml::Element product = part(item, "PRODUCT_ID");
    line.sku = identifier_of(product, "BUYER_PID");
    line.article = identifier_of(product, "SUPPLIER_PID");
    line.quantity = pieces(place(item), part(item, "QUANTITY").text());
    line.promised = promised(item);
    line.reason = remarks(item);
    const xml::Element price = part(item, "PRODUCT_PRICE_FIX");
    const xml::Element amount = part(price, "PRICE_AMOUNT");
    set_price(line, place(amount), amount.text(), part(price, "PRICE_QUANTITY").text(), currency);
    add_line(answer, std::move(line), portions(item));
}

} // namespace

std::vector<order::OrderAnswer> read_opentrans(const xml::Element& root) {
    const xml::Element info = part(part(root, "ORDERRESPONSE_HEADER"), "ORDERRESPONSE_INFO");
    if (!info)
        unreadable(place(root), "there is no ORDERRESPONSE_INFO");
    order::OrderAnswer out;
    out.po_number = identifier_of(info, "ORDER_ID", k_longest_po);
    if (out.po_number.empty())
        out.po_number = identifier_of(info, "ALT_CUSTOMER_ORDER_ID", k_longest_po);
    out.supplier_number = identifier_of(info, "SUPPLIER_ORDER_ID");
    if (const xml::Element dated = part(info, "ORDERRESPONSE_DATE"))
        out.dated = when(place(dated), dated.text()).time;
    out.promised = promised(info);
    out.reason = remarks(info);
    const xml::Element currency = part(info, "CURRENCY");
    for (const xml::Element& each :
         parts(part(root, "ORDERRESPONSE_ITEM_LIST"), "ORDERRESPONSE_ITEM"))
        add(out, each, currency.text());
    if (out.lines.empty())
        out.verdict = order::Verdict::accepted;
    return {std::move(out)};
}

} // namespace shoporder::confirm
