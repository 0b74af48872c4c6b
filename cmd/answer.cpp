// `shoporder answer`: what suppliers sent back, and a person's word on what needs one.
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/usage.hpp"
#include "flow/collect/word.hpp"
#include "flow/operate/views.hpp"
#include "store/answers.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

std::int64_t one_answer(store::Database& database, const std::string& text) {
    const auto id = base::parse_int(text);
    if (!id || !store::find_answer(database, *id))
        throw Error(Exit::not_found, "no answer `" + base::printable(text, 40) +
                                         "`; `shoporder answer list` shows them");
    return *id;
}

report::Value whole_json(store::Database& database, flow::Names& names, std::int64_t id) {
    report::Value out = report::to_json(flow::answer_row(names, *store::find_answer(database, id)));
    out.set("parts", report::json_array(
                         store::answer_parts(database, id),
                         [&](const auto& part) {
                             return report::to_json(flow::answer_part_row(database, part));
                         }));
    out.set("shipments",
            report::json_array(store::answer_shipments(database, id), [&](const auto& shipment) {
                return report::to_json(flow::shipment_row(database, shipment));
            }));
    return out;
}

void show(Context& context, store::Database& database, std::int64_t id) {
    flow::Names names(database);
    std::vector<report::AnswerPartRow> parts;
    for (const store::AnswerPart& part : store::answer_parts(database, id))
        parts.push_back(flow::answer_part_row(database, part));
    std::vector<report::ShipmentRow> shipments;
    for (const store::Shipment& shipment : store::answer_shipments(database, id))
        shipments.push_back(flow::shipment_row(database, shipment));
    context.answer(whole_json(database, names, id),
                   report::to_text(flow::answer_row(names, *store::find_answer(database, id)),
                                   parts, shipments, context.style()));
}

void add_list(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string state, supplier;
        bool attention = false;
        std::size_t limit = 50;
        bool csv = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "list", "list answers, newest first");
    app.add_flag("--attention", arguments->attention, "only those that need you");
    app.add_option("--state", arguments->state, "received, applied, attention or settled")
        ->type_name("STATE")
        ->check(CLI::IsMember({"received", "applied", "attention", "settled"}));
    app.add_option("--supplier", arguments->supplier, "only this supplier's")->type_name("NAME");
    app.add_option("--limit", arguments->limit, "show at most this many")
        ->type_name("N")
        ->check(between(1, 100000))
        ->capture_default_str();
    csv_flag(app, arguments->csv);
    set_examples(app, {"shoporder answer list --attention"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            store::Database& database = context.database(store::Access::read);
            store::AnswerFilter filter;
            filter.state = arguments->attention ? "attention" : arguments->state;
            filter.limit = arguments->limit;
            if (!arguments->supplier.empty())
                filter.supplier_id = one_supplier(database, arguments->supplier).id;
            const report::AnswerList list = flow::answer_list(database, filter);
            answer_list(context, arguments->csv, report::to_json(list), "answers",
                        report::to_json(report::AnswerRow{}),
                        report::to_text(list.answers, context.style()));
            if (list.answers.empty())
                context.say(arguments->attention ? "no answer needs a person" : "no answers");
            if (list.more)
                context.say("there are more; see --limit");
            return Exit::ok;
        };
    });
}

void add_show(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string id;
        bool raw = false;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "show", "show what an answer says, line by line");
    app.add_option("ID", arguments->id, "as `answer list` prints it")->required();
    app.add_flag("--raw", arguments->raw, "its bytes, as they came, to standard output");
    set_examples(app, {"shoporder answer show 7", "shoporder answer show 7 --raw >answer.xml"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            store::Database& database = context.database(store::Access::read);
            const std::int64_t id = one_answer(database, arguments->id);
            if (arguments->raw)
                context.print(store::answer_bytes(database, id));
            else
                show(context, database, id);
            return Exit::ok;
        };
    });
}

void add_assign(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string id, to;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "assign", "say which delivery an answer belongs to");
    app.add_option("ID", arguments->id, "as `answer list` prints it")->required();
    app.add_option("--to", arguments->to, "a delivery's id or purchase-order number")
        ->type_name("DELIVERY")
        ->required();
    set_examples(app, {"shoporder answer assign 7 --to 1001-A"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            store::Database& database = context.database(store::Access::write);
            const std::int64_t id = one_answer(database, arguments->id);
            flow::assign_answer(database, context.settings(), id,
                                one_delivery(database, arguments->to),
                                {context.person("answer assign"), ""}, context.clock());
            show(context, database, id);
            return Exit::ok;
        };
    });
}

void add_done(CLI::App& parent, Context& context) {
    struct Arguments {
        std::string id, reason;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "done", "close one: you have settled it elsewhere");
    app.add_option("ID", arguments->id, "as `answer list` prints it")->required();
    app.add_option("--reason", arguments->reason, "why, for the history")->type_name("TEXT");
    set_examples(app, {"shoporder answer done 7 --reason 'an order of another shop'"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            require(context, "--reason", arguments->reason);
            store::Database& database = context.database(store::Access::write);
            const std::int64_t id = one_answer(database, arguments->id);
            flow::settle_answer(database, id, {context.person("answer done"), arguments->reason},
                                context.clock());
            show(context, database, id);
            return Exit::ok;
        };
    });
}

} // namespace

void add_answer(CLI::App& app, Context& context) {
    add_list(app, context);
    add_show(app, context);
    add_assign(app, context);
    add_done(app, context);
    set_examples(app, {"shoporder answer list --attention"});
}

} // namespace shoporder::cmd
