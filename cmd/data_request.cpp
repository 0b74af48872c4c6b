// `shoporder data-request`: what shops ask for by compliance webhooks, and all that is stored of a
// person. The customer is never an argument.
#include "base/file.hpp"
#include "cmd/commands.hpp"
#include "cmd/csv.hpp"
#include "cmd/help.hpp"
#include "cmd/person.hpp"
#include "cmd/usage.hpp"
#include "flow/operate/data_export.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

std::string what_of(const store::PrivacyTask& task) {
    if (task.kind == "data_request")
        return "hand over a customer's data";
    return task.kind == "shop_redact" ? "redact all of the shop" : "redact a customer";
}

std::string next_of(const store::PrivacyTask& task) {
    if (task.done_at)
        return "-";
    const std::string id = std::to_string(task.id);
    return task.kind == "data_request" ? "shoporder data-request export --task " + id
                                       : "shoporder redact --task " + id;
}

report::Value to_json(const store::PrivacyTask& task) {
    report::Value v = report::Value::object();
    v.set("id", report::json_id(task.id))
        .set("kind", task.kind)
        .set("shop", task.shop)
        .set("webhook", report::json_id(task.webhook))
        .set("customer_id", report::json_id(task.customer_id))
        .set("orders", report::json_array(task.orders, report::json_id))
        .set("received_at", task.received_at)
        .set("due_at", task.due_at)
        .set("done_at", task.done_at)
        .set("done_by", task.done_at ? report::Value{task.done_by} : report::Value{})
        .set("next_command", task.done_at ? report::Value{} : report::Value{next_of(task)});
    return v;
}

void add_list(CLI::App& parent, Context& context) {
    const auto all = std::make_shared<bool>(false);
    const auto csv = std::make_shared<bool>(false);
    CLI::App& app = add_verb(parent, "list", "what shops asked for, the soonest due first");
    app.add_flag("--all", *all, "also what is done");
    csv_flag(app, *csv);
    set_examples(app, {"shoporder data-request list", "shoporder data-request list --all"});
    app.callback([&context, all, csv] {
        context.run = [&context, all, csv] {
            const auto tasks =
                store::list_privacy_tasks(context.database(store::Access::read), *all);
            report::Table table({"TASK", "SHOP", "DUE", "WHAT", "NEXT"});
            for (const store::PrivacyTask& task : tasks)
                table.add({std::to_string(task.id), task.shop,
                           task.done_at ? "done " + report::when(task.done_at, context.style())
                                        : report::when(task.due_at, context.style()),
                           what_of(task), next_of(task)});
            report::Value out = report::Value::object();
            out.set("tasks", report::json_array(tasks, [](const auto& t) { return to_json(t); }));
            answer_list(context, *csv, out, "tasks", to_json(store::PrivacyTask{}),
                        table.empty() ? "" : table.text(context.style()));
            if (table.empty())
                context.say("no shop has asked for anything; Shopify sends customers/data_request, "
                            "customers/redact and shop/redact");
            return Exit::ok;
        };
    });
}

void finish(Context& context, store::Database& database, std::int64_t task, const char* command,
            const std::string& reason) {
    store::Write write(database);
    if (!store::finish_privacy_task(write, task, context.person(command), context.clock().now()))
        throw Error(Exit::not_found,
                    "no open task " + std::to_string(task) + "; see `shoporder data-request list`");
    store::Event event{context.clock().now(), "operator"};
    event.actor = context.person(command);
    event.text =
        "privacy task " + std::to_string(task) + " is done" + (reason.empty() ? "" : ": " + reason);
    store::add_event(write, event);
    write.commit();
}

void add_export(CLI::App& parent, Context& context) {
    struct Arguments {
        std::int64_t task = 0;
        std::string output;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "export", "all that is stored of a customer, as JSON");
    app.add_option("--task", arguments->task,
                   "whom a shop asked about, as `data-request list` shows; it is done then")
        ->type_name("ID")
        ->check(between(1, 1'000'000'000));
    app.add_option("--output", arguments->output, "a file with mode 0600 instead of the terminal")
        ->type_name("FILE");
    set_examples(app, {"shoporder data-request export --task 3 --output customer.json",
                       "shoporder data-request export < customer.txt"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            const std::int64_t task = arguments->task;
            store::Database& database =
                context.database(task == 0 ? store::Access::read : store::Access::write);
            const flow::DataOf data = task != 0 ? flow::data_of_task(database, task)
                                                : flow::data_of_person(database, ask_person());
            const std::string text = flow::export_data(database, context.settings(), data).text();
            if (arguments->output.empty())
                context.print(text);
            else
                base::write_file(arguments->output, text, 0600);
            flush_out(); // handed over before it is called done
            if (task != 0)
                finish(context, database, task, "data-request export", "");
            context.say(report::count_of(data.orders.size(), "order") + " and " +
                        report::count_of(data.others.size(), "other webhook") +
                        (arguments->output.empty() ? "" : " in " + arguments->output));
            return Exit::ok;
        };
    });
}

void add_done(CLI::App& parent, Context& context) {
    struct Arguments {
        std::int64_t task = 0;
        std::string reason;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App& app = add_verb(parent, "done", "close a task that was carried out in another way");
    app.add_option("ID", arguments->task, "as `data-request list` shows it")
        ->required()
        ->check(between(1, 1'000'000'000));
    app.add_option("--reason", arguments->reason, "how, for the history; name no person")
        ->type_name("TEXT")
        ->required();
    set_examples(app, {"shoporder data-request done 3 --reason 'sent by post'"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            require(context, "--reason", arguments->reason);
            store::Database& database = context.database(store::Access::write);
            finish(context, database, arguments->task, "data-request done", arguments->reason);
            context.answer(to_json(store::find_privacy_task(database, arguments->task).value()),
                           "");
            context.say("task " + std::to_string(arguments->task) + " is done");
            return Exit::ok;
        };
    });
}

} // namespace

void add_data_request(CLI::App& app, Context& context) {
    add_list(app, context);
    add_export(app, context);
    add_done(app, context);
    set_examples(app, {"shoporder data-request list"});
}

} // namespace shoporder::cmd
