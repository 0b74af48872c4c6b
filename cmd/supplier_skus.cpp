// supplier skus: a supplier's table of article numbers, packs and costs.
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/supplier.hpp"
#include "config/sku_file.hpp"
#include "flow/operate/skus.hpp"
#include "report/sku_view.hpp"
#include "store/skus.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using order::Supplier;

constexpr std::size_t k_most_shown = 50; // of each kind

struct SkuArguments {
    std::string name;
    std::string import_file; ///< "": not given
    std::string export_file; ///< "-": standard output; "": not given
    bool list = false;
    bool clear = false;
    std::string encoding = "UTF-8";
    std::string decimal = ".";
    std::string currency;
    bool dry_run = false;
    bool yes = false;
};

std::vector<order::SkuEntry> stored_rows(store::Database& database, const Supplier& supplier) {
    std::vector<order::SkuEntry> rows;
    store::each_sku(database, supplier.id,
                    [&](order::SkuEntry row) { rows.push_back(std::move(row)); });
    return rows;
}

/// What the supplier's settings make of its table, where that is easily missed.
void say_what_uses_it(const Context& context, const Supplier& s) {
    if (s.prices != order::Prices::cost && !s.goods.holds_unknown && !s.goods.holds_broken)
        context.say("its numbers go into the documents; `prices = \"cost\"`, `unknown_sku` and "
                    "`packs` of supplier " +
                    s.name + " decide on the rest");
}

Exit import(Context& context, const SkuArguments& arguments) {
    config::SkuForm form;
    form.encoding = arguments.encoding;
    form.decimal_comma = arguments.decimal == ",";
    form.currency = arguments.currency;
    if (!form.currency.empty())
        config::check_currency(form.currency);
    const std::string shown =
        arguments.import_file == "-" ? "standard input" : arguments.import_file;
    const config::SkuFile file =
        config::read_skus(base::read_file(arguments.import_file), shown, form);
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    const Supplier supplier = one_supplier(database, arguments.name);
    const auto found = flow::compare_skus(database, supplier.id, file.rows, k_most_shown);
    const report::SkuImport view{supplier.name,
                                 {"added", found.added_count, found.added},
                                 {"changed", found.changed_count, found.changed},
                                 {"removed", found.removed_count, found.removed},
                                 found.unchanged,
                                 arguments.dry_run,
                                 file.unused};
    if (!arguments.dry_run && found.any())
        flow::replace_skus(database, supplier, file.rows, "SKU table: " + report::summary(view),
                           context.person("supplier skus"), context.clock());
    context.answer(report::to_json(view), report::to_text(view, context.style()));
    for (const std::string& header : file.unused)
        context.say("note: column \"" + header + "\" is not used");
    if (arguments.dry_run)
        context.say("dry run: nothing was written");
    else
        say_what_uses_it(context, supplier);
    return Exit::ok;
}

Exit clear(Context& context, const SkuArguments& arguments) {
    store::Database& database = context.database(store::Access::write);
    const Supplier supplier = one_supplier(database, arguments.name);
    const auto found = flow::compare_skus(database, supplier.id, {}, k_most_shown);
    if (arguments.dry_run) {
        context.say(
            "dry run: " + report::count_of(static_cast<std::size_t>(found.removed_count), "row") +
            " would be removed");
    } else {
        if (!ask("Remove the SKU table of " + supplier.name + "?", arguments.yes))
            return Exit::no;
        flow::replace_skus(database, supplier, {}, "SKU table removed",
                           context.person("supplier skus"), context.clock());
        context.say("removed");
    }
    context.answer(report::Value::object()
                       .set("supplier", supplier.name)
                       .set("count", found.removed_count)
                       .set("dry_run", arguments.dry_run),
                   "");
    return Exit::ok;
}

Exit export_table(Context& context, const SkuArguments& arguments) {
    store::Database& database = context.database(store::Access::read);
    const Supplier supplier = one_supplier(database, arguments.name);
    const auto rows = stored_rows(database, supplier);
    const std::string text = config::write_skus(rows);
    const bool to_file = arguments.export_file != "-";
    if (to_file)
        base::write_file(arguments.export_file, text);
    context.answer_as_is(report::Value::object().set("count", rows.size()).set("csv", text),
                         to_file ? "" : text);
    return Exit::ok;
}

Exit list(Context& context, const SkuArguments& arguments) {
    store::Database& database = context.database(store::Access::read);
    const Supplier supplier = one_supplier(database, arguments.name);
    const auto rows = stored_rows(database, supplier);
    context.answer(report::to_json(rows), report::to_text(rows, context.style()));
    if (rows.empty())
        context.say("supplier " + supplier.name + " has no SKU table; `shoporder supplier skus " +
                    supplier.name + " --import FILE`");
    return Exit::ok;
}

Exit run(Context& context, const SkuArguments& a) {
    const int asked = static_cast<int>(!a.import_file.empty()) +
                      static_cast<int>(!a.export_file.empty()) + static_cast<int>(a.list) +
                      static_cast<int>(a.clear);
    if (asked != 1)
        throw Error(Exit::usage, "say one of --import FILE, --export FILE, --list, --clear; see "
                                 "`shoporder supplier skus --help`");
    return !a.import_file.empty()   ? import(context, a)
           : !a.export_file.empty() ? export_table(context, a)
           : a.clear                ? clear(context, a)
                                    : list(context, a);
}

} // namespace

void add_supplier_skus(CLI::App& parent, Context& context) {
    const auto a = std::make_shared<SkuArguments>();
    CLI::App& app = add_verb(parent, "skus", "import or show its article numbers, packs and costs");
    app.add_option("NAME", a->name, "as `supplier list` prints it")->required();
    app.add_option("--import", a->import_file, "replace the table; CSV, `-`: standard input")
        ->type_name("FILE");
    app.add_option("--export", a->export_file, "write the table as CSV; `-`: standard output")
        ->type_name("FILE");
    app.add_flag("--list", a->list, "print the table");
    app.add_flag("--clear", a->clear, "remove the table");
    app.add_option("--encoding", a->encoding, "of the file to import, such as windows-1252")
        ->type_name("NAME");
    app.add_option("--decimal", a->decimal, "of costs in the file: . or ,")
        ->check(CLI::IsMember({".", ","}))
        ->type_name("CHAR");
    app.add_option("--currency", a->currency, "of costs whose row names none")->type_name("CODE");
    app.add_flag("-n,--dry-run", a->dry_run, "say what would change; write nothing");
    app.add_flag("--yes", a->yes, "do not ask before --clear");
    set_examples(app, {"shoporder supplier skus acme --import prices.csv --dry-run",
                       "shoporder supplier skus acme --import prices.csv --currency EUR"});
    app.callback([&context, a] { context.run = [&context, a] { return run(context, *a); }; });
}

} // namespace shoporder::cmd
