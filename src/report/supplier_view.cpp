#include "report/supplier_view.hpp"

#include "base/text.hpp"
#include "report/goods_view.hpp"
#include "report/supplier_document.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

std::string url(const std::optional<order::Endpoint>& endpoint) {
    return endpoint ? endpoint->url() : std::string{};
}

std::string rules_text(const order::Supplier& s) {
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
    for (const order::MatchRule& rule : s.match)
        add(words_of(rule));
    if (s.takes_unmatched)
        add("whatever no rule takes");
    for (const order::MatchRule& rule : s.exclude)
        add("never " + words_of(rule));
    return out.empty() ? "none" : out;
}

/// As `match` has it in a file.
Value rule_json(const order::MatchRule& rule) {
    Value out = Value::object();
    for (const order::RuleText& text : order::k_rule_texts)
        if (!(rule.*text.field).empty())
            out.set(std::string{text.name}, rule.*text.field);
    if (rule.price)
        out.set("price", rule.price->text());
    Value properties = Value::object();
    for (const order::PropertyPattern& property : rule.properties)
        properties.set(property.name, property.value);
    if (!rule.properties.empty())
        out.set("property", std::move(properties));
    if (!rule.except.empty())
        out.set("not", rule_json(rule.except.front()));
    if (!rule.any.empty())
        out.set("any", json_array(rule.any, rule_json));
    return out;
}

Value or_null(const std::string& text) {
    return text.empty() ? Value{} : Value{text};
}

Value transport_json(const order::Transport& t) {
    Value out = Value::object();
    out.set("ca_file", or_null(t.ca_file))
        .set("pin", or_null(t.pin))
        .set("host_key", t.host_key.empty() ? Value{} : Value{"SHA256:" + t.host_key})
        .set("known_hosts", or_null(t.known_hosts))
        .set("key_file", or_null(t.key_file))
        .set("active", t.active)
        .set("tls13", t.tls13);
    return out;
}

Value words_json(const std::vector<std::string>& words) {
    return json_array(
        words, [](const std::string& word) { return Value{word}; });
}

Value upload_json(const order::Supplier& s) {
    Value out = Value::object();
    out.set("mode", order::name(s.upload)).set("done", s.done_suffix);
    return out;
}

Value batch_json(const order::Supplier& s) {
    Value out = Value::object();
    out.set("mode", order::name(s.batching))
        .set("cutoff", words_json(order::words_of(s.send.cutoffs)));
    return out;
}

Value send_json(const order::SendTimes& send) {
    Value out = Value::object();
    out.set("zone", or_null(send.zone))
        .set("hours", words_json(order::words_of(send.hours)))
        .set("days", words_json(order::words_of_days(send.days)))
        .set("closed", words_json(order::words_of(send.closed)));
    return out;
}

std::string upload_text(const order::Supplier& s) {
    switch (s.upload) {
    case order::UploadMode::rename:
        break;
    case order::UploadMode::done_file:
        return "under its name, then an empty FILE" + s.done_suffix;
    case order::UploadMode::direct:
        return "under its name, at most once";
    }
    switch (s.temporary_at) {
    case order::TemporaryName::prefix:
        break;
    case order::TemporaryName::suffix:
        return "behind the name: " + s.temporary;
    case order::TemporaryName::folder:
        return "in the folder " + s.temporary;
    }
    return "before the name: " + s.temporary;
}

std::string comma_list(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::string batch_text(const order::Supplier& s) {
    switch (s.batching) {
    case order::Batching::order:
        break;
    case order::Batching::run:
        return "one for all that are ready";
    case order::Batching::cutoff:
        return "one at " + comma_list(order::words_of(s.send.cutoffs)) +
               (s.send.zone.empty() ? ", UTC" : ", " + s.send.zone);
    }
    return {};
}

/// "mon-fri, 08:00-12:00, 13:00-18:00, Europe/Berlin"
std::string send_text(const order::SendTimes& send) {
    if (send.always())
        return {};
    std::vector<std::string> words = order::words_of_days(send.days);
    const auto hours = order::words_of(send.hours);
    words.insert(words.end(), hours.begin(), hours.end());
    words.push_back(send.zone.empty() ? "UTC" : send.zone);
    return comma_list(words);
}

Value answers_json(const SupplierRow& row) {
    const order::Answering& a = row.supplier.answering;
    const auto where = a.where(row.supplier.endpoint);
    Value out = Value::object();
    out.set("within_seconds", a.within.count())
        .set("url", a.how == order::Confirming::answer && where ? Value{where->url()} : Value{})
        .set("names", a.names)
        .set("whole", order::name(a.whole))
        .set("after", order::name(a.after))
        .set("to", or_null(a.after_to))
        .set("format", a.format)
        .set("taken", or_null(a.taken))
        .set("refused", or_null(a.refused))
        .set("looked_at", row.health.answers_looked)
        .set("failing_since", row.health.answers_failing_since)
        .set("problem", or_null(row.health.answers_problem));
    return out;
}

Value shipping_json(const order::Supplier& s) {
    const order::Shipping& inbox = s.shipping;
    const auto where = inbox.where(s.endpoint);
    Value out = Value::object();
    out.set("url", inbox.expected && where ? Value{where->url()} : Value{})
        .set("names", inbox.names)
        .set("format", inbox.format)
        .set("carriers", words_json(inbox.carriers))
        .set("location", inbox.location == 0 ? Value{} : json_id(inbox.location));
    return out;
}

std::string answers_text(const order::Supplier& s) {
    const order::Answering& a = s.answering;
    std::string out;
    switch (a.how) {
    case order::Confirming::none:
        return "none are expected";
    case order::Confirming::receipt:
        out = "the upload is the answer";
        break;
    case order::Confirming::pickup:
        out = "that a file is taken is the answer";
        break;
    case order::Confirming::answer:
        if (const auto where = a.where(s.endpoint))
            out = where->url() + "/" + a.names + ", " + a.format + ", then " +
                  std::string{order::name(a.after)} +
                  (a.after_to.empty() ? "" : " to " + a.after_to);
    }
    return out +
           (a.within.count() == 0 ? ", never late" : ", late after " + base::format_span(a.within));
}

} // namespace

Value to_json(const SupplierRow& row) {
    const order::Supplier& s = row.supplier;
    Value counts = Value::object();
    for (const auto& [state, n] : row.health.counts)
        counts.set(std::string{order::name(state)}, n);
    Value out = Value::object();
    out.set("id", json_id(s.id))
        .set("name", s.name)
        .set("mode", order::name(s.mode))
        .set("mode_reason", or_null(s.mode_reason))
        .set("mode_until", s.mode_until)
        .set("priority", s.priority)
        .set("default", s.takes_unmatched)
        .set("match", json_array(s.match, rule_json))
        .set("exclude", json_array(s.exclude, rule_json))
        .set("url", or_null(url(s.endpoint)))
        .set("test_url", or_null(url(s.test_endpoint)))
        .set("credential", or_null(s.credential))
        .set("account", or_null(s.account))
        .set("format", s.format)
        .set("document", document_json(s.document))
        .set("changes", s.takes_changes ? "document" : "tell")
        .set("upload", upload_json(s))
        .set("temporary", s.temporary)
        .set("temporary_at", order::name(s.temporary_at))
        .set("transport", transport_json(s.transport))
        .set("consumes", s.consumes)
        .set("sessions", s.sessions)
        .set("files_per_run", s.files_per_run)
        .set("batch", batch_json(s))
        .set("send", send_json(s.send))
        .set("schedule_seconds", json_array(s.schedule, [](auto w) { return Value{w.count()}; }))
        .set("counts", std::move(counts))
        .set("last_success", row.health.last_success)
        .set("failing_since", row.health.failing_since)
        .set("failures", row.health.failures)
        .set("confirm", order::name(s.answering.how))
        .set("answers", answers_json(row))
        .set("shipping", shipping_json(s))
        .set("sku_rows", row.sku_rows);
    set_goods(out, s);
    return out;
}

Value to_json(const std::vector<SupplierRow>& rows) {
    Value out = Value::object();
    out.set("suppliers", json_array(rows, [](const auto& row) { return to_json(row); }));
    return out;
}

std::string to_text(const SupplierRow& row, const Style& style) {
    const order::Supplier& s = row.supplier;
    Table table({"", ""});
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            table.add({{name, Tone::faint}, value});
    };
    add("name", s.name);
    add("mode", std::string{order::name(s.mode)} +
                    (s.mode_reason.empty() ? "" : ": " + s.mode_reason) +
                    (s.mode_until ? ", until " + when(s.mode_until, style) : ""));
    add("takes", rules_text(s));
    add("priority", std::to_string(s.priority));
    add("url", s.endpoint ? url(s.endpoint) : "not set: nothing can be sent");
    add("test url", url(s.test_endpoint));
    add("credential", s.credential);
    add("account", s.account);
    add("format", s.flat.kind == order::FlatKind::none ? s.format : order::words_of(s.flat));
    add("numbers", s.number_pattern == order::k_usual_numbers ? "" : s.number_pattern);
    add("prices", s.prices == order::Prices::cost     ? "what its goods cost us"
                  : s.prices == order::Prices::retail ? "shown"
                                                      : "not shown");
    add("SKU table",
        row.sku_rows == 0 ? "" : count_of(static_cast<std::size_t>(row.sku_rows), "row"));
    add("asks for", goods_text(s.goods));
    add("held first", hold_text(s.hold));
    add("written", document_text(s.document));
    add("changes", s.takes_changes ? "sent as documents" : "");
    add(s.upload == order::UploadMode::rename ? "temporary" : "upload", upload_text(s));
    const order::Transport& t = s.transport;
    add("trusts", t.ca_file);
    add("pinned to", t.pin);
    add("host key", t.host_key.empty() ? "" : "SHA256:" + t.host_key);
    add("known hosts", t.known_hosts);
    add("private key", t.key_file);
    add("data connection", t.active ? "active: the server connects to us" : "");
    add("TLS", t.tls13 ? "1.3, a connection for each file" : "");
    add("consumes", s.consumes ? "yes: takes files away at once" : "no");
    add("sessions", s.sessions > 1 ? "up to " + std::to_string(s.sessions) : "");
    add("a run",
        s.files_per_run > 0 ? "at most " + std::to_string(s.files_per_run) + " files" : "");
    add("documents", batch_text(s));
    add("sends", send_text(s.send));
    add("closed", comma_list(order::words_of(s.send.closed)));
    std::string waits;
    for (const auto wait : s.schedule)
        waits += (waits.empty() ? "" : ", ") + base::format_span(wait);
    add("retries", waits.empty() ? "as [retry] says" : "after " + waits);
    std::string counts;
    for (const auto& [state, n] : row.health.counts)
        counts += (counts.empty() ? "" : ", ") + std::to_string(n) + " " +
                  std::string{order::name(state)};
    add("deliveries", counts.empty() ? "none" : counts);
    add("last success", row.health.last_success ? when(row.health.last_success, style) : "never");
    if (row.health.failing_since)
        add("failing", "since " + when(row.health.failing_since, style) + ", " +
                           count_of(static_cast<std::size_t>(row.health.failures), "connection"));
    add("answers", answers_text(s));
    if (const auto where = s.shipping.where(s.endpoint); s.shipping.expected && where)
        add("shipments", where->url() + "/" + s.shipping.names + ", " + s.shipping.format);
    if (row.health.answers_looked)
        add("looked for", when(row.health.answers_looked, style));
    if (row.health.answers_failing_since)
        add("unread", "since " + when(row.health.answers_failing_since, style) + ": " +
                          base::printable(row.health.answers_problem, 300));
    add("next", command_against(standstill_of(row.health), s.name));
    return table.text(style);
}

std::string to_text(const std::vector<SupplierRow>& rows, const Style& style) {
    const auto reason = [&](const SupplierRow& row) {
        return reason_text(standstill_of(row.health), style);
    };
    std::vector<std::string> headings{"NAME",         "MODE",  ">PRIORITY", "URL",
                                      "LAST SUCCESS", "TAKES", "REASON"};
    // Most days nothing stands still.
    const bool reasons = std::any_of(rows.begin(), rows.end(),
                                     [&](const SupplierRow& row) { return !reason(row).empty(); });
    if (!reasons)
        headings.pop_back();
    Table table(std::move(headings));
    for (const SupplierRow& row : rows) {
        const order::Supplier& s = row.supplier;
        const Tone tone = s.mode == order::SupplierMode::parked ? Tone::bad
                          : s.mode == order::SupplierMode::live ? Tone::good
                                                                : Tone::warn;
        std::vector<Table::Cell> cells{s.name,
                                       {std::string{order::name(s.mode)}, tone},
                                       std::to_string(s.priority),
                                       s.endpoint ? url(s.endpoint) : "-",
                                       row.health.last_success ? age(row.health.last_success, style)
                                                               : "never",
                                       rules_text(s)};
        if (reasons)
            cells.emplace_back(reason(row));
        table.add(std::move(cells));
    }
    return table.empty() ? std::string{} : table.text(style);
}

} // namespace shoporder::report
