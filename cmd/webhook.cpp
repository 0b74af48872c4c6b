// `shoporder webhook`: what Shopify sent, as it came.
#include "cmd/webhook.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/signature.hpp"
#include "flow/operate/views.hpp"
#include "report/rejected_view.hpp"
#include "store/rejected.hpp"
#include "verify/headers.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

/// "r12": a refused request.
std::optional<std::int64_t> rejected_id(const std::string& text) {
    return text.starts_with('r') ? base::parse_int(std::string_view{text}.substr(1)) : std::nullopt;
}

struct ListArguments {
    std::string order;
    std::size_t limit = 50;
    bool rejected = false;
    bool csv = false;
};

Exit list_rejected(Context& context, const ListArguments& arguments) {
    auto rows = flow::rejected_rows(context.database(store::Access::read));
    const bool more = rows.size() > arguments.limit;
    if (more)
        rows.resize(arguments.limit);
    report::Value out = report::Value::object();
    out.set("rejected",
            report::json_array(rows, [](const auto& row) { return report::to_json(row); }));
    out.set("more", more);
    answer_list(context, arguments.csv, out, "rejected", report::to_json(report::RejectedRow{}),
                report::to_text(rows, context.style()));
    const std::string& file = context.settings().file;
    if (!rows.empty())
        context.say("`shoporder webhook verify r" + std::to_string(rows.front().id) +
                    "` says what is wrong with the newest");
    else if (context.settings().keep_rejected == 0)
        context.say("refused requests are not kept; write keep_rejected = 20 to the top of " +
                    (file.empty() ? std::string{config::k_default_file} : file) +
                    ", then `systemctl restart shoporder`; take it out again when you have found "
                    "the reason");
    else
        context.say("none is kept: nothing was refused in the last 24 hours, or a redaction since "
                    "has removed it");
    if (more)
        context.say("there are more; see --limit");
    return Exit::ok;
}

Exit list(Context& context, const ListArguments& arguments) {
    if (arguments.rejected)
        return list_rejected(context, arguments);
    store::Database& database = context.database(store::Access::read);
    const std::int64_t order = arguments.order.empty() ? 0 : one_order(database, arguments.order);
    std::vector<report::WebhookRow> rows;
    for (const auto& row : store::list_webhooks(database, order, arguments.limit + 1))
        rows.push_back(flow::webhook_row(row));
    const bool more = rows.size() > arguments.limit;
    if (more)
        rows.resize(arguments.limit);
    report::Value out = report::Value::object();
    out.set("webhooks",
            report::json_array(rows, [](const auto& row) { return report::to_json(row); }));
    out.set("more", more);
    answer_list(context, arguments.csv, out, "webhooks", report::to_json(report::WebhookRow{}),
                report::to_text(rows, context.style()));
    if (rows.empty())
        context.say("no webhook yet; `shoporder trigger` sends a sample");
    if (more)
        context.say("there are more; see --limit");
    return Exit::ok;
}

void add_list(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<ListArguments>();
    CLI::App& app = add_verb(parent, "list", "list webhooks, newest first");
    CLI::Option* order =
        app.add_option("--order", arguments->order, "only those that speak of this order")
            ->type_name("ORDER");
    app.add_option("--limit", arguments->limit, "show at most this many")
        ->type_name("N")
        ->check(between(1, 100000))
        ->capture_default_str();
    app.add_flag("--rejected", arguments->rejected,
                 "list refused requests instead, where keep_rejected is set")
        ->excludes(order);
    csv_flag(app, arguments->csv);
    set_examples(app, {"shoporder webhook list", "shoporder webhook list --order 1001"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return list(context, *arguments); };
    });
}

/// A stored webhook or a refused request, as it came.
struct Kept {
    report::Value json = report::Value::object();
    std::string text, headers, body;
    bool body_kept = true;
};

Kept find_kept(Context& context, const std::string& id) {
    store::Database& database = context.database(store::Access::read);
    Kept out;
    if (const auto number = rejected_id(id)) {
        if (auto found = store::find_rejected(database, *number)) {
            const report::RejectedRow shown = flow::rejected_row(*found);
            out.json = report::to_json(shown);
            out.text = report::to_text(shown, context.style());
            out.headers = std::move(found->headers);
            out.body = std::move(found->body);
            out.body_kept = found->body_kept;
            return out;
        }
    } else if (const auto webhook = base::parse_int(id)) {
        if (const auto row = store::find_webhook(database, *webhook)) {
            const report::WebhookRow shown = flow::webhook_row(*row);
            out.json = report::to_json(shown);
            out.text = report::to_text(shown, context.style());
            out.headers = row->headers;
            out.body = store::webhook_body(database, *webhook);
            out.body_kept = !out.body.empty();
            return out;
        }
    }
    throw Error(Exit::not_found,
                "no webhook `" + base::printable(id, 40) + "`; see `shoporder webhook list`");
}

void add_show(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string id;
        bool body = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "show", "show one webhook with its headers");
    app.add_option("ID", arguments->id, "as `webhook list` prints it; r1 is a refused request")
        ->required();
    app.add_flag("--body", arguments->body, "the raw body instead, byte for byte as it came");
    set_examples(app, {"shoporder webhook show 12",
                       "shoporder webhook show 12 --body | shoporder verify-hmac --sign"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            Kept kept = find_kept(context, arguments->id);
            if (arguments->body && !kept.body_kept)
                throw Error(Exit::data, "the body of " + arguments->id +
                                            " is not there: it was redacted, purged, or too long "
                                            "to keep");
            if (arguments->body && !context.globals.json) {
                context.print(kept.body);
                return Exit::ok;
            }
            kept.json.set("headers", kept.headers);
            if (arguments->body)
                kept.json.set("body", kept.body);
            context.answer(kept.json, kept.text);
            return Exit::ok;
        };
    });
}

Exit check(Context& context, const std::string& id) {
    const Kept kept = find_kept(context, id);
    if (!kept.body_kept)
        throw Error(Exit::data, "the body of " + id +
                                    " is not there: it was redacted, purged, or too long to keep; "
                                    "save one by yourself, for `shoporder verify-hmac`");
    const verify::DeliveryHeaders headers =
        verify::read_headers(verify::parse_saved_request(kept.headers).headers);
    if (headers.hmac.empty())
        throw Error(Exit::data, base::printable(id, 40) +
                                    " came without a signature: no X-Shopify-Hmac-SHA256 header");
    const bool ours = context.settings().find_shop(headers.shop) != nullptr;
    return judge_signature(context, signing_secrets(context, ours ? headers.shop : ""), kept.body,
                           headers.hmac);
}

void add_verify(CLI::App& parent, Context& context) {
    const auto id = std::make_shared<std::string>();
    CLI::App& app = add_verb(parent, "verify", "check the signature of a refused request again");
    app.add_option("ID", *id, "as `webhook list` prints it; r1 is a refused request")->required();
    set_examples(app, {"shoporder webhook list --rejected", "shoporder webhook verify r1"});
    app.callback([&context, id] { context.run = [&context, id] { return check(context, *id); }; });
}

} // namespace

void add_webhook(CLI::App& app, Context& context) {
    add_list(app, context);
    add_show(app, context);
    add_verify(app, context);
    add_webhook_replay(app, context);
    set_examples(app, {"shoporder webhook list --order 1001"});
}

} // namespace shoporder::cmd
