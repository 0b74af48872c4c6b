// `shoporder shopify fulfill`: tells Shopify what suppliers have shipped.
#include "base/text.hpp"
#include "cmd/help.hpp"
#include "cmd/shopify.hpp"
#include "cmd/stop_on_signal.hpp"
#include "flow/sync/fulfill.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using Result = flow::ToldShipment::Result;

struct Arguments {
    std::vector<std::string> again;
    bool dry_run = false;
    bool due = false;
};

report::Value to_json(const flow::FulfilledShop& s) {
    report::Value out = report::Value::object();
    out.set("shop", s.shop)
        .set("busy", s.busy)
        .set("shipments",
             report::json_array(s.shipments,
                                [](const flow::ToldShipment& each) {
                                    report::Value v = report::Value::object();
                                    v.set("shipment", report::json_id(each.shipment))
                                        .set("order", each.order == 0 ? report::Value{}
                                                                      : report::json_id(each.order))
                                        .set("result", flow::name(each.result))
                                        .set("text", each.text);
                                    return v;
                                }))
        .set("problem", report::json_text(s.problem))
        .set("problem_text", report::json_text(s.problem_text));
    return out;
}

std::string summary(const flow::FulfilledShop& s, bool due) {
    if (s.busy)
        return s.shop + ": another process is telling; nothing was done\n";
    std::string out;
    const auto count = [&](Result result, const char* words) {
        if (const std::size_t n = s.count(result); n > 0)
            out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + words;
    };
    count(Result::told, "told");
    count(Result::corrected, "corrected");
    count(Result::found, "there already");
    count(Result::would, "would be told");
    count(Result::waits, "not known yet");
    count(Result::refused, "refused");
    if (out.empty() && due) // every minute: the journal needs no word of it
        return {};
    return s.shop + ": " + (out.empty() ? "no shipment is to be told" : out) + "\n";
}

std::string to_text(const flow::FulfilledShop& s, const report::Style& style) {
    report::Table table({">SHIPMENT", "ORDER", "RESULT", "TEXT"});
    for (const flow::ToldShipment& each : s.shipments)
        table.add({std::to_string(each.shipment),
                   each.order == 0 ? std::string{} : std::to_string(each.order),
                   {std::string{flow::name(each.result)},
                    each.result == Result::refused ? report::Tone::bad : report::Tone::plain},
                   base::printable(each.text, 300)});
    return table.empty() ? std::string{} : table.text(style);
}

std::vector<std::int64_t> ids_of(const std::vector<std::string>& words) {
    std::vector<std::int64_t> out;
    for (const std::string& word : words) {
        const auto id = base::parse_int(word);
        if (!id || *id < 1)
            throw Error(Exit::usage,
                        "--again takes a shipment's number, as `shoporder answer show` "
                        "prints it, not `" +
                            base::printable(word, 40) + "`");
        out.push_back(*id);
    }
    return out;
}

Exit fulfill(Context& context, const Arguments& arguments) {
    const auto again = ids_of(arguments.again);
    const auto shops = asked_shops(context);
    if (shops.empty() && !arguments.due)
        throw Error(Exit::config, "no shop has api.token or api.client_id in shoporder.toml: see "
                                  "shoporder-shopify(1)");
    flow::FulfillOptions options;
    options.actor = context.person("shopify fulfill");
    options.dry_run = arguments.dry_run;
    report::Value list = report::Value::array();
    std::string text;
    Exit exit = Exit::ok;
    if (!shops.empty()) {
        store::Database& database =
            context.database(arguments.dry_run ? store::Access::read : store::Access::write);
        flow::tell_again(database, context.settings(), again, options.actor, context.clock());
        flow::ShipmentTeller teller(context.settings(), context.clock(), context.journal());
        const StopOnSignal stopping([&teller] { teller.stop(); });
        for (const config::Shop* shop : shops) {
            const flow::FulfilledShop done = teller.run(database, *shop, options);
            list.push(to_json(done));
            // The timer's output is the journal: no words of others in it.
            text += (arguments.due ? std::string{} : to_text(done, context.style())) +
                    summary(done, arguments.due);
            if (!done.problem.empty())
                context.say(done.problem_text);
            if (done.busy || done.count(Result::waits) > 0 ||
                (!done.problem.empty() && done.passes))
                exit = worse(exit, Exit::partly);
            else if (!done.problem.empty() || done.count(Result::refused) > 0)
                exit = worse(exit, Exit::no);
        }
    }
    context.answer(report::Value::object().set("shops", std::move(list)), text);
    return exit;
}

} // namespace

void add_fulfill(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "fulfill", "tell Shopify what suppliers have shipped");
    app.add_flag("--dry-run", arguments->dry_run, "say what Shopify would be told; tell nothing");
    app.add_option("--again", arguments->again,
                   "tell this shipment anew, which Shopify refused; may be repeated")
        ->type_name("ID");
    app.add_flag("--due", arguments->due, "say nothing where nothing is to be told; for the timer");
    set_examples(app,
                 {"shoporder shopify fulfill --dry-run", "shoporder shopify fulfill --again 7"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            if (arguments->dry_run && !arguments->again.empty())
                throw Error(Exit::usage,
                            "--again changes something, --dry-run nothing: choose one");
            return fulfill(context, *arguments);
        };
    });
}

} // namespace shoporder::cmd
