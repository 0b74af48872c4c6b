// `shoporder queue resend`: a delivered document once more, after a look and a question.
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/help.hpp"
#include "cmd/queue.hpp"
#include "cmd/resolve.hpp"
#include "cmd/usage.hpp"
#include "flow/operate/resend.hpp"
#include "flow/operate/views.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::string id, reason;
    bool yes = false;
};

Exit resend(Context& context, const Arguments& arguments) {
    require(context, "--reason", arguments.reason);
    store::Database& database = context.database(store::Access::write);
    const std::int64_t id = one_delivery_or_file(database, arguments.id).id;
    const flow::SecondLook look = flow::look_again(database, context.settings(), id);
    if (look.there)
        throw Error(Exit::data,
                    look.file_name + " (" + std::to_string(*look.there) + " bytes) lies at " +
                        look.server + ": " + look.supplier +
                        " has not taken it. Nothing was sent; have it removed there first");
    const std::string before =
        look.uploaded_at ? "It was uploaded " + report::stamp(*look.uploaded_at, context.style())
                         : std::string{"Nobody knows whether it arrived"};
    const std::string now = look.elsewhere
                                ? "; it went to " + look.server + ", where nobody looks any more"
                                : "; " + look.server + " does not have it: taken, or lost";
    if (!ask(before + now + ". If it was taken, " + look.supplier +
                 " gets this order twice. Send the same bytes again (try " +
                 std::to_string(look.times + 1) + ")?",
             arguments.yes)) {
        context.say("nothing was done");
        return Exit::no;
    }
    flow::resend(database, id, {context.person("queue resend"), arguments.reason}, context.clock());
    flow::Names names(database);
    report::QueueView view;
    if (const auto d = store::find_delivery(database, id))
        view.deliveries.push_back(flow::delivery_row(database, names, *d));
    context.answer(report::to_json(view), report::to_text(view, context.style()));
    const report::Standstill still =
        view.deliveries.empty() ? report::Standstill{} : view.deliveries.front().standstill;
    const std::string words = report::words_of(still, look.supplier);
    context.say(words.empty() ? "the next `shoporder retry` sends it"
                              : words + ": it is sent after that; see `" +
                                    report::command_against(still, look.supplier) + "`");
    return Exit::ok;
}

} // namespace

void add_queue_resend(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "resend", "send a document again that its supplier has lost");
    app.add_option("ID", arguments->id, "as for `queue show`")->required();
    app.add_option("--reason", arguments->reason, "why, for the history")
        ->type_name("TEXT")
        ->required();
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder queue resend 12 --reason 'they lost it'"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return resend(context, *arguments); };
    });
}

} // namespace shoporder::cmd
