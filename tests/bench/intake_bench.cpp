// What one webhook costs `serve`, step by step: the body of the load generator, 8 kB.
#include "flow/intake/group_commit.hpp"
#include "load/orders.hpp"
#include "order/body.hpp"
#include "store/codec.hpp"
#include "store/webhooks.hpp"
#include "support/temporary_folder.hpp"
#include "verify/headers.hpp"
#include "verify/signature.hpp"

#include <benchmark/benchmark.h>

using namespace shoporder;

namespace {

const load::Orders& orders() {
    static const load::Orders made([] {
        load::OrderOptions options;
        options.secret = "hush";
        return options;
    }());
    return made;
}

const std::string& body() {
    static const std::string made = load::body_of(orders(), 5'500'000'000'001);
    return made;
}

void verify_signature(benchmark::State& state) {
    const std::vector<verify::Secret> secrets{{"primary", "hush"}};
    const std::string presented = verify::sign("hush", body());
    for (auto _ : state)
        benchmark::DoNotOptimize(verify::find_match(secrets, body(), presented));
}
BENCHMARK(verify_signature);

void digest(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(base::sha256(body()));
}
BENCHMARK(digest);

void read_order(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(order::read_body(body(), order::Detail::summary));
}
BENCHMARK(read_order);

void pack_body(benchmark::State& state) {
    std::size_t size = 0;
    for (auto _ : state)
        size = store::pack(body()).bytes.size();
    state.counters["packed"] = static_cast<double>(size);
}
BENCHMARK(pack_body);

void store_64(benchmark::State& state) {
    const test::TemporaryFolder folder;
    store::Database database(folder / "bench.db", store::Access::migrate);
    std::int64_t id = 5'500'000'000'000;
    std::vector<store::NewWebhook> batch(64);
    for (auto _ : state) {
        state.PauseTiming();
        for (store::NewWebhook& w : batch) {
            const std::string text = load::body_of(orders(), ++id);
            w = {};
            w.shop = "demo.myshopify.com";
            w.webhook_id = "load-" + std::to_string(id);
            w.topic = "orders/create";
            w.received_at = base::SystemClock{}.now();
            w.secret = "primary";
            w.headers = std::string(400, 'h');
            w.size = text.size();
            w.sha256 = base::sha256(text);
            w.body = order::read_body(text, order::Detail::summary);
            store::Packed packed = store::pack(text);
            w.codec = packed.codec;
            w.packed = packed.bytes;
        }
        state.ResumeTiming();
        store::Write write(database);
        for (const store::NewWebhook& w : batch)
            benchmark::DoNotOptimize(store::accept_webhook(write, w));
        write.commit();
    }
    state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(store_64);

} // namespace

BENCHMARK_MAIN();
