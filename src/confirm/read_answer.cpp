#include "confirm/read_answer.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "confirm/answer_parts.hpp"
#include "confirm/readers.hpp"

#include <set>
#include <unordered_map>
#include <utility>

namespace shoporder::confirm {

namespace {

struct XmlForm {
    const char* form;
    std::string_view root;
    std::string_view space;
    // With both, the Request says which.
    std::vector<order::OrderAnswer> (*orders)(const xml::Element&);
    std::vector<order::Shipment> (*shipments)(const xml::Element&);
};

constexpr XmlForm k_xml_forms[] = {
    {"native", "answer", k_native_space, read_native, nullptr},
    {"native", "answers", k_native_space, read_native, nullptr},
    {"native", "shipment", k_native_shipment, nullptr, read_native_shipments},
    {"native", "shipments", k_native_shipment, nullptr, read_native_shipments},
    {"ubl", "OrderResponse", k_ubl_response, read_ubl, nullptr},
    {"ubl", "OrderResponseSimple", k_ubl_simple, read_ubl, nullptr},
    {"ubl", "DespatchAdvice", k_ubl_despatch, nullptr, read_ubl_shipments},
    {"opentrans", "ORDERRESPONSE", k_opentrans_space, read_opentrans, nullptr},
    {"opentrans", "DISPATCHNOTIFICATION", k_opentrans_space, nullptr, read_opentrans_shipments},
    {"cxml", "cXML", "", read_cxml, read_cxml_shipments},
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

/// By what a line is found again, as words for a fault.
std::string line_name(const order::LineReference& line) {
    if (line.line_id != 0)
        return "line id " + std::to_string(line.line_id);
    if (line.position != 0)
        return "position " + std::to_string(line.position);
    return line.sku.empty() ? "article " + line.article : "sku " + line.sku;
}

// What a file of either kind is called in faults.
struct Words {
    const char* one;  ///< "there is no … in it"
    const char* many; ///< "one of several …"
    const char* twice;
};
constexpr Words words(const order::OrderAnswer*) {
    return {"answer", "orders", "answered"};
}
constexpr Words words(const order::Shipment*) {
    return {"shipment", "shipments", "shipped"};
}

/// A line may be told in pieces, each with its number. Otherwise two contradict each other; only by
/// sku or article may both be meant, for two lines of the same goods.
template <typename Line>
void check_repeated(const std::string& order, const Line& a, const Line& b, const char* twice) {
    const bool in_pieces = a.quantity && b.quantity;
    const bool same_goods = a.line_id == 0 && a.position == 0 && a == b;
    if (!in_pieces && !same_goods)
        unreadable(order, line_name(a) + " is " + twice + " twice, and not by quantity");
}

template <typename One>
void check_lines(const One& each) {
    const std::string order = each.po_number.empty() ? "" : "purchase order " + each.po_number;
    using Line = typename decltype(each.lines)::value_type;
    std::unordered_map<std::string, const Line*> first;
    for (const Line& line : each.lines) {
        if (line.line_id == 0 && line.position == 0 && line.sku.empty() && line.article.empty())
            unreadable(order, "a line has neither a position, an id, a sku nor an article");
        const auto [found, fresh] = first.try_emplace(line_name(line), &line);
        if (!fresh)
            check_repeated(order, *found->second, line, words(&each).twice);
    }
}

template <typename One>
void check(const std::vector<One>& all) {
    constexpr Words said = words(static_cast<const One*>(nullptr));
    if (all.empty())
        unreadable({}, std::string{"there is no "} + said.one + " in it");
    if (all.size() > k_most_orders)
        unreadable({}, "more than " + std::to_string(k_most_orders) + " " + said.many);
    std::size_t lines = 0;
    for (const One& each : all) {
        lines += each.lines.size();
        if (each.po_number.empty() && all.size() > 1)
            unreadable({}, std::string{"one of several "} + said.many +
                               " has no purchase-order number");
    }
    if (lines > k_most_lines)
        unreadable({}, "more than " + std::to_string(k_most_lines) + " lines");
    for (const One& each : all)
        check_lines(each);
}

/// The same number again in a later file corrects; in one file nobody knows which is meant.
void check_numbers(const std::vector<order::Shipment>& all) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const order::Shipment& each : all)
        if (!each.number.empty() && !seen.emplace(each.po_number, each.number).second)
            unreadable(each.po_number.empty() ? "" : "purchase order " + each.po_number,
                       "the shipment " + each.number + " stands there twice");
}

bool holds_shipments(const XmlForm& form, const xml::Element& root) {
    if (form.orders != nullptr && form.shipments != nullptr)
        return static_cast<bool>(root.child("Request").child("ShipNoticeRequest"));
    return form.shipments != nullptr;
}

void read_xml(std::string_view bytes, const std::string& wanted, Reading& out) {
    xml::Fault why;
    const auto document = xml::Document::parse(bytes, why);
    if (!document)
        unreadable(why.line == 0 ? "" : "line " + std::to_string(why.line), why.message);
    const xml::Element root = document->root();
    const XmlForm* form = form_of(root);
    if (form == nullptr)
        unreadable({}, described(root) + " is no answer in a known form");
    out.form = form->form;
    if (wanted != "auto" && wanted != out.form)
        unreadable({}, "this is " + out.form + ", not " + wanted);
    if (holds_shipments(*form, root)) {
        out.shipments = form->shipments(root);
        check(out.shipments);
        check_numbers(out.shipments);
    } else {
        out.orders = form->orders(root);
        check(out.orders);
    }
}

void read_by_stylesheet(std::string_view bytes, const xml::Stylesheet* stylesheet, Reading& out) {
    if (stylesheet == nullptr)
        throw base::Error(base::Exit::bug,
                          "an answer is to be read by a stylesheet: there is none");
    const xml::Stylesheet::Result result = stylesheet->apply(bytes);
    if (result.fault)
        unreadable(result.fault->line == 0 ? "" : "line " + std::to_string(result.fault->line),
                   result.fault->message);
    try {
        read_xml(result.bytes, "native", out);
        out.form = "xsl";
    } catch (const base::Error& error) {
        out.form = "xsl";
        // The line is one of a document that nobody has seen.
        unreadable("what the stylesheet made of it", error.what());
    }
}

void read_flat_form(std::string_view bytes, const AnswerForm& form, Reading& out) {
    if (form.flat_shipments) {
        out.shipments = read_flat_shipments(bytes, form.flat);
        check(out.shipments);
        check_numbers(out.shipments);
    } else {
        out.orders = read_flat(bytes, form.flat);
        check(out.orders);
    }
}

void read_form(std::string_view bytes, const AnswerForm& form, Reading& out) {
    if (form.name == "csv") {
        out.form = form.name;
        read_flat_form(bytes, form, out);
    } else if (form.name == "xsl") {
        out.form = form.name;
        read_by_stylesheet(bytes, form.stylesheet, out);
    } else {
        read_xml(bytes, form.name, out);
    }
}

} // namespace

Reading read_answer(std::string_view bytes, const AnswerForm& form) {
    Reading out;
    try {
        if (base::trim(bytes).empty())
            unreadable({}, "the file is empty");
        if (bytes.size() > xml::k_largest_document)
            unreadable({}, "the file is larger than 64 MiB");
        read_form(bytes, form, out);
    } catch (const base::Error& error) {
        if (error.code() != base::Exit::data)
            throw;
        out.orders.clear();
        out.shipments.clear();
        out.fault = base::printable(error.what(), 500);
    }
    return out;
}

} // namespace shoporder::confirm
