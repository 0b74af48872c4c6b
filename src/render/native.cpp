// The native document: one order, or a batch of them, as share/order.xsd says.
#include "render/native.hpp"

#include "base/error.hpp"
#include "render/document.hpp"
#include "render/native_order.hpp"
#include "xml/reader.hpp"
#include "xml/writer.hpp"

#include <iterator>

namespace shoporder::render {

namespace {

constexpr std::string_view k_namespace = "urn:shoporder:order:1";

[[noreturn]] void bug(const std::string& what) {
    throw base::Error(base::Exit::bug, "a document cannot be made: " + what);
}

void check(const Sheet& sheet) {
    if (sheet.order == nullptr)
        bug("there is no order");
    if (sheet.po_number.empty())
        bug("there is no purchase-order number");
    if (sheet.revision < 1)
        bug("revisions count from 1");
    if (sheet.collect && sheet.collect->amount.units() <= 0)
        bug("what is to be collected is more than nothing");
}

void add(std::vector<Replacement>& all, std::vector<Replacement> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

Document finish(const xml::Writer& writer, bool indent, std::vector<Replacement> altered) {
    Document document{writer.finish(indent), std::move(altered), {}};
    for (const xml::Replacement& replaced : writer.replaced())
        document.replaced.push_back({replaced.path, replaced.count, Altered::replaced});
    // A fault of a line may quote a shopper's text, so its words are no part of the error.
    if (const auto fault = xml::well_formed(document.bytes))
        bug(fault->line == 0 ? fault->message
                             : "line " + std::to_string(fault->line) + " is not well-formed XML");
    return document;
}

} // namespace

std::string_view name(DocumentKind kind) noexcept {
    switch (kind) {
    case DocumentKind::new_order:
        return "new";
    case DocumentKind::change:
        return "change";
    case DocumentKind::cancel:
        return "cancel";
    }
    return "new";
}

Document write_native(const Sheet& sheet, const FieldRules& rules, bool indent) {
    check(sheet);
    Fields fields{rules};
    xml::Writer writer{"order", k_namespace};
    auto altered = write_order(writer, sheet, fields);
    add(altered, fields.take());
    return finish(writer, indent, std::move(altered));
}

Document write_native_batch(std::int64_t number, std::span<const Sheet> sheets,
                            const FieldRules& rules, bool indent) {
    if (number < 1 || sheets.empty())
        bug("a batch has a number and an order");
    xml::Writer writer{"orders", k_namespace};
    writer.attribute("version", k_native_version);
    writer.attribute("number", std::to_string(number));
    std::vector<Replacement> altered;
    Fields fields{rules};
    for (const Sheet& sheet : sheets) {
        check(sheet);
        writer.open_item("order");
        add(altered, write_order(writer, sheet, fields));
        writer.close();
    }
    add(altered, fields.take());
    return finish(writer, indent, std::move(altered));
}

Document render_native(const Sheet& sheet) {
    return write_native(sheet, {}, true);
}

Document render_native_batch(std::int64_t number, std::span<const Sheet> sheets) {
    return write_native_batch(number, sheets, {}, true);
}

} // namespace shoporder::render
