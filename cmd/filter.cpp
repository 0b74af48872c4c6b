#include "cmd/filter.hpp"

#include "base/text.hpp"
#include "cmd/person.hpp"
#include "cmd/resolve.hpp"
#include "flow/operate/filters.hpp"
#include "store/order_marks.hpp"
#include "store/suppliers.hpp"

namespace shoporder::cmd {

namespace {

using order::DeliveryState;

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

CLI::Option* filter_by_customer(CLI::App& app, Filter& filter, const std::string& whose) {
    // Not quoted in the error: what was typed there by mistake is a person's.
    return app
        .add_option("--customer", filter.customer,
                    whose + " of one customer, who is read from standard input or asked for")
        ->type_name("-")
        ->check([](const std::string& text) {
            return text == "-" ? std::string{}
                               : "takes `-` alone: the customer is read from standard input, so "
                                 "that nobody else sees it";
        });
}

CLI::Option* filter_by_sku(CLI::App& app, Filter& filter) {
    return app.add_option("--sku", filter.sku, "only orders with a line of this SKU")
        ->type_name("SKU");
}

std::array<CLI::Option*, 2> filter_by_time(CLI::App& app, Filter& filter,
                                           const std::string& whose) {
    return {
        app.add_option("--since", filter.since,
                       whose + " from this time on: 2026-11-22, 2026-11-22T10:00:00Z, or 2h (ago)")
            ->type_name("TIME"),
        app.add_option("--until", filter.until, whose + " before this time")->type_name("TIME")};
}

flow::OrderSearch search_of(const Context& context, store::Database& database,
                            const Filter& filter) {
    constexpr std::size_t k_many = 1000; // are read in less than a second
    flow::OrderSearch search;
    if (!filter.customer.empty())
        search.person = ask_person();
    search.sku = base::trim(filter.sku);
    if (search.sku.empty() && !filter.sku.empty())
        throw base::Error(base::Exit::usage, "--sku: a blank is no SKU");
    if (!search.empty() && store::count_unmarked(database, k_many) == k_many)
        context.say("many orders are not in the index yet and are read one by one; each "
                    "`shoporder dispatch` adds some");
    return search;
}

std::vector<DeliveryState> states_of(const Filter& filter) {
    if (filter.states.empty())
        return {};
    return flow::delivery_states(filter.states, "--state");
}

std::int64_t supplier_of(store::Database& database, const Filter& filter) {
    if (filter.supplier == order::k_unrouted)
        return store::k_unrouted_id;
    return filter.supplier.empty() ? 0 : one_supplier(database, filter.supplier).id;
}

std::optional<base::Time> since_of(const Context& context, const Filter& filter) {
    return time_of(context, filter.since, "--since");
}

std::optional<base::Time> until_of(const Context& context, const Filter& filter) {
    return time_of(context, filter.until, "--until");
}

} // namespace shoporder::cmd
