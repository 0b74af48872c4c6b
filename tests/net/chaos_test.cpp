// A supplier's server that fails three commands of ten, at random, for days of simulated time:
// every order ends on the server exactly once, or before a person. SHOPORDER_ORDERS says how many
// orders (default 20; the long run 1000).
#include "flow/relay/relay.hpp"
#include "support/scripted_ftp.hpp"
#include "support/shop.hpp"

#include "store/documents.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>

namespace shoporder {
namespace {

using order::DeliveryState;
using test::with;

struct Chaos : testing::Test {
    test::Shop shop;
    test::ScriptedFtp server;

    void SetUp() override {
        const std::string url = "ftp://acme@127.0.0.1:" + std::to_string(server.port()) + "/in";
        order::Supplier acme;
        acme.name = "acme";
        acme.mode = order::SupplierMode::live;
        acme.match = {{"*", "", "", ""}};
        acme.endpoint = order::Endpoint::parse(url);
        acme.consumes = true;
        store::Write write(*shop.database);
        store::put_supplier(write, acme, "test", shop.clock.now());
        write.commit();
        server.consume_at_once("tmp-");
        shop.settings.retry.schedule = {8, std::chrono::seconds{60}};
    }
    void receive(int orders) {
        for (int i = 1; i <= orders; ++i)
            shop.receive(with(with(test::sample_order(), std::to_string(test::k_sample_id),
                                   std::to_string(test::k_sample_id + i)),
                              "#1001", "#" + std::to_string(1001 + i)));
    }
    void run(bool dispatch) {
        flow::RelayOptions options;
        options.command = dispatch ? "dispatch" : "retry";
        options.ready = dispatch;
        options.deferred = !dispatch;
        options.pause = [](std::chrono::milliseconds) {}; // what was refused may be refused again
        flow::Relay relay(shop.settings, shop.clock, shop.journal, [](const remote::Settings& s) {
            remote::Settings with_password = s;
            with_password.password = "secret";
            return remote::make_session(with_password);
        });
        static_cast<void>(relay.run(options));
    }
    std::vector<store::Delivery> open() {
        store::DeliveryFilter filter;
        filter.states = {DeliveryState::ready, DeliveryState::sending, DeliveryState::uncertain,
                         DeliveryState::deferred};
        filter.limit = 100000;
        return store::list_deliveries(*shop.database, filter);
    }
};

} // namespace

TEST_F(Chaos, EveryOrderOnceOrBeforeAPerson) {
    const char* const wanted = std::getenv("SHOPORDER_ORDERS");
    const int orders = wanted == nullptr ? 20 : std::atoi(wanted);
    receive(orders);
    server.fail_at_random(30, 20261124);
    int rounds = 0;
    do {
        run(true);
        run(false);
        shop.clock.advance(std::chrono::minutes{2});
    } while (!open().empty() && ++rounds < 20000);
    const order::Supplier acme = store::find_supplier(*shop.database, "acme").value();
    EXPECT_TRUE(open().empty()) << open().size() << " deliveries are still on their way; acme is "
                                << order::name(acme.mode) << ": " << acme.mode_reason;

    std::map<std::string, std::vector<std::string>> taken;
    for (const auto& [path, bytes] : server.taken())
        taken[path].push_back(bytes);
    int uploaded = 0;
    int before_a_person = 0;
    for (int i = 1; i <= orders; ++i) {
        for (const store::Delivery& d : shop.deliveries(test::k_sample_id + i)) {
            const bool done = d.state == DeliveryState::uploaded;
            EXPECT_TRUE(done || order::is_attention(d.state))
                << d.po_number << " is " << order::name(d.state);
            ++(done ? uploaded : before_a_person);
            if (d.document_id == 0)
                continue;
            const auto head = store::find_document(*shop.database, d.document_id).value();
            const auto& copies = taken["/in/" + head.file_name];
            EXPECT_LE(copies.size(), 1U) << d.po_number << " arrived twice";
            if (done) {
                ASSERT_EQ(copies.size(), 1U) << d.po_number << " says uploaded and never arrived";
                EXPECT_EQ(copies[0], store::document_bytes(*shop.database, d.document_id));
            }
        }
    }
    EXPECT_EQ(uploaded + before_a_person, orders);
    EXPECT_GE(uploaded, orders / 2); // it does not give up at the first fault
    RecordProperty("uploaded", uploaded);
    std::printf("%d uploaded, %d before a person, %d rounds, %zu logins\n", uploaded,
                before_a_person, rounds, static_cast<std::size_t>(server.count("CONNECT")));
}

} // namespace shoporder
