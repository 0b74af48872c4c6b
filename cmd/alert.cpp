// `shoporder alert`: tells a person of problems who does not look, and once a day how it went.
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "flow/watch/alerting.hpp"

#include <filesystem>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    bool dry_run = false;
    bool test = false;
};

std::string text_of(const report::Letter& letter) {
    return letter.subject + "\n\n" + letter.body;
}

/// For `config check`. Before there is a database, or where it cannot be written, a test is a test
/// all the same.
void note_test(Context& context) {
    try {
        if (std::filesystem::exists(context.settings().database))
            flow::note_alert_test(context.database(store::Access::write), context.settings(),
                                  context.clock().now());
    } catch (const base::Error& error) {
        context.say(std::string{"that it was sent is not recorded: "} + error.what());
    }
}

Exit run(Context& context, const Arguments& arguments) {
    if (arguments.test) {
        context.enter_state(store::Access::read); // what only root may read would fail at night
        flow::send_test_alert(context.settings());
        note_test(context);
        context.answer(report::Value::object().set("told", true), "");
        context.say("sent a test by alert.command; has it arrived?");
        return Exit::ok;
    }
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    const flow::AlertResult result = flow::alert(
        database, context.settings(), context.clock().now(), context.style(), arguments.dry_run);
    report::Value out = report::to_json(result.news);
    out.set("digest", result.digest ? report::Value{result.digest->body} : report::Value{})
        .set("told", !arguments.dry_run && (result.letter || result.digest));
    std::string text;
    for (const auto* letter : {&result.letter, &result.digest})
        if (*letter)
            text += (text.empty() ? "" : "\n") + text_of(**letter);
    context.answer(out, text);
    if (text.empty())
        context.say("nothing new to tell");
    return Exit::ok;
}

} // namespace

void add_alert(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::Option* const dry_run = app.add_flag("--dry-run", arguments->dry_run,
                                              "print what would be told; tell and record nothing");
    app.add_flag("--test", arguments->test, "send a letter that says it is a test")
        ->excludes(dry_run);
    set_examples(app, {"shoporder alert --dry-run", "shoporder alert --test"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
