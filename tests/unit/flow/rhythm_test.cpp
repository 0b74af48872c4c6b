#include "flow/watch/rhythm.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace shoporder;
using flow::expected_arrivals;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const std::string k_shop = "demo.myshopify.com";
const base::Time k_monday = base::parse_time("2026-11-23T00:00:00Z").value();

/// A shop with six webhooks an hour from 9 to 21 on working days, none else, for so many weeks
/// before k_monday.
std::vector<store::Arrivals> office(int weeks, std::int64_t an_hour = 6) {
    std::vector<store::Arrivals> out;
    const std::int64_t first = store::hour_of(k_monday) - 24 * 7 * weeks;
    for (std::int64_t hour = first; hour < store::hour_of(k_monday); ++hour) {
        const std::int64_t of_week = (hour - first) % (24 * 7);
        if (of_week < 24 * 5 && of_week % 24 >= 9 && of_week % 24 < 21)
            out.push_back({k_shop, hour, an_hour, 0});
    }
    return out;
}

} // namespace

TEST(Rhythm, ANightAndASundayExpectNothing) {
    const auto arrivals = office(4);
    EXPECT_EQ(expected_arrivals(arrivals, k_shop, k_monday - hours{51}, k_monday + hours{9}), 0);
    EXPECT_EQ(expected_arrivals(arrivals, k_shop, k_monday + hours{21}, k_monday + hours{33}), 0);
}

TEST(Rhythm, AQuietMondayNoonExpectsWhatEveryMondayBrought) {
    const auto arrivals = office(4);
    EXPECT_NEAR(expected_arrivals(arrivals, k_shop, k_monday + hours{10}, k_monday + hours{12}), 12,
                0.01);
    EXPECT_NEAR(expected_arrivals(arrivals, k_shop, k_monday + hours{10} + minutes{30},
                                  k_monday + hours{11} + minutes{15}),
                4.5, 0.01);
    // Of another shop nothing is known.
    EXPECT_EQ(expected_arrivals(arrivals, "other", k_monday + hours{10}, k_monday + hours{12}), 0);
}

TEST(Rhythm, TheFirstWeekHasNone) {
    auto arrivals = office(1);
    EXPECT_NEAR(expected_arrivals(arrivals, k_shop, k_monday + hours{10}, k_monday + hours{12}), 12,
                0.01);
    std::erase_if(arrivals, [](const auto& a) { return a.hour < store::hour_of(k_monday) - 60; });
    EXPECT_EQ(expected_arrivals(arrivals, k_shop, k_monday + hours{10}, k_monday + hours{12}), 0);
}

TEST(Rhythm, AFlashSaleIsABusyHourAndNoMore) {
    auto arrivals = office(1, 1);
    for (auto& a : arrivals)
        if (a.hour == store::hour_of(k_monday) - 24 * 7 + 10)
            a.accepted = 5000;
    EXPECT_NEAR(expected_arrivals(arrivals, k_shop, k_monday + hours{10}, k_monday + hours{11}), 12,
                0.01);
}

TEST(Shares, RiseOnlyAgainstTheWeekBefore) {
    const base::Time now = k_monday + hours{12} + minutes{5};
    const auto hour = store::hour_of(now);
    std::vector<store::Arrivals> arrivals{{k_shop, hour - 30, 100, 2}, {k_shop, hour - 1, 20, 6}};
    EXPECT_FALSE(flow::shares(arrivals, "*", now).rising()); // six are no rise
    arrivals.push_back({"", hour, 0, 4});
    const auto rising = flow::shares(arrivals, "*", now);
    EXPECT_EQ(rising.refused, 10);
    EXPECT_EQ(rising.accepted, 20);
    EXPECT_TRUE(rising.rising());
    EXPECT_FALSE(flow::shares(arrivals, k_shop, now).rising());
    arrivals[0].refused = 80; // it is always so
    EXPECT_FALSE(flow::shares(arrivals, "*", now).rising());
}
