// `shoporder restore`: a backup becomes the database, and nothing is sent twice.
#include "flow/operate/restore.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/stop_on_signal.hpp"
#include "report/size_text.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    std::string file;
    bool dry_run = false;
    bool yes = false;
};

std::string newest_words(const store::Inspected& backup) {
    if (backup.newest_order.empty())
        return "no order in it";
    std::string out = "newest order " + base::printable(backup.newest_order, 40) + ", received " +
                      base::format_time(backup.newest_order_at.value());
    if (backup.newest_webhook_at)
        out += "; newest webhook " + base::format_time(*backup.newest_webhook_at);
    return out;
}

std::string count(std::int64_t n, std::string_view noun) {
    return report::count_of(static_cast<std::size_t>(n), noun);
}

/// What will be done, or would be.
std::string plan_text(const Arguments& arguments, const flow::RestorePlan& plan,
                      const std::string& database) {
    std::string out = arguments.file + ": backup of " + base::format_time(plan.at) + ", schema " +
                      std::to_string(plan.backup.schema) + ", " +
                      count(plan.backup.orders, "order") + ", " + report::size_text(plan.size) +
                      ", checked\n" + newest_words(plan.backup) + "\n";
    if (plan.backup.schema < store::schema_version())
        out += "it is migrated to schema " + std::to_string(store::schema_version()) + "\n";
    out += "lost: what came in and what was sent in the " + base::format_span(plan.now - plan.at) +
           " since then; Shopify does not send it again\n";
    out += plan.replaces ? "replaces " + database + ", which is kept under another name\n"
                         : "there is no database at " + database + " now\n";
    return out + "pauses " + count(plan.backup.suppliers, "supplier") + "; " +
           count(plan.backup.open, "delivery") +
           " had not left when it was made, and may have left since\n";
}

std::string result_text(const Arguments& arguments, const flow::RestorePlan& plan,
                        const flow::RestoreResult& result, const std::string& database) {
    const std::string since = base::format_time(plan.at);
    std::string out = "restored " + database + " from " + arguments.file + " (" +
                      std::to_string(result.took.count()) + " ms)\n";
    if (!result.kept.empty())
        out += "the database before is " + result.kept.string() +
               "; delete it when you no longer need it, it holds personal data\n";
    out += count(static_cast<std::int64_t>(result.restored.suppliers), "supplier") + " paused, " +
           count(static_cast<std::int64_t>(result.restored.deliveries), "delivery") + " in doubt\n";
    if (result.redacted > 0)
        out += "redacted again, as it was since the backup: " + std::to_string(result.redacted) +
               " orders and webhooks" + "\n";
    out += "\nNext:\n";
    out += "1. Start the services you stopped: systemctl start shoporder.socket, and the timers.\n";
    out += "2. Export the orders since " + since +
           " in Shopify's admin, and bring them in: shoporder order import FILE. Those placed "
           "before now are held, because they may have been sent.\n";
    out += "3. Look at what may have been sent: shoporder queue list --attention. Ask the "
           "suppliers";
    out += result.kept.empty() ? ".\n"
                               : ", or the database before, if it can be read: shoporder "
                                 "--database " +
                                     result.kept.string() + " order show NAME.\n";
    out += "4. Let each supplier go on: shoporder supplier list, shoporder supplier resume NAME. "
           "The restore is over when all are resumed.\n";
    return out;
}

report::Value to_json(const Arguments& arguments, const flow::RestorePlan& plan,
                      const std::string& database) {
    report::Value out = report::Value::object();
    out.set("database", database)
        .set("file", arguments.file)
        .set("dry_run", arguments.dry_run)
        .set("backup_at", plan.at)
        .set("at", plan.now)
        .set("size", plan.size)
        .set("schema_version", plan.backup.schema)
        .set("orders", plan.backup.orders)
        .set("newest_order", plan.backup.newest_order.empty()
                                 ? report::Value{}
                                 : report::Value{plan.backup.newest_order})
        .set("newest_order_at", plan.backup.newest_order_at)
        .set("newest_webhook_at", plan.backup.newest_webhook_at)
        .set("suppliers", plan.backup.suppliers)
        .set("in_doubt", plan.backup.open);
    return out;
}

Exit run(Context& context, const Arguments& arguments) {
    context.enter_state(store::Access::write);
    const config::Settings& settings = context.settings();
    const std::string database = settings.database.string();
    flow::Restore restore(settings, context.clock(),
                          {arguments.file, context.person("restore"), {}});
    const flow::RestorePlan plan = restore.look();
    const std::string text = plan_text(arguments, plan, database);
    report::Value json = to_json(arguments, plan, database);
    if (arguments.dry_run) {
        context.answer(json, text + "nothing was changed (--dry-run)\n");
        return Exit::ok;
    }
    if (!context.globals.quiet)
        context.complain(text);
    if (!ask("Restore it?", arguments.yes)) {
        context.say("nothing was changed");
        return Exit::no;
    }
    flow::RestoreResult result;
    {
        const StopOnSignal stop([&restore] { restore.stop(); });
        result = restore.run(plan);
    }
    json.set("kept", result.kept.empty() ? report::Value{} : report::Value{result.kept.string()})
        .set("paused", result.restored.suppliers)
        .set("in_doubt", result.restored.deliveries)
        .set("redacted", result.redacted)
        .set("milliseconds", result.took.count());
    context.answer(json, result_text(arguments, plan, result, database));
    return Exit::ok;
}

} // namespace

void add_restore(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("FILE", arguments->file, "a backup, as `shoporder backup` wrote it")->required();
    app.add_flag("--dry-run", arguments->dry_run, "check it and say what would happen");
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder restore backups/shoporder-20261129T120000Z.db --dry-run",
                       "shoporder restore backups/shoporder-20261129T120000Z.db",
                       "shoporder restore shoporder-20261129T120000Z.db --yes --json"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
