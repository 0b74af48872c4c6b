// `shoporder retry`: looks after what is uncertain and sends what is due; by hand for one or many.
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/filter.hpp"
#include "cmd/help.hpp"
#include "cmd/relay_run.hpp"
#include "cmd/resolve.hpp"
#include "flow/operate/operate.hpp"
#include "report/standstill.hpp"
#include "store/deliveries.hpp"
#include "store/suppliers.hpp"

#include <memory>
#include <set>
#include <utility>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using order::Supplier;
using order::SupplierMode;

struct Arguments {
    RelayArguments relay;
    std::vector<std::string> ids;
    bool failed = false;
    Filter filter; ///< of --failed and --code: code and times
};

/// What gave up, or is held for this reason after an attempt.
std::vector<std::int64_t> stuck_deliveries(Context& context, const Arguments& arguments) {
    store::Database& database = context.database(store::Access::write);
    std::vector<std::int64_t> suppliers = {0};
    if (!arguments.relay.suppliers.empty())
        suppliers.clear();
    for (const std::string& name : arguments.relay.suppliers)
        suppliers.push_back(one_supplier(database, name).id);
    std::vector<std::int64_t> out;
    for (const std::int64_t supplier : suppliers) {
        store::DeliveryFilter filter;
        filter.states = {arguments.filter.code.empty() ? order::DeliveryState::failed
                                                       : order::DeliveryState::held};
        filter.supplier_id = supplier;
        filter.shop = base::lower(context.globals.shop);
        filter.reason_code = arguments.filter.code;
        filter.since = since_of(context, arguments.filter);
        filter.until = until_of(context, arguments.filter);
        while (true) {
            const auto page = store::list_deliveries(database, filter);
            for (const store::Delivery& d : page)
                if (arguments.filter.code.empty() || d.document_id != 0)
                    out.push_back(d.id);
            if (page.size() < filter.limit)
                break;
            filter.after_id = page.back().id;
        }
    }
    return out;
}

/// Why nothing goes to a supplier that has not failed, and the command that ends it; "" where
/// something may go.
std::string stopped_words(const Supplier& s) {
    const auto ended_by = [&](const std::string& command) {
        return "; what is left for it goes after `shoporder supplier " + command + "`";
    };
    switch (s.mode) {
    case SupplierMode::live:
        break;
    case SupplierMode::test:
        return s.name + " is in test" + ended_by("live " + s.name);
    case SupplierMode::observe:
        return s.name + " is only observed" + ended_by("live " + s.name);
    case SupplierMode::paused:
        return report::words_of({report::Standstill::Kind::paused, s.mode_reason, s.mode_until, {}},
                                s.name) +
               ended_by("resume " + s.name);
    case SupplierMode::parked:
        return report::words_of({report::Standstill::Kind::parked, s.mode_reason, {}, {}}, s.name) +
               ended_by("test " + s.name + " --resume");
    }
    return {};
}

/// The run passes over such suppliers in silence; who asked for one of their deliveries waits for
/// it.
void say_who_is_stopped(const Context& context, store::Database& database,
                        const std::vector<std::int64_t>& ids) {
    std::set<std::int64_t> told;
    for (const std::int64_t id : ids) {
        const auto d = store::find_delivery(database, id);
        if (!d || !order::may_still_leave(d->state) || !told.insert(d->supplier_id).second)
            continue;
        if (const auto s = store::find_supplier(database, d->supplier_id))
            if (const std::string words = stopped_words(*s); !words.empty())
                context.say(base::printable(words, 500));
    }
}

Exit by_hand(Context& context, const Arguments& arguments) {
    store::Database& database = context.database(store::Access::write);
    std::vector<std::int64_t> ids;
    for (const std::string& text : with_standard_input(arguments.ids))
        ids.push_back(
            one_delivery_or_file(database, text).id); // all are known before anything is done
    if (arguments.failed || !arguments.filter.code.empty())
        for (const std::int64_t id : stuck_deliveries(context, arguments))
            ids.push_back(id);
    const flow::Person person{context.person("retry"), ""};
    flow::RelayOptions options;
    options.command = person.actor;
    options.ready = false;
    options.deferred = true;
    std::optional<Error> refusal;
    for (const std::int64_t id : ids) {
        try {
            flow::retry_now(database, id, person, context.clock());
            options.deliveries.push_back(id);
        } catch (const Error& error) {
            if (ids.size() == 1)
                throw;
            context.say(std::string{"shoporder: "} + error.what());
            refusal = error;
        }
    }
    if (options.deliveries.empty()) { // an empty list would mean all
        if (refusal)
            throw Error(refusal->code(), "nothing was tried: " + std::string{refusal->what()});
        context.answer(to_json(flow::RelayResult{}, false), arguments.filter.code.empty()
                                                                ? "nothing has failed\n"
                                                                : "nothing is held for that\n");
        return Exit::ok;
    }
    RelayArguments relay = arguments.relay;
    relay.suppliers.clear(); // they chose the deliveries already
    const std::vector<std::int64_t> asked = options.deliveries;
    const Exit code = run_relay(context, relay, std::move(options));
    say_who_is_stopped(context, database, asked);
    return code == Exit::ok && refusal ? Exit::partly : code;
}

} // namespace

void add_retry(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("ID", arguments->ids,
                   "deliveries to retry now, due or not; `-` reads them from standard input");
    CLI::Option* const failed = app.add_flag("--failed", arguments->failed,
                                             "retry all that have failed, with a fresh schedule");
    filter_by_code(app, arguments->filter)
        ->description("all that are held for this reason after an attempt, for instance undecided")
        ->excludes(failed);
    filter_by_time(app, arguments->filter, "of --failed and --code, only deliveries made");
    add_relay_options(app, arguments->relay);
    set_examples(app, {"shoporder retry", "shoporder retry 1001-A",
                       "shoporder retry --failed --supplier acme"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] {
            if (!arguments->failed && arguments->filter.code.empty() &&
                !(arguments->filter.since.empty() && arguments->filter.until.empty()))
                throw Error(
                    Exit::usage,
                    "--since and --until narrow --failed and --code; they need one of them");
            if (!arguments->ids.empty() || arguments->failed || !arguments->filter.code.empty())
                return by_hand(context, *arguments);
            flow::RelayOptions options;
            options.command = "retry";
            options.ready = false;
            options.deferred = true;
            return run_relay(context, arguments->relay, std::move(options));
        };
    });
}

} // namespace shoporder::cmd
