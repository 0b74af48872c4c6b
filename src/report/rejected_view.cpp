#include "report/rejected_view.hpp"

#include "base/text.hpp"

namespace shoporder::report {

namespace {
std::string id_of(const RejectedRow& row) {
    return "r" + std::to_string(row.id);
}

/// The number, which people know, or else the id; never the name, which is free text.
std::string order_of(const RejectedRow& row) {
    const std::int64_t shown = row.order_number > 0 ? row.order_number : row.order_id;
    return shown > 0 ? std::to_string(shown) : std::string{};
}
} // namespace

Value to_json(const RejectedRow& row) {
    Value out = Value::object();
    out.set("id", id_of(row))
        .set("at", row.at)
        .set("status", row.status)
        .set("reason", row.reason)
        .set("path", row.path)
        .set("topic", row.topic.empty() ? Value{} : Value{row.topic})
        .set("order", json_id(row.order_id))
        .set("order_number", row.order_number > 0 ? Value{row.order_number} : Value{})
        .set("size", row.size)
        .set("body_kept", row.body_kept);
    return out;
}

std::string to_text(const std::vector<RejectedRow>& rows, const Style& style) {
    Table table({"ID", "REFUSED", ">STATUS", "TOPIC", "ORDER", ">BYTES", "REASON"});
    for (const RejectedRow& row : rows)
        table.add({id_of(row), age(row.at, style), std::to_string(row.status),
                   base::printable(row.topic, 40), order_of(row), std::to_string(row.size),
                   base::printable(row.reason, 200)});
    return table.empty() ? std::string{} : table.text(style);
}

std::string to_text(const RejectedRow& row, const Style& style) {
    Table table({"", ""});
    const auto add = [&](const char* name, const std::string& value) {
        table.add({{name, Tone::faint}, value});
    };
    add("refused request", id_of(row));
    add("received", when(row.at, style));
    add("answered", std::to_string(row.status));
    add("reason", base::printable(row.reason, 500));
    add("path", base::printable(row.path, 200));
    if (!row.topic.empty())
        add("topic", base::printable(row.topic, 100));
    if (const std::string order = order_of(row); !order.empty())
        add("order", order);
    add("size",
        std::to_string(row.size) + " bytes" + (row.body_kept ? "" : ", not kept: too long"));
    std::string out = table.text(style);
    if (!row.headers.empty())
        out += "\nHeaders (nobody vouches for them)\n" + row.headers;
    return out;
}

} // namespace shoporder::report
