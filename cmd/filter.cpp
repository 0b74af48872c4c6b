#include "cmd/filter.hpp"

#include "base/text.hpp"
#include "cmd/resolve.hpp"

#include <algorithm>
#include <string_view>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

DeliveryState state_of(const std::string& name) {
    if (const auto state = order::delivery_state(name))
        return *state;
    std::vector<std::string_view> known;
    std::transform(order::k_delivery_states.begin(), order::k_delivery_states.end(),
                   std::back_inserter(known), [](DeliveryState s) { return order::name(s); });
    const std::string_view near = base::nearest(name.substr(0, 40), known);
    throw Error(Exit::usage, "--state: no state `" + base::printable(name, 40) + "`" +
                                 (near.empty() ? "; see shoporder-queue(7)"
                                               : "; did you mean " + std::string{near} + "?"));
}

std::optional<base::Time> time_of(const Context& context, const std::string& text,
                                  const char* option) {
    if (text.empty())
        return std::nullopt;
    return point_in_time(text, option, context.clock().now());
}

} // namespace

CLI::Option* filter_by_state(CLI::App& app, Filter& filter) {
    return app
        .add_option("--state", filter.states,
                    "only this state, or `all`; may be repeated; see shoporder-queue(7)")
        ->type_name("STATE");
}

CLI::Option* filter_by_supplier(CLI::App& app, Filter& filter) {
    return app
        .add_option("--supplier", filter.supplier, "only this supplier; `-`: without a route")
        ->type_name("NAME");
}

CLI::Option* filter_by_code(CLI::App& app, Filter& filter) {
    return app
        .add_option("--code", filter.code,
                    "only those with this reason_code; see shoporder-queue(7)")
        ->type_name("CODE");
}

void filter_by_time(CLI::App& app, Filter& filter, const std::string& whose) {
    app.add_option("--since", filter.since,
                   whose + " from this time on: 2026-11-22, 2026-11-22T10:00:00Z, or 2h (ago)")
        ->type_name("TIME");
    app.add_option("--until", filter.until, whose + " before this time")->type_name("TIME");
}

std::vector<DeliveryState> states_of(const Filter& filter) {
    std::vector<DeliveryState> out;
    for (const std::string& name : filter.states) {
        if (name == "all")
            return {order::k_delivery_states.begin(), order::k_delivery_states.end()};
        out.push_back(state_of(name));
    }
    return out;
}

std::int64_t supplier_of(store::Database& database, const Filter& filter) {
    if (filter.supplier == order::k_unrouted)
        return 1; // lines without a route
    return filter.supplier.empty() ? 0 : one_supplier(database, filter.supplier).id;
}

std::optional<base::Time> since_of(const Context& context, const Filter& filter) {
    return time_of(context, filter.since, "--since");
}

std::optional<base::Time> until_of(const Context& context, const Filter& filter) {
    return time_of(context, filter.until, "--until");
}

} // namespace shoporder::cmd
