// Who a supplier is and what it gets.
#include "config/supplier_table.hpp"

#include "base/text.hpp"
#include "config/suppliers_file.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::Supplier;

void set_name(Supplier& s, const Texts& t) {
    order::check_supplier_name(single(t));
    s.name = single(t);
}

void set_mode(Supplier& s, const Texts& t) {
    const auto mode = order::supplier_mode(single(t));
    if (!mode)
        throw Unusable("must be test, observe, live, paused or parked");
    s.mode = *mode;
}

void set_mode_until(Supplier& s, const Texts& t) {
    s.mode_until.reset();
    if (!single(t).empty())
        s.mode_until = time_value(single(t));
}

void set_credential(Supplier& s, const Texts& t) {
    if (!single(t).empty())
        check_credential_name(single(t));
    s.credential = single(t);
}

void set_format(Supplier& s, const Texts& t) {
    if (single(t).ends_with(".xsl")) {
        s.format = path_text(single(t));
        s.flat = {};
        return;
    }
    check_word(single(t), {"native", "ubl", "opentrans", "cxml", "csv"}, {});
    s.format = single(t);
    s.flat = {};
}

void set_additions(Supplier& s, const Texts& t) {
    check_word(single(t), {"send", "hold"}, {});
    s.holds_additions = single(t) == "hold";
}

void set_changes(Supplier& s, const Texts& t) {
    check_word(single(t), {"tell", "document"}, {});
    s.takes_changes = single(t) == "document";
}

constexpr std::array k_entries = {
    supplier_entry("name", "", "text", Form::text, "how you call it: a-z, 0-9 and `-` (required)",
                   set_name),
    supplier_entry("mode", "test", "mode", Form::text,
                   "test: nothing leaves by itself; observe: deliveries are planned, nothing is "
                   "sent; live: sends",
                   set_mode),
    supplier_entry("mode_reason", "", "text", Form::text, "why it is paused or parked",
                   [](Supplier& s, const Texts& t) { s.mode_reason = plain_text(single(t), 500); }),
    supplier_entry("mode_until", "", "time", Form::time, "when a pause ends by itself",
                   set_mode_until),
    supplier_entry("url", "", "url", Form::text,
                   "where files go: scheme://[user@]host[:port]/folder",
                   [](Supplier& s, const Texts& t) { s.endpoint = endpoint_value(single(t)); }),
    supplier_entry(
        "test_url", "", "url", Form::text, "where a person's tests go",
        [](Supplier& s, const Texts& t) { s.test_endpoint = endpoint_value(single(t)); }),
    supplier_entry("credential", "", "credential", Form::text,
                   "the name of the password's credential", set_credential),
    supplier_entry("account", "", "text", Form::text, "your customer number there",
                   [](Supplier& s, const Texts& t) { s.account = plain_text(single(t), 64); }),
    supplier_entry("match", "", "rules", Form::tables,
                   "which lines it ships: any of these rules; in one rule all conditions that are "
                   "there; `*` stands for anything",
                   [](Supplier& s, const Texts&) { s.match.clear(); }),
    supplier_entry("exclude", "", "rules", Form::tables,
                   "which lines it never ships, neither by its rules nor as the default",
                   [](Supplier& s, const Texts&) { s.exclude.clear(); }),
    supplier_entry("default", "false", "true or false", Form::flag,
                   "it also ships lines that no rule of any supplier takes",
                   [](Supplier& s, const Texts& t) { s.takes_unmatched = flag_value(single(t)); }),
    supplier_entry("priority", "100", "count", Form::count,
                   "where the rules of several suppliers take a line, the lowest number gets it",
                   [](Supplier& s, const Texts& t) {
                       s.priority = static_cast<int>(count_value(single(t), 0, 1'000'000));
                   }),
    supplier_entry("format", "native", "format", Form::text_or_table,
                   "how its documents are written: native, ubl, opentrans, cxml, csv; the path of "
                   "a stylesheet, *.xsl; or a table of a flat file's columns",
                   set_format),
    supplier_entry("pick_ups", "false", "true or false", Form::flag,
                   "it hands goods over to shoppers who fetch them",
                   [](Supplier& s, const Texts& t) { s.pick_ups = flag_value(single(t)); }),
    supplier_entry("collects", "false", "true or false", Form::flag,
                   "it collects the money of the shop's `collect` gateways at delivery",
                   [](Supplier& s, const Texts& t) { s.collects = flag_value(single(t)); }),
    supplier_entry("additions", "send", "send or hold", Form::text,
                   "what is added to an order after a part of it left: a further part, or a "
                   "person looks first",
                   set_additions),
    supplier_entry("changes", "tell", "tell or document", Form::text,
                   "what becomes of a change or a cancellation of what it has: a person tells it, "
                   "or it goes as a document",
                   set_changes),
};

} // namespace

std::optional<order::Endpoint> endpoint_value(const std::string& text) {
    if (text.empty())
        return std::nullopt;
    try {
        return order::Endpoint::parse(text);
    } catch (const base::Error& error) {
        std::string_view what = error.what();
        if (constexpr std::string_view k_own = "url: "; what.starts_with(k_own))
            what.remove_prefix(k_own.size());
        throw Unusable(std::string{what});
    }
}

void check_word(const std::string& text, std::initializer_list<std::string_view> known,
                std::initializer_list<std::string_view> later) {
    if (std::find(known.begin(), known.end(), text) != known.end())
        return;
    const bool planned = std::find(later.begin(), later.end(), text) != later.end();
    throw Unusable(fmt::format("`{}` is {}; this version knows {}", base::printable(text, 40),
                               planned ? "for a later version" : "unknown",
                               fmt::join(known, ", ")));
}

std::span<const SupplierEntry> supplier_entries() {
    static const std::vector<SupplierEntry> k_all = [] {
        std::vector<SupplierEntry> all{k_entries.begin(), k_entries.end()};
        for (const auto& rest :
             {supplier_goods_entries(), supplier_document_entries(), supplier_delivery_entries(),
              supplier_answer_entries(), supplier_shipment_entries()})
            all.insert(all.end(), rest.begin(), rest.end());
        return all;
    }();
    return k_all;
}

std::span<const SettingDescription> supplier_settings_table() {
    static const std::vector<SettingDescription> k_all = [] {
        std::vector<SettingDescription> all;
        for (const SupplierEntry& entry : supplier_entries())
            all.push_back(entry.description);
        return all;
    }();
    return k_all;
}

} // namespace shoporder::config
