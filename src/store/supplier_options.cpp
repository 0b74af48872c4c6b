#include "store/supplier_options.hpp"

#include "base/text.hpp"
#include "store/connection.hpp"
#include "store/supplier_option.hpp"

#include <array>

namespace shoporder::store {

namespace {

using order::Supplier;
using order::Transport;

struct Text {
    const char* name;
    std::string Transport::*field;
};
template <typename Owner>
struct Flag {
    const char* name;
    bool Owner::*field;
};
constexpr std::array k_texts{
    Text{"transport.ca_file", &Transport::ca_file},
    Text{"transport.pin", &Transport::pin},
    Text{"transport.host_key", &Transport::host_key},
    Text{"transport.known_hosts", &Transport::known_hosts},
    Text{"transport.key_file", &Transport::key_file},
};
constexpr std::array k_transport_flags{
    Flag<Transport>{"transport.active", &Transport::active},
    Flag<Transport>{"transport.tls13", &Transport::tls13},
};
constexpr std::array k_flags{
    Flag<Supplier>{"pick_ups", &Supplier::pick_ups},
    Flag<Supplier>{"collects", &Supplier::collects},
    Flag<Supplier>{"additions.hold", &Supplier::holds_additions},
    Flag<Supplier>{"changes.document", &Supplier::takes_changes},
};
/// Lists are written as words with blanks between them: none of their words holds one.
std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}
std::vector<std::string> words(const std::string& text) {
    return base::split(text, ' ');
}
/// Entries that may hold blanks: one line for each.
std::string lines_of(const std::vector<std::string>& entries) {
    std::string out;
    for (const std::string& entry : entries)
        out += (out.empty() ? "" : "\n") + entry;
    return out;
}

int number(const std::string& text, int otherwise) {
    return static_cast<int>(base::parse_int(text).value_or(otherwise));
}

using Option = SupplierOption;
const std::array k_options{
    Option{"format.flat", [](const Supplier& s) { return order::stored_text(s.flat); },
           [](Supplier& s, const std::string& text) { s.flat = order::parse_flat_form(text); }},
    Option{"document.schema_digest", [](const Supplier& s) { return s.document.schema_digest; },
           [](Supplier& s, const std::string& text) { s.document.schema_digest = text; }},
    Option{"temporary.at",
           [](const Supplier& s) {
               return s.temporary_at == order::TemporaryName::prefix
                          ? std::string{}
                          : std::string{order::name(s.temporary_at)};
           },
           [](Supplier& s, const std::string& text) {
               s.temporary_at = order::temporary_name(text).value_or(s.temporary_at);
           }},
    Option{"upload.mode",
           [](const Supplier& s) {
               return s.upload == order::UploadMode::rename ? std::string{}
                                                            : std::string{order::name(s.upload)};
           },
           [](Supplier& s, const std::string& text) {
               s.upload = order::upload_mode(text).value_or(s.upload);
           }},
    Option{"upload.done",
           [](const Supplier& s) {
               return s.done_suffix == Supplier{}.done_suffix ? std::string{} : s.done_suffix;
           },
           [](Supplier& s, const std::string& text) { s.done_suffix = text; }},
    Option{"sessions",
           [](const Supplier& s) {
               return s.sessions == 1 ? std::string{} : std::to_string(s.sessions);
           },
           [](Supplier& s, const std::string& text) { s.sessions = number(text, 1); }},
    Option{"files_per_run",
           [](const Supplier& s) {
               return s.files_per_run == 0 ? std::string{} : std::to_string(s.files_per_run);
           },
           [](Supplier& s, const std::string& text) { s.files_per_run = number(text, 0); }},
    Option{"batch.mode",
           [](const Supplier& s) {
               return s.batching == order::Batching::order ? std::string{}
                                                           : std::string{order::name(s.batching)};
           },
           [](Supplier& s, const std::string& text) {
               s.batching = order::batching(text).value_or(s.batching);
           }},
    Option{"batch.cutoff",
           [](const Supplier& s) { return joined(order::words_of(s.send.cutoffs)); },
           [](Supplier& s, const std::string& text) {
               s.send.cutoffs = order::parse_cutoffs(words(text));
           }},
    Option{"confirm",
           [](const Supplier& s) {
               return s.answering.how == order::Confirming::none
                          ? std::string{}
                          : std::string{order::name(s.answering.how)};
           },
           [](Supplier& s, const std::string& text) {
               s.answering.how = order::confirming(text).value_or(s.answering.how);
           }},
    Option{"answer.within",
           [](const Supplier& s) {
               return s.answering.within.count() == 0 ? std::string{}
                                                      : std::to_string(s.answering.within.count());
           },
           [](Supplier& s, const std::string& text) {
               s.answering.within = std::chrono::seconds{base::parse_int(text).value_or(0)};
           }},
    Option{"shipments",
           [](const Supplier& s) { return s.shipping.expected ? "files" : std::string{}; },
           [](Supplier& s, const std::string& text) { s.shipping.expected = text == "files"; }},
    Option{"shipment.carriers", [](const Supplier& s) { return lines_of(s.shipping.carriers); },
           [](Supplier& s, const std::string& text) {
               s.shipping.carriers = base::split(text, '\n');
           }},
    Option{"shipment.location",
           [](const Supplier& s) {
               return s.shipping.location == 0 ? std::string{}
                                               : std::to_string(s.shipping.location);
           },
           [](Supplier& s, const std::string& text) {
               s.shipping.location = base::parse_int(text).value_or(0);
           }},
    Option{"send.zone", [](const Supplier& s) { return s.send.zone; },
           [](Supplier& s, const std::string& text) { s.send.zone = text; }},
    Option{"send.hours", [](const Supplier& s) { return joined(order::words_of(s.send.hours)); },
           [](Supplier& s, const std::string& text) {
               s.send.hours = order::parse_hours(words(text));
           }},
    Option{
        "send.days",
        [](const Supplier& s) {
            return s.send.days == order::k_every_day ? std::string{}
                                                     : joined(order::words_of_days(s.send.days));
        },
        [](Supplier& s, const std::string& text) { s.send.days = order::parse_days(words(text)); }},
    Option{"send.closed", [](const Supplier& s) { return joined(order::words_of(s.send.closed)); },
           [](Supplier& s, const std::string& text) {
               s.send.closed = order::parse_closed(words(text));
           }},
};

/// A text that is empty where the preset is not is kept as one blank; entries of a list may hold
/// blanks, so each has its line.
template <typename Put>
void put_document(const order::DocumentForm& form, const Put& put) {
    const order::DocumentForm preset;
    for (const auto& setting : order::k_document_texts)
        if (const std::string& text = form.*setting.field; text != preset.*setting.field)
            put(setting.name, text.empty() ? " " : text);
    for (const auto& setting : order::k_document_flags)
        if (form.*setting.field != preset.*setting.field)
            put(setting.name, form.*setting.field ? "true" : "false");
    for (const auto& setting : order::k_document_lists)
        put(setting.name, lines_of(form.*setting.field));
}

void read_document(order::DocumentForm& form, std::string_view name, const std::string& value) {
    for (const auto& setting : order::k_document_texts)
        if (name == setting.name)
            form.*setting.field = value == " " ? "" : value;
    for (const auto& setting : order::k_document_flags)
        if (name == setting.name)
            form.*setting.field = value == "true";
    for (const auto& setting : order::k_document_lists)
        if (name == setting.name)
            form.*setting.field = base::split(value, '\n');
}

/// An inbox' settings behind `section`: "answer." or "shipment.".
template <typename Put>
void put_inbox(const order::Inbox& inbox, const std::string& section, const Put& put) {
    const order::Inbox preset;
    for (const order::InboxText& text : order::k_inbox_texts)
        if (const std::string& value = inbox.*text.field; value != preset.*text.field)
            // An empty text may be what differs (no quote): it is kept as one blank.
            put(section + std::string{text.name}, value.empty() ? " " : value);
    if (inbox.endpoint)
        put(section + "url", inbox.endpoint->url());
    if (inbox.whole != preset.whole)
        put(section + "whole", std::string{order::name(inbox.whole)});
    if (inbox.after != preset.after)
        put(section + "after", std::string{order::name(inbox.after)});
    put(section + "columns", lines_of(inbox.columns));
}

void read_inbox(order::Inbox& inbox, std::string_view section, std::string_view name,
                const std::string& value) {
    if (!name.starts_with(section))
        return;
    name.remove_prefix(section.size());
    for (const order::InboxText& text : order::k_inbox_texts)
        if (name == text.name)
            inbox.*text.field = value == " " ? "" : value;
    if (name == "url")
        inbox.endpoint = order::Endpoint::parse(value);
    else if (name == "whole")
        inbox.whole = order::wholeness(value).value_or(inbox.whole);
    else if (name == "after")
        inbox.after = order::afterwards(value).value_or(inbox.after);
    else if (name == "columns")
        inbox.columns = base::split(value, '\n');
}

} // namespace

void put_options(Write& write, std::int64_t id, const Supplier& supplier) {
    Query(write.connection(), "DELETE FROM supplier_options WHERE supplier_id = ?", id).run();
    const auto put = [&](std::string_view name, const std::string& value) {
        if (!value.empty())
            Query(write.connection(), "INSERT INTO supplier_options VALUES (?, ?, ?)", id,
                  std::string{name}, value)
                .run();
    };
    for (const Text& text : k_texts)
        put(text.name, supplier.transport.*text.field);
    for (const auto& flag : k_transport_flags)
        put(flag.name, supplier.transport.*flag.field ? "true" : "");
    for (const auto& flag : k_flags)
        put(flag.name, supplier.*flag.field ? "true" : "");
    put_inbox(supplier.answering, "answer.", put);
    put_inbox(supplier.shipping, "shipment.", put);
    for (const order::PickUpText& text : order::k_pick_up_texts)
        put("pickup." + std::string{text.name}, supplier.answering.*text.field);
    put_document(supplier.document, put);
    for (const Option& option : k_options)
        put(option.name, option.text(supplier));
    for (const Option& option : goods_options())
        put(option.name, option.text(supplier));
}

void read_options(Database& database, Supplier& supplier) {
    Query q(database.connection(), "SELECT name, value FROM supplier_options WHERE supplier_id = ?",
            supplier.id);
    while (q.step()) {
        const std::string name = q.text(0);
        for (const Text& text : k_texts)
            if (name == text.name)
                supplier.transport.*text.field = q.text(1);
        for (const auto& flag : k_transport_flags)
            if (name == flag.name)
                supplier.transport.*flag.field = q.text(1) == "true";
        for (const auto& flag : k_flags)
            if (name == flag.name)
                supplier.*flag.field = q.text(1) == "true";
        read_inbox(supplier.answering, "answer.", name, q.text(1));
        read_inbox(supplier.shipping, "shipment.", name, q.text(1));
        for (const order::PickUpText& text : order::k_pick_up_texts)
            if (name == "pickup." + std::string{text.name})
                supplier.answering.*text.field = q.text(1);
        read_document(supplier.document, name, q.text(1));
        for (const Option& option : k_options)
            if (name == option.name)
                option.read(supplier, q.text(1));
        for (const Option& option : goods_options())
            if (name == option.name)
                option.read(supplier, q.text(1));
    }
}

} // namespace shoporder::store
