#include "confirm/read_answer.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "confirm/answer_parts.hpp"
#include "confirm/readers.hpp"

#include <algorithm>
#include <unordered_map>

namespace shoporder::confirm {

namespace {

using Orders = std::vector<order::OrderAnswer>;

struct XmlForm {
    const char* form;
    std::string_view root;
    std::string_view space;
    Orders (*read)(const xml::Element&);
};

constexpr XmlForm k_xml_forms[] = {
    {"native", "answer", k_native_space, read_native},
    {"native", "answers", k_native_space, read_native},
    {"ubl", "OrderResponse", k_ubl_response, read_ubl},
    {"ubl", "OrderResponseSimple", k_ubl_simple, read_ubl},
    {"opentrans", "ORDERRESPONSE", k_opentrans_space, read_opentrans},
    {"cxml", "cXML", "", read_cxml},
};

const XmlForm* form_of(const xml::Element& root) {
    for (const XmlForm& each : k_xml_forms)
        if (each.root == root.name() && each.space == root.space())
            return &each;
    return nullptr;
}

/// What a file is instead: "the root <a> of the namespace b"
std::string described(const xml::Element& root) {
    std::string out = "the root <" + base::printable(root.name(), 60) + ">";
    return root.space().empty() ? out + " of no namespace"
                                : out + " of the namespace " + base::printable(root.space(), 100);
}

Orders read_xml(std::string_view bytes, const std::string& wanted, std::string& found) {
    xml::Fault why;
    const auto document = xml::Document::parse(bytes, why);
    if (!document)
        unreadable(why.line == 0 ? "" : "line " + std::to_string(why.line), why.message);
    const XmlForm* form = form_of(document->root());
    if (form == nullptr)
        unreadable({}, described(document->root()) + " is no answer in a known form");
    found = form->form;
    if (wanted != "auto" && wanted != found)
        unreadable({}, "this is " + found + ", not " + wanted);
    return form->read(document->root());
}

Orders read_by_stylesheet(std::string_view bytes, const xml::Stylesheet* stylesheet) {
    if (stylesheet == nullptr)
        throw base::Error(base::Exit::bug,
                          "an answer is to be read by a stylesheet: there is none");
    const xml::Stylesheet::Result result = stylesheet->apply(bytes);
    if (result.fault)
        unreadable(result.fault->line == 0 ? "" : "line " + std::to_string(result.fault->line),
                   result.fault->message);
    try {
        std::string form;
        return read_xml(result.bytes, "native", form);
    } catch (const base::Error& error) {
        // The line is one of a document that nobody has seen.
        unreadable("what the stylesheet made of it", error.what());
    }
}

Orders read_form(std::string_view bytes, const AnswerForm& form, std::string& found) {
    if (form.name == "csv" || form.name == "xsl") {
        found = form.name;
        return form.name == "csv" ? read_flat(bytes, form.flat)
                                  : read_by_stylesheet(bytes, form.stylesheet);
    }
    return read_xml(bytes, form.name, found);
}

/// By what a line is found again, as words for a fault.
std::string line_name(const order::LineAnswer& line) {
    if (line.line_id != 0)
        return "line id " + std::to_string(line.line_id);
    if (line.position != 0)
        return "position " + std::to_string(line.position);
    return line.sku.empty() ? "article " + line.article : "sku " + line.sku;
}

/// A line may be answered in pieces, each with its number. Otherwise two answers contradict each
/// other; only by sku or article may both be meant, for two lines of the same goods.
void check_repeated(const std::string& order, const order::LineAnswer& a,
                    const order::LineAnswer& b) {
    const bool in_pieces = a.quantity && b.quantity;
    const bool same_goods = a.line_id == 0 && a.position == 0 && a == b;
    if (!in_pieces && !same_goods)
        unreadable(order, line_name(a) + " is answered twice, and not by quantity");
}

void check_lines(const order::OrderAnswer& answer) {
    const std::string order = answer.po_number.empty() ? "" : "purchase order " + answer.po_number;
    std::unordered_map<std::string, const order::LineAnswer*> first;
    for (const order::LineAnswer& line : answer.lines) {
        if (line.line_id == 0 && line.position == 0 && line.sku.empty() && line.article.empty())
            unreadable(order, "a line has neither a position, an id, a sku nor an article");
        const auto [found, fresh] = first.try_emplace(line_name(line), &line);
        if (!fresh)
            check_repeated(order, *found->second, line);
    }
}

void check(const Orders& orders) {
    if (orders.empty())
        unreadable({}, "there is no answer in it");
    if (orders.size() > k_most_orders)
        unreadable({}, "more than " + std::to_string(k_most_orders) + " orders");
    std::size_t lines = 0;
    for (const order::OrderAnswer& each : orders) {
        lines += each.lines.size();
        if (each.po_number.empty() && orders.size() > 1)
            unreadable({}, "one of several orders has no purchase-order number");
    }
    if (lines > k_most_lines)
        unreadable({}, "more than " + std::to_string(k_most_lines) + " lines");
    for (const order::OrderAnswer& each : orders)
        check_lines(each);
}

} // namespace

Reading read_answer(std::string_view bytes, const AnswerForm& form) {
    Reading out;
    try {
        if (base::trim(bytes).empty())
            unreadable({}, "the file is empty");
        if (bytes.size() > xml::k_largest_document)
            unreadable({}, "the file is larger than 64 MiB");
        out.orders = read_form(bytes, form, out.form);
        check(out.orders);
    } catch (const base::Error& error) {
        if (error.code() != base::Exit::data)
            throw;
        out.orders.clear();
        out.fault = base::printable(error.what(), 500);
    }
    return out;
}

} // namespace shoporder::confirm
