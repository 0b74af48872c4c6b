#include "cmd/relay_run.hpp"

#include "cmd/help.hpp"
#include "cmd/metrics_file.hpp"
#include "cmd/progress_line.hpp"
#include "cmd/resolve.hpp"
#include "cmd/stop_on_signal.hpp"

#include <unistd.h>

namespace shoporder::cmd {

namespace {

using base::Exit;

std::string summary(const flow::RelayResult& r) {
    std::string out;
    const auto add = [&](std::size_t count, const char* words) {
        if (count > 0)
            out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + words;
    };
    add(r.uploaded, "uploaded");
    add(r.reconciled, "found delivered");
    add(r.deferred, "deferred");
    add(r.uncertain, "uncertain");
    add(r.held, "held");
    add(r.failed, "failed");
    if (r.skipped_suppliers > 0)
        out += (out.empty() ? "" : ", ") + report::count_of(r.skipped_suppliers, "supplier") +
               " busy with another process";
    if (out.empty())
        out = r.unreachable.empty() ? "nothing to send" : "nothing sent";
    for (const std::string& supplier : r.unreachable)
        out += ", " + supplier + " cannot be reached";
    return out + "\n";
}

std::string dry_text(const flow::RelayResult& r) {
    std::string out;
    for (const std::string& line : r.would_send)
        out += line + "\n";
    return out + report::count_of(r.would_send.size(), "document") + " would be sent\n";
}

} // namespace

std::string next_dispatch(const std::string& does) {
    return "the next `shoporder dispatch` " + does +
           "; the timer runs it every minute, or run it yourself";
}

report::Value to_json(const flow::RelayResult& r, bool dry_run) {
    report::Value out = report::Value::object();
    out.set("dry_run", dry_run)
        .set("uploaded", r.uploaded)
        .set("reconciled", r.reconciled)
        .set("deferred", r.deferred)
        .set("uncertain", r.uncertain)
        .set("held", r.held)
        .set("failed", r.failed)
        .set("skipped_suppliers", r.skipped_suppliers)
        .set("unreachable", report::json_array(r.unreachable,
                                               [](const std::string& supplier) {
                                                   return report::Value{supplier};
                                               }))
        .set("would_send", report::json_array(r.would_send, [](const std::string& line) {
                 return report::Value{line};
             }));
    return out;
}

void add_relay_options(CLI::App& app, RelayArguments& arguments) {
    app.add_option("--supplier", arguments.suppliers, "only this supplier; may be repeated")
        ->type_name("NAME");
    app.add_option("--limit", arguments.limit, "send at most this many documents; 0: all")
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--jobs", arguments.jobs,
                   "connections at the same time, to all suppliers together")
        ->type_name("N")
        ->check(between(1, 64))
        ->capture_default_str();
    app.add_option("--for", arguments.longest, "start nothing new after this time")
        ->type_name("SPAN")
        ->capture_default_str();
    add_metrics_option(app, arguments.metrics);
}

Exit run_relay(Context& context, const RelayArguments& arguments, flow::RelayOptions options) {
    options.limit = arguments.limit;
    options.jobs = arguments.jobs;
    options.longest = span_of(arguments.longest, "--for");
    store::Database& database = context.database(store::Access::write);
    for (const std::string& name : arguments.suppliers)
        options.suppliers.push_back(one_supplier(database, name).id);

    const auto form = ProgressLine::suitable(context.globals.quiet);
    // Where a line tells how far it is, a line for each file would only chase it off the screen.
    const bool brief = form == ProgressLine::Form::terminal && !context.globals.verbose;
    const log::Journal troubles(STDERR_FILENO, log::Journal::Form::terminal,
                                log::Priority::warning);
    flow::Relay relay(context.settings(), context.clock(), brief ? troubles : context.journal());
    flow::RelayResult result;
    {
        ProgressLine line(form);
        options.progress = [&line](const flow::RelayProgress& progress) { line.show(progress); };
        const StopOnSignal stop([&relay] { relay.stop(); });
        result = relay.run(options);
    }
    if (!context.globals.quiet || context.globals.json)
        context.answer(to_json(result, options.dry_run),
                       options.dry_run ? dry_text(result) : summary(result));
    write_metrics_file(context, arguments.metrics);
    if (result.failed > 0)
        return Exit::no;
    const bool whole = result.deferred + result.uncertain + result.held == 0;
    return whole && result.unreachable.empty() ? Exit::ok : Exit::partly;
}

} // namespace shoporder::cmd
