#include "flow/relay/retry_policy.hpp"

#include <array>
#include <gtest/gtest.h>
#include <random>

using namespace shoporder::flow;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
constexpr std::array k_schedule{seconds{60}, seconds{300}, seconds{3600}};
}

TEST(RetryPolicy, FollowsTheScheduleAndEnds) {
    EXPECT_EQ(next_wait(k_schedule, 1, 0, 1), milliseconds{60'000});
    EXPECT_EQ(next_wait(k_schedule, 2, 0, 1), milliseconds{300'000});
    EXPECT_EQ(next_wait(k_schedule, 3, 0, 1), milliseconds{3'600'000});
    EXPECT_EQ(next_wait(k_schedule, 4, 0, 1), std::nullopt);
    EXPECT_EQ(next_wait({}, 1, 0, 1), std::nullopt);
}

TEST(RetryPolicy, SpreadsWithinTheJitterAndOverAllOfIt) {
    std::mt19937_64 random(3);
    milliseconds least = milliseconds::max();
    milliseconds most{0};
    for (int i = 0; i < 2000; ++i) {
        const auto wait = next_wait(k_schedule, 2, 0.2, random()).value();
        least = std::min(least, wait);
        most = std::max(most, wait);
    }
    EXPECT_GE(least, milliseconds{240'000});
    EXPECT_LE(most, milliseconds{360'000});
    EXPECT_LT(least, milliseconds{245'000});
    EXPECT_GT(most, milliseconds{355'000});
}
