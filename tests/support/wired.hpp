#pragma once
// Purpose: a hundred orders for one supplier whose server is a ScriptedFtp, and the real dispatch
// and retry on them. The supplier takes every file at once.
// State: a database in a temporary folder, the server. Fails: not at all. Threads: one test.
#include "flow/relay/relay.hpp"
#include "remote/session.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"
#include "support/scripted_ftp.hpp"
#include "support/shop.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <vector>

namespace shoporder::test {

class Wired : public ::testing::Test {
protected:
    static constexpr int k_orders = 100;
    static constexpr int k_hurry = 20; ///< a second's wait takes 50 ms
    Shop m_shop;
    ScriptedFtp m_server;

    void SetUp() override {
        order::Supplier acme;
        acme.name = "acme";
        acme.mode = order::SupplierMode::live;
        acme.takes_unmatched = true;
        acme.consumes = true;
        acme.endpoint = order::Endpoint::parse(
            "ftp://acme@127.0.0.1:" + std::to_string(m_server.port()) + "/in");
        store::Write write(*m_shop.database);
        store::put_supplier(write, acme, "test", m_shop.clock.now());
        write.commit();
        m_server.consume_at_once("tmp-");
        m_shop.settings.remote.response_timeout = std::chrono::seconds{1};
        m_shop.settings.retry.schedule = {std::chrono::minutes{1}, std::chrono::minutes{5},
                                          std::chrono::minutes{15}};
        for (int i = 1; i <= k_orders; ++i)
            m_shop.receive(with(with(sample_order(), std::to_string(k_sample_id), number(i)),
                                "#1001", "#" + std::to_string(1001 + i)));
    }
    static std::string number(int i) { return std::to_string(k_sample_id + i); }
    void run(bool dispatch) {
        flow::RelayOptions options;
        options.ready = dispatch;
        options.deferred = !dispatch;
        options.window = m_window;
        options.pause = [](std::chrono::milliseconds time) {
            std::this_thread::sleep_for(time / k_hurry);
        };
        flow::Relay relay(m_shop.settings, m_shop.clock, m_shop.journal,
                          [](remote::Settings settings) {
                              settings.password = "secret";
                              return remote::make_session(settings);
                          });
        static_cast<void>(relay.run(options));
    }
    /// A person mends what parked the supplier.
    void resume() {
        const auto acme = store::find_supplier(*m_shop.database, "acme").value();
        if (acme.mode != order::SupplierMode::parked)
            return;
        m_parked.push_back(acme.mode_reason);
        store::Write write(*m_shop.database);
        store::resume_supplier(write, acme.id, "ann", m_shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    [[nodiscard]] bool anything_open() {
        store::DeliveryFilter open;
        open.states = {order::DeliveryState::ready, order::DeliveryState::waiting,
                       order::DeliveryState::sending, order::DeliveryState::uncertain,
                       order::DeliveryState::deferred};
        open.limit = 1;
        return !store::list_deliveries(*m_shop.database, open).empty();
    }
    [[nodiscard]] order::SupplierMode mode() {
        return store::find_supplier(*m_shop.database, "acme").value().mode;
    }
    /// How many orders are in this state.
    int count(order::DeliveryState state) {
        int n = 0;
        for (int i = 1; i <= k_orders; ++i)
            for (const store::Delivery& d : m_shop.deliveries(k_sample_id + i))
                n += d.state == state ? 1 : 0;
        return n;
    }
    /// What the supplier took of this document, under whatever name.
    std::vector<std::string> copies(const std::string& file_name) {
        std::vector<std::string> out;
        for (const auto& [path, bytes] : m_server.taken())
            if (path.find(file_name) != std::string::npos)
                out.push_back(bytes);
        return out;
    }
    std::chrono::milliseconds m_window{10000};
    std::vector<std::string> m_parked; ///< why, each time
};

} // namespace shoporder::test
