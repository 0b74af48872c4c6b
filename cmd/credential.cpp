// `shoporder credential`: passwords and signing secrets. A value is never an argument: others would
// see it in the list of processes, and the shell would keep it.
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/help.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

report::Value to_json(const std::string& name, const std::string& trouble) {
    report::Value row = report::Value::object();
    row.set("name", name).set("usable", trouble.empty());
    row.set("trouble", trouble.empty() ? report::Value{} : report::Value{trouble});
    return row;
}

report::Value done(const std::string& name, const char* what) {
    report::Value out = report::Value::object();
    out.set("name", name).set("done", what);
    return out;
}

void add_set(CLI::App& parent, Context& context) {
    const auto name = std::make_shared<std::string>();
    CLI::App& app = add_verb(parent, "set", "store one, from a hidden prompt or standard input");
    app.add_option("NAME", *name, "a-z, 0-9, `.`, `_` and `-`")->required();
    set_examples(app, {"shoporder credential set acme-ftp",
                       "shoporder credential set shopify-secret < secret.txt"});
    app.callback([&context, name] {
        context.run = [&context, name] {
            config::check_credential_name(*name);
            const auto& credentials = context.settings().credentials;
            credentials.set(*name, read_secret("value of " + *name + " (not shown)"));
            context.answer(done(*name, "set"), "");
            context.say("stored " + (credentials.folder() / *name).string() +
                        "; a `serve` that runs reads it after `systemctl restart shoporder`, "
                        "every other command the next time it starts");
            return Exit::ok;
        };
    });
}

void add_list(CLI::App& parent, Context& context) {
    CLI::App& app = add_verb(parent, "list", "list their names, and whether each can be used");
    const auto csv = std::make_shared<bool>(false);
    csv_flag(app, *csv);
    set_examples(app, {"shoporder credential list"});
    app.callback([&context, csv] {
        context.run = [&context, csv] {
            const auto& credentials = context.settings().credentials;
            report::Value rows = report::Value::array();
            report::Table table({"NAME", "STATE"});
            for (const std::string& name : credentials.list()) {
                std::string trouble;
                try {
                    static_cast<void>(credentials.find(name));
                } catch (const Error& error) {
                    trouble = error.what();
                }
                rows.push(to_json(name, trouble));
                table.add({name, trouble.empty()
                                     ? report::Table::Cell{"usable", report::Tone::good}
                                     : report::Table::Cell{trouble, report::Tone::bad}});
            }
            report::Value out = report::Value::object();
            out.set("folder", credentials.folder().string()).set("credentials", std::move(rows));
            answer_list(context, *csv, out, "credentials", to_json("", ""),
                        table.empty() ? "" : table.text(context.style()));
            if (table.empty())
                context.say("no credential in " + credentials.folder().string());
            return Exit::ok;
        };
    });
}

void add_remove(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string name;
        bool yes = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "remove", "remove one");
    app.add_option("NAME", arguments->name, "as `credential list` prints it")->required();
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder credential remove acme-ftp"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            const std::string& name = arguments->name;
            config::check_credential_name(name);
            const auto& credentials = context.settings().credentials;
            if (!ask("Remove the credential " + name + "? It cannot be brought back.",
                     arguments->yes))
                return Exit::no;
            if (!credentials.remove(name))
                throw Error(Exit::not_found,
                            "no credential `" + name + "` in " + credentials.folder().string());
            context.answer(done(name, "removed"), "");
            context.say("removed " + name);
            return Exit::ok;
        };
    });
}

} // namespace

void add_credential(CLI::App& app, Context& context) {
    add_set(app, context);
    add_list(app, context);
    add_remove(app, context);
    set_examples(app, {"shoporder credential set acme-ftp"});
}

} // namespace shoporder::cmd
