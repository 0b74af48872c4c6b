// `shoporder dispatch`: routes and renders what is new, sends what is ready.
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/relay_run.hpp"

#include <memory>

namespace shoporder::cmd {

void add_dispatch(CLI::App& app, Context& context) {
    struct Arguments {
        RelayArguments relay;
        bool dry_run = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    add_relay_options(app, arguments->relay);
    app.add_flag("-n,--dry-run", arguments->dry_run,
                 "say what would be sent; change nothing, send nothing");
    set_examples(app, {"shoporder dispatch", "shoporder dispatch --supplier acme --limit 1",
                       "shoporder dispatch --dry-run"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            flow::RelayOptions options;
            options.dry_run = arguments->dry_run;
            return run_relay(context, arguments->relay, std::move(options));
        };
    });
}

} // namespace shoporder::cmd
