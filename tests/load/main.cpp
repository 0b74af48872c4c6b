// The load generator: signed, unique orders, as fast as the server answers or at a rate.
#include "base/file.hpp"
#include "load/driver.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fcntl.h>
#include <limits>
#include <thread>

namespace {

using namespace shoporder;

struct Options {
    std::string address, secret_file, acked;
    load::OrderOptions orders;
    std::size_t connections = 64;
    unsigned threads = 1;
    double duration = 10;
    double rate = 0;
    std::int64_t requests = 0;
    std::int64_t first_id = 5'500'000'000'000;
    double patience = 10;
    bool no_keep_alive = false;
    bool retry = false;
    bool json = false;
    bool print_body = false;
};

int run(Options o) {
    if (o.secret_file.empty() && !o.print_body)
        throw std::runtime_error("--secret-file is needed");
    if (!o.secret_file.empty()) {
        o.orders.secret = base::read_file(o.secret_file, 4096);
        if (o.orders.secret.ends_with('\n'))
            o.orders.secret.pop_back();
    }
    o.orders.keep_alive = !o.no_keep_alive;
    const load::Orders orders(o.orders);
    if (o.print_body) {
        const std::string body = load::body_of(orders, o.first_id);
        return std::fwrite(body.data(), 1, body.size(), stdout) == body.size() ? 0 : 74;
    }
    std::atomic<std::int64_t> next{o.first_id};
    base::UniqueFd acked;
    if (!o.acked.empty()) {
        acked = base::UniqueFd{
            ::open(o.acked.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
        if (!acked)
            throw std::runtime_error("cannot write " + o.acked);
    }
    load::Plan plan;
    plan.address = load::parse_address(o.address);
    plan.end = std::chrono::steady_clock::now() +
               std::chrono::milliseconds(o.requests > 0 ? std::int64_t{24} * 3600 * 1000
                                                        : std::int64_t(o.duration * 1000));
    plan.patience = std::chrono::milliseconds(std::int64_t(o.patience * 1000));
    plan.rate = o.rate / o.threads;
    plan.retry = o.retry;
    plan.acked_fd = acked.get();
    plan.next = &next;
    plan.last = o.requests > 0 ? o.first_id + o.requests - 1
                               : std::numeric_limits<std::int64_t>::max() - 1'000'000;
    std::vector<load::Figures> figures(o.threads);
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < o.threads; ++i)
        threads.emplace_back([&, i, mine = plan]() mutable {
            mine.connections = o.connections / o.threads + (i < o.connections % o.threads ? 1 : 0);
            figures[i] = load::drive(mine, orders);
        });
    threads.clear();
    load::Figures all;
    for (const load::Figures& each : figures)
        all.add(each);
    std::fputs((o.json ? all.json() : all.text()).c_str(), stdout);
    return all.clean() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Sends signed, unique orders to a webhook listener and measures the answers.\n"
                 "Exit codes: 0 every request was answered 2xx, 1 not, 64 usage.",
                 "load");
    Options o;
    app.add_option("ADDRESS", o.address, "unix:PATH or 127.0.0.1:PORT");
    app.add_option("--secret-file", o.secret_file, "the file that holds the signing secret");
    app.add_option("--shop", o.orders.shop)->capture_default_str();
    app.add_option("--path", o.orders.path)->capture_default_str();
    app.add_option("--body", o.orders.body_bytes, "bytes of each body")->capture_default_str();
    app.add_option("--connections", o.connections)->capture_default_str();
    app.add_option("--threads", o.threads)->capture_default_str()->check(CLI::Range(1, 64));
    app.add_option("--duration", o.duration, "seconds")->capture_default_str();
    app.add_option("--requests", o.requests, "so many, however long it takes");
    app.add_option("--rate", o.rate, "requests a second; late ones count from when they were due");
    app.add_option("--first-id", o.first_id)->capture_default_str();
    app.add_option("--patience", o.patience, "seconds for one answer")->capture_default_str();
    app.add_option("--acked", o.acked, "append each acknowledged order's id to this file");
    app.add_flag("--no-keep-alive", o.no_keep_alive, "a connection for each request");
    app.add_flag("--retry", o.retry, "send again after 503, a cut or a refused connection");
    app.add_flag("--json", o.json);
    app.add_flag("--print-body", o.print_body, "print the first order's body, send nothing");
    CLI11_PARSE(app, argc, argv);
    try {
        return run(std::move(o));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "load: %s\n", error.what());
        return 64;
    }
}
