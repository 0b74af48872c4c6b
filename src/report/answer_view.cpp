#include "report/answer_view.hpp"

#include "base/text.hpp"

namespace shoporder::report {

namespace {

Value maybe(const std::string& text) {
    return text.empty() ? Value{} : Value{text};
}

Tone tone_of(const std::string& state) {
    return state == "attention" ? Tone::bad : state == "applied" ? Tone::good : Tone::plain;
}

std::string name_of(const order::LineAnswer& line) {
    if (!line.sku.empty())
        return base::printable(line.sku, 60);
    if (line.line_id != 0)
        return "line " + std::to_string(line.line_id);
    if (line.position != 0)
        return "position " + std::to_string(line.position);
    return line.article.empty() ? "a line without a name"
                                : "article " + base::printable(line.article, 60);
}

std::string words_of(const order::LineAnswer& line) {
    std::string out = name_of(line) + ": " + std::string{order::name(line.verdict)};
    const auto add = [&](const std::string& more) { out += ", " + more; };
    if (line.quantity)
        add(std::to_string(*line.quantity) + (*line.quantity == 1 ? " piece" : " pieces"));
    if (!line.promised.empty())
        add("on " + line.promised);
    if (line.price)
        add("at " + line.price->text() + (line.currency.empty() ? "" : " " + line.currency));
    if (!line.substitute.empty())
        add("instead " + base::printable(line.substitute, 60));
    if (!line.reason.empty())
        add("\"" + base::printable(line.reason, 200) + "\"");
    return out;
}

Value to_json(const order::LineAnswer& line) {
    Value out = Value::object();
    out.set("line", line.line_id == 0 ? Value{} : json_id(line.line_id))
        .set("position", line.position == 0 ? Value{} : Value{line.position})
        .set("sku", maybe(line.sku))
        .set("article", maybe(line.article))
        .set("verdict", order::name(line.verdict))
        .set("quantity", line.quantity ? Value{*line.quantity} : Value{})
        .set("promised", maybe(line.promised))
        .set("price", line.price ? Value{line.price->text()} : Value{})
        .set("currency", maybe(line.currency))
        .set("substitute", maybe(line.substitute))
        .set("reason", maybe(line.reason));
    return out;
}

} // namespace

Value to_json(const AnswerRow& row) {
    const std::string next = next_command(row);
    Value out = Value::object();
    out.set("id", json_id(row.id))
        .set("supplier", row.supplier)
        .set("place", json_text(row.place))
        .set("file_name", json_text(row.file_name))
        .set("form", maybe(row.form))
        .set("size", row.size)
        .set("sha256", row.sha256)
        .set("received_at", row.received_at)
        .set("times", row.times)
        .set("state", row.state)
        .set("reason", maybe(row.reason))
        .set("next_command", maybe(next));
    return out;
}

Value to_json(const AnswerList& list) {
    Value out = Value::object();
    out.set("answers", json_array(list.answers, [](const auto& row) { return to_json(row); }));
    out.set("more", list.more);
    return out;
}

Value to_json(const AnswerPartRow& part) {
    const order::OrderAnswer& said = part.said;
    Value out = Value::object();
    out.set("answer", json_id(part.answer_id))
        .set("position", part.position)
        .set("delivery", part.delivery_id == 0 ? Value{} : json_id(part.delivery_id))
        .set("po_number", maybe(part.po_number))
        .set("revision", said.revision == 0 ? Value{} : Value{said.revision})
        .set("supplier_number", maybe(said.supplier_number))
        .set("dated", said.dated)
        .set("promised", maybe(said.promised))
        .set("verdict", said.verdict ? Value{order::name(*said.verdict)} : Value{})
        .set("said", maybe(said.reason))
        .set("lines", json_array(said.lines, [](const auto& line) { return to_json(line); }))
        .set("state", part.state)
        .set("reason", maybe(part.reason))
        .set("file_name", maybe(part.file_name))
        .set("sha256", maybe(part.sha256))
        .set("received_at", part.received_at);
    return out;
}

std::string next_command(const AnswerRow& row) {
    return row.state == "attention" ? "shoporder answer show " + std::to_string(row.id) : "";
}

std::string to_text(const std::vector<AnswerRow>& rows, const Style& style) {
    Table table({">ID", "SUPPLIER", "RECEIVED", "FORM", "STATE", "FILE", "REASON"});
    for (const AnswerRow& row : rows)
        table.add({std::to_string(row.id),
                   row.supplier,
                   age(row.received_at, style),
                   row.form,
                   {row.state, tone_of(row.state)},
                   base::printable(row.file_name, 48),
                   row.reason});
    return table.empty() ? std::string{} : table.text(style);
}

std::string to_text(const AnswerPartRow& part, const Style& style, std::size_t indent) {
    const std::string margin(indent, ' ');
    const order::OrderAnswer& said = part.said;
    std::string out = margin + "answer " + std::to_string(part.answer_id) + "  " +
                      base::printable(part.file_name, 100) + "  " + when(part.received_at, style) +
                      "\n";
    if (!part.sha256.empty())
        out += margin + "  sha256 " + part.sha256 + "\n";
    std::string words;
    const auto add = [&](const std::string& more) { words += (words.empty() ? "" : ", ") + more; };
    if (said.verdict)
        add("the whole is " + std::string{order::name(*said.verdict)});
    if (!said.supplier_number.empty())
        add("its number " + base::printable(said.supplier_number, 60));
    if (said.revision != 0)
        add("of revision " + std::to_string(said.revision));
    if (said.dated)
        add("dated " + base::format_time(*said.dated));
    if (!said.promised.empty())
        add("promised for " + said.promised);
    if (!said.reason.empty())
        add("\"" + base::printable(said.reason, 200) + "\"");
    if (!words.empty())
        out += margin + "  " + words + "\n";
    for (const order::LineAnswer& line : said.lines)
        out += margin + "  " + words_of(line) + "\n";
    if (part.state != "applied")
        out += margin + "  " + toned(part.state, tone_of(part.state), style) +
               (part.reason.empty() ? "" : ": " + base::printable(part.reason, 300)) + "\n";
    return out;
}

std::string to_text(const AnswerRow& row, const std::vector<AnswerPartRow>& parts,
                    const std::vector<ShipmentRow>& shipments, const Style& style) {
    std::string out = toned("Answer " + std::to_string(row.id), Tone::strong, style) + "  " +
                      row.supplier + "  " + toned(row.state, tone_of(row.state), style) + "\n";
    Table table({"", ""});
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            table.add({{name, Tone::faint}, value});
    };
    add("file", base::printable(row.file_name, 255));
    add("from", base::printable(row.place, 300));
    add("received",
        when(row.received_at, style) +
            (row.times > 1 ? ", and " + std::to_string(row.times - 1) + " times since" : ""));
    add("form", row.form + ", " + std::to_string(row.size) + " bytes");
    add("sha256", row.sha256);
    add("reason", base::printable(row.reason, 500));
    out += table.text(style, 2);
    const auto whose = [](const auto& part) {
        return (part.po_number.empty() ? "no number" : base::printable(part.po_number, 64)) +
               (part.delivery_id == 0 ? ", nobody's"
                                      : ", delivery " + std::to_string(part.delivery_id));
    };
    for (const AnswerPartRow& part : parts) {
        AnswerPartRow shown = part;
        shown.sha256.clear(); // said above
        out += "\n" + whose(part) + "\n" + to_text(shown, style, 2);
    }
    bool refused = false;
    bool open = false;
    for (const ShipmentRow& shipment : shipments) {
        out += "\n" + whose(shipment) + "\n" + to_text(shipment, style, 2);
        refused = refused || shipment.state == "refused";
        open = open || shipment.state == "attention";
    }
    if (row.state == "attention") {
        const std::string id = std::to_string(row.id);
        if (refused && !open) { // its next step stands above
            out += "\n  or: shoporder answer done " + id + " --reason TEXT\n";
            return out;
        }
        out += parts.empty() && shipments.empty() // unreadable: a person may say what it means
                   ? "\nnext: shoporder queue confirm DELIVERY --reason TEXT (or queue reject)\n"
                   : "\nnext: shoporder answer assign " + id + " --to DELIVERY\n";
        out += parts.empty() && shipments.empty() ? "then: " : "  or: ";
        out += "shoporder answer done " + id + " --reason TEXT\n";
    }
    return out;
}

} // namespace shoporder::report
