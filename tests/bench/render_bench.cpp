// One three-line order to a document; the pass figures on one core: 50 µs for the native one, 1 ms
// for each stylesheet's, 100 µs for csv by columns. formats.py runs the same stylesheets by lxml.
#include "../unit/render/sample_order.hpp"
#include "render/format.hpp"
#include "xml/reader.hpp"
#include "xml/schema.hpp"

#include <benchmark/benchmark.h>
#include <iostream>
#include <string_view>

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

/// As a flat file of twenty columns, as `dispatch` writes it.
void render_by_columns(benchmark::State& state) {
    const auto sample = test::plain_sample();
    render::FormatParts parts;
    parts.flat = order::FlatForm::preset(order::FlatKind::csv);
    for (const char* path : {"po",
                             "kind",
                             "account",
                             "order.created",
                             "ship_to.name",
                             "ship_to.street1",
                             "ship_to.street2",
                             "ship_to.zip",
                             "ship_to.city",
                             "ship_to.country_code",
                             "contact.phone",
                             "method.code",
                             "note",
                             "line.position",
                             "line.sku",
                             "line.title",
                             "line.quantity",
                             "line.price",
                             "line.total",
                             "line.properties"}) {
        parts.flat.columns.emplace_back();
        parts.flat.columns.back().header = parts.flat.columns.back().value = path;
    }
    parts.flat.date = "%d.%m.%Y";
    parts.zone = "Europe/Berlin";
    const render::Format format{std::move(parts)};
    for (auto _ : state)
        benchmark::DoNotOptimize(format.order(sample->sheet));
}
BENCHMARK(render_by_columns);

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

/// In the format of that name, as `dispatch` writes it: native document, transformation, bytes.
void render_by(benchmark::State& state, const std::string& name) {
    render::FormatParts parts;
    parts.stylesheet = std::make_shared<xml::Stylesheet>(xml::Stylesheet::from_files(
        render::built_in_stylesheets(), name + ".xsl", {true, std::nullopt}));
    const render::Format format{std::move(parts)};
    const auto sample = test::plain_sample();
    for (auto _ : state)
        benchmark::DoNotOptimize(format.order(sample->sheet));
}
BENCHMARK_CAPTURE(render_by, ubl, std::string{"ubl"});
BENCHMARK_CAPTURE(render_by, opentrans, std::string{"opentrans"});
BENCHMARK_CAPTURE(render_by, cxml, std::string{"cxml"});
BENCHMARK_CAPTURE(render_by, csv, std::string{"csv"});

/// The native document that lxml is given, on standard output: `bench_render --native`.
int print_native() {
    std::cout << render::render_native(test::plain_sample()->sheet).bytes;
    return 0;
}

void name_a_file(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(render::file_name("DE", "1001-A", 820982911946154508, 2));
}
BENCHMARK(name_a_file);

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view{argv[1]} == "--native")
        return print_native();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
