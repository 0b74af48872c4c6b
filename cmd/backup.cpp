// `shoporder backup`: a checked copy of the database, made while `serve` takes orders.
#include "flow/operate/backup.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/stop_on_signal.hpp"
#include "report/size_text.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    std::string folder; ///< "": the setting's
    int keep = 0;       ///< 0: the setting's
};

report::Value to_json(const flow::BackupResult& result) {
    report::Value out = report::Value::object();
    out.set("file", result.file.string())
        .set("size", result.size)
        .set("at", result.at)
        .set("milliseconds", result.took.count())
        .set("schema_version", store::schema_version())
        .set("order_count", result.orders)
        .set("kept_count", result.kept)
        .set("backups_removed",
             report::json_array(result.removed,
                                [](const auto& name) { return report::Value{name}; }))
        .set("problems", report::json_array(result.problems, [](const auto& problem) {
                 return report::Value{problem};
             }));
    return out;
}

std::string to_text(const flow::BackupResult& result) {
    std::string out = "wrote " + result.file.string() + ": " + report::size_text(result.size) +
                      ", " + report::count_of(static_cast<std::size_t>(result.orders), "order") +
                      ", checked (" + std::to_string(result.took.count()) + " ms)\n";
    for (const std::string& name : result.removed)
        out += "removed " + name + "\n";
    return out + report::count_of(result.kept, "backup") + " in " +
           result.file.parent_path().string() + "\n";
}

/// `backup list` is a question, and no wish for a copy in a new folder of that name.
void check_folder(Context& context, const std::filesystem::path& folder) {
    if (folder.empty() || folder.is_absolute() || std::filesystem::exists(folder))
        return;
    throw base::Error(Exit::usage, "there is no folder `" + base::printable(folder.string(), 60) +
                                       "` here: make it first, or write its absolute path. The "
                                       "backups that are there: `ls " +
                                       context.settings().backup_folder().string() + "`");
}

Exit run(Context& context, const Arguments& arguments) {
    check_folder(context, arguments.folder);
    if (!arguments.folder.empty())
        context.overrides["backup.folder"] = arguments.folder;
    if (arguments.keep > 0)
        context.overrides["backup.keep"] = std::to_string(arguments.keep);
    context.enter_state(store::Access::write);
    const config::Settings& settings = context.settings();
    flow::BackupOptions options;
    options.folder = settings.backup_folder();
    options.keep = settings.backup.keep;
    options.floor_bytes = settings.backup.floor_bytes;
    options.actor = context.person("backup");
    flow::Backup backup(settings, context.clock());
    flow::BackupResult result;
    {
        const StopOnSignal stop([&backup] { backup.stop(); });
        result = backup.run(options);
    }
    if (!context.globals.quiet || context.globals.json)
        context.answer(to_json(result), to_text(result));
    for (const std::string& problem : result.problems)
        context.complain("shoporder: " + problem + "\n");
    return result.problems.empty() ? Exit::ok : Exit::partly;
}

} // namespace

void add_backup(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("FOLDER", arguments->folder,
                   "where to write; else the setting `backup.folder`, else the folder "
                   "`backups` beside the database");
    app.add_option("--keep", arguments->keep,
                   "keep so many backups, with the new one, and remove older ones; else the "
                   "setting `backup.keep`")
        ->type_name("N")
        ->check(between(1, 10000));
    set_examples(app, {"shoporder backup", "shoporder backup /mnt/nas/shoporder --keep 30",
                       "shoporder backup --json"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
