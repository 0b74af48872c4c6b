#include "flow/operate/sample_order.hpp"

#include "report/json.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using report::Value;

/// A text a pattern takes: "*" stands for any run, also a short one.
std::string matching(std::string pattern) {
    for (std::size_t at = 0; (at = pattern.find('*')) != std::string::npos;)
        pattern.replace(at, 1, "SAMPLE");
    return pattern;
}

struct Item {
    std::string vendor, sku, title;
};

std::vector<Item> items_for(std::span<const order::Supplier> suppliers) {
    std::vector<Item> items;
    for (const order::Supplier& s : suppliers)
        if (!s.match.empty()) {
            const order::MatchRule& rule = s.match.front();
            items.push_back({rule.vendor.empty() ? "Sample" : matching(rule.vendor),
                             rule.sku.empty() ? "SAMPLE-1" : matching(rule.sku),
                             "Sample for " + s.name});
        }
    if (items.empty())
        return {{"Acme", "ACME-SAMPLE", "Sample mug"}, {"Globex", "GLOBEX-SAMPLE", "Sample lamp"}};
    return items;
}

Value address() {
    Value out = Value::object();
    out.set("first_name", "Sam")
        .set("last_name", "Sample")
        .set("name", "Sam Sample")
        .set("company", Value{})
        .set("address1", "1 Example Street")
        .set("address2", Value{})
        .set("zip", "EX1 1EX")
        .set("city", "Exampletown")
        .set("province", Value{})
        .set("province_code", Value{})
        .set("country", "United Kingdom")
        .set("country_code", "GB")
        .set("phone", "+44 1632 960000");
    return out;
}

Value fulfillment_status(SampleState state) {
    return state == SampleState::fulfilled             ? Value{"fulfilled"}
           : state == SampleState::partially_fulfilled ? Value{"partial"}
                                                       : Value{};
}

} // namespace

std::string sample_order(const SampleOptions& options, std::span<const order::Supplier> suppliers) {
    const std::string now =
        base::format_time(std::chrono::floor<std::chrono::seconds>(options.now));
    const bool cancelled = options.state == SampleState::cancelled;
    Value lines = Value::array();
    Value shipped = Value::array();
    std::int64_t place = 0;
    for (const Item& item : items_for(suppliers)) {
        const bool ships = options.state == SampleState::fulfilled ||
                           (options.state == SampleState::partially_fulfilled && place == 0);
        Value line = Value::object();
        line.set("id", options.id * 100 + ++place)
            .set("title", item.title)
            .set("name", item.title)
            .set("sku", item.sku)
            .set("vendor", item.vendor)
            .set("quantity", 1)
            .set("current_quantity", cancelled ? 0 : 1)
            .set("fulfillable_quantity", cancelled || ships ? 0 : 1)
            .set("price", "10.00")
            .set("grams", 100)
            .set("requires_shipping", true)
            .set("gift_card", false)
            .set("fulfillment_status", ships ? Value{"fulfilled"} : Value{})
            .set("properties", Value::array());
        if (ships)
            shipped.push(Value::object().set("id", options.id * 100 + place).set("quantity", 1));
        lines.push(std::move(line));
    }
    Value shipping = Value::object();
    shipping.set("id", options.id * 100)
        .set("title", "Standard")
        .set("code", "standard")
        .set("price", "0.00");
    // An order number beyond those of any real shop, stable for the id.
    const std::int64_t number = 900'000'000 + options.id % 100'000'000;
    Value body = Value::object();
    body.set("id", options.id)
        .set("name", "#" + std::to_string(number))
        .set("order_number", number)
        .set("test", options.test)
        .set("created_at", now)
        .set("updated_at", now)
        .set("cancelled_at", cancelled ? Value{now} : Value{})
        .set("cancel_reason", cancelled ? Value{"customer"} : Value{})
        .set("currency", "GBP")
        .set("financial_status", cancelled ? "refunded" : "paid")
        .set("fulfillment_status", fulfillment_status(options.state))
        .set("total_price", std::to_string(place * 10) + ".00")
        .set("email", "sam@example.com")
        .set("note", "A sample sent by shoporder trigger")
        .set("source_name", "shoporder")
        .set("shipping_address", address())
        .set("billing_address", address())
        .set("shipping_lines", Value::array().push(std::move(shipping)))
        .set("line_items", std::move(lines));
    if (options.state == SampleState::fulfilled ||
        options.state == SampleState::partially_fulfilled)
        body.set("fulfillments", Value::array().push(Value::object()
                                                         .set("id", options.id)
                                                         .set("status", "success")
                                                         .set("line_items", std::move(shipped))));
    return body.text();
}

} // namespace shoporder::flow
