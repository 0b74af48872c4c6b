// Our own answer: share/answer.xsd says what each part means.
#include "base/text.hpp"
#include "confirm/native_parts.hpp"
#include "confirm/readers.hpp"

namespace shoporder::confirm {

namespace {

std::optional<order::Verdict> verdict_attribute(const xml::Element& element) {
    const std::string text = element.attribute("verdict");
    const auto found = order::verdict(text);
    if (!found && !text.empty())
        unreadable(place(element), "verdict \"" + base::printable(text, 40) +
                                       "\" is not accepted, changed, backordered or refused");
    return found;
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
    read_reference(out, element);
    out.quantity = native_quantity(element, "leave the line out, or refuse it");
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
    check_version(element);
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
