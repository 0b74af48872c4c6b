// One three-line order to its native document; the pass figure is 50 µs on one core.
#include "../unit/render/sample_order.hpp"
#include "xml/reader.hpp"
#include "xml/schema.hpp"

#include <benchmark/benchmark.h>

using namespace shoporder;

namespace {

void render_three_lines(benchmark::State& state) {
    const auto sample = test::plain_sample();
    std::size_t bytes = 0;
    for (auto _ : state)
        bytes += render::render_native(sample->sheet).bytes.size();
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(render_three_lines);

void render_many_scripts(benchmark::State& state) {
    const auto sample = test::scripts_sample();
    for (auto _ : state)
        benchmark::DoNotOptimize(render::render_native(sample->sheet));
}
BENCHMARK(render_many_scripts);

/// The part of the above that asks libxml2 whether the result is XML.
void check_well_formed(benchmark::State& state) {
    const std::string bytes = render::render_native(test::plain_sample()->sheet).bytes;
    for (auto _ : state)
        benchmark::DoNotOptimize(xml::well_formed(bytes));
}
BENCHMARK(check_well_formed);

void check_schema(benchmark::State& state) {
    const auto schema =
        xml::Schema::from_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share/order.xsd");
    const std::string bytes = render::render_native(test::plain_sample()->sheet).bytes;
    for (auto _ : state)
        benchmark::DoNotOptimize(schema.check(bytes));
}
BENCHMARK(check_schema);

void name_a_file(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(render::file_name("DE", "1001-A", 820982911946154508, 2));
}
BENCHMARK(name_a_file);

} // namespace

BENCHMARK_MAIN();
