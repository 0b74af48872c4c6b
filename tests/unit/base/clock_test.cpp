#include "base/clock.hpp"

#include <gtest/gtest.h>

using namespace shoporder::base;

TEST(Clock, ReadsOffsetsAndFractionsAsOneInstant) {
    const auto z = parse_time("2026-03-30T14:30:00.000000000Z");
    ASSERT_TRUE(z);
    EXPECT_EQ(z, parse_time("2026-03-30T10:30:00-04:00"));
    EXPECT_EQ(z, parse_time("2026-03-30T23:30:00+0900"));
    EXPECT_EQ(format_time(*z), "2026-03-30T14:30:00Z");
    EXPECT_EQ(format_time(*parse_time("2026-03-30T14:30:00.123456789Z")),
              "2026-03-30T14:30:00.123456Z");
}

TEST(Clock, RefusesWhatIsNoInstant) {
    for (const char* text :
         {"", "2026-03-30", "2026-03-30T14:30:00", "2026-02-30T00:00:00Z", "1969-01-01T00:00:00Z",
          "2026-03-30T24:00:00Z", "2026-03-30T14:30:00.Z", "2026-03-30T14:30:00+9:00",
          "2026-03-30T14:30:00Zx", "example string"})
        EXPECT_FALSE(parse_time(text)) << text;
}

TEST(Clock, ReadsDurations) {
    EXPECT_EQ(parse_duration("90"), std::chrono::seconds{90});
    EXPECT_EQ(parse_duration("1h30m"), std::chrono::seconds{5400});
    EXPECT_EQ(parse_duration("5d"), std::chrono::seconds{432000});
    for (const char* text : {"", "h", "1h30", "5 m", "-1s", "99999999999999999999d", "11y"})
        EXPECT_FALSE(parse_duration(text)) << text;
}
