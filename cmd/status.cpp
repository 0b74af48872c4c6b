// `shoporder status`: the overall state, problems that need a person first.
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "flow/operate/views.hpp"

#include <memory>

namespace shoporder::cmd {

void add_status(CLI::App& app, Context& context) {
    const auto all = std::make_shared<bool>(false);
    app.add_flag("--all", *all, "print everything, even what does not fit on one screen");
    set_examples(app, {"shoporder status", "shoporder status --quiet || mail-the-operator",
                       "shoporder status --json"});
    app.callback([&context, all] {
        context.run = [&context, all] {
            const report::StatusView view = flow::status_view(
                context.database(store::Access::read), context.settings(), context.clock().now());
            if (!context.globals.quiet || context.globals.json)
                context.answer(report::to_json(view),
                               report::to_text(view, context.style(),
                                               *all ? report::Extent::all : report::Extent::page));
            return report::complaints(view).empty() ? base::Exit::ok : base::Exit::no;
        };
    });
}

} // namespace shoporder::cmd
