// `shoporder restore`: a backup becomes the database, and nothing is sent twice.
#include "flow/operate/restore.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/stop_on_signal.hpp"
#include "report/size_text.hpp"

#include <algorithm>
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

/// What a person does now, and what to type.
struct Step {
    std::string text;
    std::string command;
};

std::string start_command(const config::Settings& settings) {
    std::string out = "systemctl start shoporder.socket shoporder.service";
    for (const char* timer : {"dispatch", "retry", "confirm", "backup", "purge"})
        out += std::string{" shoporder-"} + timer + ".timer";
    if (!settings.alert.command.empty())
        out += " shoporder-alert.timer";
    if (std::any_of(settings.shops.begin(), settings.shops.end(),
                    [](const config::Shop& shop) { return shop.api.configured(); }))
        out += " shoporder-shopify.timer";
    return out + (settings.admin_listen.empty() ? "" : " shoporder-admin.socket");
}

/// Only those that apply. All suppliers are paused, so that dispatch routes and sends nothing.
std::vector<Step> steps_after(const config::Settings& settings, const flow::RestorePlan& plan,
                              const flow::RestoreResult& result) {
    const std::string since = base::format_time(plan.at);
    std::vector<Step> out;
    out.push_back({"Start the services you stopped", start_command(settings)});
    for (const config::Shop& shop : settings.shops)
        out.push_back({"Export the orders of " + shop.domain + " since " + since +
                           " (shoporder-order(1) says how), and bring them in",
                       "shoporder order import FILE --shop " + shop.domain});
    if (result.restored.suppliers.empty())
        out.push_back({"The backup has no supplier: bring them in, else nothing can be routed",
                       "shoporder supplier import FILE"});
    out.push_back({"Route them; those placed before now are held, because they may have been sent",
                   "shoporder dispatch"});
    if (!result.kept.empty())
        out.push_back({"See what was sent since the backup, if the database before can be read",
                       "shoporder --database " + result.kept.string() +
                           " queue list --sent --since " + since});
    out.push_back({"Settle what is held: ask the suppliers, then `shoporder queue done` or "
                   "`shoporder queue release`",
                   "shoporder queue list --attention"});
    for (const std::string& supplier : result.restored.suppliers) {
        const auto before = result.restored.stopped.find(supplier);
        out.push_back({before == result.restored.stopped.end()
                           ? "Let " + supplier + " go on"
                           : supplier + " was " + base::printable(before->second, 120) +
                                 ", before: let it go on only when that is over",
                       "shoporder supplier resume " + supplier});
    }
    if (result.restored.deliveries > 0)
        out.push_back({"Look for what is in doubt; what is not found is held", "shoporder retry"});
    return out;
}

std::string result_text(const Arguments& arguments, const flow::RestoreResult& result,
                        const std::string& database, const std::vector<Step>& steps) {
    std::string out = "restored " + database + " from " + arguments.file + " (" +
                      std::to_string(result.took.count()) + " ms)\n";
    if (!result.kept.empty())
        out += "the database before is " + result.kept.string() +
               "; delete it when you no longer need it, it holds personal data\n";
    out += report::count_of(result.restored.suppliers.size(), "supplier") + " paused, " +
           count(static_cast<std::int64_t>(result.restored.deliveries), "delivery") + " in doubt\n";
    if (result.redacted > 0)
        out += "redacted again, as it was since the backup: " + std::to_string(result.redacted) +
               " orders and webhooks" + "\n";
    out += "\nNext, in this order:\n";
    int number = 0;
    for (const Step& step : steps)
        out += std::to_string(++number) + ". " + step.text + ":\n   " + step.command + "\n";
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
        .set("order_count", plan.backup.orders)
        .set("newest_order", plan.backup.newest_order.empty()
                                 ? report::Value{}
                                 : report::Value{plan.backup.newest_order})
        .set("newest_order_at", plan.backup.newest_order_at)
        .set("newest_webhook_at", plan.backup.newest_webhook_at)
        .set("supplier_count", plan.backup.suppliers)
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
        .set("paused", result.restored.suppliers.size())
        .set("in_doubt", result.restored.deliveries)
        .set("redacted", result.redacted)
        .set("milliseconds", result.took.count());
    const std::vector<Step> steps = steps_after(settings, plan, result);
    json.set("next_commands", report::json_array(steps, [](const Step& step) {
                 return report::Value{step.command};
             }));
    context.answer(json, result_text(arguments, result, database, steps));
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
