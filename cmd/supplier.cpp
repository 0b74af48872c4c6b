// `shoporder supplier`: who ships what. This file looks; supplier_change.cpp changes,
// supplier_skus.cpp keeps the SKU tables, supplier_handout.cpp tells the supplier.
#include "cmd/supplier.hpp"

#include "base/file.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "config/suppliers_file.hpp"
#include "flow/operate/views.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

void add_list(CLI::App& parent, Context& context) {
    CLI::App& app =
        add_verb(parent, "list", "list suppliers, in the order in which their rules apply");
    const auto csv = std::make_shared<bool>(false);
    csv_flag(app, *csv);
    set_examples(app, {"shoporder supplier list"});
    app.callback([&context, csv] {
        context.run = [&context, csv] {
            const auto rows = flow::supplier_rows(context.database(store::Access::read));
            answer_list(context, *csv, report::to_json(rows), "suppliers",
                        report::to_json(report::SupplierRow{}),
                        report::to_text(rows, context.style()));
            if (rows.empty())
                context.say("no supplier yet; `shoporder supplier import FILE`");
            return Exit::ok;
        };
    });
}

void add_show(CLI::App& parent, Context& context) {
    const auto name = std::make_shared<std::string>();
    CLI::App& app = add_verb(parent, "show", "show a supplier's settings and its last results");
    app.add_option("NAME", *name, "as `supplier list` prints it")->required();
    set_examples(app, {"shoporder supplier show acme"});
    app.callback([&context, name] {
        context.run = [&context, name] {
            store::Database& database = context.database(store::Access::read);
            show_supplier(context, database, one_supplier(database, *name).name);
            return Exit::ok;
        };
    });
}

void add_export(CLI::App& parent, Context& context) {
    const auto output = std::make_shared<std::string>();
    CLI::App& app =
        add_verb(parent, "export", "print all suppliers as a file for `supplier import`");
    app.add_option("-o,--output", *output, "to a file")->type_name("FILE");
    set_examples(app, {"shoporder supplier export > suppliers.toml"});
    app.callback([&context, output] {
        context.run = [&context, output] {
            const auto all = store::list_suppliers(context.database(store::Access::read));
            const std::string text = config::write_suppliers(all);
            if (!output->empty())
                base::write_file(*output, text);
            report::Value out = report::Value::object();
            out.set("count", all.size()).set("toml", text);
            context.answer_as_is(out, output->empty() ? text : "");
            return Exit::ok;
        };
    });
}

} // namespace

void show_supplier(const Context& context, store::Database& database, const std::string& name) {
    for (const report::SupplierRow& row : flow::supplier_rows(database))
        if (row.supplier.name == name)
            context.answer(report::to_json(row), report::to_text(row, context.style()));
}

void add_supplier(CLI::App& app, Context& context) {
    add_list(app, context);
    add_show(app, context);
    add_supplier_changes(app, context);
    add_export(app, context);
    add_supplier_skus(app, context);
    add_supplier_handout(app, context);
    add_supplier_modes(app, context);
    set_examples(app, {"shoporder supplier import suppliers.toml", "shoporder supplier list"});
}

} // namespace shoporder::cmd
