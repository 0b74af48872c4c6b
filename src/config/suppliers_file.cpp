#include "config/suppliers_file.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/flat_format.hpp"
#include "config/rule_table.hpp"
#include "config/supplier_table.hpp"

#include <algorithm>

namespace shoporder::config {

namespace {

using base::Error;
using base::Exit;
using order::MatchRule;
using order::Supplier;

/// The list that a key of Form::tables stands for.
std::vector<MatchRule>& rules_of(Supplier& supplier, std::string_view key) {
    return key == "exclude" ? supplier.exclude : supplier.match;
}

/// A table of thousands of rows is no setting.
void refuse_skus(const toml::table& table, const std::string& file) {
    if (const auto found = table.find("skus"); found != table.end())
        fail(place_of(file, found->first.source()),
             "`skus` is a table of its own: leave it out, and run `shoporder supplier skus NAME "
             "--import FILE`");
}

void set_flat(Supplier& supplier, order::FlatForm form) {
    supplier.format = order::format_name(form.kind);
    supplier.flat = std::move(form);
}

/// A column of prices that the supplier is not shown would be empty for ever.
void check_prices(const Supplier& supplier) {
    using order::Prices;
    constexpr std::array<std::pair<const char*, Prices>, 3> k_columns{
        {{"line.price", Prices::retail},
         {"line.total", Prices::retail},
         {"line.cost", Prices::cost}}};
    for (const auto& [path, prices] : k_columns)
        if (supplier.flat.has(path) && supplier.prices != prices)
            throw Error(Exit::data, fmt::format("`format` has a column with {}, and `prices` is "
                                                "{}: set `prices` to {}, or leave the column out",
                                                path, name(supplier.prices), name(prices)));
}

/// What it is to be told, and no column would: each such delivery would be held.
void check_told(const Supplier& supplier) {
    const order::FlatForm& flat = supplier.flat;
    if (flat.kind == order::FlatKind::none)
        return;
    const auto require = [](bool told, const char* setting, const char* paths) {
        if (!told)
            throw Error(Exit::data, fmt::format("`{}` needs a column of `format` with {}: add one",
                                                setting, paths));
    };
    require(!supplier.takes_changes || flat.has("kind") || flat.has("revision"), "changes",
            "kind or revision");
    require(!supplier.collects || flat.has("collect"), "collects", "collect");
    require(!supplier.pick_ups || flat.has("method.pick_up") || flat.has("method.title") ||
                flat.has("method.code"),
            "pick_ups", "method.pick_up, method.title or method.code");
}

/// What means nothing in a text that is no XML.
void check_text_form(const Supplier& supplier) {
    if (supplier.flat.kind == order::FlatKind::none && supplier.format != "csv")
        return;
    const order::DocumentForm& form = supplier.document;
    const char* const setting = !form.schema.empty() ? "document.schema"
                                : !form.declaration  ? "document.declaration"
                                : !form.indent       ? "document.indent"
                                                     : nullptr;
    if (setting != nullptr)
        throw Error(Exit::data, fmt::format("`{}` is for XML, and the format {} is none: leave it "
                                            "out",
                                            setting, supplier.format));
}

Supplier read_supplier(const toml::table& table, const std::string& file) {
    refuse_skus(table, file);
    Supplier supplier;
    std::string temporary; // the one key of that table which says something
    read_table(
        table, file, "", supplier_entries(), supplier,
        [&](const std::string& key, const toml::node& node, const std::string& place) {
            if (key == "format")
                set_flat(supplier, read_flat_format(*node.as_table(), file, place));
            else
                rules_of(supplier, key) = read_rules(key, node, place, file);
        },
        [&](std::string_view key, const Texts& texts, const std::string& place) {
            if (!key.starts_with("temporary.") || single(texts).empty())
                return;
            if (!temporary.empty())
                fail(place, fmt::format("`{}` and `{}` exclude each other: a file is marked in one "
                                        "way until it is whole; leave one of them out",
                                        temporary, key));
            temporary = key;
        });
    if (supplier.name.empty())
        fail(place_of(file, table.source()), "this [[supplier]] has no `name`");
    try {
        check_supplier(supplier);
    } catch (const Error& error) {
        // Beside the key it begins with: `batch.mode`, `answer.to`, `confirm`.
        const std::string_view words = error.what();
        auto key = table.find(words.substr(1, words.find_first_of(".`", 1) - 1));
        fail(place_of(file, key == table.end() ? table.source() : key->first.source()),
             error.what());
    }
    return supplier;
}

} // namespace

std::vector<Supplier> read_suppliers(std::string_view toml, const std::string& file) {
    const toml::table document = parse_toml(toml, file);
    constexpr std::array<std::string_view, 1> k_known = {"supplier"};
    std::vector<Supplier> out;
    for (const auto& [key, node] : document) {
        const std::string place = place_of(file, key.source());
        if (key.str() != "supplier")
            fail_unknown(place, key.str(), k_known);
        const toml::array* const list = node.as_array();
        if (list == nullptr)
            fail(place, "write [[supplier]], in double brackets");
        for (const toml::node& element : *list) {
            const toml::table* const table = element.as_table();
            const std::string where = place_of(file, element.source());
            if (table == nullptr)
                fail(where, "each [[supplier]] must be a table");
            Supplier supplier = read_supplier(*table, file);
            const bool known = std::any_of(out.begin(), out.end(), [&](const Supplier& other) {
                return other.name == supplier.name;
            });
            if (known)
                fail(where, fmt::format("the supplier {} stands here twice", supplier.name));
            out.push_back(std::move(supplier));
        }
    }
    return out;
}

std::vector<Supplier> merged(std::vector<Supplier> stored, std::span<const Supplier> of_file) {
    std::erase_if(stored, [&](const Supplier& s) {
        return std::any_of(of_file.begin(), of_file.end(),
                           [&](const Supplier& each) { return each.name == s.name; });
    });
    stored.insert(stored.end(), of_file.begin(), of_file.end());
    return stored;
}

namespace {

/// `section` is "answer" or "shipment".
void check_inbox(const order::Inbox& inbox, std::string_view section) {
    const bool moved =
        inbox.after == order::Afterwards::move || inbox.after == order::Afterwards::rename;
    if (moved && inbox.after_to.empty())
        throw Error(Exit::data, fmt::format("`{0}.after` needs `{0}.to`: the folder to move into, "
                                            "or what is put behind the name",
                                            section));
    if (inbox.format == "csv" && inbox.columns.empty())
        throw Error(Exit::data, fmt::format("`{0}.format` is csv, and no column is said: write "
                                            "`{0}.columns`, such as purchase_order=Order",
                                            section));
}

} // namespace

void check_supplier(const Supplier& supplier) {
    if (order::rule_count(supplier.match) + order::rule_count(supplier.exclude) >
        order::k_most_rules)
        throw Error(Exit::data,
                    fmt::format("`match` and `exclude` have more than {} rules together; give one "
                                "rule a pattern that stands for several",
                                order::k_most_rules));
    try {
        order::check_number_pattern(supplier.number_pattern, supplier.name, supplier.account);
    } catch (const Error& error) {
        throw Error(Exit::data, fmt::format("`po_number` {}", error.what()));
    }
    const bool by_cutoff = supplier.batching == order::Batching::cutoff;
    if (by_cutoff && supplier.send.cutoffs.empty())
        throw Error(Exit::data,
                    "`batch.mode` is cutoff, and no time is said: write `batch.cutoff`, "
                    "such as 16:30");
    if (!by_cutoff && !supplier.send.cutoffs.empty())
        throw Error(Exit::data, "`batch.cutoff` means something with the `batch.mode` cutoff only: "
                                "set that, or leave `batch.cutoff` empty");
    const bool single =
        supplier.format == "ubl" || supplier.format == "opentrans" || supplier.format == "cxml";
    if (single && supplier.batching != order::Batching::order)
        throw Error(Exit::data, fmt::format("`batch.mode` is {}, and {} carries one order a file: "
                                            "leave it at order, or choose another format",
                                            order::name(supplier.batching), supplier.format));
    check_prices(supplier);
    check_told(supplier);
    check_text_form(supplier);
    check_inbox(supplier.answering, "answer");
    check_inbox(supplier.shipping, "shipment");
    const auto placed = [](const order::Inbox& inbox) {
        return inbox.endpoint.has_value() || !inbox.folder.empty();
    };
    if (supplier.answering.how == order::Confirming::answer && !placed(supplier.answering))
        throw Error(Exit::data, "`confirm` is answer, and no folder is said: write `answer.folder` "
                                "or `answer.url`");
    if (supplier.shipping.expected && !placed(supplier.shipping))
        throw Error(Exit::data, "`shipments` is files, and no folder is said: write "
                                "`shipment.folder` or `shipment.url`");
}

void apply_setting(Supplier& supplier, std::string_view key, std::string_view value) {
    try {
        const auto rule_keys = plain_rule_keys();
        if (std::find(rule_keys.begin(), rule_keys.end(), key) != rule_keys.end()) {
            MatchRule rule;
            set_rule_field(rule, key, value);
            if (std::find(supplier.match.begin(), supplier.match.end(), rule) ==
                supplier.match.end())
                supplier.match.push_back(rule);
            return;
        }
        const auto* entry = find_entry(supplier_entries(), key);
        if (entry == nullptr || key == "name") {
            std::vector<std::string_view> known{rule_keys.begin(), rule_keys.end()};
            for (const SettingDescription& setting : supplier_settings_table())
                if (setting.key != "name")
                    known.push_back(setting.key);
            if (key == "name")
                throw Error(Exit::data, "a supplier's name stays: files, orders and history carry "
                                        "it. Add a new supplier instead");
            const std::string_view near = base::nearest(key.substr(0, 100), known);
            throw Error(Exit::data,
                        near.empty() ? fmt::format("unknown key `{}`; known: {}",
                                                   base::printable(key, 40), fmt::join(known, ", "))
                                     : fmt::format("unknown key `{}`; did you mean `{}`?",
                                                   base::printable(key, 40), near));
        }
        if (entry->form == Form::tables && !base::trim(value).empty()) {
            rules_of(supplier, key) = rules_from_text(key, value);
            return;
        }
        if (entry->form == Form::text_or_table && base::trim(value).starts_with('{')) {
            set_flat(supplier, flat_format_from_text(value));
            return;
        }
        const std::string text{value.empty() ? entry->description.preset : value};
        set_entry(*entry, supplier, plain_texts(text, entry->form));
    } catch (const Unusable& error) {
        throw Error(Exit::data, fmt::format("`{}`: {}", key, error.what()));
    }
}

} // namespace shoporder::config
