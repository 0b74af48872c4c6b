#include "report/event_view.hpp"

#include "base/text.hpp"
#include "report/csv.hpp"

namespace shoporder::report {

Value to_json(const EventRow& e) {
    Value out = Value::object();
    out.set("id", json_id(e.id))
        .set("at", e.at)
        .set("kind", e.kind)
        .set("order", json_id(e.order_id))
        .set("order_name", json_text(e.order_name))
        .set("delivery", json_id(e.delivery_id))
        .set("supplier", json_supplier(e.supplier))
        .set("webhook", json_id(e.webhook))
        .set("actor", json_text(e.actor))
        .set("text", e.text);
    return out;
}

std::string to_text(const EventRow& e, const Style& style) {
    std::string out = toned(stamp(e.at, style), Tone::faint, style) + "  " + e.kind;
    if (!e.order_name.empty())
        out += "  " + base::printable(e.order_name, 40);
    if (e.delivery_id != 0)
        out += "  delivery " + std::to_string(e.delivery_id);
    if (!e.supplier.empty())
        out += "  " + e.supplier;
    out += "  " + base::printable(e.text, 500);
    if (!e.actor.empty())
        out += toned("  (" + base::printable(e.actor, 80) + ")", Tone::faint, style);
    return out + "\n";
}

std::string csv_heading() {
    return "id,at,kind,order,order_name,delivery,supplier,webhook,actor,text\n";
}

std::string to_csv(const EventRow& e) {
    const auto id = [](std::int64_t n) { return n == 0 ? std::string{} : std::to_string(n); };
    return csv_line({id(e.id), base::format_time(e.at), csv_cell(e.kind), id(e.order_id),
                     csv_cell(e.order_name), id(e.delivery_id),
                     csv_cell(e.supplier == "-" ? "" : e.supplier), id(e.webhook),
                     csv_cell(e.actor), csv_cell(e.text)});
}

} // namespace shoporder::report
