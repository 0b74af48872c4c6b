// `shoporder serve`: accepts, verifies and stores webhooks.
#include "flow/intake/serve.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"

#include <memory>

namespace shoporder::cmd {

void add_serve(CLI::App& app, Context& context) {
    const auto listen = std::make_shared<std::vector<std::string>>();
    app.add_option("--listen", *listen,
                   "unix:PATH or HOST:PORT, instead of the setting; may be repeated. Sockets "
                   "from systemd come first. Port 0 takes a free one")
        ->type_name("ADDRESS");
    set_examples(app, {"shoporder serve", "shoporder serve --listen unix:/run/shoporder/http.sock",
                       "shoporder serve --listen 127.0.0.1:8080 -v"});
    app.callback([&context, listen] {
        context.run = [&context, listen] {
            std::string addresses;
            for (const std::string& address : *listen)
                addresses += (addresses.empty() ? "" : ", ") + address;
            if (!addresses.empty())
                context.overrides["listen"] = addresses;
            context.enter_state(store::Access::migrate);
            return flow::serve(context.settings(), context.clock(), context.journal(),
                               [&context](const std::string& address) {
                                   report::Value line = report::Value::object();
                                   line.set("listening", address);
                                   if (context.globals.json)
                                       context.print_entry(line);
                                   else
                                       context.say("listening on " + address);
                                   flush_out();
                               });
        };
    });
}

} // namespace shoporder::cmd
