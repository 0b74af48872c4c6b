#include "cmd/export_range.hpp"

#include "base/text.hpp"
#include "cmd/progress_bar.hpp"
#include "cmd/stop_on_signal.hpp"
#include "flow/operate/export_range.hpp"

#include <atomic>
#include <filesystem>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

constexpr std::size_t k_most_lines = 20; ///< of a kind of problem; --json has them all

report::Value to_json(const flow::Exported& done, const std::string& folder) {
    report::Value out = report::Value::object();
    out.set("folder", folder)
        .set("order_count", done.orders)
        .set("written", done.written)
        .set("previews", done.previews)
        .set("same_count", done.same)
        .set("gone_count", done.gone)
        .set("unrouted", done.unrouted)
        .set("taken_files",
             report::json_array(done.taken, [](const auto& path) { return report::Value{path}; }))
        .set("unfit_orders",
             report::json_array(
                 done.unfit,
                 [](const auto& each) {
                     return report::Value::object().set("what", each.what).set("why", each.why);
                 }))
        .set("stopped", done.stopped);
    return out;
}

std::string to_text(const flow::Exported& done, const std::string& folder) {
    std::string out = report::count_of(done.orders, "order") + ": wrote " +
                      report::count_of(done.written, "document") + " to " + folder;
    if (done.previews > 0)
        out += ", " + std::to_string(done.previews) + " of them previews of what is not sent yet";
    if (done.same > 0)
        out += "; " + std::to_string(done.same) + " already there";
    return out + "\n";
}

void say_problems(const Context& context, const flow::Exported& done) {
    const auto more = [&](std::size_t count) {
        if (count > k_most_lines)
            context.say("  and " + std::to_string(count - k_most_lines) +
                        " more; --json has them all");
    };
    for (std::size_t i = 0; i < done.taken.size() && i < k_most_lines; ++i)
        context.say(done.taken[i] + " holds other bytes and was left as it is");
    more(done.taken.size());
    for (std::size_t i = 0; i < done.unfit.size() && i < k_most_lines; ++i)
        context.say(base::printable(done.unfit[i].what, 80) +
                    ": no document: " + base::printable(done.unfit[i].why, 500));
    more(done.unfit.size());
    if (done.gone > 0)
        context.say(report::count_of(done.gone, "document") +
                    " left out: the bytes were redacted or purged");
    if (done.unrouted > 0)
        context.say(std::to_string(done.unrouted) +
                    " left out that no supplier takes; see `shoporder queue list --supplier -`");
    if (done.stopped)
        context.say("stopped; the same command goes on");
}

} // namespace

Exit export_time_range(Context& context, const RangeArguments& arguments) {
    if (arguments.output.empty())
        throw Error(Exit::usage, "into which folder? --since and --until export many documents: "
                                 "add --output DIR/");
    store::Database& database = context.database(store::Access::read);
    flow::ExportWish wish;
    wish.orders.shop = base::lower(context.globals.shop);
    wish.orders.since = since_of(context, arguments.filter);
    wish.orders.until = until_of(context, arguments.filter);
    wish.orders.supplier_id = 0; // an order that is not planned yet has no delivery to ask
    if (supplier_of(database, arguments.filter) != 0)
        wish.supplier = arguments.filter.supplier;
    wish.folder = arguments.output;
    flow::Exported done;
    {
        std::atomic<bool> stopped{false};
        const StopOnSignal stop([&stopped] { stopped = true; });
        ProgressBar bar(context.globals.quiet, "orders");
        done = flow::export_range(database, context.settings(), wish, context.clock().now(),
                                  [&](std::size_t at, std::size_t all) {
                                      bar.show(at, all);
                                      return !stopped;
                                  });
    }
    context.answer(to_json(done, arguments.output), to_text(done, arguments.output));
    say_problems(context, done);
    if (done.stopped)
        return Exit::partly;
    return done.taken.empty() && done.unfit.empty() ? Exit::ok : Exit::no;
}

} // namespace shoporder::cmd
