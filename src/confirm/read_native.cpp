// Our own answer: share/answer.xsd says what each part means. The schema is not asked here: its
// words are about XML ("element X: not expected, expected is one of ( Y )"), ours are about
// answers. But what it refuses is refused here, too: an element with a wrong name would else be a
// promise that nobody reads. Elements of other namespaces are a supplier's own business.
#include "base/text.hpp"
#include "confirm/answer_parts.hpp"
#include "confirm/readers.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

using Names = std::initializer_list<std::string_view>;

bool among(Names names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Elements of `once` stand at most once, of `many` any number of times, and no other.
void check_parts(const xml::Element& element, Names attributes, Names once, Names many) {
    for (const std::string_view name : element.attribute_names())
        if (!among(attributes, name))
            unreadable(place(element), "<" + std::string{element.name()} + "> has no attribute " +
                                           base::printable(name, 40));
    std::vector<std::string_view> seen;
    for (const xml::Element& child : element.children()) {
        if (child.space() != k_native_space || among(many, child.name()))
            continue;
        const std::string name = "<" + base::printable(child.name(), 40) + ">";
        if (!among(once, child.name()))
            unreadable(place(child), name + " is no part of <" + std::string{element.name()} + ">");
        if (std::find(seen.begin(), seen.end(), child.name()) != seen.end())
            unreadable(place(child), name + " is told twice");
        seen.push_back(child.name());
    }
}

std::optional<order::Verdict> verdict_attribute(const xml::Element& element) {
    const std::string text = element.attribute("verdict");
    const auto found = order::verdict(text);
    if (!found && !text.empty())
        unreadable(place(element), "verdict \"" + base::printable(text, 40) +
                                       "\" is not accepted, changed, backordered or refused");
    return found;
}

/// A whole number from 1 to `most`; 0 when it is not told.
std::int64_t number_attribute(const xml::Element& element, std::string_view name,
                              std::int64_t most) {
    const std::string text = element.attribute(name);
    if (text.empty())
        return 0;
    const auto value = base::parse_int(text);
    if (!value || *value < 1 || *value > most)
        unreadable(place(element), std::string{name} + " \"" + base::printable(text, 40) +
                                       "\" is no number from 1 to " + std::to_string(most));
    return *value;
}

std::string identifier_of(const xml::Element& parent, std::string_view name,
                          std::size_t most = k_longest_id) {
    const xml::Element element = parent.child(name);
    return identifier(place(element), name, element.text(), most);
}

std::string day_of(const xml::Element& parent) {
    const xml::Element element = parent.child("promised");
    return element ? when(place(element), element.text()).day : std::string{};
}

order::LineAnswer line(const xml::Element& element) {
    check_parts(element, {"position", "id", "verdict"},
                {"sku", "article", "quantity", "promised", "price", "substitute", "reason"}, {});
    order::LineAnswer out;
    const auto verdict = verdict_attribute(element);
    if (!verdict)
        unreadable(place(element), "<line> has no verdict");
    out.verdict = *verdict;
    out.position = static_cast<int>(number_attribute(element, "position", 999'999));
    out.line_id = number_attribute(element, "id", INT64_MAX);
    out.sku = identifier_of(element, "sku");
    out.article = identifier_of(element, "article");
    if (const xml::Element quantity = element.child("quantity")) {
        out.quantity = pieces(place(quantity), quantity.text());
        if (out.quantity == 0)
            unreadable(place(quantity), "quantity 0: leave the line out, or refuse it");
    }
    out.promised = day_of(element);
    if (const xml::Element price = element.child("price"))
        set_price(out, place(price), price.text(), {}, price.attribute("currency"));
    out.substitute = identifier_of(element, "substitute");
    out.reason = reason(element.child("reason").text());
    return out;
}

order::OrderAnswer answer(const xml::Element& element) {
    check_parts(element, {"version", "revision", "verdict"},
                {"purchase-order", "number", "dated", "promised", "reason"}, {"line"});
    const std::string version = element.attribute("version");
    if (!version.empty() && version != "1.0")
        unreadable(place(element), "version " + base::printable(version, 20) + " is unknown");
    order::OrderAnswer out;
    out.verdict = verdict_attribute(element);
    out.revision = static_cast<int>(number_attribute(element, "revision", 999'999));
    out.po_number = identifier_of(element, "purchase-order", k_longest_po);
    out.supplier_number = identifier_of(element, "number");
    if (const xml::Element dated = element.child("dated"))
        out.dated = when(place(dated), dated.text()).time;
    out.promised = day_of(element);
    out.reason = reason(element.child("reason").text());
    for (const xml::Element& each : element.children("line", k_native_space))
        out.lines.push_back(line(each));
    if (!out.verdict && out.lines.empty())
        unreadable(place(element), "<answer> has neither a verdict nor a line");
    return out;
}

} // namespace

std::vector<order::OrderAnswer> read_native(const xml::Element& root) {
    if (root.name() == "answer")
        return {answer(root)};
    check_parts(root, {"version"}, {}, {"answer"});
    std::vector<order::OrderAnswer> out;
    for (const xml::Element& each : root.children("answer", k_native_space))
        out.push_back(answer(each));
    return out;
}

} // namespace shoporder::confirm
