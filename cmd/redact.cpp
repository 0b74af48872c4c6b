// `shoporder redact`: removes personal data for ever. The customer is never an argument.
#include "flow/operate/redact.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/person.hpp"
#include "cmd/resolve.hpp"
#include "flow/operate/views.hpp"
#include "store/webhooks.hpp"

#include <memory>
#include <set>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::vector<std::string> orders;
    std::int64_t task = 0;
    bool dry_run = false;
    bool yes = false;
    bool cancel = false;
};

flow::DataOf find_data(Context& context, store::Database& database, const Arguments& arguments) {
    if (arguments.task != 0)
        return flow::data_of_task(database, arguments.task);
    if (arguments.orders.empty())
        return flow::data_of_person(database, ask_person());
    std::set<std::int64_t> orders;
    for (const std::string& order : arguments.orders)
        orders.insert(one_order(database, order));
    flow::DataOf data = flow::data_of_orders(database, {orders.begin(), orders.end()});
    static_cast<void>(context);
    return data;
}

std::string order_names(store::Database& database, const flow::DataOf& data) {
    constexpr std::size_t k_shown = 20;
    flow::Names names(database);
    std::string out;
    for (std::size_t i = 0; i < std::min(data.orders.size(), k_shown); ++i) {
        const std::string& name = names.order(data.orders[i]);
        out += (i == 0 ? "" : ", ") + (name.empty() ? std::to_string(data.orders[i]) : name);
    }
    if (data.orders.size() > k_shown)
        out += " and " + std::to_string(data.orders.size() - k_shown) + " more";
    return out;
}

std::string found_text(store::Database& database, const flow::DataOf& data) {
    return report::count_of(data.orders.size(), "order") +
           (data.orders.empty() ? "" : " (" + order_names(database, data) + ")") + " and " +
           report::count_of(data.others.size(), "other webhook");
}

/// What has not been sent is never thrown away without a word.
void close_open(Context& context, store::Database& database, const Arguments& arguments,
                const std::vector<std::int64_t>& open) {
    std::string rows;
    std::string numbers;
    flow::Names names(database);
    for (const std::int64_t id : open) {
        const auto d = store::find_delivery(database, id).value();
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(id);
        rows += "  " + std::to_string(id) + "  " + d.po_number + "  " +
                names.supplier(d.supplier_id) + "  " + std::string{order::name(d.state)} + "\n";
    }
    const std::string what = open.size() == 1
                                 ? "1 delivery is not over"
                                 : std::to_string(open.size()) + " deliveries are not over";
    if (!arguments.cancel && !Context::is_interactive())
        throw Error(Exit::data, what + " (" + numbers +
                                    "): close each with `shoporder queue cancel ID --reason TEXT` "
                                    "(not sent yet) or `shoporder queue done ID --reason TEXT`, or "
                                    "add --cancel to close all of them");
    context.complain(what + ":\n" + rows);
    if (!ask("Cancel what was not sent, and close the others?", arguments.cancel))
        throw Error(Exit::no, "nothing was redacted");
    flow::close_deliveries(database, open, {context.person("redact"), "personal data is redacted"},
                           context.clock());
}

report::Value holders_json(const std::vector<store::Holder>& holders) {
    return report::json_array(
        holders,
        [](const store::Holder& h) {
            report::Value v = report::Value::object();
            v.set("supplier", h.supplier)
                .set("order", report::json_id(h.order_id))
                .set("po_number", h.po_number)
                .set("file_name", report::json_text(h.file_name))
                .set("uploaded_at", h.uploaded_at);
            return v;
        });
}

report::Value backup_json(const std::optional<flow::LastBackup>& backup) {
    if (!backup)
        return {};
    report::Value v = report::Value::object();
    v.set("file", backup->name).set("gone_by", backup->gone_by);
    return v;
}

std::string who_still_has_it(const std::vector<store::Holder>& holders,
                             const std::optional<flow::LastBackup>& backup,
                             const std::string& folder) {
    std::string out;
    for (const store::Holder& h : holders)
        out += "  " + h.supplier + " has " + h.file_name + " (" + h.po_number + "), sent " +
               (h.uploaded_at ? base::format_time(*h.uploaded_at) : "perhaps") + "\n";
    if (!out.empty())
        out = "tell the suppliers who have the data:\n" + out;
    if (backup)
        out += "the last backup with it, " + backup->name + ", is gone by " +
               base::format_time(backup->gone_by).substr(0, 10) + "\n";
    else
        out += "no backup in " + folder + " has it\n";
    return out;
}

/// "2 deliveries that must be closed first: 3, 7"; all of them, for this answers what would go.
std::string listed(const std::vector<std::int64_t>& ids, const std::string& noun,
                   const std::string& what = "") {
    if (ids.empty())
        return {};
    std::string out = report::count_of(ids.size(), noun) + what + ":";
    for (const std::int64_t id : ids)
        out += (id == ids.front() ? " " : ", ") + std::to_string(id);
    return "  " + out + "\n";
}

Exit show(Context& context, store::Database& database, const flow::DataOf& data) {
    const auto open = flow::open_deliveries(database, data);
    std::vector<store::Holder> holders;
    for (const std::int64_t order : data.orders)
        for (store::Holder& holder : store::holders(database, order))
            holders.push_back(std::move(holder));
    const auto backup = flow::last_backup(context.settings(), context.clock().now());
    report::Value out = report::Value::object();
    out.set("dry_run", true)
        .set("orders", report::json_array(data.orders, report::json_id))
        .set("webhook_count", data.others.size())
        .set("webhook_ids", report::json_array(data.others, report::json_id))
        .set("open_deliveries", report::json_array(open, report::json_id))
        .set("suppliers", holders_json(holders))
        .set("last_backup", backup_json(backup));
    context.answer(
        out, "would redact " + found_text(database, data) + "\n" + listed(data.orders, "order") +
                 listed(data.others, "other webhook") +
                 listed(open, "delivery", " to be closed first (--cancel)") +
                 who_still_has_it(holders, backup, context.settings().backup_folder().string()));
    return Exit::ok;
}

Exit run(Context& context, const Arguments& arguments) {
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    const flow::DataOf data = find_data(context, database, arguments);
    if (data.empty() && arguments.task == 0)
        throw Error(Exit::not_found, "nothing that is stored speaks of this customer; an order may "
                                     "name another address: try Shopify's customer id");
    if (arguments.dry_run)
        return show(context, database, data);
    if (!ask("Redact " + found_text(database, data) + "? It cannot be brought back.",
             arguments.yes))
        return Exit::no;
    if (const auto open = flow::open_deliveries(database, data); !open.empty())
        close_open(context, database, arguments, open);
    const auto done = flow::redact(database, data, {context.person("redact"), ""}, context.clock());
    const auto backup = flow::last_backup(context.settings(), context.clock().now());
    report::Value out = report::Value::object();
    out.set("dry_run", false)
        .set("orders", report::json_array(data.orders, report::json_id))
        .set("webhook_count", done.webhooks)
        .set("document_count", done.documents)
        .set("answer_count", done.answers)
        .set("event_count", done.events)
        .set("rejected_count", done.rejected)
        .set("suppliers", holders_json(done.holders))
        .set("last_backup", backup_json(backup))
        .set("complete", done.log_emptied);
    context.answer(
        out,
        "redacted " + report::count_of(done.orders, "order") + ": " +
            report::count_of(done.webhooks, "webhook") + ", " +
            report::count_of(done.documents, "document") + ", " +
            report::count_of(done.answers, "answer") +
            (done.rejected > 0 ? ", and all " + std::to_string(done.rejected) +
                                     " refused requests that were kept: nobody vouches for "
                                     "whose they are"
                               : "") +
            "\n" +
            who_still_has_it(done.holders, backup, context.settings().backup_folder().string()));
    if (done.log_emptied)
        return Exit::ok;
    context.complain("shoporder: another program reads the database, so that old bytes are still "
                     "in its write-ahead log; `shoporder purge` removes them when it has ended\n");
    return Exit::partly;
}

} // namespace

void add_redact(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::Option* order = app.add_option("--order", arguments->orders,
                                        "this order instead of a customer; may be repeated")
                             ->type_name("ORDER");
    app.add_option("--task", arguments->task, "what a shop asked for, as `data-request list` shows")
        ->type_name("ID")
        ->check(between(1, 1'000'000'000))
        ->excludes(order);
    app.add_flag("--dry-run", arguments->dry_run, "only show what would be removed");
    app.add_flag("--cancel", arguments->cancel,
                 "cancel what was not sent, and close what a person should settle");
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder redact", "shoporder redact --dry-run < customer.txt",
                       "shoporder redact --task 3 --yes", "shoporder redact --order 1001"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
