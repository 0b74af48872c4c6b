// `shoporder webhook replay`: judges stored webhooks again, and says what came of each.
#include "base/text.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/webhook.hpp"
#include "flow/operate/replay.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::vector<std::string> ids;
    bool dry_run = false;
};

std::vector<std::int64_t> ids_of(const Arguments& arguments) {
    std::vector<std::int64_t> ids;
    for (const std::string& text : with_standard_input(arguments.ids)) {
        const auto id = base::parse_int(text);
        if (!id && text.starts_with('r') && base::parse_int(std::string_view{text}.substr(1)))
            throw Error(Exit::data,
                        text + " was refused and is no webhook: nothing says that Shopify sent "
                               "it; bring its order in with `shoporder order import`");
        if (!id)
            throw Error(Exit::not_found, "no webhook `" + base::printable(text, 40) +
                                             "`; see `shoporder webhook list`");
        if (std::find(ids.begin(), ids.end(), *id) == ids.end())
            ids.push_back(*id);
    }
    return ids;
}

std::string words_of(const flow::ReplayedWebhook& done) {
    if (done.gone)
        return "its body was redacted or purged: it stays " + done.before;
    std::string out = done.before == done.state ? "stays " + done.state
                                                : "was " + done.before + ", is " + done.state;
    if (!done.reason.empty())
        out += ": " + base::printable(done.reason, 300);
    if (done.planned)
        out += "; the next dispatch plans order " + (done.order_name.empty()
                                                         ? std::to_string(done.order_id)
                                                         : base::printable(done.order_name, 40));
    return out;
}

report::Value to_json(const flow::ReplayedWebhook& done) {
    report::Value out = report::Value::object();
    out.set("id", report::json_id(done.id))
        .set("order", report::json_id(done.order_id))
        .set("before", done.before)
        .set("state", done.state)
        .set("reason", done.reason.empty() ? report::Value{} : report::Value{done.reason})
        .set("gone", done.gone)
        .set("planned", done.planned);
    return out;
}

Exit run(Context& context, const Arguments& arguments) {
    const auto ids = ids_of(arguments);
    const auto done = flow::replay(context.database(store::Access::write), ids, arguments.dry_run,
                                   {context.person("webhook replay"), ""}, context.clock());
    std::string text;
    for (const flow::ReplayedWebhook& each : done)
        text += std::to_string(each.id) + "  " + words_of(each) + "\n";
    report::Value out = report::Value::object();
    out.set("webhooks", report::json_array(done, [](const auto& each) { return to_json(each); }))
        .set("dry_run", arguments.dry_run);
    context.answer(out, text);
    if (arguments.dry_run)
        context.say("nothing was changed (--dry-run)");
    const bool all =
        std::none_of(done.begin(), done.end(), [](const auto& each) { return each.gone; });
    return all ? Exit::ok : Exit::data;
}

} // namespace

void add_webhook_replay(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "replay", "judge stored webhooks again, by this version");
    app.add_option("ID", arguments->ids,
                   "as `webhook list` prints it; `-` reads them from standard input")
        ->required();
    app.add_flag("--dry-run", arguments->dry_run, "only say what would come of each");
    set_examples(app, {"shoporder webhook replay 12 --dry-run", "shoporder webhook replay 12 13"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
