#include "flow/operate/handout.hpp"

#include "base/file.hpp"
#include "flow/operate/sample_order.hpp"
#include "flow/plan/schemas.hpp"
#include "flow/plan/sheet.hpp"
#include "order/body.hpp"
#include "order/number_pattern.hpp"
#include "report/handout_text.hpp"
#include "route/numbers.hpp"

#include <utility>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

constexpr std::int64_t k_sample_id = 5'550'001'001; // Shopify's ids have 13 digits

/// One word about the sample order to its supplier.
struct Sample {
    const char* folder;
    const char* kind;
    int part;
    int revision;
    std::int64_t quantity; ///< of its first line
    bool test = false;
};
constexpr Sample k_samples[] = {
    {"new", "new", 1, 1, 3},       {"part", "new", 2, 1, 1},       {"change", "change", 1, 2, 2},
    {"cancel", "cancel", 1, 3, 2}, {"test", "new", 1, 1, 3, true},
};

bool is_about_changes(const Sample& sample) {
    return std::string_view{sample.kind} != "new";
}

store::Delivery delivery_of(const Sample& sample, const order::Order& order,
                            const order::Supplier& supplier, const config::Shop* shop) {
    const route::PartNumbers numbers(shop == nullptr ? "" : shop->prefix, order, &supplier, "", 0);
    store::Delivery d;
    d.order_id = order.id;
    d.kind = sample.kind;
    d.part = sample.part;
    d.revision = sample.revision;
    d.po_number = numbers.of(sample.part);
    if (order::wants_sequence(d.po_number))
        d.po_number = order::with_sequence(d.po_number, sample.part);
    for (const order::LineItem& line : order.lines)
        d.lines.push_back({line.id, sample.quantity, sample.quantity});
    return d;
}

class Writer {
public:
    Writer(const config::Settings& settings, const config::Shop* shop, order::Supplier supplier,
           base::Time now)
        : m_formats(settings), m_shop(shop), m_supplier(std::move(supplier)), m_now(now) {
        m_supplier.document.secret.clear();
        order::Body body =
            order::read_body(sample_order({now, k_sample_id, false}, {&m_supplier, 1}));
        m_known.order = std::move(body.order).value();
        m_known.shop = shop == nullptr ? "" : shop->domain;
    }

    HandoutFile file(const Sample& sample) {
        m_known.order.test = sample.test;
        const store::Delivery d = delivery_of(sample, m_known.order, m_supplier, m_shop);
        return made(sample.folder, [&] {
            return std::pair{
                file_name(m_supplier, d, ++m_sequence, m_now),
                m_formats.of(m_supplier)->order(make_sheet(m_known, d, m_supplier, m_shop))};
        });
    }

    HandoutFile batch() {
        m_known.order.test = false;
        const store::Delivery d = delivery_of(k_samples[0], m_known.order, m_supplier, m_shop);
        const store::Delivery e = delivery_of(k_samples[1], m_known.order, m_supplier, m_shop);
        return made("batch", [&] {
            const std::vector<render::Sheet> sheets{make_sheet(m_known, d, m_supplier, m_shop),
                                                    make_sheet(m_known, e, m_supplier, m_shop)};
            return std::pair{batch_name(m_supplier, 1, m_now),
                             m_formats.of(m_supplier)->batch(1, sheets)};
        });
    }

private:
    template <typename Make>
    HandoutFile made(const std::string& folder, const Make& make) {
        try {
            auto [name, document] = make();
            return {"samples/" + folder + "/" + name, std::move(document.bytes)};
        } catch (const render::Unfit& unfit) {
            throw Error(Exit::data, "supplier " + m_supplier.name + ": the sample `" + folder +
                                        "` cannot be made: " + unfit.what());
        }
    }

    Formats m_formats;
    const config::Shop* m_shop;
    order::Supplier m_supplier;
    base::Time m_now;
    KnownOrder m_known;
    std::int64_t m_sequence = 0; ///< each file draws one, as each document will
};

HandoutFile copy_of(const std::filesystem::path& path, const std::string& folder) {
    return {folder + "/" + path.filename().string(), base::read_file(path)};
}

} // namespace

std::vector<HandoutFile> make_handout(const config::Settings& settings, const config::Shop* shop,
                                      const order::Supplier& supplier,
                                      const HandoutSources& sources, base::Time now) {
    Writer writer(settings, shop, supplier, now);
    std::vector<HandoutFile> files;
    report::HandoutFacts facts;
    facts.supplier = &supplier;
    facts.shop = shop == nullptr ? "" : shop->domain;
    const bool batches = supplier.batching != order::Batching::order;
    for (const Sample& sample : k_samples)
        if (!batches && (supplier.takes_changes || !is_about_changes(sample)))
            files.push_back(writer.file(sample));
    if (batches)
        files.push_back(writer.batch());
    for (const HandoutFile& each : files)
        facts.samples.push_back(each.name);
    if (!supplier.document.schema.empty())
        for (auto& [name, bytes] :
             schema_files_of(settings, supplier.name, supplier.document).files)
            files.push_back({"schema/" + name, std::move(bytes)});
    else if (supplier.format == "native")
        files.push_back(copy_of(sources.order_schema, "schema"));
    const std::string& answers = supplier.answering.format;
    if (supplier.answering.how == order::Confirming::answer &&
        (answers == "auto" || answers == "native"))
        files.push_back(copy_of(sources.answer_schema, "schema"));
    if (supplier.shipping.expected &&
        (supplier.shipping.format == "auto" || supplier.shipping.format == "native"))
        files.push_back(copy_of(sources.shipment_schema, "schema"));
    for (const HandoutFile& each : files)
        if (each.name.starts_with("schema/"))
            facts.schemas.push_back(each.name);
    files.insert(files.begin(), {"README.txt", report::handout_text(facts)});
    return files;
}

std::string why_no_sample(const config::Settings& settings, const config::Shop* shop,
                          order::Supplier supplier, base::Time now) {
    const bool batches = supplier.batching != order::Batching::order;
    Writer writer(settings, shop, std::move(supplier), now);
    try {
        static_cast<void>(batches ? writer.batch() : writer.file(k_samples[0]));
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

} // namespace shoporder::flow
