// `shoporder shopify`: asks Shopify's Admin API for what webhooks missed, and about the webhooks.
// What it is told is shopify_fulfill.cpp's.
#include "cmd/shopify.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/stop_on_signal.hpp"
#include "flow/sync/subscriptions.hpp"
#include "flow/sync/sync.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using What = flow::SyncedOrder::What;

struct SyncArguments {
    std::string since;
    bool dry_run = false;
    bool due = false;
};

const char* word_of(What what) {
    switch (what) {
    case What::lost:
        return "lost";
    case What::newer:
        return "newer";
    case What::released:
        return "released";
    case What::unusable:
        break;
    }
    return "unusable";
}

report::Value to_json(const flow::SyncedShop& s) {
    report::Value out = report::Value::object();
    out.set("shop", s.shop)
        .set("complete", s.complete)
        .set("busy", s.busy)
        .set("not_due", s.not_due)
        .set("changed_count", s.changed)
        .set("known_count", s.known)
        .set("too_old_count", s.too_old)
        .set("not_shown_count", s.not_shown)
        .set("fetched", report::json_array(
                            s.orders,
                            [](const flow::SyncedOrder& o) {
                                report::Value v = report::Value::object();
                                v.set("order", report::json_id(o.id))
                                    .set("order_name", report::json_text(o.name))
                                    .set("why", word_of(o.what))
                                    .set("reason", report::json_text(o.reason));
                                return v;
                            }))
        .set("problem", report::json_text(s.problem))
        .set("problem_text", report::json_text(s.problem_text))
        .set("api_version", report::json_text(s.version));
    return out.set("withheld_fields", report::json_array(s.withheld, [](const std::string& f) {
                       return report::Value{f};
                   }));
}

std::string summary(const flow::SyncedShop& s, bool dry_run) {
    if (s.busy)
        return s.shop + ": another process is asking; nothing was done\n";
    if (s.not_due) // every two minutes: the journal needs no word of it
        return {};
    std::string out;
    const auto count = [&](std::size_t n, const std::string& words) {
        if (n > 0)
            out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + words;
    };
    count(s.count(What::lost), dry_run ? "would be new here" : "lost and taken in");
    count(s.count(What::newer), "newer than known");
    count(s.count(What::released), "asked again for a release");
    count(s.count(What::unusable), "unusable");
    count(s.known, "known");
    count(s.too_old, "unknown from before the start, left alone");
    count(s.not_shown, "known here and not shown by Shopify");
    if (out.empty())
        out = s.complete ? "no order changed" : "nothing was compared";
    return s.shop + ": " + out + "\n";
}

std::string to_text(const flow::SyncedShop& s, const report::Style& style) {
    report::Table table({"ORDER", "SHOPIFY ID", "WHY", "REASON"});
    for (const flow::SyncedOrder& o : s.orders)
        table.add({base::printable(o.name, 24), std::to_string(o.id), word_of(o.what),
                   base::printable(o.reason, 200)});
    return table.empty() ? std::string{} : table.text(style);
}

void say_what_is_wrong(const Context& context, const flow::SyncedShop& s) {
    if (!s.problem.empty())
        context.say(s.problem_text);
    if (s.withheld.empty())
        return;
    std::string fields;
    for (const std::string& field : s.withheld)
        fields += (fields.empty() ? "" : ", ") + field;
    context.say(s.shop + ": Shopify withholds " + fields +
                ": give the app access to protected customer data, and the scopes that "
                "shoporder-shopify(1) names");
}

Exit sync(Context& context, const SyncArguments& arguments) {
    const auto shops = asked_shops(context);
    if (shops.empty() && !arguments.due)
        throw Error(Exit::config, "no shop has api.token or api.client_id in shoporder.toml: see "
                                  "shoporder-shopify(1)");
    if (shops.empty()) {
        context.answer(report::Value::object().set("shops", report::Value::array()), "");
        return Exit::ok;
    }
    flow::SyncOptions options;
    options.actor = context.person("shopify sync");
    options.dry_run = arguments.dry_run;
    options.due_only = arguments.due;
    if (!arguments.since.empty())
        options.since = point_in_time(arguments.since, "--since", context.clock().now());
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    flow::ShopSyncer syncer(context.settings(), context.clock(), context.journal());
    const StopOnSignal stopping([&syncer] { syncer.stop(); });
    Exit exit = Exit::ok;
    report::Value list = report::Value::array();
    std::string text;
    for (const config::Shop* shop : shops) {
        const flow::SyncedShop done = syncer.run(database, *shop, options);
        list.push(to_json(done));
        text += to_text(done, context.style()) + summary(done, arguments.dry_run);
        say_what_is_wrong(context, done);
        if (done.busy || (!done.problem.empty() && done.passes))
            exit = worse(exit, Exit::partly);
        else if (!done.problem.empty())
            exit = worse(exit, Exit::no);
    }
    context.answer(report::Value::object().set("shops", std::move(list)), text);
    return exit;
}

void add_sync(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<SyncArguments>();
    CLI::App& app = add_verb(parent, "sync", "take in orders and states that webhooks missed");
    app.add_option("--since", arguments->since,
                   "ask for what changed since then instead of since the last complete run: a "
                   "day, a time, or a span such as 3d")
        ->type_name("TIME");
    app.add_flag("--dry-run", arguments->dry_run, "compare and say what is lost, store nothing");
    app.add_flag("--due", arguments->due,
                 "ask only an hour after the last complete run, or after a webhook told of a "
                 "release; for the timer");
    set_examples(app, {"shoporder shopify sync --dry-run --since 3d", "shoporder shopify sync"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return sync(context, *arguments); };
    });
}

struct WebhookArguments {
    bool yes = false;
    bool dry_run = false;
};

const config::Shop& webhook_shop(Context& context) {
    const config::Shop& shop = one_shop(context.settings(), context.globals.shop);
    if (!shop.api.configured())
        throw Error(Exit::config, shop.domain + " has neither api.token nor api.client_id in "
                                                "shoporder.toml: see shoporder-shopify(1)");
    if (shop.api.webhook_url.empty())
        throw Error(Exit::config, shop.domain +
                                      " has no api.webhook_url in shoporder.toml: where should "
                                      "Shopify send its webhooks?");
    return shop;
}

report::Value to_json(const flow::SubscriptionsLook& look, const config::Shop& shop) {
    const auto text = [](const std::string& t) { return report::Value{t}; };
    report::Value out = report::Value::object();
    out.set("shop", shop.domain)
        .set("webhook_url", shop.api.webhook_url)
        .set("subscriptions",
             report::json_array(look.all,
                                [&](const shopify::Subscription& s) {
                                    report::Value v = report::Value::object();
                                    v.set("topic", s.topic)
                                        .set("uri", s.uri)
                                        .set("format", report::json_text(s.format))
                                        .set("filter", report::json_text(s.filter))
                                        .set("only_fields", report::json_array(s.fields, text))
                                        .set("api_version", report::json_text(s.version));
                                    return v;
                                }))
        .set("findings",
             report::json_array(
                 look.findings,
                 [](const shopify::SubscriptionFinding& f) {
                     report::Value v = report::Value::object();
                     v.set("topic", f.topic).set("code", shopify::name(f.kind)).set("text", f.text);
                     return v;
                 }))
        .set("installed", report::json_array(look.installed, text))
        .set("unsubscribed", report::json_array(look.removed, text));
    return out;
}

std::string to_text(const flow::SubscriptionsLook& look, const report::Style& style) {
    report::Table table({"TOPIC", "ADDRESS", "FORMAT", "VERSION"});
    for (const shopify::Subscription& s : look.all)
        table.add({s.topic, base::printable(s.uri, 120), s.format, s.version});
    std::string out = table.empty() ? std::string{} : table.text(style);
    for (const shopify::SubscriptionFinding& f : look.findings)
        out += f.topic + ": " + f.text + "\n";
    for (const std::string& topic : look.installed)
        out += topic + ": installed\n";
    return out;
}

Exit check(Context& context, bool install, const WebhookArguments& arguments) {
    const config::Shop& shop = webhook_shop(context);
    context.enter_state(store::Access::read);
    const auto api = flow::admin_api_of(context.settings(), shop, context.clock());
    if (install && !arguments.yes &&
        !ask("Let Shopify send the webhooks of " + shop.domain + " that are missing to " +
                 shop.api.webhook_url + "?",
             false)) {
        context.say("nothing was done");
        return Exit::ok;
    }
    const flow::SubscriptionsLook look = flow::look_at_subscriptions(*api, shop, install);
    context.answer(to_json(look, shop), to_text(look, context.style()));
    if (look.findings.empty())
        context.say(look.installed.empty() ? "nothing is wrong with the subscriptions"
                                           : "all that was missing is installed");
    return look.findings.empty() ? Exit::ok : Exit::no;
}

Exit remove(Context& context, const WebhookArguments& arguments) {
    const config::Shop& shop = webhook_shop(context);
    context.enter_state(store::Access::read);
    const auto api = flow::admin_api_of(context.settings(), shop, context.clock());
    flow::SubscriptionsLook look = flow::remove_subscriptions(*api, shop, true);
    if (!arguments.dry_run && !look.removed.empty()) {
        if (!ask("Remove " + report::count_of(look.removed.size(), "subscription") + " to " +
                     shop.api.webhook_url + "? No order of " + shop.domain + " comes then",
                 arguments.yes)) {
            context.say("nothing was done");
            return Exit::ok;
        }
        look = flow::remove_subscriptions(*api, shop, false);
    }
    std::string text;
    for (const std::string& topic : look.removed)
        text += topic + (arguments.dry_run ? ": would be removed\n" : ": removed\n");
    context.answer(to_json(look, shop), text);
    if (look.removed.empty())
        context.say("no subscription goes to " + shop.api.webhook_url);
    return Exit::ok;
}

void add_webhooks(CLI::App& parent, Context& context) {
    CLI::App& app = add_verb(parent, "webhooks", "see and mend the subscriptions to webhooks");
    const auto arguments = std::make_shared<WebhookArguments>();
    CLI::App& looks = add_verb(app, "check", "say what is missing, doubled or points elsewhere");
    set_examples(looks, {"shoporder shopify webhooks check"});
    looks.callback([&context, arguments] {
        context.run = [&context, arguments] { return check(context, false, *arguments); };
    });
    CLI::App& installs = add_verb(app, "install", "subscribe to what is missing");
    installs.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(installs, {"shoporder shopify webhooks install"});
    installs.callback([&context, arguments] {
        context.run = [&context, arguments] { return check(context, true, *arguments); };
    });
    CLI::App& removes = add_verb(app, "remove", "end the subscriptions to our address");
    removes.add_flag("--dry-run", arguments->dry_run, "say which, remove none");
    removes.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(removes, {"shoporder shopify webhooks remove --dry-run"});
    removes.callback([&context, arguments] {
        context.run = [&context, arguments] { return remove(context, *arguments); };
    });
    set_examples(app, {"shoporder shopify webhooks check"});
}

} // namespace

/// Shops whose API may be asked: the one named by --shop, else all of them.
std::vector<const config::Shop*> asked_shops(Context& context) {
    std::vector<const config::Shop*> out;
    if (!context.globals.shop.empty()) {
        const config::Shop& shop = one_shop(context.settings(), context.globals.shop);
        if (!shop.api.configured())
            throw Error(Exit::config, shop.domain + " has neither api.token nor api.client_id in "
                                                    "shoporder.toml: see shoporder-shopify(1)");
        return {&shop};
    }
    for (const config::Shop& shop : context.settings().shops)
        if (shop.api.configured())
            out.push_back(&shop);
    return out;
}

Exit worse(Exit a, Exit b) {
    return a == Exit::ok || (a == Exit::partly && b != Exit::ok) ? b : a;
}

void add_shopify(CLI::App& app, Context& context) {
    add_sync(app, context);
    add_fulfill(app, context);
    add_webhooks(app, context);
    set_examples(app, {"shoporder shopify sync --dry-run --since 3d",
                       "shoporder shopify fulfill --dry-run", "shoporder shopify webhooks check"});
}

} // namespace shoporder::cmd
