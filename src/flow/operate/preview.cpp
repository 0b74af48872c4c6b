#include "flow/operate/preview.hpp"

#include "flow/operate/numbered.hpp"
#include "flow/plan/sheet.hpp"
#include "flow/plan/situation.hpp"
#include "order/body.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

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

constexpr std::int64_t k_some_sequence = 1; // none is drawn for a look

struct Rendering {
    std::string file_name;
    Content content;
};

/// What cannot be made is said, and the order's other documents are shown.
template <typename Make>
void fill(Preview& p, const Make& make) {
    try {
        Rendering r = make();
        p.file_name = std::move(r.file_name);
        p.replaced = replaced_in(r.content.document);
        p.altered = render::words_of(r.content.document);
        p.bytes = std::move(r.content.document.bytes);
    } catch (const render::Unfit& unfit) {
        p.unfit = unfit.what();
    }
}

/// As a preview needs it: in the wanted format, with no schema to obey.
order::Supplier shown(order::Supplier supplier, const std::string& format) {
    if (!format.empty()) {
        supplier.format = format;
        supplier.flat = {};
    }
    supplier.document.validate = "off";
    return supplier;
}

void keep_wanted(std::vector<Preview>& previews, const PreviewOptions& options) {
    std::erase_if(
        previews,
        [&](const Preview& p) {
            return !options.supplier.empty() && p.supplier != options.supplier;
        });
}

/// What is known before its document is made.
Preview begun(const order::Supplier& supplier, const store::Delivery& d,
              const std::vector<order::LeftOut>& left_out) {
    Preview p;
    p.supplier = supplier.name;
    p.po_number = d.po_number;
    p.order_id = d.order_id;
    p.format = supplier.format;
    p.form = supplier.document;
    p.left_out = order::left_out_of(left_out, store::line_ids(d));
    return p;
}

Preview of_delivery(store::Database& database, const config::Settings& settings, Formats& formats,
                    const store::Delivery& d, const order::Supplier& supplier,
                    const std::vector<order::LeftOut>& left_out, const PreviewOptions& options) {
    Preview p = begun(supplier, d, left_out);
    p.state = order::name(d.state);
    p.reason = d.reason;
    if (d.document_id != 0) {
        const auto head = store::find_document(database, d.document_id);
        p.file_name = head ? head->file_name : "";
        p.replaced = head ? head->replaced : 0;
        p.sent_bytes = true;
        try {
            p.bytes = store::document_bytes(database, d.document_id);
        } catch (const Error& error) {
            if (!options.tell_gone || error.code() != Exit::data)
                throw;
            p.gone = true;
        }
        return p;
    }
    fill(p, [&] {
        return Rendering{file_name(supplier, d, k_some_sequence, options.now),
                         content_of(database, settings, formats, d, supplier)};
    });
    return p;
}

std::vector<order::LeftOut> left_out_of_order(store::Database& database,
                                              const std::optional<store::OrderHead>& head) {
    return head ? order::left_out(store::webhook_body(database, head->webhook))
                : std::vector<order::LeftOut>{};
}

/// Documents of an order that has no deliveries: planned now, nothing is written.
std::vector<Preview> plan_now(const KnownOrder& known, const config::Settings& settings,
                              Formats& formats, std::span<const order::Supplier> suppliers,
                              const route::Facts& facts,
                              const std::vector<order::LeftOut>& left_out,
                              const PreviewOptions& options) {
    const config::Shop* shop = settings.find_shop(known.shop);
    std::vector<order::Supplier> any_time(suppliers.begin(), suppliers.end());
    for (order::Supplier& s : any_time) { // the hour of a preview says nothing
        s.send = {};
        s.batching = order::Batching::order;
    }
    route::Situation situation;
    situation.facts = facts;
    if (shop != nullptr)
        situation.rules = rules_of(*shop);
    situation.prefix = shop == nullptr ? "" : shop->prefix;
    situation.suppliers = any_time;
    situation.unrouted_id = store::k_unrouted_id;
    std::vector<Preview> previews;
    for (const route::Step& step : route::plan(situation).steps) {
        const auto& add = std::get<route::Add>(step); // without a past there is nothing else
        const auto found = std::find_if(suppliers.begin(), suppliers.end(),
                                        [&](const auto& s) { return s.id == add.supplier_id; });
        order::Supplier nobody;
        nobody.name = order::k_unrouted;
        const order::Supplier& supplier = found == suppliers.end() ? nobody : *found;
        store::Delivery d;
        d.order_id = known.order.id;
        // Nothing is drawn for a look: zeros stand where the sequence will.
        d.po_number = order::wants_sequence(add.po_number) ? order::with_sequence(add.po_number, 0)
                                                           : add.po_number;
        d.fingerprint = add.fingerprint;
        for (const route::PlannedLine& line : add.lines)
            d.lines.push_back({line.line_id, line.quantity, line.current});
        const order::Supplier wanted = shown(supplier, options.format);
        Preview p = begun(wanted, d, left_out);
        p.state = order::name(add.verdict.state);
        p.reason = add.verdict.reason;
        fill(p, [&] {
            return Rendering{file_name(wanted, d, k_some_sequence, options.now),
                             {formats.of(wanted)->order(make_sheet(known, d, wanted, shop))}};
        });
        p.order_name = known.order.name;
        previews.push_back(std::move(p));
    }
    return previews;
}

} // namespace

std::vector<Preview> preview_order(store::Database& database, const config::Settings& settings,
                                   std::int64_t order, const PreviewOptions& options) {
    Formats formats(settings);
    return preview_order(database, settings, formats, order, options);
}

std::vector<Preview> preview_order(store::Database& database, const config::Settings& settings,
                                   Formats& formats, std::int64_t order,
                                   const PreviewOptions& options) {
    const auto deliveries = store::order_deliveries(database, order);
    if (deliveries.empty())
        return preview_afresh(database, settings, formats, order, store::list_suppliers(database),
                              options);
    const auto head = store::find_order(database, order);
    const auto left_out = left_out_of_order(database, head);
    std::vector<Preview> previews;
    for (const store::Delivery& d : deliveries) {
        const bool nothing = d.document_id == 0 && (d.state == order::DeliveryState::cancelled ||
                                                    d.state == order::DeliveryState::settled);
        const auto s = store::find_supplier(database, d.supplier_id);
        if (s && !nothing)
            previews.push_back(of_delivery(database, settings, formats, d,
                                           shown(*s, options.format), left_out, options));
    }
    for (Preview& p : previews)
        p.order_name = head ? head->name : "";
    keep_wanted(previews, options);
    return previews;
}

std::vector<Preview> preview_afresh(store::Database& database, const config::Settings& settings,
                                    Formats& formats, std::int64_t order,
                                    std::span<const order::Supplier> suppliers,
                                    const PreviewOptions& options) {
    const KnownOrder known = load_order(database, order);
    route::Facts facts;
    facts.order = &known.order;
    facts.shop = known.shop;
    facts.skus = &known.skus;
    facts.now = base::Time::max(); // whatever grace there is will be over
    facts.assigned = store::assignments(database, order);
    const auto left_out = left_out_of_order(database, store::find_order(database, order));
    auto previews =
        plan_now(known, settings, formats, numbered(suppliers, store::list_suppliers(database)),
                 facts, left_out, options);
    keep_wanted(previews, options);
    return previews;
}

std::vector<Preview> preview_body(std::string_view bytes, const config::Settings& settings,
                                  std::span<const order::Supplier> suppliers,
                                  const PreviewOptions& options) {
    order::Body body = order::read_body(bytes);
    if (!body.order)
        throw Error(Exit::data, "the body is no order but of kind " +
                                    std::string{order::name(body.kind)} +
                                    (body.reason.empty() ? "" : ": " + body.reason));
    KnownOrder known{*std::move(body.order), options.shop};
    const bool all_lines = suppliers.empty();
    order::Supplier everything;
    everything.takes_unmatched = true;
    const auto takers =
        numbered(all_lines ? std::span<const order::Supplier>{&everything, 1} : suppliers, {});
    route::Facts facts;
    facts.order = &known.order;
    facts.shop = known.shop;
    facts.now = base::Time::max(); // whatever grace there is will be over
    facts.replaced = body.replaced;
    Formats formats(settings);
    auto previews =
        plan_now(known, settings, formats, takers, facts, order::left_out(bytes), options);
    for (Preview& p : previews)
        if (all_lines) // no supplier, so nothing is said about what would happen to it
            p.state.clear(), p.reason.clear();
    keep_wanted(previews, options);
    return previews;
}

} // namespace shoporder::flow
