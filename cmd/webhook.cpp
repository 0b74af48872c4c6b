// `shoporder webhook`: what Shopify sent, as it came.
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "flow/views.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

void add_list(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string order;
        std::size_t limit = 50;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "list", "webhooks, newest first");
    app.add_option("--order", arguments->order, "only those that speak of this order")
        ->type_name("ORDER");
    app.add_option("--limit", arguments->limit, "at most so many")
        ->type_name("N")
        ->check(between(1, 100000))
        ->capture_default_str();
    set_examples(app, {"shoporder webhook list", "shoporder webhook list --order 1001"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            store::Database& database = context.database(store::Access::read);
            const std::int64_t order =
                arguments->order.empty() ? 0 : one_order(database, arguments->order);
            std::vector<report::WebhookRow> rows;
            for (const auto& row : store::list_webhooks(database, order, arguments->limit + 1))
                rows.push_back(flow::webhook_row(row));
            const bool more = rows.size() > arguments->limit;
            if (more)
                rows.resize(arguments->limit);
            report::Value out = report::Value::object();
            out.set("webhooks",
                    report::json_array(rows, [](const auto& row) { return report::to_json(row); }));
            out.set("more", more);
            context.answer(out, report::to_text(rows, context.style()));
            if (rows.empty())
                context.say("no webhook yet; `shoporder trigger` sends a sample");
            if (more)
                context.say("there are more; see --limit");
            return Exit::ok;
        };
    });
}

void add_show(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string id;
        bool body = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "show", "one webhook with its headers");
    app.add_option("ID", arguments->id, "as `webhook list` prints it")->required();
    app.add_flag("--body", arguments->body, "the raw body instead, byte for byte as it came");
    set_examples(app, {"shoporder webhook show 12",
                       "shoporder webhook show 12 --body | shoporder verify-hmac --sign"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            const auto id = base::parse_int(arguments->id);
            store::Database& database = context.database(store::Access::read);
            const auto row = id ? store::find_webhook(database, *id) : std::nullopt;
            if (!row)
                throw Error(Exit::not_found, "no webhook `" + base::printable(arguments->id, 40) +
                                                 "`; see `shoporder webhook list`");
            if (arguments->body && !context.globals.json) {
                context.print(store::webhook_body(database, *id));
                return Exit::ok;
            }
            const report::WebhookRow shown = flow::webhook_row(*row);
            report::Value out = report::to_json(shown);
            out.set("headers", shown.headers);
            if (arguments->body)
                out.set("body", store::webhook_body(database, *id));
            context.answer(out, report::to_text(shown, context.style()));
            return Exit::ok;
        };
    });
}

} // namespace

void add_webhook(CLI::App& app, Context& context) {
    add_list(app, context);
    add_show(app, context);
    set_examples(app, {"shoporder webhook list --order 1001"});
}

} // namespace shoporder::cmd
