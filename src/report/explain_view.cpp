#include "report/explain_view.hpp"

#include "base/text.hpp"

namespace shoporder::report {

namespace {

constexpr std::size_t k_most = 1000; ///< bytes of one reason

Value to_json(const ExplainedLine& line) {
    Value out = Value::object();
    out.set("id", json_id(line.id))
        .set("sku", json_text(line.sku))
        .set("title", json_text(line.title))
        .set("supplier", json_supplier(line.supplier))
        .set("why", line.why)
        .set("others", json_array(line.others, [](const auto& other) {
                 return Value::object().set("supplier", other.first).set("why", other.second);
             }));
    return out;
}

} // namespace

Value to_json(const Explanation& explanation) {
    Value out = Value::object();
    out.set("order", json_id(explanation.order_id))
        .set("order_name", json_text(explanation.order))
        .set("lines", json_array(explanation.lines,
                                 [](const ExplainedLine& line) { return to_json(line); }));
    return out;
}

std::string to_text(const Explanation& explanation) {
    std::string out = "Order " + base::printable(explanation.order, 60) + "\n";
    for (const ExplainedLine& line : explanation.lines) {
        out += "  line " + std::to_string(line.id);
        for (const std::string* text : {&line.sku, &line.title})
            out += text->empty() ? "" : " " + base::printable(*text, 60);
        out += "\n    " + base::printable(line.why, k_most) + "\n";
        for (const auto& [supplier, why] : line.others)
            out += "    not " + supplier + ": " + base::printable(why, k_most) + "\n";
    }
    return out;
}

} // namespace shoporder::report
