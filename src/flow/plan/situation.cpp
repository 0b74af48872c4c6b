#include "flow/plan/situation.hpp"

#include "flow/plan/skus.hpp"
#include "order/body.hpp"
#include "store/documents.hpp"
#include "store/restored.hpp"
#include "store/suppliers.hpp"

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

route::Past past_of(store::Database& database, const store::Delivery& d) {
    route::Past past;
    past.id = d.id;
    past.supplier_id = d.supplier_id;
    past.part = d.part;
    past.revision = d.revision;
    past.kind = kind_of(d.kind);
    past.po_number = d.po_number;
    past.state = d.state;
    past.reason_code = d.reason_code;
    past.released = d.released;
    past.due_at = d.due_at;
    past.fingerprint = d.fingerprint;
    past.has_document = d.document_id != 0;
    past.left_at = d.rendered_at.value_or(d.changed_at);
    // Only of these it matters: they can be called off although they were tried.
    if (d.state == DeliveryState::deferred || d.state == DeliveryState::failed) {
        const auto document = store::find_document(database, d.document_id);
        past.was_uploaded = document && document->uploaded_at;
        past.goes_alone = store::document_deliveries(database, d.document_id).size() < 2;
    }
    for (const store::DeliveryLine& line : d.lines)
        past.lines.push_back(
            {line.line_id, line.quantity, line.current, line.elsewhere, line.freed, line.refused});
    return past;
}

} // namespace

std::vector<route::Past> load_past(store::Database& database, std::int64_t order_id) {
    std::vector<route::Past> past;
    for (const store::Delivery& d : store::order_deliveries(database, order_id))
        past.push_back(past_of(database, d));
    return past;
}

route::ShopRules rules_of(const config::Shop& shop) {
    return {shop.start, shop.wait_for_payment, shop.wait_for_terms,
            shop.grace, shop.collect,          shop.hold};
}

route::Kind kind_of(const std::string& name) {
    return name == "cancel"   ? route::Kind::cancel
           : name == "change" ? route::Kind::change
                              : route::Kind::goods;
}

std::string name_of(route::Kind kind) {
    return kind == route::Kind::cancel ? "cancel" : kind == route::Kind::change ? "change" : "new";
}

std::unique_ptr<LoadedOrder> load_situation(store::Database& database, std::int64_t order_id,
                                            const config::Settings& settings,
                                            std::span<const order::Supplier> suppliers,
                                            base::Time now) {
    const auto head = store::find_order(database, order_id);
    if (!head)
        return nullptr;
    auto loaded = std::make_unique<LoadedOrder>();
    loaded->head = *head;
    const std::string bytes = store::webhook_body(database, head->webhook);
    if (bytes.empty())
        throw Error(Exit::data, "the body of order " + std::to_string(order_id) +
                                    " was redacted or purged: nothing more can be done with it");
    order::Body body = order::read_body(bytes);
    if (!body.order)
        throw Error(Exit::io, "its stored body is no order any more");
    loaded->order = *std::move(body.order);
    const config::Shop* shop = settings.find_shop(head->shop);
    if (shop == nullptr)
        throw Error(Exit::config, "its shop " + head->shop + " is not configured any more");
    route::Situation& s = loaded->situation;
    s.rules = rules_of(*shop);
    s.prefix = shop->prefix;
    s.suppliers = suppliers;
    s.unrouted_id = store::k_unrouted_id;
    s.facts.order = &loaded->order;
    s.facts.shop = head->shop;
    s.facts.first_seen = head->first_seen;
    s.facts.now = now;
    s.facts.deleted = head->deleted;
    s.facts.restored = store::restored_at(database);
    s.facts.replaced = head->replaced;
    loaded->skus = load_skus(database, loaded->order.lines);
    s.facts.skus = &loaded->skus;
    s.facts.assigned = store::assignments(database, order_id);
    s.past = load_past(database, order_id);
    return loaded;
}

} // namespace shoporder::flow
