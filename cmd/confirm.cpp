// `shoporder confirm`: what suppliers say of their orders, and what they have shipped.
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/metrics_file.hpp"
#include "cmd/resolve.hpp"
#include "cmd/stop_on_signal.hpp"
#include "confirm/arrivals.hpp"
#include "flow/collect/collect.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::vector<std::string> suppliers;
    std::string file;
    std::string metrics;
    bool dry_run = false;
    bool shipment = false;
    std::size_t jobs = flow::CollectOptions{}.jobs;
};

std::string summary(const flow::CollectResult& r) {
    std::string out;
    const auto add = [&](const std::string& words) { out += (out.empty() ? "" : ", ") + words; };
    const auto count = [&](std::size_t n, const char* words) {
        if (n > 0)
            add(std::to_string(n) + " " + words);
    };
    if (r.files > 0)
        add(report::count_of(r.files, "file") + " fetched");
    count(r.repeated, "known already");
    if (const std::string words = r.answers.words(); !words.empty())
        add(words);
    count(r.not_yet, "not whole yet");
    count(r.skipped, "with a name nobody may ask for");
    if (r.troubled > 0)
        add(report::count_of(r.troubled, "supplier") + " could not be asked");
    if (r.busy > 0)
        add(report::count_of(r.busy, "supplier") + " busy with another process");
    return (out.empty() ? "nothing new" : out) + "\n";
}

report::Value to_json(const flow::CollectResult& r, std::size_t unasked) {
    report::Value out = report::Value::object();
    out.set("file_count", r.files)
        .set("repeated_count", r.repeated)
        .set("confirmed_count", r.answers.confirmed)
        .set("partial_count", r.answers.partial)
        .set("rejected_count", r.answers.rejected)
        .set("partly_count", r.answers.partly)
        .set("shipped_count", r.answers.shipped)
        .set("attention_count", r.answers.attention)
        .set("not_yet_count", r.not_yet)
        .set("skipped_files", r.skipped)
        .set("troubled_suppliers", r.troubled)
        .set("busy_suppliers", r.busy)
        .set("unasked_suppliers", unasked);
    return out;
}

/// A file that came by mail, or that a supplier's IT department wants tried.
Exit from_file(Context& context, const Arguments& arguments) {
    if (arguments.suppliers.size() != 1)
        throw Error(Exit::usage, "--from-file needs --supplier NAME: whose answer is it?");
    store::Database& database =
        context.database(arguments.dry_run ? store::Access::read : store::Access::write);
    const order::Supplier supplier = one_supplier(database, arguments.suppliers[0]);
    const std::string bytes = base::read_file(arguments.file, confirm::k_largest_answer);
    const std::string name =
        base::printable(std::filesystem::path{arguments.file}.filename().string(), 255);
    const flow::AnswerReader reader(supplier);
    const bool only_ships =
        supplier.answering.how == order::Confirming::none && supplier.shipping.expected;
    const std::string inbox = arguments.shipment || only_ships ? "shipments" : "answers";
    const flow::Applying how{database, context.settings(), supplier, context.clock(),
                             context.person("confirm")};
    if (arguments.dry_run) {
        const confirm::Reading reading = reader.read(bytes, inbox);
        if (!reading.fault.empty())
            throw Error(Exit::data, "it cannot be read" +
                                        (reading.form.empty() ? "" : " as " + reading.form) + ": " +
                                        reading.fault);
        const auto lines = flow::rehearse_answer(how, reading, name);
        std::string text;
        for (const std::string& line : lines)
            text += line + "\n";
        report::Value out = report::Value::object();
        out.set("dry_run", true)
            .set("form", reading.form)
            .set("would", report::json_array(
                              lines, [](const std::string& line) { return report::Value{line}; }));
        context.answer(out, text);
        return Exit::ok;
    }
    flow::CollectResult result;
    result.files = 1;
    store::AddedAnswer added;
    {
        store::Write write(database);
        added = store::add_answer(write, {supplier.id, "by hand", name, bytes, inbox},
                                  context.clock().now());
        write.commit();
    }
    result.repeated = added.repeated ? 1 : 0;
    result.answers = flow::apply_answer(how, reader, added.id);
    report::Value out = to_json(result, 0);
    out.set("answer", report::json_id(added.id));
    context.answer(out, "answer " + std::to_string(added.id) + ": " + summary(result));
    write_metrics_file(context, arguments.metrics);
    return result.answers.attention > 0 ? Exit::partly : Exit::ok;
}

Exit collect(Context& context, const Arguments& arguments) {
    store::Database& database = context.database(store::Access::write);
    flow::CollectOptions options;
    options.jobs = arguments.jobs;
    options.by_hand = !arguments.suppliers.empty();
    if (options.by_hand)
        options.command = context.person("confirm");
    std::size_t unasked = 0;
    for (const std::string& name : arguments.suppliers) {
        const order::Supplier supplier = one_supplier(database, name);
        if (supplier.answering.how != order::Confirming::none || supplier.shipping.expected) {
            options.suppliers.push_back(supplier.id);
            continue;
        }
        ++unasked;
        context.say(fmt::format(
            "supplier {0} is not asked: no answer is expected from it, because its `confirm` is "
            "none. To expect one: `shoporder supplier set {0} confirm=receipt`, pickup or answer; "
            "see shoporder.toml(5)",
            supplier.name));
    }
    const bool anybody = unasked == 0 || !options.suppliers.empty(); // an empty list means all
    flow::Collector collector(context.settings(), context.clock(), context.journal());
    flow::CollectResult result;
    if (anybody) {
        const StopOnSignal stop([&collector] { collector.stop(); });
        result = collector.run(options);
    }
    if (!context.globals.quiet || context.globals.json)
        context.answer(to_json(result, unasked), anybody ? summary(result) : "nobody was asked\n");
    write_metrics_file(context, arguments.metrics);
    return result.troubled + result.busy > 0 ? Exit::partly : Exit::ok;
}

} // namespace

void add_confirm(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("--supplier", arguments->suppliers, "only this supplier; may be repeated")
        ->type_name("NAME");
    app.add_option("--from-file", arguments->file,
                   "an answer, or a shipment, of --supplier in a file here; `-` for standard input")
        ->type_name("FILE");
    app.add_flag("--shipment", arguments->shipment,
                 "with --from-file: read it by the supplier's rules for shipments");
    app.add_flag("-n,--dry-run", arguments->dry_run,
                 "with --from-file: say what it would do; change nothing");
    app.add_option("--jobs", arguments->jobs,
                   "connections at the same time, to all suppliers together")
        ->type_name("N")
        ->check(between(1, 64))
        ->capture_default_str();
    add_metrics_option(app, arguments->metrics);
    set_examples(app, {"shoporder confirm", "shoporder confirm --supplier acme",
                       "shoporder confirm --from-file ORDRSP.xml --supplier acme --dry-run"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            if (arguments->dry_run && arguments->file.empty())
                throw Error(Exit::usage, "--dry-run needs --from-file: what a server has cannot be "
                                         "looked at without taking it");
            return arguments->file.empty() ? collect(context, *arguments)
                                           : from_file(context, *arguments);
        };
    });
}

} // namespace shoporder::cmd
