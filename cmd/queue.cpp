// `shoporder queue`: deliveries in a list, one of them, and what a person does to them.
#include "cmd/queue.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/filter.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/usage.hpp"
#include "flow/operate/filters.hpp"
#include "flow/operate/operate.hpp"
#include "flow/operate/views.hpp"
#include "flow/plan/plan.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

struct ListArguments {
    Filter filter;
    bool attention = false;
    bool sent = false;
    bool sums = false;
    bool csv = false;
    std::size_t limit = 50;
    bool limited = false; ///< by a word of the operator's
};

SentArguments sent_of(const Context& context, store::Database& database,
                      const ListArguments& arguments) {
    SentArguments out;
    out.filter.supplier_id = supplier_of(database, arguments.filter);
    out.filter.shop = base::lower(context.globals.shop);
    out.filter.since = since_of(context, arguments.filter);
    out.filter.until = until_of(context, arguments.filter);
    if (arguments.limited)
        out.limit = arguments.limit;
    out.csv = arguments.csv;
    out.sums = arguments.sums;
    return out;
}

store::DeliveryFilter filter_of(const Context& context, store::Database& database,
                                const ListArguments& arguments) {
    store::DeliveryFilter filter;
    filter.shop = base::lower(context.globals.shop);
    filter.limit = arguments.limit;
    filter.reason_code = arguments.filter.code;
    filter.supplier_id = supplier_of(database, arguments.filter);
    filter.since = since_of(context, arguments.filter);
    filter.until = until_of(context, arguments.filter);
    filter.states = flow::delivery_states(arguments.filter.states, "--state");
    if (arguments.attention)
        filter.states = flow::states_where(order::is_attention);
    return filter;
}

void add_list(CLI::App& parent, Context& context) {
    const auto arguments = std::make_shared<ListArguments>();
    CLI::App& app = add_verb(parent, "list", "list deliveries that are not settled, oldest first");
    CLI::Option* const attention =
        app.add_flag("--attention", arguments->attention,
                     "only what needs you, by cause and supplier, with the commands");
    CLI::Option* const state = filter_by_state(app, arguments->filter);
    filter_by_supplier(app, arguments->filter);
    CLI::Option* const code = filter_by_code(app, arguments->filter);
    filter_by_time(app, arguments->filter, "only deliveries made (with --sent: sent)");
    CLI::Option* const sent =
        app.add_flag("--sent", arguments->sent,
                     "the ledger: every document that was sent, with sums by supplier")
            ->excludes(attention)
            ->excludes(state)
            ->excludes(code);
    csv_flag(app, arguments->csv);
    app.add_flag("--sums", arguments->sums, "with --sent: only the sums")->needs(sent);
    CLI::Option* const limit = app.add_option("--limit", arguments->limit, "show at most this many")
                                   ->type_name("N")
                                   ->check(between(1, 100000))
                                   ->capture_default_str();
    set_examples(app, {"shoporder queue list --attention", "shoporder queue list --state failed",
                       "shoporder queue list --state all --supplier acme --json",
                       "shoporder queue list --sent --since 2026-03-01 --until 2026-04-01 --csv"});
    app.callback([&context, arguments, limit] {
        arguments->limited = limit->count() > 0;
        context.run = [&context, arguments] {
            store::Database& database = context.database(store::Access::read);
            if (arguments->sent)
                return list_sent(context, database, sent_of(context, database, *arguments));
            const store::DeliveryFilter filter = filter_of(context, database, *arguments);
            const report::QueueView view = arguments->attention
                                               ? flow::attention_view(database, filter)
                                               : flow::queue_view(database, filter);
            answer_list(context, arguments->csv, report::to_json(view), "deliveries",
                        report::to_json(report::DeliveryRow{}),
                        report::to_text(view, context.style()));
            if (view.deliveries.empty())
                context.say(arguments->attention ? "nothing needs a person"
                                                 : "nothing in the queue");
            if (view.more && !view.attention) // there each group says it
                context.say("there are more; see --limit");
            return Exit::ok;
        };
    });
}

void add_show(CLI::App& parent, Context& context) {
    const auto id = std::make_shared<std::string>();
    CLI::App& app =
        add_verb(parent, "show", "show one delivery: its document, attempts and history");
    app.add_option("ID", *id, "a delivery's id, purchase-order number, file name or order")
        ->required();
    set_examples(app, {"shoporder queue show 12", "shoporder queue show 1001-A"});
    app.callback([&context, id] {
        context.run = [&context, id] {
            store::Database& database = context.database(store::Access::read);
            const std::int64_t wanted = one_delivery(database, *id);
            const auto d = store::find_delivery(database, wanted);
            if (!d)
                throw Error(Exit::not_found, "no delivery " + std::to_string(wanted));
            const auto story = flow::order_story(database, context.settings(), d->order_id);
            const report::Style style = context.style();
            report::Value out;
            std::string text = "Order " + base::printable(story.order.name, 80) + "  " +
                               std::to_string(story.order.id) + "  " + story.order.shop + "\n";
            for (const report::StoryDelivery& delivery : story.deliveries)
                if (delivery.row.id == wanted) {
                    out = report::to_json(delivery);
                    text += report::to_text(delivery, style);
                    text += report::left_out_text(delivery.left_out, style);
                }
            report::Value events = report::Value::array();
            for (const report::EventRow& event : story.events)
                if (event.delivery_id == wanted) {
                    events.push(report::to_json(event));
                    text += "  " + report::to_text(event, style);
                }
            out.set("events", std::move(events));
            context.answer(out, text);
            return Exit::ok;
        };
    });
}

/// hold, release, cancel, done.
struct Verb {
    const char* name;
    const char* summary;
    bool needs_reason;
    bool (*may)(DeliveryState); ///< what --all takes
    void (*act)(store::Database&, std::int64_t, const flow::Person&, const base::Clock&,
                flow::Scope);
    const char* example;
};

// Nothing that can be held or released is in a file yet.
void hold(store::Database& database, std::int64_t id, const flow::Person& person,
          const base::Clock& clock, flow::Scope) {
    flow::hold(database, id, person, clock);
}
void release(store::Database& database, std::int64_t id, const flow::Person& person,
             const base::Clock& clock, flow::Scope) {
    flow::release(database, id, person, clock);
}

constexpr Verb k_verbs[] = {
    {"hold", "hold it here until it is released", false,
     [](DeliveryState s) { return s == DeliveryState::waiting || s == DeliveryState::ready; }, hold,
     "shoporder queue hold 12 --reason 'shopper called'"},
    {"release", "let it go in spite of the reason it is held for", false,
     [](DeliveryState s) { return s == DeliveryState::held; }, release,
     "shoporder queue release 12"},
    {"cancel", "cancel it before it is sent", true,
     [](DeliveryState s) { return order::is_unclaimed(s); }, flow::cancel,
     "shoporder queue cancel 12 --reason 'sent by hand'"},
    {"done", "close it: you have settled it elsewhere", true,
     [](DeliveryState s) { return order::is_attention(s); }, flow::settle,
     "shoporder queue done 12 --reason 'told them on the phone'"},
};

struct VerbArguments {
    std::vector<std::string> ids;
    std::string reason;
    Filter filter; ///< of --all
    bool all = false;
    bool yes = false;
};

std::string words_of(const std::vector<DeliveryState>& states) {
    std::string out;
    for (const DeliveryState each : states)
        out += (out.empty() ? "" : ", ") + std::string{order::name(each)};
    return out;
}

/// Of the states that the verb takes those that were named, or all of them.
std::vector<DeliveryState> states_to_take(const Verb& verb, const Filter& filter) {
    std::vector<DeliveryState> taken = flow::states_where(verb.may);
    if (filter.states.empty())
        return taken;
    const std::vector<DeliveryState> named = states_of(filter);
    std::erase_if(taken, [&named](DeliveryState each) {
        return std::find(named.begin(), named.end(), each) == named.end();
    });
    if (taken.empty())
        throw Error(Exit::usage, "--state " + filter.states.front() + ": `queue " + verb.name +
                                     "` takes only " + words_of(flow::states_where(verb.may)));
    return taken;
}

std::vector<Named> chosen(Context& context, const Verb& verb, const VerbArguments& arguments) {
    store::Database& database = context.database(store::Access::write);
    const Filter& narrowed = arguments.filter;
    const bool filtered = !narrowed.states.empty() || !narrowed.supplier.empty() ||
                          !narrowed.code.empty() || !narrowed.since.empty() ||
                          !narrowed.until.empty();
    if (arguments.all != arguments.ids.empty())
        throw Error(Exit::usage, arguments.all ? "name deliveries or --all, not both"
                                               : "name deliveries, or --all for every one");
    if (filtered && !arguments.all)
        throw Error(Exit::usage,
                    "--state, --supplier, --code, --since and --until narrow --all; they "
                    "need it");
    std::vector<Named> ids;
    for (const std::string& text : with_standard_input(arguments.ids))
        ids.push_back(one_delivery_or_file(database, text)); // all known before anything is done
    if (!arguments.all)
        return ids;
    ListArguments list;
    list.filter = narrowed;
    store::DeliveryFilter filter = filter_of(context, database, list);
    filter.states = states_to_take(verb, narrowed);
    filter.limit = 1000;
    while (true) {
        const auto page = store::list_deliveries(database, filter);
        for (const store::Delivery& d : page)
            ids.push_back({d.id});
        if (page.size() < filter.limit)
            break;
        filter.after_id = page.back().id;
    }
    if (!ids.empty() &&
        !ask(std::string{verb.name} + " " + report::count_of(ids.size(), "delivery") + "?",
             arguments.yes))
        throw Error(Exit::no, "nothing was done");
    return ids;
}

Exit act(Context& context, const Verb& verb, const VerbArguments& arguments) {
    if (verb.needs_reason)
        require(context, "--reason", arguments.reason);
    store::Database& database = context.database(store::Access::write);
    const flow::Person person{context.person(std::string{"queue "} + verb.name), arguments.reason};
    const std::vector<Named> ids = chosen(context, verb, arguments);
    std::vector<std::int64_t> done;
    report::Value refused = report::Value::array();
    std::optional<Error> first;
    for (const auto& [id, scope] : ids) {
        try {
            verb.act(database, id, person, context.clock(), scope);
            done.push_back(id);
        } catch (const Error& error) {
            if (ids.size() == 1 || error.code() != Exit::data)
                throw;
            if (!context.globals.json)
                context.say(std::string{"shoporder: "} + error.what());
            report::Value row = report::Value::object();
            row.set("id", report::json_id(id)).set("message", error.what());
            refused.push(std::move(row));
            if (!first)
                first = error;
        }
    }
    // What was released shows at once what the rules make of it now.
    if (!done.empty() && verb.act == release)
        static_cast<void>(
            flow::plan(database, context.settings(), context.clock(), context.journal()));
    flow::Names names(database);
    report::QueueView view;
    for (const std::int64_t id : done)
        if (const auto d = store::find_delivery(database, id))
            view.deliveries.push_back(flow::delivery_row(database, names, *d));
    report::Value out = report::to_json(view);
    out.set("refused", std::move(refused));
    context.answer(out, report::to_text(view, context.style()));
    if (ids.empty())
        context.say("nothing there to " + std::string{verb.name});
    if (!first)
        return Exit::ok;
    return done.empty() ? Exit::data : Exit::partly;
}

void add_acting_verb(CLI::App& parent, Context& context, const Verb& verb) {
    const auto arguments = std::make_shared<VerbArguments>();
    CLI::App& app = add_verb(parent, verb.name, verb.summary);
    app.add_option("ID", arguments->ids,
                   "deliveries, as `queue list` prints them; `-` reads them from standard input");
    app.add_option("--reason", arguments->reason, "why, for the history")->type_name("TEXT");
    app.add_flag("--all", arguments->all, "all deliveries to which this applies; asks first");
    filter_by_state(app, arguments->filter)
        ->description("of --all, only this state; may be repeated");
    filter_by_supplier(app, arguments->filter)->description("of --all, only this supplier's");
    filter_by_code(app, arguments->filter)
        ->description("of --all, only those with this reason_code, for instance before_start");
    filter_by_time(app, arguments->filter, "of --all, only deliveries made");
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {verb.example});
    app.callback([&context, arguments, &verb] {
        context.run = [&context, arguments, &verb] { return act(context, verb, *arguments); };
    });
}

} // namespace

void add_queue(CLI::App& app, Context& context) {
    add_list(app, context);
    add_show(app, context);
    for (const Verb& verb : k_verbs)
        add_acting_verb(app, context, verb);
    add_queue_resend(app, context);
    add_queue_answer(app, context);
    set_examples(app, {"shoporder queue list --attention"});
}

} // namespace shoporder::cmd
