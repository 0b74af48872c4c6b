#include "flow/operate/data_export.hpp"

#include "flow/operate/views.hpp"
#include "store/answers.hpp"
#include "store/documents.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using report::Value;

constexpr std::size_t k_all = 1'000'000;

Value webhook_json(store::Database& database, const store::WebhookRow& row) {
    Value out = report::to_json(webhook_row(row));
    const std::string body = store::webhook_body(database, row.id);
    out.set("headers", row.headers).set("body", body.empty() ? Value{} : Value{body});
    return out;
}

/// The bytes, or null where retention has removed them.
Value document_json(store::Database& database, std::int64_t id) {
    try {
        return store::document_bytes(database, id);
    } catch (const base::Error& error) {
        if (error.code() != base::Exit::data)
            throw;
        return {};
    }
}

Value delivery_json(store::Database& database, const store::Delivery& d, Names& names) {
    Value out = Value::object();
    const auto document = store::find_document(database, d.document_id);
    const std::string& supplier = names.supplier(d.supplier_id);
    out.set("supplier", report::json_supplier(supplier))
        .set("po_number", d.po_number)
        .set("file_name", document ? Value{document->file_name} : Value{})
        .set("sent_at", document ? Value{document->uploaded_at} : Value{})
        .set("content", document ? document_json(database, document->id) : Value{});
    out.set("answers", report::json_array(
                           store::delivery_answers(database, d.id),
                           [&](const auto& part) {
                               Value v = Value::object();
                               v.set("received_at", part.received_at)
                                   .set("text", store::answer_bytes(database, part.answer_id));
                               return v;
                           }));
    out.set("shipments",
            report::json_array(store::part_shipments(database, d.id), [&](const auto& shipment) {
                return report::to_json(shipment_row(database, shipment));
            }));
    return out;
}

Value order_json(store::Database& database, const config::Settings& settings, std::int64_t id,
                 Names& names) {
    Value out = Value::object();
    out.set("order", report::json_id(id));
    if (!store::find_order(database, id))
        out.set("story", Value{});
    else
        out.set("story", report::to_json(order_story(database, settings, id)));
    auto webhooks = store::list_webhooks(database, id, k_all);
    std::reverse(webhooks.begin(), webhooks.end());
    out.set("webhooks",
            report::json_array(
                webhooks, [&](const auto& row) { return webhook_json(database, row); }));
    out.set("sent_to",
            report::json_array(store::order_deliveries(database, id),
                               [&](const auto& d) { return delivery_json(database, d, names); }));
    return out;
}

} // namespace

Value export_data(store::Database& database, const config::Settings& settings, const DataOf& data) {
    Names names(database);
    Value out = Value::object();
    out.set("orders", report::json_array(data.orders, [&](std::int64_t id) {
                return order_json(database, settings, id, names);
            }));
    Value others = Value::array();
    for (const auto* webhooks : {&data.others, &data.requests})
        for (const std::int64_t id : *webhooks)
            if (const auto row = store::find_webhook(database, id))
                others.push(webhook_json(database, *row));
    out.set("other_webhooks", std::move(others));
    return out;
}

} // namespace shoporder::flow
