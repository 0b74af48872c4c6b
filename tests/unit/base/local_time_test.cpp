// Times as the machine's own clock shows them.
#include "base/local_time.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <string>

using namespace shoporder;
using namespace std::chrono_literals;

namespace {

/// The zone of this process, until the test ends.
class Zone {
public:
    explicit Zone(const char* name) {
        if (const char* before = std::getenv("TZ"))
            m_before = before;
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    ~Zone() {
        if (m_before.empty())
            ::unsetenv("TZ");
        else
            ::setenv("TZ", m_before.c_str(), 1);
        ::tzset();
    }
    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;

private:
    std::string m_before;
};

base::Time at(const char* text) {
    return base::parse_time(text).value();
}
std::string shown(const char* text) {
    return base::format_time(at(text), base::local_offset(at(text)));
}
std::string midnight(const char* day) {
    const auto t = base::local_midnight(day);
    return t ? base::format_time(*t) : "no day";
}

} // namespace

TEST(LocalTime, IsShownWithItsOffset) {
    const Zone zone("Europe/Berlin");
    EXPECT_EQ(shown("2026-11-22T21:50:09.5Z"), "2026-11-22T22:50:09+01:00");
    EXPECT_EQ(shown("2026-07-01T22:30:00Z"), "2026-07-02T00:30:00+02:00");
}

TEST(LocalTime, MayBeBehindAndByPartsOfAnHour) {
    {
        const Zone zone("America/St_Johns");
        EXPECT_EQ(shown("2026-11-22T02:00:00Z"), "2026-11-21T22:30:00-03:30");
    }
    const Zone zone("UTC");
    EXPECT_EQ(shown("2026-11-22T02:00:00Z"), "2026-11-22T02:00:00Z");
}

TEST(LocalTime, ADayBeginsAtMidnightHere) {
    const Zone zone("Europe/Berlin");
    EXPECT_EQ(midnight("2026-11-22"), "2026-11-21T23:00:00Z");
    EXPECT_EQ(midnight("2026-03-29"), "2026-03-28T23:00:00Z"); // the clocks change that day
    EXPECT_EQ(midnight("2026-03-30"), "2026-03-29T22:00:00Z");
    EXPECT_EQ(midnight("2026-10-25"), "2026-10-24T22:00:00Z");
    EXPECT_EQ(midnight("2026-10-26"), "2026-10-25T23:00:00Z");
    EXPECT_EQ(midnight("2026-02-30"), "no day");
    EXPECT_EQ(midnight("2026-11-22T"), "no day");
}

TEST(LocalTime, ADayWithoutMidnightBeginsAfterIt) {
    const Zone zone("America/Santiago"); // on 2026-09-06 the clocks go from 00:00 to 01:00
    EXPECT_EQ(midnight("2026-09-06"), "2026-09-06T04:00:00Z");
    EXPECT_EQ(shown("2026-09-06T04:00:00Z"), "2026-09-06T01:00:00-03:00");
    EXPECT_EQ(shown("2026-09-06T03:59:59Z"), "2026-09-05T23:59:59-04:00");
}
