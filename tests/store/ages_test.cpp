// How long something lies: from when it could first have gone, whatever was tried since.
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "flow/operate/operate.hpp"
#include "flow/watch/lookout.hpp"
#include "store/ages.hpp"
#include "store/attention.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using std::chrono::hours;
using test::Relayed;
using test::with;

namespace {

struct Ages : Relayed {
    /// What `status` says of orders that lie, by key.
    std::map<std::string, report::Notice> notices() {
        std::map<std::string, report::Notice> out;
        for (const auto& n : flow::look_out(*shop.database, shop.settings, shop.clock.now()))
            if (n.key.starts_with("unsent/") || n.key.starts_with("unpaid/") || n.key == "clock")
                out.emplace(n.key, n);
        return out;
    }
    static std::string id(int n) { return std::to_string(test::k_sample_id + n); }
    /// The sample as another order.
    std::string body(int n) {
        return with(with(test::sample_order(), std::to_string(test::k_sample_id), id(n)), "#1001",
                    "#" + std::to_string(1001 + n));
    }
    std::string pending(int n) { return with(body(n), "\"paid\"", "\"pending\""); }
    void pay(int n) {
        shop.receive(with(body(n), "T10:00:01", "T10:00:0" + std::to_string(n + 1)),
                     "orders/updated");
    }
};

} // namespace

TEST_F(Ages, OneMoreFailureMakesNoBacklogYoung) {
    shop.settings.retry.schedule.assign(8, hours{1});
    acme().before = test::answering("put", remote::Phase::put, 450);
    const auto began = shop.clock.now();
    run();
    retry_hourly(hours{5});
    EXPECT_EQ(store::oldest_in(*shop.database, DeliveryState::deferred), began);
    EXPECT_GT(first().changed_at, began);
}

TEST_F(Ages, AnHourOfTheSuppliersMakesNothingYoung) {
    pause("acme");
    const auto began = shop.clock.now();
    run();
    shop.clock.advance(hours{30});
    resume("acme");
    acme().before = test::unreachable;
    run();
    EXPECT_EQ(first().since, began);
}

TEST_F(Ages, WhatCouldHaveGoneForADayIsToldWithItsCommand) {
    pause("acme");
    pause("globex");
    run();
    shop.clock.advance(hours{23});
    EXPECT_TRUE(notices().empty());
    shop.clock.advance(hours{2});
    const auto told = notices();
    ASSERT_EQ(told.size(), 1U);
    const report::Notice& n = told.at("unsent/" + id(0));
    EXPECT_TRUE(n.text.starts_with("1001-A of order #1001, demo.myshopify.com, could have gone and "
                                   "has not for 25 h: it is waiting, supplier acme is paused"))
        << n.text;
    EXPECT_EQ(n.next, "shoporder order show " + id(0));
    resume("acme");
    run();
    EXPECT_NE(notices().at("unsent/" + id(0)).text.find("1001-B of order #1001"), std::string::npos)
        << "the other supplier's half still lies";
    resume("globex");
    run();
    EXPECT_TRUE(notices().empty());
}

TEST_F(Ages, AHoldThatFollowsAnotherMakesNothingYoung) {
    shop.receive(with(body(1), "\"München\"", "\"\""));
    run();
    ASSERT_EQ(acme_of(2).state, DeliveryState::held) << acme_of(2).reason;
    shop.clock.advance(hours{20});
    pause("acme");
    shop.receive(with(body(1), "T10:00:01", "T10:00:09"), "orders/updated");
    run();
    ASSERT_EQ(acme_of(2).reason_code, "supplier_paused") << acme_of(2).reason;
    shop.clock.advance(hours{5});
    EXPECT_TRUE(notices().contains("unsent/" + id(1)));
}

TEST_F(Ages, AnotherShopsBacklogHidesNothing) {
    pause("acme");
    pause("globex");
    shop.settings.shops.push_back(shop.settings.shops[0]);
    shop.settings.shops[1].domain = "other.myshopify.com";
    for (int n = 1; n <= 1100; ++n)
        shop.receive(body(n), "orders/create", "other.myshopify.com");
    run();
    shop.clock.advance(hours{1});
    shop.receive(body(1101));
    run();
    shop.clock.advance(hours{25});
    EXPECT_TRUE(notices().contains("unsent/" + id(1101)));
}

TEST_F(Ages, WhatIsHeldForADayIsTold) {
    run();
    shop.receive(with(body(1), "\"München\"", "\"\""));
    shop.receive(with(body(2), "\"test\": false", "\"test\": true"));
    run();
    shop.clock.advance(hours{25});
    ASSERT_EQ(acme_of(2).state, DeliveryState::held) << acme_of(2).reason;
    EXPECT_EQ(notices().size(), 1U) << "a test order is nobody's";
    EXPECT_TRUE(notices().contains("unsent/" + id(1)));
    shop.settings.shops[0].alert_unsent = {};
    EXPECT_TRUE(notices().empty());
}

TEST_F(Ages, APaymentThatDoesNotComeForAWeekIsTold) {
    run();
    shop.receive(pending(1));
    run();
    shop.clock.advance(hours{24 * 7 - 1});
    EXPECT_TRUE(notices().empty());
    shop.clock.advance(hours{2});
    EXPECT_TRUE(notices().contains("unpaid/" + id(1)));
    // Paid now: it could have gone for no time yet.
    pause("acme");
    pause("globex");
    pay(1);
    run();
    EXPECT_TRUE(notices().empty());
    shop.clock.advance(hours{25});
    EXPECT_TRUE(notices().contains("unsent/" + id(1)));
}

TEST_F(Ages, AHundredThatLieAreTellingButFew) {
    pause("acme");
    pause("globex");
    for (int n = 1; n <= 120; ++n)
        shop.receive(body(n));
    run();
    shop.clock.advance(hours{25});
    const auto told = notices();
    EXPECT_EQ(told.size(), 4U);
    EXPECT_NE(told.at("unsent/demo.myshopify.com").text.find("97 and more further orders"),
              std::string::npos)
        << told.at("unsent/demo.myshopify.com").text;
}

TEST_F(Ages, AClockThatWasAheadIsSaidAndPutsNothingOff) {
    const auto before = shop.clock.now();
    shop.clock.advance(hours{24 * 365});
    acme().before = test::unreachable;
    run();
    shop.clock.advance(before - shop.clock.now());
    EXPECT_TRUE(notices().contains("clock"));
    test::heal(acme());
    run();
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    shop.clock.advance(hours{25});
    EXPECT_FALSE(notices().contains("clock")) << "said for a day";
}

TEST_F(Ages, AGraceThatBeganInTheFutureEndsInTime) {
    shop.settings.shops[0].grace = hours{1};
    const auto before = shop.clock.now();
    shop.clock.advance(hours{24 * 365});
    shop.receive(body(1));
    run();
    ASSERT_EQ(acme_of(2).reason_code, "grace");
    shop.clock.advance(before - shop.clock.now());
    run();
    shop.clock.advance(hours{2});
    run();
    EXPECT_EQ(acme_of(2).state, DeliveryState::uploaded) << acme_of(2).reason;
}
