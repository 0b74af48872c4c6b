#include "cmd/resolve.hpp"

#include "base/file.hpp"
#include "base/local_time.hpp"
#include "base/text.hpp"
#include "flow/operate/views.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

std::string quoted(const std::string& text) {
    return "`" + base::printable(text, 80) + "`";
}

} // namespace

std::int64_t one_order(store::Database& database, const std::string& text) {
    const auto found = store::resolve_order(database, text);
    if (found.size() == 1)
        return found.front();
    if (found.empty() && flow::is_refused_order(database, text))
        throw Error(Exit::not_found, "no order " + quoted(text) +
                                         " was taken, but a refused request speaks of it; see "
                                         "`shoporder webhook list --rejected`");
    if (found.empty())
        throw Error(Exit::not_found, "no order " + quoted(text) + "; see `shoporder order list`");
    std::vector<std::string> candidates;
    for (const std::int64_t id : found)
        if (const auto head = store::find_order(database, id))
            candidates.push_back(std::to_string(id) + "  " + base::printable(head->name, 40) +
                                 "  " + head->shop);
    throw Ambiguous(quoted(text) + " may be several orders; nothing was done; name one by its id",
                    std::move(candidates));
}

std::int64_t one_delivery(store::Database& database, const std::string& text) {
    const auto found = store::resolve_delivery(database, text);
    if (found.size() == 1)
        return found.front();
    if (found.empty())
        throw Error(Exit::not_found,
                    "no delivery " + quoted(text) + "; see `shoporder queue list --state all`");
    std::vector<std::string> candidates;
    flow::Names names(database);
    for (const std::int64_t id : found)
        if (const auto d = store::find_delivery(database, id))
            candidates.push_back(std::to_string(id) + "  " + d->po_number + "  " +
                                 names.supplier(d->supplier_id) + "  " +
                                 std::string{order::name(d->state)});
    throw Ambiguous(quoted(text) +
                        " may be several deliveries; nothing was done; name one by its id",
                    std::move(candidates));
}

Named one_delivery_or_file(store::Database& database, const std::string& text) {
    const auto found = store::resolve_delivery(database, text);
    if (found.size() > 1) {
        const auto first = store::find_delivery(database, found.front());
        const auto file = first ? store::find_document(database, first->document_id) : std::nullopt;
        if (file && file->file_name == text &&
            store::document_deliveries(database, file->id).size() == found.size())
            return {found.front(), flow::Scope::file};
    }
    return {one_delivery(database, text), flow::Scope::delivery};
}

order::Supplier one_supplier(store::Database& database, const std::string& name) {
    if (auto supplier = store::find_supplier(database, name);
        supplier && supplier->id != store::k_unrouted_id)
        return *std::move(supplier);
    const auto all = store::list_suppliers(database);
    std::vector<std::string_view> known;
    known.reserve(all.size());
    for (const order::Supplier& s : all)
        known.push_back(s.name);
    const std::string_view near = base::nearest(name.substr(0, 100), known);
    throw Error(Exit::not_found, "no supplier " + quoted(name) +
                                     (near.empty() ? "; see `shoporder supplier list`"
                                                   : "; did you mean " + std::string{near} + "?"));
}

const config::Shop& one_shop(const config::Settings& settings, const std::string& domain) {
    if (settings.shops.empty())
        throw Error(Exit::config, "no shop is configured; write a [[shop]] to the configuration "
                                  "file, see shoporder.toml(5)");
    if (domain.empty()) {
        if (settings.shops.size() > 1)
            throw Error(Exit::usage, "several shops are configured; name one with --shop DOMAIN");
        return settings.shops.front();
    }
    const config::Shop* shop = settings.find_shop(domain);
    if (shop == nullptr)
        throw Error(Exit::not_found, "no shop `" + base::printable(domain, 80) +
                                         "` is configured; see `shoporder config show`");
    return *shop;
}

std::vector<std::string> with_standard_input(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const std::string& word : words) {
        if (word != "-") {
            out.push_back(word);
            continue;
        }
        for (const std::string& line : base::split(base::read_file("-"), '\n'))
            out.push_back(line.substr(0, line.find_first_of(" \t")));
    }
    return out;
}

base::Time point_in_time(const std::string& text, const char* option, base::Time now) {
    if (const auto time = base::parse_time(text))
        return *time;
    if (const auto day = base::local_midnight(text))
        return *day;
    if (const auto span = base::parse_duration(text))
        return now - *span;
    throw Error(Exit::usage, std::string{option} + ": " + quoted(text) +
                                 " is no time; write 2026-11-22, 2026-11-22T10:00:00Z, or a span "
                                 "such as 2h or 3d");
}

std::chrono::seconds span_of(const std::string& text, const char* option) {
    if (const auto span = base::parse_duration(text))
        return *span;
    throw Error(Exit::usage, std::string{option} + ": " + quoted(text) +
                                 " is no span of time; write 90s, 5m, 2h or 3d");
}

} // namespace shoporder::cmd
