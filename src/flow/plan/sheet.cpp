#include "flow/plan/sheet.hpp"

#include "flow/plan/skus.hpp"
#include "order/body.hpp"
#include "route/told.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

using base::Error;
using base::Exit;

namespace {
render::DocumentKind kind_of(const std::string& name) {
    return name == "cancel"   ? render::DocumentKind::cancel
           : name == "change" ? render::DocumentKind::change
                              : render::DocumentKind::new_order;
}

const order::LineItem* find_line(const std::vector<order::LineItem>& lines, std::int64_t id) {
    const auto found = std::find_if(lines.begin(), lines.end(),
                                    [id](const order::LineItem& line) { return line.id == id; });
    return found == lines.end() ? nullptr : &*found;
}

/// Nothing of a cancellation may be lost because the shop does not tell its lines any more.
order::LineItem older_line(store::Database& database, std::int64_t order_id, std::int64_t id) {
    constexpr std::size_t k_states = 50;
    for (const store::WebhookRow& row : store::list_webhooks(database, order_id, k_states)) {
        const order::Body body = order::read_body(store::webhook_body(database, row.id));
        if (body.order && body.order->id == order_id)
            if (const auto* item = find_line(body.order->lines, id); item != nullptr)
                return *item;
    }
    order::LineItem unknown;
    unknown.id = id;
    return unknown;
}

render::Party party_of(const config::Buyer& buyer) {
    return {buyer.name,   buyer.vat, buyer.email, buyer.phone,  buyer.gln,
            buyer.street, buyer.zip, buyer.city,  buyer.country};
}

/// With what the supplier's SKU table says of it now.
render::Line line_of(const KnownOrder& known, const order::LineItem& item, std::int64_t quantity,
                     const order::Supplier& supplier) {
    render::Line line{.item = &item, .quantity = quantity};
    const order::SkuEntry* const row = route::sku_of(known.skus, supplier.id, item.id);
    if (row == nullptr)
        return line;
    line.supplier_sku = row->supplier_sku;
    line.supplier_title = row->title;
    line.pack_size = row->pack;
    if (supplier.prices == order::Prices::cost)
        line.cost = row->cost;
    return line;
}
} // namespace

KnownOrder load_order(store::Database& database, std::int64_t order_id) {
    const auto head = store::find_order(database, order_id);
    if (!head)
        throw Error(Exit::not_found, "no order " + std::to_string(order_id));
    order::Body body = order::read_body(store::webhook_body(database, head->webhook));
    if (!body.order)
        throw Error(Exit::io, "the stored body of order " + std::to_string(order_id) +
                                  " is no order any more (redacted?)");
    KnownOrder known{*std::move(body.order), head->shop};
    known.skus = load_skus(database, known.order.lines);
    return known;
}

KnownOrder load_order(store::Database& database, const store::Delivery& delivery) {
    KnownOrder known = load_order(database, delivery.order_id);
    for (const store::DeliveryLine& line : delivery.lines)
        if (line.quantity > 0 && find_line(known.order.lines, line.line_id) == nullptr)
            known.gone.push_back(older_line(database, delivery.order_id, line.line_id));
    if (!known.gone.empty())
        for (const auto& [supplier, rows] : load_skus(database, known.gone))
            known.skus[supplier].insert(rows.begin(), rows.end());
    return known;
}

std::int64_t asked_quantity(const store::Delivery& delivery, const store::DeliveryLine& line) {
    return delivery.kind == "change" ? std::min(line.quantity, line.current) : line.quantity;
}

render::Sheet make_sheet(const KnownOrder& known, const store::Delivery& delivery,
                         const order::Supplier& supplier, const config::Shop* shop) {
    render::Sheet sheet;
    sheet.kind = kind_of(delivery.kind);
    sheet.revision = delivery.revision;
    sheet.po_number = delivery.po_number;
    sheet.shop = known.shop;
    sheet.supplier = supplier.name;
    sheet.account = supplier.account;
    if (shop != nullptr)
        sheet.buyer = party_of(shop->buyer);
    sheet.order = &known.order;
    sheet.collect = route::told_collect(delivery.fingerprint);
    sheet.show_prices = supplier.prices == order::Prices::retail;
    sheet.test = known.order.test;
    for (const auto* lines : {&known.order.lines, &known.gone})
        for (const order::LineItem& item : *lines) {
            const auto line =
                std::find_if(delivery.lines.begin(), delivery.lines.end(),
                             [&](const store::DeliveryLine& l) { return l.line_id == item.id; });
            if (line != delivery.lines.end() && line->quantity > 0)
                sheet.lines.push_back(
                    line_of(known, item, asked_quantity(delivery, *line), supplier));
        }
    return sheet;
}

Content content_of(store::Database& database, const config::Settings& settings, Formats& formats,
                   const store::Delivery& delivery, const order::Supplier& supplier) {
    const KnownOrder known = load_order(database, delivery);
    const config::Shop* shop = settings.find_shop(known.shop);
    return {formats.of(supplier)->order(make_sheet(known, delivery, supplier, shop)),
            worth_of(database, known, delivery, supplier)};
}

} // namespace shoporder::flow
