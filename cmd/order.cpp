// `shoporder order`: orders in a list, the story of one, and who ships a line by a person's word.
#include "cmd/order.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/filter.hpp"
#include "cmd/help.hpp"
#include "cmd/relay_run.hpp"
#include "cmd/resolve.hpp"
#include "cmd/usage.hpp"
#include "flow/operate/explain.hpp"
#include "flow/operate/operate.hpp"
#include "flow/operate/views.hpp"
#include "flow/plan/plan.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

void add_list(CLI::App& parent, Context& context) {
    struct Arguments {
        Filter filter;
        std::size_t limit = 50;
        bool csv = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "list", "list orders, newest first");
    filter_by_state(app, arguments->filter);
    filter_by_supplier(app, arguments->filter);
    filter_by_time(app, arguments->filter, "only orders that came");
    filter_by_sku(app, arguments->filter);
    filter_by_customer(app, arguments->filter, "only orders");
    app.add_option("--limit", arguments->limit, "show at most this many")
        ->type_name("N")
        ->check(between(1, 100000))
        ->capture_default_str();
    csv_flag(app, arguments->csv);
    set_examples(app, {"shoporder order list --limit 10", "shoporder order list --state held",
                       "shoporder order list --supplier acme --since 1d --json",
                       "shoporder order list --sku ACME-1",
                       "shoporder order list --customer - < customer.txt"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            store::Database& database = context.database(store::Access::read);
            store::OrderFilter filter;
            filter.shop = base::lower(context.globals.shop);
            filter.states = states_of(arguments->filter);
            filter.supplier_id = supplier_of(database, arguments->filter);
            filter.since = since_of(context, arguments->filter);
            filter.until = until_of(context, arguments->filter);
            filter.limit = arguments->limit;
            const flow::OrderSearch search = search_of(context, database, arguments->filter);
            const bool all = filter.states.empty() && filter.supplier_id == 0 && !filter.since &&
                             !filter.until && search.empty();
            const report::OrderList list = flow::order_list(database, filter, search);
            answer_list(context, arguments->csv, report::to_json(list), "orders",
                        report::to_json(report::OrderRow{}),
                        report::to_text(list, context.style()));
            if (list.orders.empty())
                context.say(all ? "no order yet; `shoporder trigger` sends a sample"
                                : "no such order");
            if (list.more)
                context.say("there are more; see --limit");
            return Exit::ok;
        };
    });
}

struct ShowArguments {
    std::string order;
    bool proof = false;
    bool explain = false;
};

Exit show_proof(Context& context, const report::OrderStory& story) {
    const std::string text = report::proof_text(story, context.clock().now());
    context.answer(report::proof_json(story), text);
    if (!text.empty())
        return Exit::ok;
    std::string names;
    for (const report::StoryDelivery& d : story.deliveries)
        names += (names.empty() ? ": " : ", ") + d.row.po_number + " for " + d.row.supplier +
                 " is " + std::string{order::name(d.row.state)};
    context.say(names.empty() ? "nothing of this order has been delivered"
                              : "nothing was delivered" + names);
    return Exit::no;
}

Exit show(Context& context, const ShowArguments& arguments) {
    store::Database& database = context.database(store::Access::read);
    const std::int64_t order = one_order(database, arguments.order);
    if (arguments.explain) {
        const report::Explanation explanation = flow::explain_order(database, order);
        context.answer(report::to_json(explanation), report::to_text(explanation));
        return Exit::ok;
    }
    report::OrderStory story = flow::order_story(database, context.settings(), order);
    if (!arguments.proof) {
        context.answer(report::to_json(story), report::to_text(story, context.style()));
        return Exit::ok;
    }
    return show_proof(context, report::only_named(std::move(story), arguments.order));
}

void add_show(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<ShowArguments>();
    CLI::App& app = add_verb(parent, "show", "show the whole story of one order");
    app.add_option("ORDER", arguments->order,
                   "its name with or without #, a purchase-order number, a file name, a Shopify id")
        ->required();
    CLI::Option* const proof = app.add_flag(
        "--proof", arguments->proof,
        "print what to mail to a supplier who never got it: server, file, time, digest");
    app.add_flag("--explain", arguments->explain,
                 "which rule takes each line, and why no other supplier gets it")
        ->excludes(proof);
    set_examples(app, {"shoporder order show 1001", "shoporder order show 1001-A --proof",
                       "shoporder order show 1001 --explain"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return show(context, *arguments); };
    });
}

struct AssignArguments {
    std::string order, line, to, reason;
};

/// A line's id, or its place in the order (1, 2, …) where that is no id.
std::int64_t find_line(const report::OrderStory& story, const std::string& text) {
    const auto number = base::parse_int(text);
    for (const report::StoryLine& line : story.lines)
        if (number && line.id == *number)
            return line.id;
    if (number && *number >= 1 && *number <= static_cast<std::int64_t>(story.lines.size()))
        return story.lines[static_cast<std::size_t>(*number) - 1].id;
    throw Error(Exit::not_found, "order " + base::printable(story.order.name, 40) +
                                     " has no line `" + base::printable(text, 40) +
                                     "`; give its place (1, 2, …) or its id, as `shoporder order "
                                     "show` lists them");
}

/// Nothing has left yet.
void say_when_it_goes(const Context& context, const report::QueueView& view,
                      const std::string& supplier) {
    for (const report::DeliveryRow& row : view.deliveries) {
        if (row.supplier != supplier || !order::may_still_leave(row.state))
            continue;
        const std::string next = report::next_command(row);
        if (row.state == order::DeliveryState::ready &&
            row.standstill.kind == report::Standstill::Kind::none)
            context.say(next_dispatch("sends " + row.po_number));
        else if (!next.empty())
            context.say(row.po_number + " is " + std::string{order::name(row.state)} +
                        "; next: " + next);
    }
}

Exit assign(Context& context, const AssignArguments& arguments) {
    require(context, "--reason", arguments.reason);
    store::Database& database = context.database(store::Access::write);
    const std::int64_t order = one_order(database, arguments.order);
    const order::Supplier supplier = one_supplier(database, arguments.to);
    const auto before = flow::order_story(database, context.settings(), order);
    const std::int64_t line = find_line(before, arguments.line);
    const flow::Assigned done =
        flow::assign(database, context.settings(), order, line, supplier.name,
                     {context.person("order assign"), arguments.reason}, context.clock());
    static_cast<void>(flow::plan(database, context.settings(), context.clock(), context.journal()));
    const report::OrderStory story = flow::order_story(database, context.settings(), order);
    report::QueueView view;
    for (const report::StoryDelivery& d : story.deliveries)
        view.deliveries.push_back(d.row);
    report::Value out = report::to_json(view);
    out.set("order", report::json_id(order)).set("line", report::json_id(line));
    out.set("supplier", supplier.name).set("assigned", done.changes);
    context.answer(out, report::to_text(view, context.style()));
    const std::string name = "line " + std::to_string(line);
    if (!done.changes)
        context.say(name + " is assigned to " + supplier.name + " already; this changes nothing");
    else if (done.sent > 0)
        context.say(name + ": what nobody has goes to " + supplier.name + "; " +
                    std::to_string(done.sent) + report::who_keeps(before, line, supplier.name));
    else
        context.say(name + " goes to " + supplier.name);
    if (done.changes)
        say_when_it_goes(context, view, supplier.name);
    return Exit::ok;
}

void add_assign(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<AssignArguments>();
    CLI::App& app = add_verb(parent, "assign", "give a line to a supplier, whatever the rules say");
    app.add_option("ORDER", arguments->order, "as for `order show`")->required();
    app.add_option("--line", arguments->line, "a line's id, or its place in the order: 1, 2, ...")
        ->type_name("LINE")
        ->required();
    app.add_option("--to", arguments->to, "who ships it")->type_name("SUPPLIER")->required();
    app.add_option("--reason", arguments->reason, "why, for the history")
        ->type_name("TEXT")
        ->required();
    set_examples(app, {"shoporder order assign 1001 --line 2 --to acme --reason 'new item'"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return assign(context, *arguments); };
    });
}

} // namespace

void add_order(CLI::App& app, Context& context) {
    add_list(app, context);
    add_show(app, context);
    add_assign(app, context);
    add_order_import(app, context);
    set_examples(app, {"shoporder order show 1001"});
}

} // namespace shoporder::cmd
