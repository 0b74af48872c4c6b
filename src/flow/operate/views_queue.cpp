// Deliveries, events and webhooks as rows.
#include "flow/operate/views.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"

namespace shoporder::flow {

const Names::OrderName& Names::find(std::int64_t order_id) {
    const auto [found, added] = m_orders.try_emplace(order_id);
    if (added)
        if (auto head = store::find_order(m_database, order_id))
            found->second = {std::move(head->name), std::move(head->shop)};
    return found->second;
}

const std::string& Names::order(std::int64_t id) {
    return find(id).name;
}
const std::string& Names::shop(std::int64_t order_id) {
    return find(order_id).shop;
}

const std::string& Names::supplier(std::int64_t id) {
    const auto [found, added] = m_suppliers.try_emplace(id);
    if (added && id != 0)
        if (auto supplier = store::find_supplier(m_database, id))
            found->second = std::move(supplier->name);
    return found->second;
}

const report::Standstill& Names::standstill(std::int64_t id) {
    const auto [found, added] = m_standstills.try_emplace(id);
    if (added)
        if (const auto supplier = store::find_supplier(m_database, id)) {
            report::SupplierHealth health;
            health.mode = order::name(supplier->mode);
            health.mode_reason = supplier->mode_reason;
            health.mode_until = supplier->mode_until;
            health.failing_since = store::supplier_health(m_database, id).failing_since;
            found->second = report::standstill_of(health);
        }
    return found->second;
}

report::DeliveryRow delivery_row(store::Database& database, Names& names,
                                 const store::Delivery& d) {
    report::DeliveryRow row;
    row.id = d.id;
    row.order_id = d.order_id;
    row.order_name = names.order(d.order_id);
    row.shop = names.shop(d.order_id);
    row.supplier = names.supplier(d.supplier_id);
    row.revision = d.revision;
    row.kind = d.kind;
    row.po_number = d.po_number;
    row.state = d.state;
    row.reason_code = d.reason_code;
    row.reason = d.reason;
    if (order::may_still_leave(d.state))
        row.standstill = names.standstill(d.supplier_id);
    if (d.state == order::DeliveryState::ready) {
        const std::string words = report::words_of(row.standstill, row.supplier);
        row.reason += (row.reason.empty() || words.empty() ? "" : "; ") + words;
        if (row.reason_code.empty())
            row.reason_code = report::code_of(row.standstill);
    }
    row.due_at = d.due_at;
    row.created_at = d.created_at;
    row.changed_at = d.changed_at;
    row.since = order::may_still_leave(d.state) ? d.since : d.changed_at;
    row.document_id = d.document_id;
    row.faults = d.faults;
    if (d.document_id != 0)
        if (auto document = store::find_document(database, d.document_id))
            row.file_name = std::move(document->file_name);
    if (d.supplier_id == store::k_unrouted_id) { // lists leave the lines out
        const auto whole = d.lines.empty() ? store::find_delivery(database, d.id) : d;
        if (whole && !whole->lines.empty())
            row.first_line = whole->lines.front().line_id;
    }
    if (d.state == order::DeliveryState::partial || d.state == order::DeliveryState::rejected) {
        const auto whole = d.lines.empty() ? store::find_delivery(database, d.id) : d;
        for (const store::DeliveryLine& line : whole->lines)
            if (line.refused > line.freed && row.first_line == 0)
                row.first_line = line.line_id;
    }
    return row;
}

report::QueueView queue_view(store::Database& database, const store::DeliveryFilter& filter) {
    const store::Snapshot snapshot(database);
    store::DeliveryFilter one_more = filter;
    ++one_more.limit;
    auto deliveries = store::list_deliveries(database, one_more);
    report::QueueView view;
    view.more = deliveries.size() > filter.limit;
    if (view.more)
        deliveries.resize(filter.limit);
    Names names(database);
    for (const store::Delivery& d : deliveries)
        view.deliveries.push_back(delivery_row(database, names, d));
    return view;
}

report::EventRow event_row(Names& names, const store::Event& e) {
    report::EventRow row;
    row.id = e.id;
    row.at = e.at;
    row.kind = e.kind;
    row.order_id = e.order_id;
    row.order_name = e.order_id == 0 ? std::string{} : names.order(e.order_id);
    row.delivery_id = e.delivery_id;
    row.supplier = names.supplier(e.supplier_id);
    row.webhook = e.webhook;
    row.actor = e.actor;
    row.text = e.text;
    return row;
}

report::WebhookRow webhook_row(const store::WebhookRow& w) {
    return {w.id,    w.shop,   w.webhook_id, w.topic,        w.kind,        w.secret, w.headers,
            w.state, w.reason, w.order_id,   w.triggered_at, w.received_at, w.size,   w.replaced};
}

} // namespace shoporder::flow
