#pragma once
// Purpose: the sample shop with two suppliers whose servers are in memory, and dispatch and retry
// on it. State: a database in a temporary folder, the servers. Threads: one test.
#include "flow/relay/relay.hpp"
#include "support/memory_server.hpp"
#include "support/shop.hpp"

#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <vector>

namespace shoporder::test {

struct Relayed : testing::Test {
    test::Shop shop;
    MemoryServer m_acme;
    MemoryServer m_globex;
    std::vector<std::chrono::milliseconds> m_pauses; ///< waits for refusals to pass; none is slept

    void SetUp() override {
        shop.add_supplier("acme", "Acme", order::SupplierMode::live, "ftp://a@localhost/acme");
        shop.add_supplier("globex", "Globex", order::SupplierMode::live,
                          "ftp://g@localhost/globex");
        shop.receive(sample_order());
    }
    /// Sessions of the two servers in memory.
    flow::SessionFactory sessions() {
        return [this](const remote::Settings& s) {
            return (s.endpoint.folder == "globex" ? m_globex : m_acme).session();
        };
    }
    flow::RelayResult run(const flow::RelayOptions& options = {}) {
        flow::Relay relay(shop.settings, shop.clock, shop.journal, sessions());
        flow::RelayOptions quick = options;
        if (!quick.pause)
            quick.pause = [this](std::chrono::milliseconds time) { m_pauses.push_back(time); };
        return relay.run(quick);
    }
    flow::RelayResult retry() {
        flow::RelayOptions options;
        options.command = "retry";
        options.ready = false;
        options.deferred = true;
        return run(options);
    }
    /// As the timers do it, hour by hour: an outage counts the time in which it was tried.
    void retry_hourly(std::chrono::hours how_long) {
        for (std::chrono::hours past{0}; past < how_long; ++past) {
            shop.clock.advance(std::chrono::hours{1});
            retry();
        }
    }
    MemoryServer& acme() { return m_acme; }
    MemoryServer& globex() { return m_globex; }
    /// Settings of a supplier, changed as a person would.
    void change(const std::string& name, const std::function<void(order::Supplier&)>& how) {
        order::Supplier s = supplier(name);
        how(s);
        store::Write write(*shop.database);
        store::put_supplier(write, s, "ann", shop.clock.now());
        write.commit();
    }
    void pause(const std::string& name) {
        store::Write write(*shop.database);
        store::set_supplier_mode(write, supplier(name).id, order::SupplierMode::paused, "holiday",
                                 std::nullopt, "ann", shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    void resume(const std::string& name) {
        store::Write write(*shop.database);
        store::resume_supplier(write, supplier(name).id, "ann", shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    /// Further orders of the sample's kind: 1 is the sample itself.
    void receive(int from, int to) {
        for (int i = from; i <= to; ++i)
            shop.receive(with(with(sample_order(), std::to_string(k_sample_id),
                                   std::to_string(k_sample_id - 1 + i)),
                              "\"order_number\": 1001",
                              "\"order_number\": " + std::to_string(1000 + i)));
    }
    std::string story() { return shop.story(k_sample_id); }
    /// acme's delivery of the n-th order.
    store::Delivery acme_of(int n) { return shop.deliveries(k_sample_id - 1 + n).at(0); }
    store::Delivery first() { return shop.deliveries(k_sample_id).at(0); }
    order::Supplier supplier(const std::string& name) {
        return store::find_supplier(*shop.database, name).value();
    }
};

} // namespace shoporder::test
