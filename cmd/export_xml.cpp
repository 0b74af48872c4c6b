// `shoporder export-xml`: documents without sending: exactly what was sent, or what would be.
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/export_compare.hpp"
#include "cmd/export_range.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/share_files.hpp"
#include "config/suppliers_file.hpp"
#include "flow/operate/explain.hpp"
#include "flow/operate/preview.hpp"
#include "flow/plan/schemas.hpp"
#include "report/order_view.hpp"
#include "store/documents.hpp"
#include "store/order_views.hpp"
#include "store/suppliers.hpp"
#include "xml/schema.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::vector<std::string> orders;
    std::string supplier, format, output, from_file, suppliers, schema, compare;
    Filter time;
    std::size_t last = 0;
    bool validate = false;
    bool explain = false;
    bool diff = false;
};

struct Documents {
    std::vector<flow::Preview> previews;
    std::vector<report::Explanation> explained; ///< with --explain: of each order
};

/// A saved body does not say whose it is: --shop does, else it is the first shop's.
std::string shop_of_body(Context& context) {
    const config::Settings& settings = context.settings();
    if (!context.globals.shop.empty())
        return one_shop(settings, context.globals.shop).domain;
    return settings.shops.empty() ? "" : settings.shops.front().domain;
}

Documents from_body(Context& context, const Arguments& arguments) {
    if (!arguments.orders.empty())
        throw Error(Exit::usage, "name orders or --from-file, not both");
    if (arguments.explain && arguments.suppliers.empty())
        throw Error(Exit::usage, "--explain of a saved body needs --suppliers: without suppliers "
                                 "there are no rules");
    std::vector<order::Supplier> suppliers;
    if (!arguments.suppliers.empty())
        suppliers =
            config::read_suppliers(base::read_file(arguments.suppliers), arguments.suppliers);
    const std::string body = base::read_file(arguments.from_file);
    const std::string shop = shop_of_body(context);
    Documents out;
    out.previews =
        flow::preview_body(body, context.settings(), suppliers,
                           {arguments.supplier, arguments.format, context.clock().now(), shop});
    if (arguments.explain)
        out.explained.push_back(flow::explain_body(body, shop, suppliers));
    return out;
}

/// ORDER may be the purchase-order number or file name of one delivery: then that one's alone.
std::vector<flow::Preview> of_order(Context& context, store::Database& database, std::int64_t order,
                                    const std::string& text, const Arguments& arguments) {
    std::string supplier = arguments.supplier;
    bool by_file = false;
    for (const store::Delivery& d : store::order_deliveries(database, order)) {
        const auto owner = store::find_supplier(database, d.supplier_id);
        if (d.po_number == text && owner && supplier.empty())
            supplier = owner->name;
        const auto document = store::find_document(database, d.document_id);
        by_file = by_file || (document && document->file_name == text);
    }
    auto previews = flow::preview_order(database, context.settings(), order,
                                        {supplier, arguments.format, context.clock().now()});
    if (by_file)
        std::erase_if(previews, [&](const flow::Preview& p) { return p.file_name != text; });
    return previews;
}

void check_wanted(const Arguments& arguments) {
    if (arguments.orders.empty() && arguments.last == 0)
        throw Error(Exit::usage, "which ORDER? Or the newest with --last COUNT, or a saved body "
                                 "with --from-file");
    if (!arguments.orders.empty() && arguments.last > 0)
        throw Error(Exit::usage, "name orders or --last, not both");
}

/// Those named, or the newest where --last says how many.
std::vector<std::pair<std::int64_t, std::string>>
wanted_orders(Context& context, store::Database& database, const Arguments& arguments) {
    std::vector<std::pair<std::int64_t, std::string>> out;
    for (const std::string& text : with_standard_input(arguments.orders))
        out.emplace_back(one_order(database, text), text);
    if (arguments.last > 0) {
        store::OrderFilter filter;
        filter.shop = context.globals.shop;
        filter.limit = arguments.last;
        for (const std::int64_t id : store::list_orders(database, filter))
            out.emplace_back(id, std::to_string(id));
    }
    return out;
}

Documents from_database(Context& context, const Arguments& arguments) {
    check_wanted(arguments);
    if (!arguments.suppliers.empty())
        throw Error(Exit::usage, "--suppliers goes with --from-file; orders in the database have "
                                 "theirs");
    store::Database& database = context.database(store::Access::read);
    if (!arguments.supplier.empty())
        static_cast<void>(one_supplier(database, arguments.supplier));
    Documents all;
    for (const auto& [order, text] : wanted_orders(context, database, arguments)) {
        for (flow::Preview& p : of_order(context, database, order, text, arguments))
            all.previews.push_back(std::move(p));
        if (arguments.explain)
            all.explained.push_back(flow::explain_order(database, order));
    }
    return all;
}

/// What the document must obey: as asked, else the supplier's, else our own of our own format.
std::string schema_for(const Arguments& arguments, const flow::Preview& p) {
    if (p.format == "csv" || p.format.ends_with(" columns"))
        throw Error(Exit::usage,
                    "--validate: a schema is for XML, and the format " + p.format + " is none");
    if (!arguments.schema.empty())
        return arguments.schema;
    if (!p.form.schema.empty())
        return p.form.schema;
    if (p.format != "native")
        throw Error(Exit::usage, "--validate: no schema is known for the format " + p.format +
                                     "; name one with --schema, or set document.schema of the "
                                     "supplier");
    return share_file("order.xsd");
}

std::string said(const flow::Preview& p) {
    std::string out = (p.unfit.empty() ? p.file_name : "no document") + ": ";
    const bool sent = p.state == "uploaded" || p.state == "confirmed" || p.state == "partial" ||
                      p.state == "rejected";
    if (p.sent_bytes)
        out += (sent ? "exactly what was sent to "
                     : "not known to have arrived; these bytes are for ") +
               p.supplier + " (" + p.state + ")";
    else
        out += "a preview" + (p.supplier.empty()  ? std::string{", all lines, no supplier"}
                              : p.supplier == "-" ? std::string{", no supplier takes these lines"}
                                                  : " for " + p.supplier);
    if (!p.sent_bytes && !p.state.empty())
        out += p.state == "ready" ? "; the next dispatch sends it" : "; " + p.state;
    if (!p.reason.empty())
        out += ": " + p.reason;
    return base::printable(out, 1000);
}

/// One document to FILE, any number into DIR/. Names are ours: [A-Za-z0-9._-].
void write_files(const Context& context, const std::string& output,
                 const std::vector<flow::Preview>& previews) {
    const bool folder = output.ends_with('/') || std::filesystem::is_directory(output);
    if (!folder && previews.size() > 1)
        throw Error(Exit::usage, std::to_string(previews.size()) +
                                     " documents do not fit into one file; end --output with a "
                                     "slash for a folder, or choose one with --supplier");
    if (folder) {
        std::error_code error;
        std::filesystem::create_directories(output, error);
        if (error)
            throw base::system_error("cannot make the folder " + output, error.value());
    }
    for (const flow::Preview& p : previews) {
        if (!p.unfit.empty())
            continue;
        const auto path =
            folder ? std::filesystem::path(output) / p.file_name : std::filesystem::path(output);
        base::write_file(path, p.bytes, 0600); // it holds a person's address
        context.say("wrote " + path.string());
    }
}

report::Value to_json(const flow::Preview& p, const std::vector<xml::Fault>* faults) {
    report::Value row = report::Value::object();
    row.set("supplier", report::json_supplier(p.supplier))
        .set("file_name", report::json_text(p.file_name))
        .set("source", p.sent_bytes ? "sent" : "preview")
        .set("state", p.state.empty() ? report::Value{} : report::Value{p.state})
        .set("reason", p.reason.empty() ? report::Value{} : report::Value{p.reason})
        .set("unfit", p.unfit.empty() ? report::Value{} : report::Value{p.unfit})
        .set("format", report::json_text(p.format))
        .set("replaced", p.replaced)
        .set("left_out", report::left_out_json(p.left_out))
        .set("size", p.bytes.size())
        .set("sha256", base::hex(base::sha256(p.bytes)))
        .set("content", p.bytes);
    if (faults != nullptr)
        row.set("valid", faults->empty())
            .set("schema_faults", report::json_array(*faults, [](const xml::Fault& f) {
                     return report::Value{"line " + std::to_string(f.line) + ": " + f.message};
                 }));
    return row;
}

void say_lines(const Context& context, std::string_view text) {
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        context.say(std::string{text.substr(0, end)});
        text.remove_prefix(end + 1);
    }
}

Exit diff(Context& context, const Arguments& arguments) {
    if (arguments.suppliers.empty() || !arguments.from_file.empty())
        throw Error(Exit::usage, "--diff compares orders of the database by the suppliers of a "
                                 "file: --diff --suppliers FILE");
    check_wanted(arguments);
    std::vector<std::int64_t> orders;
    for (const auto& [order, text] :
         wanted_orders(context, context.database(store::Access::read), arguments))
        orders.push_back(order);
    return run_diff(context, orders, arguments.suppliers);
}

using Faults = std::vector<xml::Fault>;

/// Of each document, with --validate; each schema is compiled once.
std::vector<Faults> check_all(Context& context, const Arguments& arguments,
                              const std::vector<flow::Preview>& previews) {
    std::map<std::string, xml::Schema> schemas;
    std::vector<Faults> out;
    out.reserve(previews.size());
    for (const flow::Preview& p : previews) {
        if (!p.unfit.empty()) {
            out.push_back({{0, p.unfit}});
            continue;
        }
        const std::string path = schema_for(arguments, p);
        const bool kept = arguments.schema.empty() && !p.form.schema_digest.empty();
        const std::string& key = kept ? p.form.schema_digest : path;
        auto known = schemas.find(key);
        if (known == schemas.end())
            known = schemas
                        .emplace(key, kept ? flow::schema_of(context.settings(), p.supplier, p.form)
                                           : xml::Schema::from_file(path))
                        .first;
        out.push_back(known->second.check(p.bytes));
    }
    return out;
}

/// `faults`: null where nobody asked.
void say_all(const Context& context, const flow::Preview& p, const Faults* faults) {
    context.say(said(p));
    if (!p.unfit.empty())
        context.say("  it cannot be made: " + base::printable(p.unfit, 500));
    for (const std::string& words : p.altered)
        context.say("  " + base::printable(words, 500));
    // Its values are a shopper's words: nothing for the log of a timer's run.
    for (const order::LeftOut& each : p.left_out)
        context.say("  left out: " + order::words_of(each, Context::is_interactive()));
    if (faults == nullptr || !p.unfit.empty())
        return;
    context.say(p.file_name + (faults->empty() ? ": valid" : ": NOT valid"));
    for (const xml::Fault& f : *faults)
        context.say("  line " + std::to_string(f.line) + ": " + base::printable(f.message, 300));
}

/// A time means all of its orders, and their documents as they are.
Exit of_time(Context& context, const Arguments& arguments) {
    if (!arguments.orders.empty() || arguments.last > 0)
        throw Error(Exit::usage, "name orders, or a time with --since and --until, not both");
    RangeArguments range{arguments.time, arguments.output};
    range.filter.supplier = arguments.supplier;
    return export_time_range(context, range);
}

Exit run(Context& context, const Arguments& arguments) {
    if (!arguments.time.since.empty() || !arguments.time.until.empty())
        return of_time(context, arguments);
    if (arguments.diff)
        return diff(context, arguments);
    const auto [previews, explained] = arguments.from_file.empty()
                                           ? from_database(context, arguments)
                                           : from_body(context, arguments);
    if (!arguments.compare.empty())
        return run_compare(context, previews, arguments.compare);
    const auto faults =
        arguments.validate ? check_all(context, arguments, previews) : std::vector<Faults>{};
    if (!arguments.output.empty())
        write_files(context, arguments.output, previews);
    report::Value rows = report::Value::array();
    for (std::size_t i = 0; i < previews.size(); ++i) {
        const flow::Preview& p = previews[i];
        const Faults* const found = arguments.validate ? &faults[i] : nullptr;
        say_all(context, p, found);
        if (context.globals.json)
            rows.push(to_json(p, found));
        else if (arguments.output.empty() && p.unfit.empty())
            context.print(p.bytes);
    }
    report::Value out = report::Value::object();
    out.set("documents", std::move(rows));
    if (arguments.explain)
        out.set("explained", report::json_array(explained, [](const report::Explanation& each) {
                    return report::to_json(each);
                }));
    if (context.globals.json)
        context.print(out.text());
    else
        for (const report::Explanation& each : explained)
            say_lines(context, report::to_text(each));
    if (previews.empty())
        context.say("nothing to ship: no document");
    const bool good =
        std::all_of(previews.begin(), previews.end(),
                    [](const flow::Preview& p) { return p.unfit.empty(); }) &&
        std::all_of(faults.begin(), faults.end(), [](const Faults& each) { return each.empty(); });
    return good ? Exit::ok : Exit::no;
}

} // namespace

void add_export_xml(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("ORDER", arguments->orders,
                   "as for `order show`; `-` reads them from standard input");
    app.add_option("--supplier", arguments->supplier, "only this supplier's")->type_name("NAME");
    CLI::Option* const format =
        app.add_option("--format", arguments->format,
                       "native, ubl, opentrans, cxml, csv, or a stylesheet, *.xsl; else the "
                       "supplier's own")
            ->type_name("FORMAT");
    app.add_option("-o,--output", arguments->output,
                   "to a file, or into a folder when it ends in /")
        ->type_name("FILE|DIR/");
    CLI::Option* const explain =
        app.add_flag("--explain", arguments->explain,
                     "also say which rule takes each line, and why no other supplier gets it");
    CLI::Option* const validate =
        app.add_flag("--validate", arguments->validate,
                     "check against the supplier's schema, else order.xsd; exit 1 if it fails");
    app.add_option("--schema", arguments->schema, "check against this one instead, *.xsd or *.dtd")
        ->type_name("FILE");
    app.add_option("--last", arguments->last, "the newest orders, so many, in place of ORDER")
        ->type_name("COUNT")
        ->check(CLI::Range(std::size_t{1}, std::size_t{10'000}));
    CLI::Option* const diff = app.add_flag(
        "--diff", arguments->diff,
        "with --suppliers: what their settings would change, beside those that are stored; exit 1 "
        "if anything");
    CLI::Option* const compare =
        app.add_option("--compare", arguments->compare,
                       "say in what another system's files differ; exit 1 if they do")
            ->type_name("FOLDER")
            ->excludes(diff);
    CLI::Option* const from_file =
        app.add_option("--from-file", arguments->from_file,
                       "a saved body, without any database; `-`: standard input")
            ->type_name("BODY");
    app.add_option("--suppliers", arguments->suppliers,
                   "with --from-file or --diff: by the suppliers of this file; else all lines of a "
                   "saved body make one document")
        ->type_name("FILE");
    for (CLI::Option* const time :
         filter_by_time(app, arguments->time, "into a folder, all of the orders that came"))
        for (CLI::Option* const other : {format, explain, validate, diff, compare, from_file})
            time->excludes(other);
    set_examples(app, {"shoporder export-xml 1001 --supplier acme",
                       "shoporder export-xml --since 2026-11-01 --until 2026-12-01 -o november/",
                       "shoporder export-xml 1001 1002 --output out/ --validate",
                       "shoporder export-xml --from-file body.json --suppliers suppliers.toml",
                       "shoporder export-xml --last 50 --diff --suppliers new.toml",
                       "shoporder export-xml --last 50 --compare /srv/old-system/sent"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
