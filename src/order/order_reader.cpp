#include "order/order_reader.hpp"

#include "base/text.hpp"
#include "order/json_fields.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace shoporder::order {

namespace {

// Far above what Shopify allows (500 lines, 250 refunds or fulfillments of one order), and low
// enough that a body of many MB cannot become gigabytes of structs.
constexpr std::size_t k_most_lines = 2000;
constexpr std::size_t k_most_properties = 1000;
constexpr std::size_t k_most_parts = 5000;

/// Counts that bodies of API versions before 2024-01 leave out and that are derived then.
struct LineCounts {
    bool has_current = false;
    bool has_fulfillable = false;
    std::int64_t refunded = 0; ///< all refunds
    std::int64_t shipped = 0;
};

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using LineIndex = std::unordered_map<std::int64_t, std::size_t>;

void read_property(Element element, std::string path, Defects& defects,
                   std::vector<Property>& out) {
    Object object;
    if (element.get(object) != simdjson::SUCCESS) {
        defects.add(path + " is no name with a value");
        return;
    }
    const Fields fields{object, std::move(path), defects};
    const auto name = fields.value("name");
    const auto value = fields.value("value");
    Property property{name ? json_text(*name) : "", value ? json_text(*value) : ""};
    if (!property.name.empty() || !property.value.empty())
        out.push_back(std::move(property));
}

/// Normally a list of {name, value}; an object of names and values and one bare {name, value}
/// occur too (Shopify's line items, shapes kept by client libraries' tests).
std::vector<Property> read_properties(Fields& fields, std::string_view key) {
    std::vector<Property> out;
    const auto found = fields.value(key);
    if (!found)
        return out;
    Object object;
    if (found->is_array()) {
        std::size_t index = 0;
        for (const Element element : fields.array(key, k_most_properties))
            read_property(element, fmt::format("{}[{}]", fields.path_of(key), index++),
                          fields.defects(), out);
    } else if (found->get(object) == simdjson::SUCCESS) {
        Element ignored;
        if (object.at_key("name").get(ignored) == simdjson::SUCCESS &&
            object.at_key("value").get(ignored) == simdjson::SUCCESS) {
            read_property(*found, fields.path_of(key), fields.defects(), out);
            return out;
        }
        for (const auto& [name, value] : object) {
            if (out.size() == k_most_properties) {
                fields.defect(key, fmt::format("has more than {} entries; the rest was not read",
                                               k_most_properties));
                break;
            }
            out.push_back({std::string{name}, json_text(value)});
        }
    } else if (!json_text(*found).empty()) {
        fields.defect(key, "is no list of names and values");
    }
    return out;
}

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
    return address;
}

LineItem read_line(Fields& fields, LineCounts& counts) {
    LineItem line;
    line.id = fields.own_id("LineItem");
    line.product_id = fields.optional_id("product_id");
    line.variant_id = fields.optional_id("variant_id");
    line.sku = fields.text("sku");
    line.title = fields.text("title");
    if (line.title.empty())
        line.title = fields.text("name");
    line.variant_title = fields.text("variant_title");
    line.vendor = fields.text("vendor");
    line.product_type = fields.text("product_type");
    line.tags = fields.text("tags");
    line.requires_shipping = fields.flag("requires_shipping", true);
    line.gift_card = fields.flag("gift_card", false);
    line.fulfillment_status = fields.text("fulfillment_status");
    line.price = fields.amount("price");
    line.properties = read_properties(fields, "properties");
    if (const auto grams = fields.value("grams"))
        if (const auto text = base::parse_int(json_text(*grams)); text && *text > 0)
            line.grams = *text;

    const auto quantity = fields.quantity("quantity");
    if (!quantity)
        fields.defect("quantity", "is missing");
    line.quantity = quantity.value_or(0);
    const auto within = [&](std::string_view key, bool& present) -> std::int64_t {
        const auto count = fields.quantity(key);
        present = count.has_value();
        if (count.value_or(0) > line.quantity)
            fields.defect(key, fmt::format("{} is more than quantity {}", *count, line.quantity));
        return std::min(count.value_or(0), line.quantity);
    };
    line.current_quantity = within("current_quantity", counts.has_current);
    line.fulfillable_quantity = within("fulfillable_quantity", counts.has_fulfillable);
    return line;
}

/// Adds the quantities of one refund's or fulfillment's lines. A line that is not in the order
/// any more counts for nothing; one quantity never exceeds the bound of Fields::quantity.
template <typename Add>
void count_lines(Fields& part, std::string_view key, std::string_view id_key,
                 const LineIndex& index, Add add) {
    std::size_t n = 0;
    for (const Element element : part.array(key, k_most_parts)) {
        Object object;
        const std::string path = fmt::format("{}[{}]", part.path_of(key), n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fields{object, path, part.defects()};
        const auto id = fields.value(id_key);
        const auto found = id ? index.find(id_value(*id)) : index.end();
        if (found != index.end())
            add(found->second, fields, fields.quantity("quantity").value_or(0));
    }
}

void count_refunds(Fields& root, const LineIndex& index, std::vector<LineItem>& lines,
                   std::vector<LineCounts>& counts) {
    std::size_t n = 0;
    for (const Element element : root.array("refunds", k_most_parts)) {
        Object object;
        const std::string path = fmt::format("refunds[{}]", n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields refund{object, path, root.defects()};
        count_lines(refund, "refund_line_items", "line_item_id", index,
                    [&](std::size_t line, Fields& fields, std::int64_t quantity) {
                        counts[line].refunded += quantity;
                        if (fields.text("restock_type") == "return")
                            lines[line].returned_quantity += quantity;
                    });
    }
}

void count_fulfillments(Fields& root, const LineIndex& index, std::vector<LineCounts>& counts) {
    std::size_t n = 0;
    for (const Element element : root.array("fulfillments", k_most_parts)) {
        Object object;
        const std::string path = fmt::format("fulfillments[{}]", n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fulfillment{object, path, root.defects()};
        const std::string status = fulfillment.text("status");
        if (status != "cancelled" && status != "error" && status != "failure")
            count_lines(fulfillment, "line_items", "id", index,
                        [&](std::size_t line, Fields&, std::int64_t quantity) {
                            counts[line].shipped += quantity;
                        });
    }
}

void read_lines(Fields& root, Order& order) {
    std::vector<LineCounts> counts;
    LineIndex index;
    std::size_t n = 0;
    for (const Element element : root.array("line_items", k_most_lines)) {
        const std::string path = fmt::format("line_items[{}]", n++);
        Object object;
        if (element.get(object) != simdjson::SUCCESS) {
            root.defects().add(path + " is no line item");
            continue;
        }
        Fields fields{object, path, root.defects()};
        order.lines.push_back(read_line(fields, counts.emplace_back()));
        const std::int64_t id = order.lines.back().id;
        if (id != 0 && !index.emplace(id, order.lines.size() - 1).second)
            fields.defect("id", fmt::format("{} stands on two lines", id));
    }
    count_refunds(root, index, order.lines, counts);
    count_fulfillments(root, index, counts);

    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        LineItem& line = order.lines[i];
        const LineCounts& count = counts[i];
        const auto not_below_zero = [](std::int64_t v) { return std::max<std::int64_t>(v, 0); };
        if (!count.has_current)
            line.current_quantity = not_below_zero(line.quantity - count.refunded);
        if (!count.has_fulfillable) {
            // What was returned had been shipped before: it must not count twice.
            const std::int64_t not_shipped = count.refunded - line.returned_quantity;
            const std::int64_t open = line.quantity - not_shipped - count.shipped;
            line.fulfillable_quantity =
                line.fulfillment_status == "fulfilled" ? 0 : not_below_zero(open);
        }
        // Old bodies name refunded goods as still fulfillable: nobody ships what was refunded.
        line.fulfillable_quantity = std::min(line.fulfillable_quantity, line.current_quantity);
    }
}

void read_shipping_line(Fields& root, Order& order) {
    std::size_t n = 0;
    for (const Element element : root.array("shipping_lines", k_most_parts)) {
        Object object;
        const std::string path = fmt::format("shipping_lines[{}]", n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fields{object, path, root.defects()};
        if (fields.flag("is_removed", false))
            continue;
        order.shipping_title = fields.text("title");
        order.shipping_code = fields.text("code");
        return;
    }
}

std::string read_currency(Fields& root) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string currency = root.text("currency");
    const bool iso = currency.size() == 3 && std::all_of(currency.begin(), currency.end(), capital);
    if (!currency.empty() && !iso)
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
    read_shipping_line(root, order);
    read_lines(root, order);
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
