// The native document: one order, or a batch of them, as share/order.xsd says.
#include "base/error.hpp"
#include "render/document.hpp"
#include "render/native_order.hpp"
#include "xml/reader.hpp"
#include "xml/writer.hpp"

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

Document finish(const xml::Writer& writer, std::vector<Replacement> left_out) {
    Document document{writer.finish(), std::move(left_out)};
    for (const xml::Replacement& replaced : writer.replaced())
        document.replaced.push_back({replaced.path, replaced.count});
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

Document render_native(const Sheet& sheet) {
    check(sheet);
    xml::Writer writer{"order", k_namespace};
    auto left_out = write_order(writer, sheet);
    return finish(writer, std::move(left_out));
}

Document render_native_batch(std::int64_t number, std::span<const Sheet> sheets) {
    if (number < 1 || sheets.empty())
        bug("a batch has a number and an order");
    xml::Writer writer{"orders", k_namespace};
    writer.attribute("version", k_native_version);
    writer.attribute("number", std::to_string(number));
    std::vector<Replacement> left_out;
    for (const Sheet& sheet : sheets) {
        check(sheet);
        writer.open_item("order");
        for (Replacement& each : write_order(writer, sheet))
            left_out.push_back(std::move(each));
        writer.close();
    }
    return finish(writer, std::move(left_out));
}

} // namespace shoporder::render
