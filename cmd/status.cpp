// `shoporder status`: how it stands, what needs a person first.
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "flow/operate/views.hpp"

namespace shoporder::cmd {

void add_status(CLI::App& app, Context& context) {
    set_examples(app, {"shoporder status", "shoporder status --quiet || mail-the-operator",
                       "shoporder status --json"});
    app.callback([&context] {
        context.run = [&context] {
            const report::StatusView view = flow::status_view(
                context.database(store::Access::read), context.settings(), context.clock().now());
            if (!context.globals.quiet || context.globals.json)
                context.answer(report::to_json(view), report::to_text(view, context.style()));
            return report::complaints(view).empty() ? base::Exit::ok : base::Exit::no;
        };
    });
}

} // namespace shoporder::cmd
