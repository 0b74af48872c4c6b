// What doctor asks the database, and who reads it.
#include "base/file.hpp"
#include "flow/doctor/disk.hpp"
#include "flow/doctor/doctor.hpp"
#include "store/checkup.hpp"
#include "store/events.hpp"
#include "support/shop.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace shoporder;
using namespace std::chrono_literals;
using report::Area;

namespace {

bool reads(const std::filesystem::path& database) {
    const auto all = flow::readers_of(database);
    return std::any_of(all.begin(), all.end(),
                       [](const auto& each) { return each.pid == ::getpid(); });
}

TEST(Doctor, SeesWhoIsInTheMiddleOfReading) {
    test::Shop shop;
    shop.receive(test::sample_order());
    EXPECT_FALSE(reads(shop.settings.database)) << "open, and not reading";
    {
        store::Database reader(shop.settings.database, store::Access::read);
        const store::Snapshot snapshot(reader);
        static_cast<void>(store::list_suppliers(reader));
        EXPECT_TRUE(reads(shop.settings.database));
    }
    EXPECT_FALSE(reads(shop.settings.database));
}

TEST(Doctor, TopicsAreCountedByShop) {
    test::Shop shop;
    const std::string& body = test::sample_order();
    shop.receive(body, "orders/create");
    shop.receive(test::with(body, "5550001001", "5550001002"), "orders/create");
    shop.receive(test::with(body, "5550001001", "5550001003"), "orders/updated");
    using Topics = std::map<std::string, std::size_t>;
    EXPECT_EQ(store::recent_topics(*shop.database, "demo.myshopify.com", 100),
              (Topics{{"orders/create", 2}, {"orders/updated", 1}}));
    EXPECT_EQ(store::recent_topics(*shop.database, "demo.myshopify.com", 1),
              (Topics{{"orders/updated", 1}}));
    EXPECT_EQ(store::recent_topics(*shop.database, "other.myshopify.com", 100), Topics{});
}

TEST(Doctor, DelaysAreThoseOfShopifyAlone) {
    test::Shop shop;
    int n = 0;
    const auto receive = [&](const std::string& id, std::optional<base::Duration> delay) {
        store::NewWebhook w;
        const std::string body =
            test::with(test::sample_order(), "5550001001", "555000" + std::to_string(2000 + ++n));
        w.shop = "demo.myshopify.com";
        w.webhook_id = id;
        w.topic = "orders/create";
        w.received_at = shop.clock.now();
        if (delay)
            w.triggered_at = w.received_at - *delay;
        w.sha256 = base::sha256(body);
        w.body = order::read_body(body, order::Detail::summary);
        const auto packed = store::pack(body);
        w.codec = packed.codec;
        w.packed = packed.bytes;
        store::Write write(*shop.database);
        static_cast<void>(store::accept_webhook(write, w));
        write.commit();
    };
    receive("a", 2s);
    receive("trigger-b", 0s);
    receive("c", std::nullopt);
    receive("d", -90s);
    auto delays = store::recent_delays(*shop.database, shop.clock.now() - 1h, 100);
    std::sort(delays.begin(), delays.end());
    EXPECT_EQ(delays, (std::vector<std::chrono::microseconds>{-90s, 2s}));
    EXPECT_TRUE(store::recent_delays(*shop.database, shop.clock.now() + 1s, 100).empty());
}

TEST(Doctor, InTestSinceTheLastTimeItWasPutThere) {
    test::Shop shop;
    const auto begun = shop.clock.now();
    const auto id = shop.add_supplier("acme", "Acme", order::SupplierMode::test);
    EXPECT_EQ(store::in_test_since(*shop.database, id), begun);
    shop.clock.advance(48h);
    const auto set = [&](order::SupplierMode mode) {
        store::Write write(*shop.database);
        store::set_supplier_mode(write, id, mode, "", std::nullopt, "test", shop.clock.now());
        write.commit();
    };
    set(order::SupplierMode::live);
    shop.clock.advance(24h);
    set(order::SupplierMode::test);
    EXPECT_EQ(store::in_test_since(*shop.database, id), shop.clock.now());
    EXPECT_EQ(store::in_test_since(*shop.database, id + 1), std::nullopt);
}

TEST(Doctor, ABusySupplierIsLeftOutAndSaid) {
    test::Shop shop;
    const auto id = shop.add_supplier("acme", "Acme");
    const auto lock = base::FileLock::attempt(shop.settings.state_folder() /
                                              ("supplier-" + std::to_string(id) + ".lock"));
    flow::Examination what;
    what.areas = {Area::suppliers};
    report::DoctorView view;
    flow::examine_database(*shop.database, shop.settings, shop.clock.now(), what, view);
    EXPECT_TRUE(view.findings.empty()) << view.findings.front().text;
    ASSERT_EQ(view.unchecked.size(), 1U);
    EXPECT_EQ(view.unchecked[0].why, "acme: a run is talking to its server at this moment");
}

} // namespace
