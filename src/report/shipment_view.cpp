#include "report/shipment_view.hpp"

#include "base/text.hpp"

namespace shoporder::report {

Value to_json(const ShipmentRow& row) {
    const order::Shipment& said = row.said;
    Value out = Value::object();
    out.set("id", json_id(row.id))
        .set("answer", json_id(row.answer_id))
        .set("delivery", row.delivery_id == 0 ? Value{} : json_id(row.delivery_id))
        .set("po_number", json_text(row.po_number))
        .set("shipment_number", json_text(said.number))
        .set("shipped_at", said.shipped_at)
        .set("carrier", json_text(said.carrier))
        .set("parcels",
             json_array(
                 said.tracking,
                 [](const order::Tracking& each) {
                     Value v = Value::object();
                     v.set("tracking", json_text(each.number)).set("url", json_text(each.url));
                     return v;
                 }))
        .set("lines", json_array(row.lines,
                                 [](const auto& line) {
                                     Value v = Value::object();
                                     v.set("id", json_id(line.first)).set("quantity", line.second);
                                     return v;
                                 }))
        .set("state", row.state)
        .set("reason", json_text(row.reason))
        .set("received_at", row.received_at)
        .set("told_at", row.told_at)
        .set("fulfillments",
             json_array(row.fulfillments, [](std::int64_t id) { return json_id(id); }));
    return out;
}

std::string to_text(const ShipmentRow& row, const Style& style, std::size_t indent) {
    const std::string margin(indent, ' ');
    const order::Shipment& said = row.said;
    const bool bad = row.state == "attention" || row.state == "refused";
    std::string out = margin + "shipment " + std::to_string(row.id) +
                      (said.number.empty() ? "" : "  " + base::printable(said.number, 100)) + "  " +
                      when(said.shipped_at.value_or(row.received_at), style) + "  " +
                      toned(row.state,
                            bad                   ? Tone::bad
                            : row.state == "told" ? Tone::good
                                                  : Tone::plain,
                            style) +
                      "\n";
    std::string words;
    std::int64_t pieces = 0;
    for (const auto& [line, some] : row.lines)
        pieces += some;
    if (pieces > 0)
        words = std::to_string(pieces) + (pieces == 1 ? " piece of " : " pieces of ") +
                count_of(row.lines.size(), "line");
    const auto add = [&](const std::string& more) { words += (words.empty() ? "" : ", ") + more; };
    if (!said.carrier.empty())
        add(base::printable(said.carrier, 60));
    for (const order::Tracking& each : said.tracking)
        add(base::printable(each.number, 100));
    if (!words.empty())
        out += margin + "  " + words + "\n";
    if (!row.reason.empty())
        out += margin + "  " + base::printable(row.reason, 400) + "\n";
    if (row.state == "refused")
        out +=
            margin + "  next: shoporder shopify fulfill --again " + std::to_string(row.id) + "\n";
    return out;
}

} // namespace shoporder::report
