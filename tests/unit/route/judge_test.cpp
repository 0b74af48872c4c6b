#include "route/route.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;

namespace {

base::Time at(const char* text) {
    return base::parse_time(text).value();
}

/// A paid order that may go, and a live supplier to send it to.
struct Judge : testing::Test {
    order::Order order;
    order::Supplier supplier;
    route::ShopRules rules;

    void SetUp() override {
        rules.start = at("2026-01-01T00:00:00Z");
        order.id = 77;
        order.created_at = at("2026-11-20T00:00:00Z");
        order.financial_status = "paid";
        order.shipping_address = order::Address{};
        order.shipping_address->name = "Ann";
        order.shipping_address->address1 = "Street 1";
        order.shipping_address->city = "Town";
        order.shipping_address->country_code = "DE";
        supplier.name = "acme";
        supplier.mode = order::SupplierMode::live;
        supplier.endpoint = order::Endpoint::parse("ftp://u@h/in");
        supplier.send.zone = "Europe/Berlin";
        supplier.send.hours = {{std::chrono::hours{8}, std::chrono::hours{18}}};
    }

    route::Verdict verdict(const char* now, const route::Earlier& earlier = {}) {
        route::Facts facts;
        facts.order = &order;
        facts.first_seen = at("2026-11-20T00:00:00Z");
        facts.now = at(now);
        return route::judge(facts, rules, &supplier, {}, earlier);
    }
    /// "waiting cutoff 2026-11-25T10:00:00Z"
    std::string says(const char* now, const route::Earlier& earlier = {}) {
        const route::Verdict v = verdict(now, earlier);
        return std::string{order::name(v.state)} + (v.code.empty() ? "" : " " + v.code) +
               (v.due_at ? " " + base::format_time(*v.due_at) : "");
    }
    /// Judged again and again whenever what it waits for has come, until it may go.
    std::vector<std::string> way(const char* now) {
        std::vector<std::string> out;
        route::Verdict last = verdict(now);
        base::Time time = at(now);
        while (last.state != DeliveryState::ready && last.due_at && out.size() < 9) {
            out.push_back(last.code + " " + base::format_time(*last.due_at));
            time = *last.due_at;
            const route::Verdict next =
                verdict(base::format_time(time).c_str(), {false, last.code, last.due_at, ""});
            last = next;
        }
        out.push_back(std::string{order::name(last.state)} + " " + base::format_time(time));
        return out;
    }
    void take_batches(std::vector<std::chrono::minutes> cutoffs) {
        supplier.batching = order::Batching::cutoff;
        supplier.send.cutoffs = std::move(cutoffs);
    }
};

using Way = std::vector<std::string>;
using std::chrono::hours;

} // namespace

TEST_F(Judge, InsideTheHoursItGoes) {
    EXPECT_EQ(says("2026-11-25T07:00:00Z"), "ready");
    EXPECT_EQ(says("2026-11-25T17:00:00Z"), "waiting send_window 2026-11-26T07:00:00Z");
    EXPECT_EQ(verdict("2026-11-25T17:00:00Z").reason,
              "supplier acme takes files again on Thu 2026-11-26 08:00, Europe/Berlin");
    supplier.send = {};
    EXPECT_EQ(says("2026-11-25T17:00:00Z"), "ready");
}

TEST_F(Judge, EveryOtherReasonComesFirst) {
    take_batches({hours{11}});
    const char* const night = "2026-11-25T22:00:00Z";
    order.financial_status = "pending";
    EXPECT_EQ(says(night), "waiting unpaid");
    order.financial_status = "paid";
    supplier.mode = order::SupplierMode::parked;
    EXPECT_EQ(says(night), "waiting supplier_parked");
    supplier.mode = order::SupplierMode::live;
    rules.grace = std::chrono::hours{24 * 30};
    EXPECT_EQ(says(night).substr(0, 13), "waiting grace");
}

TEST_F(Judge, NeverOpenWaitsForNoMoment) {
    supplier.send.days = 0;
    EXPECT_EQ(says("2026-11-25T12:00:00Z"), "waiting send_window");
    EXPECT_NE(verdict("2026-11-25T12:00:00Z").reason.find("never open"), std::string::npos);
}

TEST_F(Judge, ABatchIsClosedAtItsCutOff) {
    take_batches({hours{11}, hours{16}});
    EXPECT_EQ(says("2026-11-25T09:59:59Z"), "waiting cutoff 2026-11-25T10:00:00Z");
    EXPECT_EQ(verdict("2026-11-25T09:59:59Z").reason,
              "supplier acme takes a batch at Wed 2026-11-25 11:00, Europe/Berlin");
    EXPECT_EQ(way("2026-11-25T09:59:59Z"),
              (Way{"cutoff 2026-11-25T10:00:00Z", "ready 2026-11-25T10:00:00Z"}));
    // What comes at the moment itself is too late for it.
    EXPECT_EQ(says("2026-11-25T10:00:00Z"), "waiting cutoff 2026-11-25T15:00:00Z");
}

TEST_F(Judge, ACutOffThatHasComeIsOverHoweverLateTheRunIs) {
    take_batches({hours{11}});
    const auto due = at("2026-11-25T10:00:00Z");
    EXPECT_EQ(says("2026-11-25T13:00:00Z", {false, "cutoff", due, ""}), "ready");
    EXPECT_EQ(says("2026-11-25T22:00:00Z", {false, "cutoff", due, ""}),
              "waiting send_window 2026-11-26T07:00:00Z");
    // Judged again before it has come, by another state of the order.
    EXPECT_EQ(says("2026-11-25T09:00:00Z", {false, "cutoff", due, ""}),
              "waiting cutoff 2026-11-25T10:00:00Z");
    // Judged again while it may go, or waits for the hours.
    EXPECT_EQ(says("2026-11-25T13:00:00Z", {true, "", std::nullopt, ""}), "ready");
    EXPECT_EQ(says("2026-11-26T07:00:00Z", {false, "send_window", at("2026-11-26T07:00:00Z"), ""}),
              "ready");
}

TEST_F(Judge, ACutOffOutsideTheHoursWaitsForThemAndNotForTheNextCutOff) {
    take_batches({hours{7}});
    EXPECT_EQ(way("2026-11-25T19:00:00Z"),
              (Way{"cutoff 2026-11-26T06:00:00Z", "send_window 2026-11-26T07:00:00Z",
                   "ready 2026-11-26T07:00:00Z"}));
    take_batches({hours{20}});
    EXPECT_EQ(way("2026-11-25T12:00:00Z"),
              (Way{"cutoff 2026-11-25T19:00:00Z", "send_window 2026-11-26T07:00:00Z",
                   "ready 2026-11-26T07:00:00Z"}));
}

TEST_F(Judge, OtherBatchesKnowNoCutOff) {
    supplier.send.cutoffs = {hours{11}};
    for (const auto batching : {order::Batching::order, order::Batching::run}) {
        supplier.batching = batching;
        EXPECT_EQ(says("2026-11-25T08:00:00Z"), "ready");
    }
}

TEST_F(Judge, APersonMayWaiveEachOfThem) {
    take_batches({hours{11}});
    EXPECT_EQ(says("2026-11-25T22:00:00Z", {false, "", std::nullopt, "cutoff"}),
              "waiting send_window 2026-11-26T07:00:00Z");
    EXPECT_EQ(says("2026-11-25T22:00:00Z", {false, "", std::nullopt, "send_window"}),
              "waiting cutoff 2026-11-26T10:00:00Z");
    EXPECT_EQ(says("2026-11-25T22:00:00Z", {false, "", std::nullopt, "cutoff send_window"}),
              "ready");
}

TEST_F(Judge, AZoneThatIsGoneIsHeldNotGuessed) {
    supplier.send.zone = "Europe/Berln";
    EXPECT_EQ(says("2026-11-25T12:00:00Z"), "held send_window");
    EXPECT_NE(verdict("2026-11-25T12:00:00Z").reason.find("send.zone=NAME"), std::string::npos);
    supplier.send.hours.clear(); // nobody needs it
    EXPECT_EQ(says("2026-11-25T12:00:00Z"), "ready");
}
