#include "flow/preview.hpp"

#include "flow/sheet.hpp"
#include "order/body.hpp"
#include "route/route.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <map>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

std::size_t replaced_in(const render::Document& document) {
    std::size_t total = 0;
    for (const render::Replacement& r : document.replaced)
        total += r.count;
    return total;
}

Preview of_delivery(store::Database& database, const config::Settings& settings,
                    const store::Delivery& d, const order::Supplier& supplier) {
    Preview p;
    p.supplier = supplier.name;
    p.state = order::name(d.state);
    p.reason = d.reason;
    if (d.document_id != 0) {
        const auto head = store::find_document(database, d.document_id);
        p.file_name = head ? head->file_name : "";
        p.replaced = head ? head->replaced : 0;
        p.bytes = store::document_bytes(database, d.document_id);
        p.sent_bytes = true;
        return p;
    }
    Rendering r = render_delivery(database, settings, d, supplier);
    p.file_name = std::move(r.file_name);
    p.replaced = replaced_in(r.document);
    p.bytes = std::move(r.document.bytes);
    return p;
}

/// Documents of an order that has no deliveries: split now, nothing is written.
std::vector<Preview> split_now(const KnownOrder& known, const config::Settings& settings,
                               std::span<const order::Supplier> suppliers,
                               const route::Facts& facts) {
    const config::Shop* shop = settings.find_shop(known.shop);
    const route::ShopRules rules =
        shop == nullptr ? route::ShopRules{}
                        : route::ShopRules{shop->start, shop->wait_for_payment, shop->grace};
    std::vector<Preview> previews;
    std::size_t index = 0;
    for (const route::Part& part : route::split(facts, suppliers, store::k_unrouted_id).parts) {
        if (part.to_ship() == 0)
            continue;
        const auto found = std::find_if(suppliers.begin(), suppliers.end(),
                                        [&](const auto& s) { return s.id == part.supplier_id; });
        const bool routed = found != suppliers.end();
        order::Supplier nobody;
        nobody.name = order::k_unrouted;
        const order::Supplier& supplier = routed ? *found : nobody;
        order::Supplier any_time = supplier; // the hour of a preview says nothing
        any_time.send = {};
        any_time.batching = order::Batching::order;
        const route::Verdict verdict = route::judge(facts, rules, routed ? &any_time : nullptr, {});
        store::Delivery d;
        d.order_id = known.order.id;
        d.po_number = route::po_number(shop == nullptr ? "" : shop->prefix, known.order, index++);
        for (const route::PartLine& line : part.lines)
            d.lines.push_back({line.line_id, line.quantity, line.current});
        const render::Document document =
            render::render_native(make_sheet(known, d, supplier, shop));
        Preview p;
        p.supplier = supplier.name;
        p.file_name = render::file_name("", d.po_number, d.order_id, 1);
        p.bytes = document.bytes;
        p.state = order::name(verdict.state);
        p.reason = verdict.reason;
        p.replaced = replaced_in(document);
        previews.push_back(std::move(p));
    }
    return previews;
}

} // namespace

std::vector<Preview> preview_order(store::Database& database, const config::Settings& settings,
                                   std::int64_t order, const std::string& supplier) {
    std::vector<Preview> previews;
    const auto deliveries = store::order_deliveries(database, order);
    if (deliveries.empty()) {
        const KnownOrder known = load_order(database, order);
        const auto suppliers = store::list_suppliers(database);
        route::Facts facts;
        facts.order = &known.order;
        facts.now = base::Time::max(); // whatever grace there is will be over
        facts.assigned = store::assignments(database, order);
        previews = split_now(known, settings, suppliers, facts);
    }
    for (const store::Delivery& d : deliveries) {
        const bool nothing = d.document_id == 0 && (d.state == order::DeliveryState::cancelled ||
                                                    d.state == order::DeliveryState::settled);
        const auto s = store::find_supplier(database, d.supplier_id);
        if (s && !nothing)
            previews.push_back(of_delivery(database, settings, d, *s));
    }
    std::erase_if(previews,
                  [&](const Preview& p) { return !supplier.empty() && p.supplier != supplier; });
    return previews;
}

std::vector<Preview> preview_body(std::string_view bytes, const config::Settings& settings,
                                  std::span<const order::Supplier> suppliers) {
    order::Body body = order::read_body(bytes);
    if (!body.order)
        throw Error(Exit::data, "the body is no order but of kind " +
                                    std::string{order::name(body.kind)} +
                                    (body.reason.empty() ? "" : ": " + body.reason));
    KnownOrder known{*std::move(body.order),
                     settings.shops.empty() ? "" : settings.shops[0].domain};
    // Suppliers from a file have no ids yet; the splitter tells them apart by these.
    std::vector<order::Supplier> numbered(suppliers.begin(), suppliers.end());
    std::int64_t id = store::k_unrouted_id;
    for (order::Supplier& s : numbered)
        s.id = ++id;
    const bool all_lines = numbered.empty();
    if (all_lines) {
        order::Supplier everything;
        everything.id = ++id;
        everything.takes_unmatched = true;
        numbered.push_back(everything);
    }
    route::Facts facts;
    facts.order = &known.order;
    facts.now = base::Time::max(); // whatever grace there is will be over
    facts.replaced = body.replaced;
    auto previews = split_now(known, settings, numbered, facts);
    for (Preview& p : previews)
        if (all_lines) // no supplier, so nothing is said about what would happen to it
            p.state.clear(), p.reason.clear();
    return previews;
}

} // namespace shoporder::flow
