// supplier add, set, remove, import: settings and rules.
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/supplier.hpp"
#include "config/suppliers_file.hpp"
#include "flow/operate/handout.hpp"
#include "flow/plan/formats.hpp"
#include "flow/plan/schemas.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using order::Supplier;
using order::SupplierMode;

bool is_stopped(const Supplier& s) {
    return s.mode == SupplierMode::paused || s.mode == SupplierMode::parked;
}

void apply(Supplier& supplier, const std::vector<std::string>& pairs) {
    for (const std::string& pair : pairs) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos)
            throw Error(Exit::usage, "`" + base::printable(pair, 60) +
                                         "` is no KEY=VALUE; see `shoporder supplier set --help`");
        const std::string key = pair.substr(0, equals);
        const std::string value = pair.substr(equals + 1);
        if (key == "mode" && (value == "paused" || value == "parked"))
            throw Error(Exit::usage, "`shoporder supplier pause " + supplier.name +
                                         " --reason TEXT` pauses; the mode is not set to it");
        config::apply_setting(supplier, key, value);
    }
    config::check_supplier(supplier);
}

void warn_of_rules(const Context& context, store::Database& database, const Supplier& changed) {
    for (const std::string& line : config::unanswerable_rules(std::span{&changed, 1}))
        context.say("warning: " + line);
    for (const std::string& line : config::overlaps(store::list_suppliers(database)))
        context.say("note: " + line);
}

/// One that loops, or reads what it may not, compiles: only a document shows it.
void warn_of_stylesheets(Context& context, const std::vector<Supplier>& suppliers) {
    const auto& shops = context.settings().shops;
    for (const Supplier& s : suppliers) {
        if (!s.format.ends_with(".xsl"))
            continue;
        const std::string why = flow::why_no_sample(
            context.settings(), shops.empty() ? nullptr : &shops.front(), s, context.clock().now());
        if (!why.empty())
            context.say("warning: " + why);
    }
}

/// With several shops a supplier's numbers must tell them apart.
void check_numbers(Context& context, const std::vector<Supplier>& suppliers) {
    if (context.settings().shops.size() < 2)
        return;
    for (const Supplier& s : suppliers)
        if (!order::tells_shops_apart(s.number_pattern))
            throw Error(Exit::data, "supplier " + s.name + ": `po_number` is `" + s.number_pattern +
                                        "`, and two shops can have an order of the same number: "
                                        "put {prefix}, {id} or {seq} in it");
}

using Schemas = std::vector<store::SchemaSet>;

Schemas take_schema(Supplier& supplier) {
    Schemas out;
    if (auto set = flow::take_schema(supplier))
        out.push_back(std::move(*set));
    return out;
}

/// Writes them in one transaction; what waits is planned again by the new rules. Nothing is written
/// of any of them where a stylesheet cannot be used. `schemas`: those that were read for them.
void write_all(Context& context, store::Database& database, const std::vector<Supplier>& suppliers,
               const Schemas& schemas, const char* command) {
    if (suppliers.empty())
        return;
    check_numbers(context, suppliers);
    for (const Supplier& s : suppliers)
        flow::check_format(s);
    store::Write write(database);
    for (const Supplier& s : suppliers)
        store::put_supplier(write, s, context.person(command), context.clock().now());
    for (const store::SchemaSet& schema : schemas)
        store::put_schema(write, schema);
    store::drop_unused_schemas(write);
    store::mark_changed(write, 0);
    write.commit();
    warn_of_stylesheets(context, suppliers);
}

struct PairArguments {
    std::string name;
    std::vector<std::string> pairs;
};

Exit add_one(Context& context, const PairArguments& arguments) {
    order::check_supplier_name(arguments.name);
    store::Database& database = context.database(store::Access::write);
    if (store::find_supplier(database, arguments.name))
        throw Error(Exit::data, "there is a supplier " + arguments.name +
                                    " already; `shoporder supplier set` changes it");
    Supplier s;
    s.name = arguments.name;
    apply(s, arguments.pairs);
    const Schemas schemas = take_schema(s);
    write_all(context, database, {s}, schemas, "supplier add");
    show_supplier(context, database, s.name);
    warn_of_rules(context, database, s);
    if (s.mode == SupplierMode::test)
        context.say("it is in test: `shoporder supplier test " + s.name +
                    "`, then `shoporder "
                    "supplier live " +
                    s.name + "`");
    return Exit::ok;
}

Exit set_one(Context& context, const PairArguments& arguments) {
    store::Database& database = context.database(store::Access::write);
    Supplier s = one_supplier(database, arguments.name);
    apply(s, arguments.pairs);
    // Kept as it is unless it is named: another setting must not bring in a file that has changed.
    const bool named =
        std::any_of(arguments.pairs.begin(), arguments.pairs.end(),
                    [](const std::string& pair) { return pair.starts_with("document.schema="); });
    const Schemas schemas = named ? take_schema(s) : Schemas{};
    write_all(context, database, {s}, schemas, "supplier set");
    show_supplier(context, database, s.name);
    warn_of_rules(context, database, s);
    return Exit::ok;
}

Exit remove_one(Context& context, const std::string& name, bool yes) {
    store::Database& database = context.database(store::Access::write);
    const Supplier s = one_supplier(database, name);
    if (!ask("Remove the supplier " + s.name + "? Its history stays.", yes))
        return Exit::no;
    store::Write write(database);
    store::remove_supplier(write, s.id, context.person("supplier remove"), context.clock().now());
    store::mark_changed(write, 0);
    write.commit();
    context.answer(report::Value::object().set("name", s.name).set("done", "removed"), "");
    context.say("removed " + s.name);
    return Exit::ok;
}

struct Change {
    std::string name;
    std::string what; ///< new, changed, unchanged
    std::string note;
};

/// What import makes of one supplier of the file, beside what is stored.
Change weigh(const std::optional<Supplier>& stored, Supplier& wanted) {
    if (!stored)
        return {wanted.name, "new", ""};
    Change change{wanted.name, "changed", ""};
    wanted.id = stored->id;
    // `test` is what a file says that says nothing. A supplier someone made live must not fall
    // silent because the file is imported again; and a pause is a person's word.
    if (wanted.mode != stored->mode && (wanted.mode == SupplierMode::test || is_stopped(*stored))) {
        change.note = "stays " + std::string{order::name(stored->mode)};
        wanted.mode = stored->mode;
        wanted.mode_reason = stored->mode_reason;
        wanted.mode_until = stored->mode_until;
    }
    if (config::write_suppliers(std::span{&wanted, 1}) ==
            config::write_suppliers(std::span{&*stored, 1}) &&
        wanted.document.schema_digest == stored->document.schema_digest)
        change.what = "unchanged";
    return change;
}

struct ImportArguments {
    std::string file;
    bool dry_run = false;
};

Exit import(Context& context, const ImportArguments& arguments) {
    std::vector<Supplier> wanted =
        config::read_suppliers(base::read_file(arguments.file), arguments.file);
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    std::vector<Change> changes;
    std::vector<Supplier> writes;
    Schemas schemas;
    for (Supplier& s : wanted) {
        if (auto set = flow::take_schema(s))
            schemas.push_back(std::move(*set));
        changes.push_back(weigh(store::find_supplier(database, s.name), s));
        if (changes.back().what != "unchanged")
            writes.push_back(s);
    }
    const auto overlaps = config::overlaps(config::merged(store::list_suppliers(database), wanted));
    const auto warnings = config::unanswerable_rules(wanted);
    check_numbers(context, writes);
    if (!arguments.dry_run)
        write_all(context, database, writes, schemas, "supplier import");

    report::Table table({"SUPPLIER", "", ""});
    for (const Change& c : changes)
        table.add({c.name, c.what, c.note});
    report::Value out = report::Value::object();
    out.set("dry_run", arguments.dry_run);
    out.set("suppliers", report::json_array(
                             changes,
                             [](const Change& c) {
                                 report::Value row = report::Value::object();
                                 row.set("name", c.name).set("change", c.what);
                                 row.set("note",
                                         c.note.empty() ? report::Value{} : report::Value{c.note});
                                 return row;
                             }));
    const auto text = [](const std::string& line) { return report::Value{line}; };
    out.set("overlaps", report::json_array(overlaps, text));
    out.set("warnings", report::json_array(warnings, text));
    context.answer(out, table.empty() ? "" : table.text(context.style()));
    for (const std::string& line : warnings)
        context.say("warning: " + line);
    for (const std::string& line : overlaps)
        context.say("note: " + line);
    if (changes.empty())
        context.say("the file holds no [[supplier]]");
    else if (arguments.dry_run)
        context.say("dry run: nothing was written");
    return Exit::ok;
}

constexpr const char* k_pairs =
    "url, test_url, credential, account, match, exclude, default, priority, format, prices, "
    "temporary.prefix, transport.pin, send.hours and the rest of shoporder.toml(5); `vendor`, "
    "`sku`, `country` and each other condition that is one text add a rule";

} // namespace

void import_suppliers(Context& context, store::Database& database,
                      const std::vector<Supplier>& suppliers, const char* command) {
    write_all(context, database, suppliers, {}, command);
}

void add_supplier_changes(CLI::App& parent, Context& context) {
    const auto added = std::make_shared<PairArguments>();
    CLI::App& add =
        add_verb(parent, "add", "add a supplier; it stays in test until `supplier live`");
    add.add_option("NAME", added->name, "a-z, 0-9 and `-`, at most 32")->required();
    add.add_option("KEY=VALUE", added->pairs, k_pairs);
    set_examples(add, {"shoporder supplier add acme url=ftp://orders@ftp.acme.example/in \\",
                       "    credential=acme-ftp vendor=Acme"});
    add.callback([&context, added] {
        context.run = [&context, added] { return add_one(context, *added); };
    });

    const auto changed = std::make_shared<PairArguments>();
    CLI::App& set = add_verb(parent, "set", "change settings of a supplier");
    set.add_option("NAME", changed->name, "as `supplier list` prints it")->required();
    set.add_option("KEY=VALUE", changed->pairs, k_pairs)->required();
    set_examples(set, {"shoporder supplier set acme account=C-4711 'sku=ACME-*'"});
    set.callback([&context, changed] {
        context.run = [&context, changed] { return set_one(context, *changed); };
    });

    struct RemoveArguments {
        std::string name;
        bool yes = false;
    };
    const auto removed = std::make_shared<RemoveArguments>();
    CLI::App& remove = add_verb(parent, "remove", "remove a supplier; its history stays");
    remove.add_option("NAME", removed->name, "as `supplier list` prints it")->required();
    remove.add_flag("--yes", removed->yes, "do not ask");
    set_examples(remove, {"shoporder supplier remove acme"});
    remove.callback([&context, removed] {
        context.run = [&context, removed] {
            return remove_one(context, removed->name, removed->yes);
        };
    });

    const auto imported = std::make_shared<ImportArguments>();
    CLI::App& import_app =
        add_verb(parent, "import", "import suppliers from a file; safe to repeat");
    import_app
        .add_option("FILE", imported->file, "TOML, see shoporder.toml(5); `-`: standard input")
        ->required();
    import_app.add_flag("-n,--dry-run", imported->dry_run,
                        "say what would change and which rules meet; write nothing");
    set_examples(import_app, {"shoporder supplier import suppliers.toml --dry-run",
                              "shoporder supplier import suppliers.toml"});
    import_app.callback([&context, imported] {
        context.run = [&context, imported] { return import(context, *imported); };
    });
}

} // namespace shoporder::cmd
