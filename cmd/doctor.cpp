// `shoporder doctor`: what is set up wrong, each finding with its remedy.
#include "flow/doctor/doctor.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"

#include <algorithm>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::vector<std::string> only;
    bool no_network = false;
    bool write = false;
};

std::set<report::Area> areas_of(const std::vector<std::string>& names) {
    std::set<report::Area> out;
    for (const std::string& name : names) {
        const auto area = report::area(name);
        if (!area) {
            std::string known;
            for (const report::Area each : report::k_areas)
                known += (known.empty() ? "" : ", ") + std::string{report::name(each)};
            throw Error(Exit::usage, "--only: there is no area `" + base::printable(name, 40) +
                                         "`; there are " + known);
        }
        out.insert(*area);
    }
    return out;
}

void examine(Context& context, const flow::Examination& what, report::DoctorView& view) {
    const config::Settings* settings = nullptr;
    try {
        settings = &context.settings();
    } catch (const Error& error) {
        view.findings.push_back({report::Area::configuration, report::Severity::fault,
                                 "configuration-unusable", "", error.what(),
                                 "correct it, then run doctor again: the rest depends on it"});
        view.checked.push_back(report::Area::configuration);
        return;
    }
    flow::examine_machine(*settings, context.environment(), view.at, what, view);
    try {
        flow::examine_database(context.database(store::Access::read), *settings, view.at, what,
                               view);
    } catch (const Error& error) {
        if (error.code() == Exit::bug)
            throw;
        flow::examine_no_database(error, what, view);
    }
}

Exit run(Context& context, const Arguments& arguments) {
    flow::Examination what;
    if (!arguments.only.empty())
        what.areas = areas_of(arguments.only);
    what.network = !arguments.no_network;
    what.write = arguments.write;
    report::DoctorView view;
    view.at = context.clock().now();
    examine(context, what, view);
    if (!context.globals.quiet || context.globals.json || !report::is_well(view))
        context.answer(report::to_json(view), report::to_text(view, context.style()));
    return report::is_well(view) ? Exit::ok : Exit::no;
}

} // namespace

void add_doctor(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("--only", arguments->only,
                   "look at these areas alone: configuration, credentials, database, disk, clock, "
                   "units, nginx, shops, suppliers")
        ->type_name("AREA,…")
        ->delimiter(',');
    CLI::Option* const no_network =
        app.add_flag("--no-network", arguments->no_network, "do not talk to suppliers' servers");
    app.add_flag("--write", arguments->write,
                 "also upload a test file to each supplier as an order would be, and remove it")
        ->excludes(no_network);
    set_examples(app, {"sudo shoporder doctor", "shoporder doctor --only suppliers --write",
                       "shoporder doctor --json --no-network"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
