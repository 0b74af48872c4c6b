// `shoporder trigger`: the end-to-end check without Shopify: a signed order to the listener.
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "flow/operate/sample_order.hpp"
#include "receive/client.hpp"
#include "store/suppliers.hpp"
#include "verify/signature.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::string url, socket, topic = "orders/create", file, webhook_id;
    bool as_live = false;
    bool yes = false;
};

receive::Target target_of(const Arguments& arguments, const config::Settings& settings) {
    if (!arguments.url.empty() && !arguments.socket.empty())
        throw Error(Exit::usage, "name --url or --socket, not both");
    std::string text = arguments.url;
    if (!arguments.socket.empty())
        text =
            arguments.socket.starts_with("unix:") ? arguments.socket : "unix:" + arguments.socket;
    if (text.empty())
        text = settings.listen.front();
    receive::Target target = receive::parse_target(text);
    if (target.path == "/")
        target.path = "/webhooks/" + arguments.topic;
    return target;
}

/// The suppliers, where there is a database to ask: the sample then has a line for each.
std::vector<order::Supplier> suppliers_if_any(Context& context) {
    try {
        return store::list_suppliers(context.database(store::Access::read));
    } catch (const Error&) {
        return {};
    }
}

std::string body_of(Context& context, const Arguments& arguments) {
    if (!arguments.file.empty())
        return base::read_file(arguments.file);
    flow::SampleOptions options;
    options.now = context.clock().now();
    options.id = base::to_micros(options.now) / 1000; // an id of its own for every sample
    options.test = !arguments.as_live;
    return flow::sample_order(options, suppliers_if_any(context));
}

void check_topic(const std::string& topic) {
    for (const char c : topic)
        if (!((c >= 'a' && c <= 'z') || c == '_' || c == '/'))
            throw Error(Exit::usage,
                        "--topic: write it as Shopify does, for instance orders/create");
}

Exit run(Context& context, const Arguments& arguments) {
    check_topic(arguments.topic);
    const config::Settings& settings = context.settings();
    const config::Shop& shop = one_shop(settings, context.globals.shop);
    const receive::Target target = target_of(arguments, settings);
    if (arguments.as_live && arguments.file.empty() &&
        !ask("This sample is no test order: live suppliers will get it. Send it?", arguments.yes))
        return Exit::no;
    const auto secrets = settings.signing_secrets(shop);
    if (secrets.empty())
        throw Error(Exit::config,
                    "no signing secret for " + shop.domain +
                        "; `shoporder credential set NAME`, or set SHOPIFY_API_SECRET");
    const std::string body = body_of(context, arguments);
    const std::string id =
        arguments.webhook_id.empty()
            ? "trigger-" + base::hex(base::sha256(body + base::format_time(context.clock().now())))
                               .substr(0, 24)
            : arguments.webhook_id;
    const receive::Answer reply =
        receive::post(target,
                      {{"Content-Type", "application/json"},
                       {"User-Agent", "shoporder trigger"},
                       {"X-Shopify-Topic", arguments.topic},
                       {"X-Shopify-Shop-Domain", shop.domain},
                       {"X-Shopify-Webhook-Id", id},
                       {"X-Shopify-Triggered-At", base::format_time(context.clock().now())},
                       {"X-Shopify-API-Version", "2026-04"},
                       {"X-Shopify-Hmac-SHA256", verify::sign(secrets.front().value, body)}},
                      body);
    const std::string words{base::trim(reply.body)};
    report::Value out = report::Value::object();
    out.set("status", reply.status)
        .set("answer", words)
        .set("shop", shop.domain)
        .set("topic", arguments.topic)
        .set("webhook_id", id)
        .set("secret", secrets.front().label)
        .set("size", body.size());
    context.answer(out, std::to_string(reply.status) + (words.empty() ? "" : " ") +
                            base::printable(words, 300) + "\n");
    if (reply.status >= 200 && reply.status < 300)
        return Exit::ok;
    return reply.status >= 500 ? Exit::unavailable : Exit::no;
}

} // namespace

void add_trigger(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("--url", arguments->url,
                   "where it goes: http://HOST:PORT, or HOST:PORT; else the setting `listen`")
        ->type_name("URL");
    app.add_option("--socket", arguments->socket, "or a unix socket")->type_name("PATH");
    app.add_option("--topic", arguments->topic, "what it claims to be")
        ->type_name("TOPIC")
        ->capture_default_str();
    app.add_option("--file", arguments->file,
                   "this body instead of the sample, byte for byte; `-`: standard input")
        ->type_name("FILE");
    app.add_option("--webhook-id", arguments->webhook_id,
                   "the id of the delivery; the same twice is a duplicate")
        ->type_name("ID");
    app.add_flag("--as-live", arguments->as_live,
                 "a sample that is no test order, so that live suppliers get it; asks");
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder trigger", "shoporder trigger --socket /run/shoporder/http.sock",
                       "shoporder trigger --file body.json --topic orders/updated"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
