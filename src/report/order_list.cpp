// Orders and webhooks in lists.
#include "base/text.hpp"
#include "report/order_view.hpp"

namespace shoporder::report {

namespace {

std::string marks(const OrderRow& row) {
    std::string out;
    const auto add = [&](bool set, const char* word) {
        if (set)
            out += (out.empty() ? "" : ", ") + std::string{word};
    };
    add(row.test, "test");
    add(row.cancelled, "cancelled");
    add(row.deleted, "deleted");
    return out;
}

std::string deliveries_text(const OrderRow& row) {
    if (row.deliveries.empty())
        return row.planned ? "nothing to ship" : "not routed yet; `shoporder dispatch`";
    std::string out;
    for (const auto& [supplier, state] : row.deliveries)
        out += (out.empty() ? "" : ", ") + supplier + ": " + std::string{order::name(state)};
    return out;
}

Tone worst(const OrderRow& row) {
    Tone tone = Tone::plain;
    for (const auto& [supplier, state] : row.deliveries) {
        if (tone_of(state) == Tone::bad)
            return Tone::bad;
        if (tone == Tone::plain || tone_of(state) == Tone::warn)
            tone = tone_of(state);
    }
    return tone;
}

} // namespace

Value to_json(const OrderRow& row) {
    Value out = Value::object();
    out.set("id", json_id(row.id))
        .set("shop", row.shop)
        .set("name", json_text(row.name))
        .set("number", row.number == 0 ? Value{} : Value{row.number})
        .set("created_at", row.created_at)
        .set("updated_at", row.updated_at)
        .set("first_seen", row.first_seen)
        .set("cancelled", row.cancelled)
        .set("deleted", row.deleted)
        .set("test", row.test)
        .set("planned", row.planned)
        .set("financial_status", json_text(row.financial))
        .set("currency", json_text(row.currency))
        .set("total", json_text(row.total))
        .set(
            "states", json_array(row.deliveries, [](const auto& pair) {
                Value d = Value::object();
                d.set("supplier", json_supplier(pair.first)).set("state", order::name(pair.second));
                return d;
            }));
    return out;
}

Value to_json(const OrderList& list) {
    Value out = Value::object();
    out.set("orders", json_array(list.orders, [](const auto& row) { return to_json(row); }));
    out.set("more", list.more);
    return out;
}

std::string to_text(const OrderList& list, const Style& style) {
    Table table({"ORDER", "SHOPIFY ID", "RECEIVED", ">TOTAL", "PAYMENT", "MARKS", "DELIVERIES"});
    for (const OrderRow& row : list.orders)
        table.add({base::printable(row.name, 24),
                   std::to_string(row.id),
                   age(row.first_seen, style),
                   row.total + " " + row.currency,
                   base::printable(row.financial, 20),
                   marks(row),
                   {deliveries_text(row), worst(row)}});
    return table.empty() ? std::string{} : table.text(style);
}

Value to_json(const WebhookRow& row) {
    Value out = Value::object();
    out.set("id", json_id(row.id))
        .set("shop", row.shop)
        .set("topic", row.topic)
        .set("kind", row.kind)
        .set("webhook_id", row.webhook_id.empty() ? Value{} : Value{row.webhook_id})
        .set("order", json_id(row.order_id))
        .set("state", row.state)
        .set("reason", row.reason.empty() ? Value{} : Value{row.reason})
        .set("secret", json_text(row.secret))
        .set("triggered_at", row.triggered_at)
        .set("received_at", row.received_at)
        .set("size", row.size)
        .set("replaced", row.replaced);
    return out;
}

std::string to_text(const std::vector<WebhookRow>& rows, const Style& style) {
    Table table({">ID", "RECEIVED", "TOPIC", "KIND", "ORDER", ">BYTES", "STATE", "REASON"});
    for (const WebhookRow& row : rows)
        table.add({std::to_string(row.id),
                   age(row.received_at, style),
                   row.topic,
                   row.kind,
                   row.order_id == 0 ? "-" : std::to_string(row.order_id),
                   std::to_string(row.size),
                   {row.state, row.state == "corrupt" ? Tone::bad : Tone::plain},
                   row.reason});
    return table.empty() ? std::string{} : table.text(style);
}

std::string to_text(const WebhookRow& row, const Style& style) {
    Table table({"", ""});
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            table.add({{name, Tone::faint}, value});
    };
    add("webhook", std::to_string(row.id));
    add("shop", row.shop);
    add("topic", row.topic + " (claimed; not signed)");
    add("kind", row.kind);
    add("webhook id", row.webhook_id);
    add("order", row.order_id == 0 ? "" : std::to_string(row.order_id));
    add("state", row.state + (row.reason.empty() ? "" : ": " + row.reason));
    add("secret", row.secret);
    add("triggered", when(row.triggered_at, style));
    add("received", when(row.received_at, style));
    add("size", std::to_string(row.size) + " bytes");
    if (row.replaced > 0)
        add("replaced", std::to_string(row.replaced) + " broken characters, to read it at all");
    std::string out = table.text(style);
    if (!row.headers.empty()) {
        out += toned("headers", Tone::faint, style) + "\n";
        std::string_view rest = row.headers;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            if (const auto line = base::trim(rest.substr(0, end)); !line.empty())
                out += "  " + base::printable(line, 400) + "\n";
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return out;
}

} // namespace shoporder::report
