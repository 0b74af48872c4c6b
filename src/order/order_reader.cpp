#include "order/order_reader.hpp"

#include "base/text.hpp"
#include "order/json_fields.hpp"
#include "order/line_reader.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::optional<Address> read_address(Fields& parent, std::string_view key) {
    const auto object = parent.object(key);
    if (!object)
        return std::nullopt;
    Fields fields{*object, parent.path_of(key), parent.defects()};
    Address address;
    address.name = fields.text("name");
    if (base::trim(address.name).empty()) {
        const std::string joined = fields.text("first_name") + " " + fields.text("last_name");
        address.name = base::trim(joined);
    }
    address.company = fields.text("company");
    address.address1 = fields.text("address1");
    address.address2 = fields.text("address2");
    address.zip = fields.text("zip");
    address.city = fields.text("city");
    address.province = fields.text("province");
    address.province_code = fields.text("province_code");
    address.country = fields.text("country");
    address.country_code = fields.text("country_code");
    address.phone = fields.text("phone");
    address.email = fields.text("email");
    return address;
}

void read_shipping_lines(Fields& root, Order& order) {
    std::size_t n = 0;
    for (const Element element : root.array("shipping_lines", k_most_parts)) {
        Object object;
        const std::string path = fmt::format("shipping_lines[{}]", n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fields{object, path, root.defects()};
        if (fields.flag("is_removed", false))
            continue;
        Defects unused; // nobody ships to a price or a category
        Fields beside{object, path, unused};
        order.shipping_lines.push_back({beside.optional_id("id"), fields.text("title"),
                                        fields.text("code"), fields.text("phone"),
                                        beside.text("source"), beside.text("delivery_category"),
                                        beside.amount("price")});
    }
    if (!order.shipping_lines.empty()) {
        order.shipping_title = order.shipping_lines.front().title;
        order.shipping_code = order.shipping_lines.front().code;
    }
}

/// Some bodies write nothing as the text "null".
std::string told(const std::string& text) {
    return text == "null" ? std::string{} : text;
}

/// What follows is beside the goods: one that cannot be read counts as not told and holds nothing
/// by itself. Whoever needs it (what to collect, when a payment is due) holds for its absence.
void read_customer(Fields& root, Order& order) {
    const auto object = root.object("customer");
    if (!object)
        return;
    Fields fields{*object, "customer", root.defects()};
    order.customer.email = fields.text("email");
    order.customer.phone = fields.text("phone");
    if (const auto address = fields.object("default_address")) {
        Fields home{*address, "customer.default_address", root.defects()};
        order.customer.company = home.text("company");
        if (base::trim(order.customer.phone).empty())
            order.customer.phone = home.text("phone");
    }
}

void read_payment_terms(Fields& root, Order& order) {
    const auto object = root.object("payment_terms");
    if (!object)
        return;
    Fields fields{*object, "payment_terms", root.defects()};
    PaymentTerms& terms = order.payment_terms.emplace();
    terms.name = told(fields.text("payment_terms_name"));
    terms.type = told(fields.text("payment_terms_type"));
    for (const Element element : fields.array("payment_schedules", k_most_parts)) {
        Object schedule;
        if (element.get(schedule) != simdjson::SUCCESS)
            continue;
        Fields due{schedule, "payment_schedules", root.defects()};
        terms.dues.push_back({due.time("due_at", false), due.amount("amount"), due.text("currency"),
                              !told(due.text("completed_at")).empty()});
    }
}

bool is_currency(std::string_view text) {
    return text.size() == 3 &&
           std::all_of(
               text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void read_money_beside(Fields& root, Order& order) {
    if (std::string currency = root.text("presentment_currency"); is_currency(currency))
        order.presentment_currency = std::move(currency);
    order.current_total = root.amount("current_total_price");
    order.outstanding = root.amount("total_outstanding");
    for (const char* key : {"current_total_price_set", "total_price_set"})
        if (const auto set = root.value(key); set && !order.presentment_total)
            order.presentment_total = presentment_amount(*set);
    for (const Element element : root.array("payment_gateway_names", k_most_parts))
        if (std::string gateway = json_text(element); !base::trim(gateway).empty())
            order.gateways.push_back(std::move(gateway));
    if (order.gateways.empty()) // bodies of before 2021 name the one they had
        if (std::string gateway = root.text("gateway"); !base::trim(gateway).empty())
            order.gateways.push_back(std::move(gateway));
}

void read_company(Fields& root, Order& order) {
    if (const auto object = root.object("company")) {
        Fields fields{*object, "company", root.defects()};
        order.company = Company{fields.optional_id("id"), fields.optional_id("location_id")};
    }
}

std::string read_currency(Fields& root) {
    std::string currency = root.text("currency");
    if (!currency.empty() && !is_currency(currency))
        root.defect("currency",
                    fmt::format("\"{}\" is no currency code", base::printable(currency, 40)));
    return currency;
}

} // namespace

Order read_order(Object object) {
    Defects defects;
    Fields root{object, "", defects};
    Order order;
    order.id = root.own_id("Order");
    order.name = root.text("name");
    if (const auto number = root.value("order_number"))
        order.number = id_value(*number);
    order.po_number = root.text("po_number");
    order.created_at = root.time("created_at", true);
    order.updated_at = root.time("updated_at", true);
    order.cancelled_at = root.time("cancelled_at", false);
    order.cancel_reason = root.text("cancel_reason");
    order.financial_status = root.text("financial_status");
    order.fulfillment_status = root.text("fulfillment_status");
    order.currency = read_currency(root);
    order.total = root.amount("total_price");
    order.test = root.flag("test", false);
    order.source_name = root.text("source_name");
    order.tags = root.text("tags");
    order.note = root.text("note");
    order.note_attributes = read_properties(root, "note_attributes");
    order.email = root.text("email");
    if (order.email.empty())
        order.email = root.text("contact_email");
    order.phone = root.text("phone");
    order.shipping_address = read_address(root, "shipping_address");
    order.billing_address = read_address(root, "billing_address");
    read_shipping_lines(root, order);
    read_lines(root, order);
    Defects unused;
    Fields beside{object, "", unused};
    read_customer(beside, order);
    read_company(beside, order);
    read_payment_terms(beside, order);
    read_money_beside(beside, order);
    order.defects = defects.take();
    return order;
}

std::optional<OrderSummary> read_summary(Object object) {
    Defects defects;
    Fields root{object, "", defects};
    OrderSummary out;
    out.id = root.own_id("Order");
    out.name = root.text("name");
    if (const auto number = root.value("order_number"))
        out.number = id_value(*number);
    out.created_at = root.time("created_at", true);
    out.updated_at = root.time("updated_at", true);
    out.cancelled = root.time("cancelled_at", false).has_value();
    out.financial = root.text("financial_status");
    out.currency = read_currency(root);
    if (const auto total = root.amount("total_price"))
        out.total = total->text();
    out.test = root.flag("test", false);
    for (const Element element : root.array("line_items", k_most_lines)) {
        Object line;
        if (element.get(line) != simdjson::SUCCESS)
            continue;
        Fields fields{line, "", defects};
        const auto current = fields.quantity("current_quantity");
        if (!current)
            return std::nullopt;
        out.quantity += std::min(*current, fields.quantity("quantity").value_or(0));
    }
    return out;
}

} // namespace shoporder::order
