// `shoporder order import` and `order missing`: orders that did not come by themselves.
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/csv.hpp"
#include "cmd/help.hpp"
#include "cmd/order.hpp"
#include "cmd/resolve.hpp"
#include "cmd/usage.hpp"
#include "flow/intake/import_orders.hpp"
#include "order/wrapping.hpp"
#include "store/events.hpp"
#include "store/numbers.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using flow::Fate;

constexpr std::size_t k_largest_file = std::size_t{1} << 30U;
// Exports may be large; what was saved of one request is not.
constexpr std::size_t k_largest_wrapped = std::size_t{64} << 20U;

struct ImportArguments {
    std::string file;
    bool yes = false;
    bool dry_run = false;
};

report::Value to_json(const std::vector<flow::ImportedOrder>& orders) {
    report::Value out = report::Value::object();
    out.set("orders", report::json_array(orders, [](const flow::ImportedOrder& o) {
                report::Value v = report::Value::object();
                v.set("file_line", o.line)
                    .set("order", report::json_id(o.id))
                    .set("order_name", report::json_text(o.name));
                v.set("fate", flow::name(o.fate));
                v.set("reason", o.reason.empty() ? report::Value{} : report::Value{o.reason});
                return v;
            }));
    return out;
}

std::string to_text(const std::vector<flow::ImportedOrder>& orders, const report::Style& style) {
    report::Table table({">LINE", "ORDER", "SHOPIFY ID", "FATE", "REASON"});
    for (const flow::ImportedOrder& o : orders)
        table.add({std::to_string(o.line),
                   base::printable(o.name, 24),
                   o.id == 0 ? "-" : std::to_string(o.id),
                   {std::string{flow::name(o.fate)},
                    o.fate == Fate::unusable ? report::Tone::bad : report::Tone::plain},
                   base::printable(o.reason, 200)});
    return table.text(style);
}

std::size_t count(const std::vector<flow::ImportedOrder>& orders, Fate fate) {
    return static_cast<std::size_t>(std::count_if(
        orders.begin(), orders.end(), [fate](const auto& o) { return o.fate == fate; }));
}

/// The orders of the file, out of whatever was put around them.
std::string unwrapped(const Context& context, const std::string& path) {
    std::string text = base::read_file(path, k_largest_file);
    if (text.size() > k_largest_wrapped)
        return text;
    order::Unwrapped inside = order::unwrap(text);
    for (const order::Wrapping* layer : inside.layers)
        context.say(path + ": " + std::string{layer->text} + " Read without it.");
    if (const auto damage = order::find_damage(inside.bytes)) {
        if (damage->code != "body_damaged")
            throw Error(Exit::data, path + ": " + damage->text + " " + damage->remedy);
        context.say(path + ": " + damage->text + " " + damage->remedy);
    }
    return inside.layers.empty() ? std::move(text) : std::move(inside.bytes);
}

Exit import(Context& context, const ImportArguments& arguments) {
    const std::string text = unwrapped(context, arguments.file);
    const order::OrderFile file = order::cut_orders(text);
    if (!file.defect.empty()) // all or nothing: half a file looks like a whole one afterwards
        throw Error(Exit::data, arguments.file + ": " + base::printable(file.defect, 200));
    const config::Shop& shop = one_shop(context.settings(), context.globals.shop);
    // To look into a file nobody needs a database.
    store::Database* database = nullptr;
    if (!arguments.dry_run)
        database = &context.database(store::Access::write);
    else if (std::filesystem::exists(context.settings().database))
        database = &context.database(store::Access::read);
    std::vector<flow::ImportedOrder> orders = flow::preview_import(file.pieces, database);
    const std::size_t usable = count(orders, Fate::taken);
    if (!arguments.dry_run && usable > 0) {
        const std::string names =
            orders.front().name + (orders.size() > 1 ? " to " + orders.back().name : std::string{});
        if (!ask("Bring " + report::count_of(usable, "order") + " (" + base::printable(names, 80) +
                     ") into " + shop.domain + ", though nothing is signed?",
                 arguments.yes)) {
            context.say("nothing was done");
            return Exit::ok;
        }
        orders = flow::import_orders(*database, file.pieces, shop.domain, context.clock().now(),
                                     context.person("order import"));
    }
    context.answer(to_json(orders), to_text(orders, context.style()));
    const std::size_t unusable = count(orders, Fate::unusable);
    const std::size_t redacted = count(orders, Fate::redacted);
    const std::string left =
        (redacted == 0 ? "" : std::to_string(redacted) + " redacted and not stored again, ") +
        std::to_string(unusable) + " unusable";
    if (arguments.dry_run)
        context.say(report::count_of(usable, "order") + ", " + left + "; nothing was stored");
    else
        context.say(
            std::to_string(count(orders, Fate::taken)) + " taken, " +
            std::to_string(count(orders, Fate::known)) + " known already, " +
            std::to_string(count(orders, Fate::older)) + " older than what is known, " + left +
            (count(orders, Fate::taken) > 0 ? "; the next `shoporder dispatch` routes them" : ""));
    return unusable + redacted == 0 ? Exit::ok : usable > 0 ? Exit::partly : Exit::data;
}

void add_import(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<ImportArguments>();
    CLI::App& app = add_verb(parent, "import", "import orders that never arrived");
    app.add_option("FILE", arguments->file,
                   "orders as Shopify's API gives them: one, an array, {\"orders\": ...}, or one "
                   "on each line; - for standard input")
        ->required();
    app.add_flag("--dry-run", arguments->dry_run, "say what is in it, store nothing");
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder order import orders.json --dry-run",
                       "shoporder order import orders.json --yes"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return import(context, *arguments); };
    });
}

struct MissingArguments {
    std::string forget, reason;
    std::size_t limit = 100;
    bool csv = false;
};

Exit forget(Context& context, const MissingArguments& arguments) {
    require(context, "--reason", arguments.reason);
    const config::Shop& shop = one_shop(context.settings(), context.globals.shop);
    const bool all = arguments.forget == "all";
    const auto number = all ? std::optional<std::int64_t>{0} : base::parse_int(arguments.forget);
    if (!number || (!all && *number <= 0))
        throw Error(Exit::usage, "--forget takes an order's number, or `all`");
    store::Write write(context.database(store::Access::write));
    const std::size_t gone = store::forget_missing(write, shop.domain, *number);
    if (gone == 0)
        throw Error(Exit::not_found, "no such number is missing; see `shoporder order missing`");
    store::Event event{context.clock().now(), "operator"};
    event.actor = context.person("order missing");
    event.text = "missing numbers of " + shop.domain + " forgotten: " + arguments.forget + " (" +
                 base::printable(arguments.reason, 200) + ")";
    store::add_event(write, event);
    write.commit();
    report::Value out = report::Value::object();
    out.set("forgotten", gone);
    context.answer(out, "");
    context.say(report::count_of(gone, "number") + " forgotten");
    return Exit::ok;
}

Exit missing(Context& context, const MissingArguments& arguments) {
    if (!arguments.forget.empty())
        return forget(context, arguments);
    auto found = store::missing_numbers(context.database(store::Access::read),
                                        base::lower(context.globals.shop), arguments.limit + 1);
    const bool more = found.size() > arguments.limit;
    if (more)
        found.resize(arguments.limit);
    report::Table table({"SHOP", ">NUMBER", "A HIGHER ONE CAME"});
    for (const store::MissingNumber& m : found)
        table.add({m.shop, std::to_string(m.number), report::when(m.since, context.style())});
    const auto json = [](const store::MissingNumber& m) {
        report::Value v = report::Value::object();
        v.set("shop", m.shop).set("number", m.number).set("since", m.since);
        return v;
    };
    report::Value out = report::Value::object();
    out.set("missing", report::json_array(found, json)).set("more", more);
    answer_list(context, arguments.csv, out, "missing", json({}),
                table.empty() ? "" : table.text(context.style()));
    if (found.empty())
        context.say("no number is missing");
    if (more)
        context.say("there are more; see --limit");
    return Exit::ok;
}

void add_missing(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<MissingArguments>();
    CLI::App& app = add_verb(parent, "missing", "list order numbers that never arrived");
    app.add_option("--limit", arguments->limit, "show at most this many")
        ->type_name("N")
        ->check(between(1, 100000))
        ->capture_default_str();
    csv_flag(app, arguments->csv);
    app.add_option("--forget", arguments->forget,
                   "there is no such order: a number, or `all` of the shop")
        ->type_name("NUMBER");
    app.add_option("--reason", arguments->reason, "why, for the history")->type_name("TEXT");
    set_examples(app, {"shoporder order missing",
                       "shoporder order missing --forget 1003 --reason 'a deleted draft'"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return missing(context, *arguments); };
    });
}

} // namespace

void add_order_import(CLI::App& parent, Context& context) {
    add_import(parent, context);
    add_missing(parent, context);
}

} // namespace shoporder::cmd
