// What goes wrong without an error is noticed, said once, and said to be over.
#include "base/file.hpp"
#include "flow/intake/housekeeping.hpp"
#include "flow/intake/side_notes.hpp"
#include "flow/watch/lookout.hpp"
#include "store/arrivals.hpp"
#include "store/reserve.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

using namespace shoporder;
using std::chrono::hours;
using std::chrono::minutes;
using test::with;

namespace {

struct LookoutTest : testing::Test {
    test::Shop shop;

    std::string keys() {
        while (flow::keep_house(*shop.database, shop.clock.now())) {
        }
        std::string out;
        for (const auto& n : flow::look_out(*shop.database, shop.settings, shop.clock.now()))
            out += n.key + " ";
        return out;
    }
    /// As the writer counts: accepted and refused at this moment.
    void count(int accepted, int refused, const std::string& of = "demo.myshopify.com") {
        flow::SideNotes notes;
        for (int i = 0; i < accepted; ++i)
            notes.accepted(of, "primary");
        for (int i = 0; i < refused; ++i)
            notes.refused_signature(of);
        store::Write write(*shop.database);
        notes.write(write, shop.clock.now());
        write.commit();
    }
};

TEST_F(LookoutTest, WhatPrivacyLawGivesAMonthForIsSaidBeforeItsEnd) {
    shop.receive(test::data_file("bodies/customers_redact.json"), "customers/redact");
    shop.receive(test::data_file("bodies/data_request.json"), "customers/data_request");
    shop.clock.advance(hours{24 * 19});
    EXPECT_EQ(keys().find("privacy/"), std::string::npos);
    shop.clock.advance(hours{24 * 2});
    EXPECT_NE(keys().find("privacy/1 privacy/2"), std::string::npos);
    shop.clock.advance(hours{24 * 10});
    const auto notices = flow::look_out(*shop.database, shop.settings, shop.clock.now());
    ASSERT_GE(notices.size(), 2U);
    EXPECT_NE(notices[notices.size() - 2].text.find("it was due by"), std::string::npos);
    EXPECT_EQ(notices[notices.size() - 2].next, "shoporder redact --task 1");
    EXPECT_EQ(notices.back().next, "shoporder data-request export --task 2");
}

} // namespace

TEST_F(LookoutTest, AShopThatFallsSilent) {
    for (int hour = 0; hour < 24 * 8; ++hour) {
        count(4, 0);
        shop.clock.advance(hours{1});
        EXPECT_EQ(keys(), "");
    }
    shop.clock.advance(minutes{80});
    EXPECT_EQ(keys(), ""); // nine of ten
    shop.clock.advance(minutes{15});
    EXPECT_EQ(keys(), "silence/demo.myshopify.com ");
    count(1, 0);
    EXPECT_EQ(keys(), "");
}

TEST_F(LookoutTest, ASecretThatIsTheWrongOne) {
    count(50, 0);
    shop.clock.advance(hours{3});
    count(0, 2);
    EXPECT_EQ(keys(), "");
    count(0, 1);
    EXPECT_EQ(keys(), "signatures/demo.myshopify.com ");
    count(1, 0);
    EXPECT_EQ(keys(), "");
}

TEST_F(LookoutTest, RefusalsThatRise) {
    count(100, 1);
    shop.clock.advance(hours{3});
    count(20, 0);
    count(0, 10, "");
    EXPECT_EQ(keys(), "refused ");
}

TEST_F(LookoutTest, OrdersThatNeverCameOnceShopifyHasGivenUp) {
    shop.receive(test::sample_order());
    shop.receive(with(with(test::sample_order(), "5550001001", "5550001005"),
                      "\"order_number\": 1001", "\"order_number\": 1005"));
    EXPECT_EQ(keys(), "");
    shop.clock.advance(hours{4} + minutes{31});
    EXPECT_EQ(keys(), "missing/demo.myshopify.com ");
    const auto notice = flow::look_out(*shop.database, shop.settings, shop.clock.now()).at(0);
    EXPECT_NE(notice.text.find("3 orders of demo.myshopify.com never came (numbers 1002 to 1004"),
              std::string::npos)
        << notice.text;
}

TEST_F(LookoutTest, ADiskThatRanFull) {
    shop.settings.reserve_bytes = 4U << 20U;
    EXPECT_EQ(keys(), ""); // no serve has made it yet
    store::Reserve reserve(shop.settings.database, shop.settings.reserve_bytes);
    ASSERT_EQ(reserve.rebuild(), "");
    EXPECT_EQ(keys(), "");
    ASSERT_TRUE(reserve.give_way());
    EXPECT_EQ(keys(), "disk ");
}

TEST_F(LookoutTest, SaysItOnceADayAndWhenItIsOver) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const base::UniqueFd read_end(pipe[0]);
    const base::UniqueFd write_end(pipe[1]);
    const log::Journal journal(write_end.get());
    const auto said = [&] {
        static_cast<void>(::write(write_end.get(), "|", 1));
        char buffer[4096];
        const auto n = ::read(read_end.get(), buffer, sizeof buffer);
        std::string text(buffer, static_cast<std::size_t>(n));
        text.pop_back();
        return text;
    };
    flow::Lookout lookout(shop.settings, journal);
    const auto look = [&] {
        flow::keep_house(*shop.database, shop.clock.now());
        lookout.look(*shop.database, shop.clock.now());
    };
    look();
    EXPECT_EQ(said(), "");
    shop.receive(test::sample_order());
    shop.receive(with(with(test::sample_order(), "5550001001", "5550001003"),
                      "\"order_number\": 1001", "\"order_number\": 1003"));
    shop.clock.advance(hours{5});
    look();
    EXPECT_NE(said().find("never came"), std::string::npos);
    shop.clock.advance(hours{23});
    look();
    EXPECT_EQ(said(), "");
    shop.clock.advance(hours{1});
    look();
    EXPECT_NE(said().find("never came"), std::string::npos);
    shop.receive(with(with(test::sample_order(), "5550001001", "5550001002"),
                      "\"order_number\": 1001", "\"order_number\": 1002"));
    look();
    EXPECT_NE(said().find("over: 1 order of"), std::string::npos);
    look();
    EXPECT_EQ(said(), "");
}
