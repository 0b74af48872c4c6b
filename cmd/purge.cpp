// `shoporder purge`: removes what is older than its retention, while `serve` writes.
#include "flow/operate/purge.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/stop_on_signal.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    bool dry_run = false;
    bool yes = false;
    bool trust_clock = false;
};

report::Value to_json(const flow::PurgeResult& result, bool dry_run) {
    report::Value counts = report::Value::object();
    for (const auto& [kind, count] : result.counts)
        counts.set(kind, count);
    const auto texts = [](const std::vector<std::string>& all) {
        return report::json_array(all, [](const auto& text) { return report::Value{text}; });
    };
    report::Value out = report::Value::object();
    out.set("dry_run", dry_run)
        .set("purged", std::move(counts))
        .set("redacted", result.redacted)
        .set("tasks", report::json_array(result.tasks, report::json_id))
        .set("backups_removed", texts(result.backups_removed))
        .set("freed_pages", result.freed_pages)
        .set("longest_lock_ms", result.longest_lock)
        .set("stopped", result.stopped)
        .set("problems", texts(result.problems));
    return out;
}

std::string to_text(const flow::PurgeResult& result, const config::Retention& r, bool dry_run,
                    const report::Style& style) {
    const std::chrono::seconds keeps[] = {r.bodies,  r.webhooks, r.documents,
                                          r.answers, r.events,   r.rejected};
    report::Table table({"KIND", "OLDER THAN", dry_run ? ">WOULD GO" : ">GONE"});
    for (std::size_t i = 0; i < result.counts.size(); ++i)
        table.add({result.counts[i].first,
                   keeps[i].count() == 0 ? "for ever" : base::format_span(keeps[i]),
                   std::to_string(result.counts[i].second)});
    std::string out = table.text(style);
    if (result.redacted > 0)
        out += "redacted again: " + std::to_string(result.redacted) + "\n";
    for (const std::int64_t task : result.tasks)
        out += "carried out task " + std::to_string(task) + "\n";
    for (const std::string& name : result.backups_removed)
        out += "removed " + name + ", which held redacted data\n";
    return out;
}

Exit run(Context& context, const Arguments& arguments) {
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    const config::Settings& settings = context.settings();
    if (!arguments.dry_run &&
        !ask("Remove what is older than its retention (see --dry-run)? It cannot be brought back.",
             arguments.yes))
        return Exit::no;
    flow::Purge purge(database, settings, context.clock());
    flow::PurgeOptions options{
        arguments.dry_run, arguments.trust_clock, {context.person("purge"), ""}};
    flow::PurgeResult result;
    {
        const StopOnSignal stop([&purge] { purge.stop(); });
        result = purge.run(options);
    }
    if (!context.globals.quiet || context.globals.json)
        context.answer(to_json(result, arguments.dry_run),
                       to_text(result, settings.retention, arguments.dry_run, context.style()));
    for (const std::string& problem : result.problems)
        context.complain("shoporder: " + problem + "\n");
    return result.problems.empty() && !result.stopped ? Exit::ok : Exit::partly;
}

} // namespace

void add_purge(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_flag("--dry-run", arguments->dry_run, "only count what would be removed");
    app.add_flag("--yes", arguments->yes, "do not ask");
    app.add_flag("--trust-clock", arguments->trust_clock,
                 "the clock is right although the last event is long ago, or in the future");
    set_examples(app, {"shoporder purge --dry-run", "shoporder purge --yes"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
