// An order of 300 lines against the most rules that one supplier may have, none of which takes a
// line, so that each is asked of each line. `dispatch` does this once an order.
#include "order/order.hpp"
#include "order/supplier.hpp"
#include "route/route.hpp"

#include <benchmark/benchmark.h>
#include <string>

using namespace shoporder;

namespace {

void route_by_many_rules(benchmark::State& state) {
    order::Order order;
    for (std::int64_t id = 1; id <= 300; ++id) {
        order::LineItem& line = order.lines.emplace_back();
        line.id = id;
        line.sku = "ACME-MUG-" + std::to_string(id);
        line.vendor = "Acme";
        line.quantity = line.current_quantity = line.fulfillable_quantity = 1;
    }
    order::Supplier supplier;
    supplier.id = 5;
    supplier.name = "many";
    for (std::int64_t i = 0; i < state.range(0); ++i)
        supplier.match.emplace_back().sku = "OTHER-" + std::to_string(i) + "-*";
    route::Facts facts;
    facts.order = &order;
    for (auto _ : state)
        benchmark::DoNotOptimize(route::route_lines(facts, {&supplier, 1}, 1));
}
BENCHMARK(route_by_many_rules)->Arg(10)->Arg(10'000)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
