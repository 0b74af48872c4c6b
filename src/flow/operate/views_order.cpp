// Orders in a list, and one order's whole story.
#include "flow/operate/views.hpp"
#include "flow/plan/situation.hpp"
#include "order/body.hpp"
#include "route/calendar.hpp"
#include "route/ledger.hpp"
#include "store/answers.hpp"
#include "store/documents.hpp"
#include "store/redaction.hpp"
#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

report::OrderRow order_row(store::Database& database, Names& names, const store::OrderHead& head) {
    report::OrderRow row;
    row.id = head.id;
    row.shop = head.shop;
    row.name = head.name;
    row.number = head.number;
    row.created_at = head.created_at;
    row.updated_at = head.updated_at;
    row.first_seen = head.first_seen;
    row.cancelled = head.cancelled;
    row.deleted = head.deleted;
    row.test = head.test;
    row.planned = !head.changed;
    row.financial = head.financial;
    row.currency = head.currency;
    row.total = head.total;
    for (const store::Delivery& d : store::order_deliveries(database, head.id))
        row.deliveries.emplace_back(names.supplier(d.supplier_id), d.state);
    std::stable_partition(row.deliveries.begin(), row.deliveries.end(),
                          [](const auto& d) { return order::is_attention(d.second); });
    return row;
}

std::vector<std::string> address_lines(const order::Address& a) {
    std::vector<std::string> lines;
    const auto add = [&](const std::string& text) {
        if (!text.empty())
            lines.push_back(text);
    };
    add(a.name);
    add(a.company);
    add(a.address1);
    add(a.address2);
    add(a.zip.empty() || a.city.empty() ? a.zip + a.city : a.zip + " " + a.city);
    add(a.province);
    add(a.country.empty() ? a.country_code : a.country);
    add(a.phone);
    return lines;
}

/// Reads the newest body again: lines, address, and which rule would take each line now.
void tell_body(store::Database& database, Names& names, const store::OrderHead& head,
               report::OrderStory& story) {
    const std::string bytes = store::webhook_body(database, head.webhook);
    const order::Body body = order::read_body(bytes);
    if (!body.order)
        return; // redacted: the ledger's rows below are all there is
    const order::Order& o = *body.order;
    story.defects = o.defects;
    story.left_out = order::left_out(bytes);
    story.shipping_method = o.shipping_title;
    if (o.shipping_address)
        story.ship_to = address_lines(*o.shipping_address);
    const auto suppliers = store::list_suppliers(database);
    route::Facts facts;
    facts.order = &o;
    facts.shop = head.shop;
    facts.first_seen = head.first_seen;
    facts.assigned = store::assignments(database, head.id);
    const auto routes = route::route_lines(facts, suppliers, store::k_unrouted_id);
    const auto past = load_past(database, head.id);
    const auto counts = route::count_lines(o, route::histories(past));
    for (std::size_t i = 0; i < o.lines.size(); ++i) {
        const order::LineItem& item = o.lines[i];
        report::StoryLine line;
        line.id = item.id;
        line.sku = item.sku;
        line.title = item.title;
        line.vendor = item.vendor;
        line.ordered = counts[i].ordered;
        line.sent = counts[i].sent;
        line.shipped = counts[i].fulfilled;
        line.due = counts[i].due;
        line.not_released = counts[i].not_released;
        line.supplier = names.supplier(routes[i].supplier_id);
        line.why = routes[i].why;
        story.lines.push_back(std::move(line));
    }
}

report::StoryDocument story_document(store::Database& database, const store::DocumentHead& head) {
    report::StoryDocument document;
    document.id = head.id;
    document.file_name = head.file_name;
    document.format = head.format;
    document.sha256 = head.sha256;
    document.target = head.target;
    document.size = head.size;
    document.replaced = head.replaced;
    document.carries = store::document_deliveries(database, head.id).size();
    document.in_place = head.uploaded_at && head.temporary_name.empty();
    document.rendered_at = head.rendered_at;
    document.uploaded_at = head.uploaded_at;
    for (const store::Attempt& a : store::document_attempts(database, head.id))
        document.attempts.push_back(
            {a.id, a.started_at, a.ended_at, a.outcome, a.phase, a.reason, a.code});
    return document;
}

/// By when its supplier should have said something; nullopt where nothing is awaited.
std::optional<base::Time> answer_due(store::Database& database, const store::Delivery& d,
                                     base::Time uploaded_at) {
    const auto supplier = store::find_supplier(database, d.supplier_id);
    if (d.state != order::DeliveryState::uploaded || !supplier ||
        supplier->answering.how == order::Confirming::none ||
        supplier->answering.within.count() == 0)
        return std::nullopt;
    return route::after_open_time(supplier->send, uploaded_at, supplier->answering.within);
}

} // namespace

report::OrderList order_list(store::Database& database, const store::OrderFilter& filter,
                             const OrderSearch& search) {
    const store::Snapshot snapshot(database);
    store::OrderFilter one_more = filter;
    ++one_more.limit;
    auto ids = find_orders(database, one_more, search);
    report::OrderList list;
    list.more = ids.size() > filter.limit;
    if (list.more)
        ids.resize(filter.limit);
    Names names(database);
    for (const std::int64_t id : ids)
        if (const auto head = store::find_order(database, id))
            list.orders.push_back(order_row(database, names, *head));
    return list;
}

report::OrderStory order_story(store::Database& database, const config::Settings& settings,
                               std::int64_t order) {
    const store::Snapshot snapshot(database);
    const auto head = store::find_order(database, order);
    if (!head)
        throw base::Error(base::Exit::not_found, "no order " + std::to_string(order));
    Names names(database);
    report::OrderStory story;
    story.order = order_row(database, names, *head);
    tell_body(database, names, *head, story);
    if (const auto redacted = store::redacted_at(database, order))
        story.notes.push_back(
            {"redacted", "at " + base::format_time(*redacted) + ": what follows is the ledger"});
    else if (store::gone_body(database, order))
        story.notes.push_back({"purged", "its body is gone: what follows is the ledger"});
    if (settings.find_shop(head->shop) == nullptr)
        story.notes.push_back({"shop", head->shop + " is not in the configuration"});
    for (const store::WebhookRow& w : store::list_webhooks(database, order, 1000))
        story.webhooks.push_back(webhook_row(w));
    std::reverse(story.webhooks.begin(), story.webhooks.end());
    for (const store::Delivery& d : store::order_deliveries(database, order)) {
        report::StoryDelivery delivery;
        delivery.row = delivery_row(database, names, d);
        for (const store::DeliveryLine& line : d.lines)
            if (line.quantity > 0)
                delivery.lines.emplace_back(line.line_id, line.quantity);
        delivery.supplier_number = d.supplier_number;
        delivery.promised = d.promised;
        for (const store::AnswerPart& part : store::delivery_answers(database, d.id))
            delivery.answers.push_back(answer_part_row(database, part));
        for (const store::Shipment& shipment : store::part_shipments(database, d.id))
            if (shipment.delivery_id == d.id && shipment.state != store::ShipmentState::repeated)
                delivery.shipments.push_back(shipment_row(database, shipment));
        delivery.left_out = order::left_out_of(story.left_out, store::line_ids(d));
        if (d.document_id != 0)
            if (const auto document = store::find_document(database, d.document_id))
                delivery.document = story_document(database, *document);
        if (delivery.document && delivery.document->uploaded_at)
            delivery.answer_due = answer_due(database, d, *delivery.document->uploaded_at);
        story.deliveries.push_back(std::move(delivery));
    }
    store::EventFilter filter;
    filter.order_id = order;
    filter.newest = true;
    for (const store::Event& event : store::list_events(database, filter))
        story.events.push_back(event_row(names, event));
    return story;
}

} // namespace shoporder::flow
