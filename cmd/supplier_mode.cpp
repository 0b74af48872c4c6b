// supplier test, live, observe, pause, resume: may it get anything, and does its server work.
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/help.hpp"
#include "cmd/relay_run.hpp"
#include "cmd/resolve.hpp"
#include "cmd/supplier.hpp"
#include "cmd/usage.hpp"
#include "flow/doctor/doctor.hpp"
#include "flow/operate/supplier_test.hpp"
#include "store/deliveries.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using order::Supplier;
using order::SupplierMode;

report::Value mode_json(const Supplier& s) {
    report::Value out = report::Value::object();
    out.set("supplier", s.name).set("mode", order::name(s.mode));
    out.set("mode_reason", s.mode_reason.empty() ? report::Value{} : report::Value{s.mode_reason});
    out.set("mode_until", s.mode_until);
    return out;
}

/// Changes the mode and has what waits planned again; prints what it is now.
template <class Change>
Exit change_mode(Context& context, const Supplier& s, Change change) {
    store::Database& database = context.database(store::Access::write);
    {
        store::Write write(database);
        change(write);
        store::mark_changed(write, 0);
        write.commit();
    }
    const Supplier now = one_supplier(database, s.name);
    context.answer(mode_json(now),
                   now.name + " is " + std::string{order::name(now.mode)} +
                       (now.mode_until ? " until " + report::stamp(*now.mode_until, context.style())
                                       : std::string{}) +
                       "\n");
    return Exit::ok;
}

std::int64_t waiting(store::Database& database, std::int64_t supplier) {
    const auto counts = store::counters(database);
    const auto found = counts.find({supplier, order::DeliveryState::waiting});
    return found == counts.end() ? 0 : found->second;
}

/// The queue goes on naming the old mode until then.
void say_what_waits(const Context& context, store::Database& database, std::int64_t supplier) {
    const auto n = static_cast<std::size_t>(waiting(database, supplier));
    if (n > 0)
        context.say(report::count_of(n, "delivery") + (n == 1 ? " waits: " : " wait: ") +
                    next_dispatch(n == 1 ? "looks at it" : "looks at them"));
}

Exit to_mode(Context& context, const std::string& name, SupplierMode mode, const char* command) {
    store::Database& database = context.database(store::Access::write);
    const Supplier s = one_supplier(database, name);
    if (mode == SupplierMode::live && !s.endpoint)
        throw Error(Exit::data, "supplier " + s.name + " has no url; `shoporder supplier set " +
                                    s.name + " url=URL` first");
    const Exit code = change_mode(context, s, [&](store::Write& write) {
        store::set_supplier_mode(write, s.id, mode, "", std::nullopt, context.person(command),
                                 context.clock().now());
    });
    if (mode == SupplierMode::live)
        say_what_waits(context, database, s.id);
    return code;
}

struct PauseArguments {
    std::string name, reason, until;
};

Exit pause(Context& context, const PauseArguments& arguments) {
    const base::Time now = context.clock().now();
    std::optional<base::Time> until;
    if (!arguments.until.empty()) {
        if (const auto span = base::parse_duration(arguments.until))
            until = now + *span;
        else
            until = point_in_time(arguments.until, "--until", now);
        if (*until <= now)
            throw Error(Exit::usage, "--until: that moment is past");
    }
    require(context, "--reason", arguments.reason);
    const Supplier s = one_supplier(context.database(store::Access::write), arguments.name);
    const Exit code = change_mode(context, s, [&](store::Write& write) {
        store::set_supplier_mode(write, s.id, SupplierMode::paused, arguments.reason, until,
                                 context.person("supplier pause"), now);
    });
    context.say("`shoporder supplier resume " + s.name + "` ends the pause" +
                (until ? " sooner" : "; by itself it does not end"));
    return code;
}

Exit resume(Context& context, const Supplier& s) {
    if (s.mode != SupplierMode::paused && s.mode != SupplierMode::parked)
        context.say(s.name + " was not paused");
    const Exit code = change_mode(context, s, [&](store::Write& write) {
        store::resume_supplier(write, s.id, context.person("supplier resume"),
                               context.clock().now());
    });
    store::Database& database = context.database(store::Access::write);
    if (one_supplier(database, s.name).mode == SupplierMode::live)
        say_what_waits(context, database, s.id);
    return code;
}

struct TestArguments {
    std::string name;
    bool test_endpoint = false;
    bool write = false;
    bool resume = false;
};

Exit test(Context& context, const TestArguments& arguments) {
    const auto access = arguments.resume ? store::Access::write : store::Access::read;
    const Supplier s = one_supplier(context.database(access), arguments.name);
    if (arguments.test_endpoint && !s.test_endpoint)
        throw Error(Exit::data, "supplier " + s.name +
                                    " has no test_url; `shoporder supplier set " + s.name +
                                    " test_url=URL`");
    if (!arguments.test_endpoint && !s.endpoint)
        throw Error(Exit::data, "supplier " + s.name + " has no url; `shoporder supplier set " +
                                    s.name + " url=URL`");
    flow::SupplierTest how;
    how.test_endpoint = arguments.test_endpoint;
    if (arguments.write)
        how.probe = base::to_micros(context.clock().now());
    const flow::SupplierTestResult result = flow::test_supplier(context.settings(), s, how);
    const base::Outcome& outcome = result.outcome;
    report::Value unproven = report::Value::array();
    for (const std::string& each : result.unproven)
        unproven.push(base::printable(each, 500));
    report::Value out = report::Value::object();
    out.set("supplier", s.name)
        .set("ok", outcome.done())
        .set("outcome", base::name(outcome.cls))
        .set("phase", report::json_text(outcome.phase))
        .set("reply_code", outcome.code == 0 ? report::Value{} : report::Value{outcome.code})
        .set("reason", report::json_text(outcome.reason))
        .set("file", result.file.empty() ? report::Value{} : report::Value{result.file})
        .set("unproven", std::move(unproven))
        .set("mode", order::name(s.mode));
    std::string text = s.name + ": works";
    if (!outcome.done())
        text = s.name + ": does not work, " + (outcome.phase.empty() ? "failed" : outcome.phase);
    if (!outcome.reason.empty())
        text += ": " + base::printable(outcome.reason, 1000);
    context.answer(out, text + "\n");
    for (const std::string& each : result.unproven)
        context.say("not proven: " + base::printable(each, 500));
    if (const std::string remedy = flow::remedy_of(s, result); !remedy.empty())
        context.say("what to do: " + base::printable(remedy, 500));
    if (!outcome.done())
        return outcome.cls == base::OutcomeClass::temporary ||
                       outcome.cls == base::OutcomeClass::uncertain
                   ? Exit::unavailable
                   : Exit::no;
    if (s.mode == SupplierMode::parked && arguments.resume && !arguments.test_endpoint) {
        store::Database& database = context.database(store::Access::write);
        store::Write write(database);
        store::resume_supplier(write, s.id, context.person("supplier test"), context.clock().now());
        store::mark_changed(write, 0);
        write.commit();
        context.say(s.name + " is no longer parked");
    } else if (s.mode == SupplierMode::parked) {
        context.say("it is parked (" + base::printable(s.mode_reason, 300) +
                    "); `shoporder supplier resume " + s.name + "` lets it go on");
    } else if (s.mode == SupplierMode::test) {
        context.say("it is in test; `shoporder supplier live " + s.name + "` lets orders go");
    }
    return Exit::ok;
}

template <class Run>
void add_named(CLI::App& parent, Context& context, const char* verb, const char* summary,
               const char* example, Run run) {
    const auto name = std::make_shared<std::string>();
    CLI::App& app = add_verb(parent, verb, summary);
    app.add_option("NAME", *name, "as `supplier list` prints it")->required();
    set_examples(app, {example});
    app.callback(
        [&context, name, run] { context.run = [&context, name, run] { return run(*name); }; });
}

} // namespace

void add_supplier_modes(CLI::App& parent, Context& context) {
    const auto tested = std::make_shared<TestArguments>();
    CLI::App& test_app =
        add_verb(parent, "test", "log in to its server, enter the folder and list it");
    test_app.add_option("NAME", tested->name, "as `supplier list` prints it")->required();
    test_app.add_flag("--test-endpoint,--test", tested->test_endpoint,
                      "test the server of test_url instead");
    test_app.add_flag("--write", tested->write,
                      "also upload a test file as an order would be, and remove it");
    test_app.add_flag("--resume", tested->resume, "if it works and is parked, resume it");
    set_examples(test_app,
                 {"shoporder supplier test acme", "shoporder supplier test acme --write"});
    test_app.callback([&context, tested] {
        context.run = [&context, tested] { return test(context, *tested); };
    });

    add_named(
        parent, context, "live", "let orders go to it", "shoporder supplier live acme",
        [&context](const std::string& name) {
            return to_mode(context, name, SupplierMode::live, "supplier live");
        });
    add_named(parent, context, "observe", "plan, never send", "shoporder supplier observe acme",
              [&context](const std::string& name) {
                  return to_mode(context, name, SupplierMode::observe, "supplier observe");
              });

    const auto paused = std::make_shared<PauseArguments>();
    CLI::App& pause_app = add_verb(parent, "pause",
                                   "send it nothing from now on; its orders wait here. "
                                   "For days to come set send.closed");
    pause_app.add_option("NAME", paused->name, "as `supplier list` prints it")->required();
    pause_app
        .add_option("--reason", paused->reason, "why; `supplier show` and `queue list` print it")
        ->type_name("TEXT")
        ->required();
    pause_app
        .add_option("--until", paused->until,
                    "when it ends by itself: 2026-12-05 (its first moment), "
                    "2026-12-05T08:00:00Z, or 2d from now")
        ->type_name("TIME");
    set_examples(pause_app, {"shoporder supplier pause acme --reason stocktaking --until 2d",
                             "shoporder supplier set acme send.closed=12-25,2026-12-28"});
    pause_app.callback([&context, paused] {
        context.run = [&context, paused] { return pause(context, *paused); };
    });

    add_named(parent, context, "resume", "end a pause or a parking",
              "shoporder supplier resume acme", [&context](const std::string& name) {
                  const Supplier s = one_supplier(context.database(store::Access::write), name);
                  return resume(context, s);
              });
}

} // namespace shoporder::cmd
