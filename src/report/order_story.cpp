// The whole story of one order.
#include "base/text.hpp"
#include "report/order_view.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

Value to_json(const StoryDocument& document) {
    Value out = Value::object();
    out.set("id", json_id(document.id))
        .set("file_name", document.file_name)
        .set("format", document.format)
        .set("size", document.size)
        .set("sha256", document.sha256)
        .set("target", json_text(document.target))
        .set("replaced", document.replaced)
        .set("carries", document.carries)
        .set("rendered_at", document.rendered_at)
        .set("uploaded_at", document.uploaded_at)
        .set("attempts", json_array(document.attempts, [](const AttemptRow& a) {
                 Value v = Value::object();
                 v.set("id", json_id(a.id))
                     .set("started_at", a.started_at)
                     .set("ended_at", a.ended_at)
                     .set("outcome", a.outcome.empty() ? Value{} : Value{a.outcome})
                     .set("phase", json_text(a.phase))
                     .set("reply_code", a.code == 0 ? Value{} : Value{a.code})
                     .set("reason", json_text(a.reason));
                 return v;
             }));
    return out;
}

std::string attempt_text(const AttemptRow& a, const Style& style) {
    std::string out = "      attempt " + when(a.started_at, style) + ": ";
    if (!a.ended_at)
        return out + "no end recorded (under way, or its process died)\n";
    out += a.outcome + (a.phase.empty() ? "" : " at " + a.phase);
    if (a.code != 0)
        out += ", reply " + std::to_string(a.code);
    if (!a.reason.empty())
        out += ": " + base::printable(a.reason, 300);
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(*a.ended_at - a.started_at);
    return out + " (" + std::to_string(took.count()) + " ms)\n";
}

std::string head_text(const OrderStory& story, const Style& style) {
    const OrderRow& o = story.order;
    std::string out = toned("Order " + base::printable(o.name, 80), Tone::strong, style) + "  " +
                      std::to_string(o.id) + "  " + o.shop + "\n";
    Table table({"", ""});
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            table.add({{name, Tone::faint}, value});
    };
    add("created", when(o.created_at, style));
    add("updated", when(o.updated_at, style));
    add("received", when(o.first_seen, style));
    add("payment", o.financial);
    add("total", o.total.empty() ? "" : o.total + " " + o.currency);
    add("cancelled", o.cancelled ? "yes" : "");
    add("deleted", o.deleted ? "yes, by the shop" : "");
    add("test", o.test ? "yes: it never goes to a supplier by itself" : "");
    std::string address;
    for (const std::string& line : story.ship_to)
        address += (address.empty() ? "" : ", ") + line;
    add("ship to", address.empty() ? "not told" : address);
    add("method", story.shipping_method);
    for (const std::string& defect : story.defects)
        add("defect", defect);
    for (const StoryNote& note : story.notes)
        add(note.label, note.text);
    return out + table.text(style, 2);
}

} // namespace

Value to_json(const StoryDelivery& delivery) {
    Value out = to_json(delivery.row);
    out.set("lines", json_array(delivery.lines, [](const auto& line) {
                Value l = Value::object();
                l.set("id", json_id(line.first)).set("quantity", line.second);
                return l;
            }));
    out.set("left_out", left_out_json(delivery.left_out));
    out.set("supplier_number",
            delivery.supplier_number.empty() ? Value{} : Value{delivery.supplier_number});
    out.set("promised", delivery.promised.empty() ? Value{} : Value{delivery.promised});
    out.set("answer_due", delivery.answer_due);
    out.set("answers", json_array(
                           delivery.answers, [](const auto& a) { return to_json(a); }));
    out.set("shipments", json_array(delivery.shipments, [](const auto& s) { return to_json(s); }));
    out.set("document_detail", delivery.document ? to_json(*delivery.document) : Value{});
    return out;
}

std::string to_text(const StoryDelivery& delivery, const Style& style) {
    const DeliveryRow& row = delivery.row;
    std::string out = "  " +
                      toned((row.supplier == "-" ? "no supplier" : row.supplier) + ": " +
                                std::string{order::name(row.state)},
                            tone_of(row.state), style) +
                      "  delivery " + std::to_string(row.id) + ", " + row.po_number +
                      ", revision " + std::to_string(row.revision) + ", " +
                      count_of(delivery.lines.size(), "line") + ", since " +
                      when(row.since, style) + "\n";
    if (!row.reason.empty())
        out += "      " + base::printable(row.reason, 500) + "\n";
    if (const std::string next = next_step(row, style); !next.empty())
        out += "      next: " + next + "\n";
    if (delivery.document) {
        const StoryDocument& d = *delivery.document;
        out += "      document " + d.file_name + ", " + std::to_string(d.size) + " bytes, " +
               d.format + ", sha256 " + d.sha256 + "\n";
        if (d.carries > 1)
            out += "      a batch of " + count_of(d.carries, "delivery") + "\n";
        out += "      to " + base::printable(d.target, 200) +
               (d.uploaded_at ? ", uploaded " + when(d.uploaded_at, style) : ", not uploaded") +
               "\n";
        if (d.replaced > 0)
            out += "      " + std::to_string(d.replaced) +
                   " characters XML cannot carry were replaced\n";
        for (const AttemptRow& a : d.attempts)
            out += attempt_text(a, style);
    }
    if (!delivery.supplier_number.empty())
        out +=
            "      the supplier's number " + base::printable(delivery.supplier_number, 100) + "\n";
    if (!delivery.promised.empty())
        out += "      promised for " + delivery.promised + "\n";
    if (delivery.answer_due)
        out += "      " +
               toned(*delivery.answer_due < style.now ? "its answer is late, it was expected by "
                                                      : "an answer is expected by ",
                     *delivery.answer_due < style.now ? Tone::bad : Tone::plain, style) +
               when(delivery.answer_due, style) + "\n";
    for (const AnswerPartRow& answer : delivery.answers)
        out += to_text(answer, style, 6);
    for (const ShipmentRow& shipment : delivery.shipments)
        out += to_text(shipment, style, 6);
    return out;
}

std::string left_out_text(const std::vector<order::LeftOut>& left_out, const Style& style) {
    if (left_out.empty())
        return {};
    std::string out =
        toned("Left out", Tone::strong, style) + ": the order says it, no document carries it\n";
    for (const order::LeftOut& each : left_out)
        out += "  " + order::words_of(each) + "\n";
    return out;
}

Value left_out_json(const std::vector<order::LeftOut>& left_out) {
    return json_array(
        left_out,
        [](const order::LeftOut& each) {
            Value v = Value::object();
            v.set("where", each.where).set("value", each.value);
            v.set("why", each.why.empty() ? Value{} : Value{each.why});
            v.set("lines", json_array(
                               each.lines, [](std::int64_t id) { return json_id(id); }));
            return v;
        });
}

Value to_json(const OrderStory& story) {
    Value out = Value::object();
    out.set("order", to_json(story.order));
    out.set("ship_to", json_array(story.ship_to, [](const auto& line) { return Value{line}; }));
    out.set("shipping_method",
            story.shipping_method.empty() ? Value{} : Value{story.shipping_method});
    out.set("defects", json_array(
                           story.defects, [](const auto& text) { return Value{text}; }));
    out.set("notes", json_array(
                         story.notes,
                         [](const StoryNote& note) {
                             return Value{std::string{note.label} + " " + note.text};
                         }));
    out.set("webhooks", json_array(story.webhooks, [](const auto& w) { return to_json(w); }));
    out.set("lines", json_array(story.lines, [](const StoryLine& line) {
                Value v = Value::object();
                v.set("id", json_id(line.id))
                    .set("sku", json_text(line.sku))
                    .set("title", json_text(line.title))
                    .set("vendor", json_text(line.vendor))
                    .set("ordered", line.ordered)
                    .set("sent", line.sent)
                    .set("shipped", line.shipped)
                    .set("due", line.due)
                    .set("not_released", line.not_released)
                    .set("supplier", json_supplier(line.supplier))
                    .set("why", line.why);
                return v;
            }));
    out.set("left_out", left_out_json(story.left_out));
    out.set("deliveries", json_array(
                              story.deliveries, [](const StoryDelivery& d) { return to_json(d); }));
    out.set("events", json_array(story.events, [](const auto& e) { return to_json(e); }));
    return out;
}

std::string who_keeps(const OrderStory& story, std::int64_t line, const std::string& to) {
    for (const StoryDelivery& d : story.deliveries) {
        const bool has = std::any_of(d.lines.begin(), d.lines.end(), [line](const auto& l) {
            return l.first == line && l.second > 0;
        });
        if (!has || d.row.supplier == to || d.row.state == order::DeliveryState::cancelled)
            continue;
        const std::string& number = d.row.po_number;
        const std::string verb = order::may_follow(d.row.state, order::DeliveryState::cancelled)
                                     ? "queue cancel " + number
                                     : "queue reject " + number + " --line " + std::to_string(line);
        std::string words = " stay with " + d.row.supplier;
        words += " (" + number + ", ";
        words += order::name(d.row.state);
        if (d.row.state == order::DeliveryState::settled)
            return words + "), which a person has closed";
        words += "); if it does not ship them: `shoporder " + verb;
        return words + " --reason TEXT`, then this again";
    }
    return " stay where they are until that supplier cancels them";
}

std::string to_text(const OrderStory& story, const Style& style) {
    std::string out = head_text(story, style);
    const auto title = [&](const char* words) {
        out += "\n" + toned(words, Tone::strong, style) + "\n";
    };

    title("Received");
    for (const WebhookRow& w : story.webhooks)
        out += "  webhook " + std::to_string(w.id) + "  " + when(w.received_at, style) + "  " +
               base::printable(w.topic, 60) + "  " + w.state +
               (w.reason.empty() ? "" : ": " + base::printable(w.reason, 200)) + "  secret " +
               base::printable(w.secret, 64) + "\n";

    title("Lines");
    Table lines({">LINE", ">ORDERED", ">SENT", ">SHIPPED", ">DUE", ">NOT RELEASED", "SKU", "TITLE",
                 "SUPPLIER", "WHY"});
    for (const StoryLine& line : story.lines)
        lines.add({std::to_string(line.id), std::to_string(line.ordered), std::to_string(line.sent),
                   std::to_string(line.shipped), std::to_string(line.due),
                   std::to_string(line.not_released), base::printable(line.sku, 32),
                   base::printable(line.title, 40),
                   line.supplier.empty() ? "not shipped" : line.supplier, line.why});
    out += lines.text(style, 2);
    if (!story.left_out.empty())
        out += "\n" + left_out_text(story.left_out, style);

    title("Deliveries");
    for (const StoryDelivery& delivery : story.deliveries)
        out += to_text(delivery, style);
    if (story.deliveries.empty())
        out += story.order.planned ? "  nothing to ship\n"
                                   : "  not routed yet; next: shoporder dispatch\n";

    title("History");
    for (const EventRow& event : story.events) {
        EventRow shown = event; // the order's name is said above
        shown.order_name.clear();
        out += "  " + to_text(shown, style);
    }
    return out;
}

} // namespace shoporder::report
