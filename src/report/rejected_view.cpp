#include "report/rejected_view.hpp"

#include "base/text.hpp"

namespace shoporder::report {

namespace {
std::string id_of(const RejectedRow& row) {
    return "r" + std::to_string(row.id);
}
} // namespace

Value to_json(const RejectedRow& row) {
    Value out = Value::object();
    out.set("id", id_of(row))
        .set("at", row.at)
        .set("status", row.status)
        .set("reason", row.reason)
        .set("path", row.path)
        .set("size", row.size)
        .set("body_kept", row.body_kept);
    return out;
}

std::string to_text(const std::vector<RejectedRow>& rows, const Style& style) {
    Table table({"ID", "REFUSED", ">STATUS", ">BYTES", "REASON"});
    for (const RejectedRow& row : rows)
        table.add({id_of(row), age(row.at, style), std::to_string(row.status),
                   std::to_string(row.size), base::printable(row.reason, 200)});
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
    add("size",
        std::to_string(row.size) + " bytes" + (row.body_kept ? "" : ", not kept: too long"));
    std::string out = table.text(style);
    if (!row.headers.empty())
        out += "\nHeaders (nobody vouches for them)\n" + row.headers;
    return out;
}

} // namespace shoporder::report
