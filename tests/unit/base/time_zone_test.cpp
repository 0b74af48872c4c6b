#include "base/time_zone.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using base::LocalTime;
using base::TimeZone;

namespace {

/// "2026-03-29T02:30" as the wall shows it.
LocalTime wall(const std::string& text) {
    return LocalTime{base::parse_time(text + ":00Z").value().time_since_epoch()};
}
std::string utc_of(const char* zone, const std::string& local) {
    return base::format_time(TimeZone{zone}.to_utc(wall(local)));
}
std::string wall_at(const char* zone, const std::string& utc) {
    const LocalTime local = TimeZone{zone}.to_local(base::parse_time(utc).value());
    return base::format_time(base::Time{local.time_since_epoch()}).substr(0, 16);
}
std::string refusal(const char* zone) {
    try {
        (void)TimeZone{zone};
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST(TimeZone, KnowsSummerAndWinter) {
    EXPECT_EQ(utc_of("Europe/Berlin", "2026-01-15T12:00"), "2026-01-15T11:00:00Z");
    EXPECT_EQ(utc_of("Europe/Berlin", "2026-07-15T12:00"), "2026-07-15T10:00:00Z");
    EXPECT_EQ(utc_of("America/New_York", "2026-07-15T12:00"), "2026-07-15T16:00:00Z");
    EXPECT_EQ(wall_at("Asia/Kathmandu", "2026-07-15T12:00:00Z"), "2026-07-15T17:45");
    // Summer time is still known years ahead.
    EXPECT_EQ(utc_of("Europe/Berlin", "2036-07-15T12:00"), "2036-07-15T10:00:00Z");
}

TEST(TimeZone, ALocalTimeThatDoesNotExistMovesForward) {
    // 02:00 becomes 03:00.
    EXPECT_EQ(utc_of("Europe/Berlin", "2026-03-29T01:59"), "2026-03-29T00:59:00Z");
    for (const char* skipped : {"02:00", "02:30", "02:59", "03:00"})
        EXPECT_EQ(utc_of("Europe/Berlin", std::string{"2026-03-29T"} + skipped),
                  "2026-03-29T01:00:00Z");
    EXPECT_EQ(utc_of("America/New_York", "2026-03-08T02:30"), "2026-03-08T07:00:00Z");
    // Half an hour: 02:00 becomes 02:30.
    EXPECT_EQ(utc_of("Australia/Lord_Howe", "2026-10-04T02:15"), "2026-10-03T15:30:00Z");
    EXPECT_EQ(utc_of("Australia/Lord_Howe", "2026-10-04T02:45"), "2026-10-03T15:45:00Z");
    // A whole day that was skipped.
    EXPECT_EQ(utc_of("Pacific/Apia", "2011-12-30T09:00"), "2011-12-30T10:00:00Z");
}

TEST(TimeZone, OneThatExistsTwiceMeansTheFirst) {
    EXPECT_EQ(utc_of("Europe/Berlin", "2026-10-25T02:30"), "2026-10-25T00:30:00Z");
    EXPECT_EQ(utc_of("Europe/Berlin", "2026-10-25T03:00"), "2026-10-25T02:00:00Z");
    EXPECT_EQ(utc_of("America/New_York", "2026-11-01T01:30"), "2026-11-01T05:30:00Z");
    EXPECT_EQ(utc_of("Australia/Lord_Howe", "2026-04-05T01:45"), "2026-04-04T14:45:00Z");
    EXPECT_EQ(wall_at("Europe/Berlin", "2026-10-25T00:30:00Z"), "2026-10-25T02:30");
    EXPECT_EQ(wall_at("Europe/Berlin", "2026-10-25T01:30:00Z"), "2026-10-25T02:30");
}

TEST(TimeZone, NoNameIsUtc) {
    EXPECT_EQ(utc_of("", "2026-07-15T12:00"), "2026-07-15T12:00:00Z");
    EXPECT_EQ(wall_at("UTC", "2026-07-15T12:00:00Z"), "2026-07-15T12:00");
}

TEST(TimeZone, AnUnknownNameIsRefusedWithTheNearest) {
    EXPECT_EQ(refusal("Europe/Berln"), "`Europe/Berln` is no time zone this machine knows; did you "
                                       "mean Europe/Berlin?");
    EXPECT_EQ(refusal("europe/berlin"), "`europe/berlin` is no time zone this machine knows; did "
                                        "you mean Europe/Berlin?");
    for (const char* bad : {"../../../etc/passwd", "/etc/localtime", "x\ny",
                            "a name of three hundred letters is no zone either, whatever it says"})
        EXPECT_NE(refusal(bad).find("write an IANA name"), std::string::npos) << refusal(bad);
}
