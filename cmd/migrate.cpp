// `shoporder migrate`: creates the database, or brings it to this version's tables.
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/stop_on_signal.hpp"
#include "flow/operate/migration.hpp"
#include "report/size_text.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    bool dry_run = false;
    bool yes = false;
    bool no_backup = false;
    bool backup_only = false;
};

std::string version_words(int schema) {
    return "version " + std::to_string(schema);
}

bool backs_up(const Arguments& arguments, const flow::MigrationPlan& plan) {
    return plan.changes() && plan.has_room && !arguments.no_backup;
}

std::string plan_text(const Arguments& arguments, const flow::MigrationPlan& plan,
                      const std::string& database) {
    if (!plan.standing.exists)
        return "there is no database at " + database + "; it is created with " +
               version_words(store::schema_version()) + "\n";
    if (plan.steps.empty())
        return database + " has " + version_words(plan.standing.schema) + ": nothing to do\n";
    if (!plan.changes())
        return database + " is empty; it gets " + version_words(store::schema_version()) + "\n";
    std::string out = database + " (" + report::size_text(plan.standing.size) +
                      (arguments.backup_only ? ") is to be brought from " : ") is brought from ") +
                      version_words(plan.standing.schema) + " to " +
                      version_words(store::schema_version()) + ", in one transaction:\n";
    for (const std::string& step : plan.steps)
        out += "  " + step + "\n";
    out += "An older shoporder cannot use it then; only a backup leads back.\n";
    if (arguments.no_backup)
        return out + "No backup is written before (--no-backup).\n";
    const std::string where =
        plan.backup_folder.string() + " (" + report::size_text(plan.free) + " free)";
    return out + (plan.has_room
                      ? "Before, a backup is written to " + where + ".\n"
                      : "No backup is written before: there is no room in " + where + ".\n");
}

report::Value to_json(const Arguments& arguments, const flow::MigrationPlan& plan,
                      const std::string& database) {
    report::Value out = report::Value::object();
    out.set("database", database).set("schema_version", store::schema_version());
    if (!arguments.dry_run && !plan.changes())
        return out;
    out.set("from", plan.standing.exists ? report::Value{plan.standing.schema} : report::Value{})
        .set("dry_run", arguments.dry_run)
        .set("size", plan.standing.size)
        .set("steps",
             report::json_array(plan.steps, [](const auto& step) { return report::Value{step}; }));
    return out;
}

Exit run(Context& context, const Arguments& arguments) {
    context.enter_state(store::Access::migrate);
    const config::Settings& settings = context.settings();
    const std::string database = settings.database.string();
    flow::Migration migration(settings, context.clock());
    const flow::MigrationPlan plan = migration.look();
    const std::string text = plan_text(arguments, plan, database);
    report::Value json = to_json(arguments, plan, database);
    if (arguments.dry_run) {
        context.answer(json, text + "nothing was changed (--dry-run)\n");
        return Exit::ok;
    }
    // Who asks for the backup alone wants nothing changed without one.
    if (arguments.backup_only && plan.changes() && !plan.has_room)
        throw store::DiskFull("there is no room for a backup in " + plan.backup_folder.string() +
                              " (backup.floor); nothing was changed");
    if (plan.changes() && !context.globals.quiet)
        context.complain(text);
    // Only a person is asked: packages and units run it, too.
    if (plan.changes() && !arguments.backup_only && Context::is_interactive() &&
        !ask("Go on?", arguments.yes)) {
        context.say("nothing was changed");
        return Exit::no;
    }
    if (backs_up(arguments, plan)) {
        const StopOnSignal stop([&migration] { migration.stop(); });
        const std::string file = migration.back_up(plan).string();
        json.set("backup", file);
        context.say("wrote " + file);
    }
    if (arguments.backup_only) {
        context.answer(json, plan.changes() ? "" : "nothing to change, so no backup is needed\n");
        return Exit::ok;
    }
    static_cast<void>(context.database(store::Access::migrate));
    context.answer(json,
                   database + " has version " + std::to_string(store::schema_version()) + "\n");
    return Exit::ok;
}

} // namespace

void add_migrate(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_flag("--dry-run", arguments->dry_run, "say what would happen");
    app.add_flag("--yes", arguments->yes, "do not ask");
    CLI::Option* no_backup =
        app.add_flag("--no-backup", arguments->no_backup, "write no backup before");
    app.add_flag("--backup-only", arguments->backup_only,
                 "write that backup and change nothing; serve migrates at its next start")
        ->excludes(no_backup);
    set_examples(app, {"shoporder migrate --dry-run", "shoporder migrate",
                       "shoporder migrate --database /tmp/try.db"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
