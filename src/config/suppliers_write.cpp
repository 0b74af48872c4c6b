// The writing side of suppliers_file.hpp.
#include "config/suppliers_write.hpp"
#include "config/suppliers_file.hpp"
#include "config/toml_text.hpp"
#include "config/value_text.hpp"

#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::MatchRule;
using order::Supplier;

InlineTable upload_table(const Supplier& s, const Supplier& preset) {
    InlineTable table;
    if (s.upload != preset.upload)
        table.text("mode", std::string{order::name(s.upload)});
    if (s.done_suffix != preset.done_suffix)
        table.text("done", s.done_suffix);
    return table;
}

InlineTable batch_table(const Supplier& s, const Supplier& preset) {
    InlineTable table;
    if (s.batching != preset.batching)
        table.text("mode", std::string{order::name(s.batching)});
    if (!s.send.cutoffs.empty())
        table.list("cutoff", order::words_of(s.send.cutoffs));
    return table;
}

InlineTable send_table(const order::SendTimes& send) {
    InlineTable table;
    if (!send.zone.empty())
        table.text("zone", send.zone);
    if (!send.hours.empty())
        table.list("hours", order::words_of(send.hours));
    if (send.days != order::k_every_day)
        table.list("days", order::words_of_days(send.days));
    if (!send.closed.empty())
        table.list("closed", order::words_of(send.closed));
    return table;
}

std::string transport_text(const order::Transport& t) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view key, const std::string& value, std::string_view mark) {
        if (!value.empty())
            parts.push_back(
                fmt::format("{} = {}", key, order::quoted(fmt::format("{}{}", mark, value))));
    };
    add("ca_file", t.ca_file, "");
    add("pin", t.pin, "");
    add("host_key", t.host_key, "SHA256:");
    add("known_hosts", t.known_hosts, "");
    add("key_file", t.key_file, "");
    if (t.active)
        parts.emplace_back("active = true");
    if (t.tls13)
        parts.emplace_back("tls13 = true");
    return fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

/// An inbox' settings that differ from the preset.
void add_inbox(InlineTable& table, const order::Inbox& inbox) {
    const order::Inbox preset;
    if (inbox.endpoint)
        table.text("url", inbox.endpoint->url());
    if (inbox.whole != preset.whole)
        table.text("whole", std::string{order::name(inbox.whole)});
    if (inbox.after != preset.after)
        table.text("after", std::string{order::name(inbox.after)});
    if (!inbox.columns.empty())
        table.list("columns", inbox.columns);
    for (const order::InboxText& text : order::k_inbox_texts)
        if (inbox.*text.field != preset.*text.field)
            table.text(text.name, inbox.*text.field);
}

InlineTable answer_table(const order::Answering& answering) {
    InlineTable table;
    if (answering.within.count() != 0)
        table.text("within", duration_text(answering.within));
    add_inbox(table, answering);
    return table;
}

InlineTable pick_up_table(const order::Answering& answering) {
    InlineTable table;
    for (const order::PickUpText& text : order::k_pick_up_texts)
        if (!(answering.*text.field).empty())
            table.text(text.name, answering.*text.field);
    return table;
}

InlineTable shipment_table(const order::Shipping& shipping) {
    InlineTable table;
    add_inbox(table, shipping);
    if (!shipping.carriers.empty())
        table.list("carriers", shipping.carriers);
    if (shipping.location != 0)
        table.text("location", std::to_string(shipping.location));
    return table;
}

InlineTable document_table(const order::DocumentForm& form) {
    const order::DocumentForm preset;
    constexpr std::size_t k_section = std::string_view{"document."}.size();
    InlineTable table;
    for (const auto& setting : order::k_document_texts)
        if (form.*setting.field != preset.*setting.field)
            table.text(setting.name.substr(k_section), form.*setting.field);
    for (const auto& setting : order::k_document_flags)
        if (form.*setting.field != preset.*setting.field)
            table.flag(setting.name.substr(k_section), form.*setting.field);
    for (const auto& setting : order::k_document_lists)
        if (!(form.*setting.field).empty())
            table.list(setting.name.substr(k_section), form.*setting.field);
    return table;
}

std::string write_supplier(const Supplier& supplier) {
    const Supplier preset;
    std::string out = "[[supplier]]\n";
    const auto line = [&](std::string_view key, const std::string& value) {
        out += fmt::format("{} = {}\n", key, value);
    };
    const auto text = [&](std::string_view key, const std::string& value) {
        if (!value.empty())
            line(key, order::quoted(value));
    };
    line("name", order::quoted(supplier.name));
    line("mode", order::quoted(order::name(supplier.mode)));
    text("mode_reason", supplier.mode_reason);
    if (supplier.mode_until)
        line("mode_until", base::format_time(*supplier.mode_until));
    text("url", supplier.endpoint ? supplier.endpoint->url() : "");
    text("test_url", supplier.test_endpoint ? supplier.test_endpoint->url() : "");
    text("credential", supplier.credential);
    text("account", supplier.account);
    const auto rules = [&](std::string_view key, const std::vector<MatchRule>& list) {
        if (list.empty())
            return;
        out += fmt::format("{} = [\n", key);
        for (const MatchRule& rule : list)
            out += "    " + order::rule_text(rule) + ",\n";
        out += "]\n";
    };
    rules("match", supplier.match);
    rules("exclude", supplier.exclude);
    if (supplier.takes_unmatched)
        line("default", "true");
    if (supplier.priority != preset.priority)
        line("priority", std::to_string(supplier.priority));
    if (supplier.flat.kind != order::FlatKind::none)
        line("format", write_flat(supplier.flat));
    else if (supplier.format != preset.format)
        line("format", order::quoted(supplier.format));
    if (supplier.pick_ups)
        line("pick_ups", "true");
    if (supplier.collects)
        line("collects", "true");
    if (supplier.holds_additions)
        line("additions", order::quoted("hold"));
    if (supplier.takes_changes)
        line("changes", order::quoted("document"));
    out += write_goods(supplier);
    const auto table = [&](std::string_view key, const InlineTable& values) {
        if (!values.empty())
            line(key, values.text());
    };
    table("document", document_table(supplier.document));
    table("upload", upload_table(supplier, preset));
    if (supplier.temporary != preset.temporary || supplier.temporary_at != preset.temporary_at)
        line("temporary", fmt::format("{{ {} = {} }}", order::name(supplier.temporary_at),
                                      order::quoted(supplier.temporary)));
    if (supplier.transport != preset.transport)
        line("transport", transport_text(supplier.transport));
    if (supplier.consumes)
        line("consumes", "true");
    if (supplier.sessions != preset.sessions)
        line("sessions", std::to_string(supplier.sessions));
    if (supplier.files_per_run != preset.files_per_run)
        line("files_per_run", std::to_string(supplier.files_per_run));
    table("batch", batch_table(supplier, preset));
    table("send", send_table(supplier.send));
    if (supplier.answering.how != preset.answering.how)
        line("confirm", order::quoted(order::name(supplier.answering.how)));
    table("answer", answer_table(supplier.answering));
    table("pickup", pick_up_table(supplier.answering));
    if (supplier.shipping.expected)
        line("shipments", order::quoted("files"));
    table("shipment", shipment_table(supplier.shipping));
    if (!supplier.schedule.empty()) {
        std::vector<std::string> waits;
        for (const auto wait : supplier.schedule)
            waits.push_back(duration_text(wait));
        line("schedule", toml_list(waits));
    }
    return out;
}

} // namespace

std::string write_suppliers(std::span<const Supplier> suppliers) {
    std::string out;
    for (const Supplier& supplier : suppliers)
        out += (out.empty() ? "" : "\n") + write_supplier(supplier);
    return out;
}

} // namespace shoporder::config
