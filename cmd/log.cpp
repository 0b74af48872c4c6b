// `shoporder log`: the history, followed if wanted.
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/filter.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "flow/operate/find_orders.hpp"
#include "flow/operate/views.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <memory>
#include <thread>

namespace shoporder::cmd {

namespace {

using base::Exit;

struct Arguments {
    bool follow = false;
    bool csv = false;
    std::string order, delivery;
    Filter filter;
    std::size_t limit = 100;
};

void print_event(Context& context, const Arguments& arguments, const report::EventRow& row,
                 const report::Style& style) {
    if (context.globals.json)
        context.print_entry(report::to_json(row));
    else if (arguments.csv)
        context.print(report::to_csv(row));
    else
        context.print_lines(report::to_text(row, style));
}

/// Of all these orders, oldest first; the newest `filter.limit` where `filter.newest`.
std::vector<store::Event> events_of(store::Database& database,
                                    const std::vector<std::int64_t>& orders,
                                    store::EventFilter filter) {
    const std::size_t most = filter.newest ? filter.limit : SIZE_MAX;
    std::vector<store::Event> events;
    for (const std::int64_t order : orders) {
        filter.order_id = order;
        filter.after_id = 0;
        do {
            auto page = store::list_events(database, filter);
            filter.after_id = page.empty() ? INT64_MAX : page.back().id;
            std::move(page.begin(), page.end(), std::back_inserter(events));
        } while (!filter.newest && filter.after_id != INT64_MAX);
    }
    std::sort(events.begin(), events.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    if (events.size() > most)
        events.erase(events.begin(), events.end() - static_cast<std::ptrdiff_t>(most));
    return events;
}

/// Every order of the customer: the list of events has its own limit.
std::vector<std::int64_t> orders_of_customer(Context& context, store::Database& database,
                                             const Filter& filter) {
    store::OrderFilter all;
    all.shop = base::lower(context.globals.shop);
    all.limit = SIZE_MAX;
    return flow::find_orders(database, all, search_of(context, database, filter));
}

Exit run(Context& context, const Arguments& arguments) {
    store::Database& database = context.database(store::Access::read);
    const report::Style style = context.style();
    store::EventFilter filter;
    std::vector<std::int64_t> orders;
    if (!arguments.filter.customer.empty()) {
        orders = orders_of_customer(context, database, arguments.filter);
        if (orders.empty())
            context.say("no order of this customer is known; one whose data was removed names "
                        "nobody");
    }
    if (!arguments.order.empty())
        filter.order_id = one_order(database, arguments.order);
    if (!arguments.delivery.empty())
        filter.delivery_id = one_delivery(database, arguments.delivery);
    filter.supplier_id = supplier_of(database, arguments.filter);
    const auto since = since_of(context, arguments.filter);
    const auto until = until_of(context, arguments.filter);
    filter.since = since.value_or(filter.since);
    filter.until = until.value_or(filter.until);
    const bool all = since || until;
    filter.newest = !all;
    filter.limit = all ? 1000 : arguments.limit;

    if (arguments.csv && !context.globals.json)
        context.print(report::csv_heading());
    flow::Names names(database);
    std::size_t printed = 0;
    while (true) {
        const auto page = arguments.filter.customer.empty() ? store::list_events(database, filter)
                                                            : events_of(database, orders, filter);
        for (const store::Event& event : page) {
            print_event(context, arguments, flow::event_row(names, event), style);
            ++printed;
        }
        if (!page.empty())
            filter.after_id = page.back().id;
        const bool end = filter.newest || page.size() < filter.limit;
        filter.newest = false;
        if (!end && arguments.filter.customer.empty())
            continue;
        if (!arguments.follow)
            break;
        flush_out();
        filter.limit = 1000;
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
    if (printed == 0 && (arguments.filter.customer.empty() || !orders.empty()))
        context.say("nothing happened there");
    return Exit::ok;
}

} // namespace

void add_log(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::Option* const follow =
        app.add_flag("-f,--follow", arguments->follow, "keep printing new events until Ctrl-C");
    CLI::Option* const order =
        app.add_option("--order", arguments->order, "only this order")->type_name("ORDER");
    CLI::Option* const delivery =
        app.add_option("--delivery", arguments->delivery, "only this delivery")->type_name("ID");
    filter_by_customer(app, arguments->filter, "only events of the orders")
        ->excludes(follow)
        ->excludes(order)
        ->excludes(delivery);
    filter_by_supplier(app, arguments->filter);
    filter_by_time(app, arguments->filter, "only events");
    app.add_option("--limit", arguments->limit,
                   "how many events to show, newest first (without --since and --until)")
        ->type_name("N")
        ->check(between(1, 100000))
        ->capture_default_str();
    app.add_flag("--csv", arguments->csv, "print CSV, for a spreadsheet");
    set_examples(app, {"shoporder log --follow", "shoporder log --order 1001",
                       "shoporder log --customer - < customer.txt",
                       "shoporder log --since 2026-11-01 --until 2026-12-01 --csv"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
