#include "route/calendar.hpp"

#include "base/error.hpp"

#include <chrono>
#include <gtest/gtest.h>

using namespace shoporder;
using order::SendTimes;

namespace {

using Texts = std::vector<std::string>;

base::Time at(const std::string& text) {
    return base::parse_time(text).value();
}
std::string text(std::optional<base::Time> time) {
    return time ? base::format_time(*time) : "never";
}

SendTimes times(const char* zone, const Texts& hours, const Texts& days = {},
                const Texts& closed = {}) {
    SendTimes t;
    t.zone = zone;
    t.hours = order::parse_hours(hours);
    if (!days.empty())
        t.days = order::parse_days(days);
    t.closed = order::parse_closed(closed);
    return t;
}

std::string opens(const SendTimes& t, const std::string& now) {
    const auto found = route::next_open(t, at(now));
    EXPECT_EQ(route::is_open(t, at(now)), found == at(now)) << now;
    return text(found);
}
std::string closes(const SendTimes& t, const std::string& now) {
    return text(route::next_close(t, at(now)));
}

/// The openings from `from` to `to`, walked over as a sender would, "OPEN CLOSE".
Texts openings(const SendTimes& t, const std::string& from, const std::string& to) {
    Texts out;
    base::Time now = at(from);
    while (true) {
        const auto open = route::next_open(t, now);
        if (!open || *open >= at(to))
            return out;
        const auto close = route::next_close(t, *open);
        out.push_back(text(open) + " " + text(close));
        if (!close || *close <= *open) { // shown, and no loop without an end
            EXPECT_FALSE(close);
            return out;
        }
        // The first and the last microsecond are inside, their neighbours are not.
        EXPECT_TRUE(route::is_open(t, *open));
        EXPECT_TRUE(route::is_open(t, *close - base::Duration{1}));
        EXPECT_FALSE(route::is_open(t, *close));
        EXPECT_FALSE(*open > now && route::is_open(t, *open - base::Duration{1}));
        now = *close;
    }
}

} // namespace

TEST(Calendar, WithoutTimesItIsAlwaysOpen) {
    const SendTimes always = times("Europe/Berlin", {});
    EXPECT_EQ(opens(always, "2026-11-25T03:00:00Z"), "2026-11-25T03:00:00Z");
    EXPECT_EQ(closes(always, "2026-11-25T03:00:00Z"), "never");
    // No zone is asked for: not even one that is not there.
    const SendTimes nowhere = times("No/Where", {});
    EXPECT_TRUE(route::is_open(nowhere, base::Time::max()));
    // The whole day in words is the same.
    const SendTimes whole = times("", {"00:00-24:00"}, {"mon-sun"});
    EXPECT_EQ(opens(whole, "2026-11-25T03:00:00Z"), "2026-11-25T03:00:00Z");
    EXPECT_EQ(closes(whole, "2026-11-25T03:00:00Z"), "never");
    // 400 days from this winter's night it is summer.
    EXPECT_EQ(closes(times("Europe/Berlin", {"00:00-24:00"}), "2026-02-22T22:59:00Z"), "never");
}

TEST(Calendar, OpensAndClosesByTheSuppliersClock) {
    const SendTimes t = times("Europe/Berlin", {"08:00-12:00", "13:00-18:00"}, {"mon-fri"});
    // Wednesday, Thursday
    EXPECT_EQ(openings(t, "2026-11-25T00:00:00Z", "2026-11-26T12:00:00Z"),
              (Texts{"2026-11-25T07:00:00Z 2026-11-25T11:00:00Z",
                     "2026-11-25T12:00:00Z 2026-11-25T17:00:00Z",
                     "2026-11-26T07:00:00Z 2026-11-26T11:00:00Z"}));
    EXPECT_EQ(opens(t, "2026-11-25T08:30:00Z"), "2026-11-25T08:30:00Z");
    EXPECT_EQ(closes(t, "2026-11-25T08:30:00Z"), "2026-11-25T11:00:00Z");
    EXPECT_EQ(closes(t, "2026-11-25T11:30:00Z"), "2026-11-25T11:30:00Z") << "closed already";
    // Friday evening to Monday morning
    EXPECT_EQ(opens(t, "2026-11-27T17:00:00Z"), "2026-11-30T07:00:00Z");
}

TEST(Calendar, TheWeekdayIsTheSuppliersToo) {
    // Monday 08:00 in Auckland is Sunday evening in UTC.
    const SendTimes t = times("Pacific/Auckland", {"08:00-09:00"}, {"mon"});
    EXPECT_EQ(opens(t, "2026-11-28T00:00:00Z"), "2026-11-29T19:00:00Z");
}

TEST(Calendar, ANightIsOneOpening) {
    const SendTimes t = times("Europe/Berlin", {"22:00-06:00"});
    EXPECT_EQ(closes(t, "2026-11-25T21:30:00Z"), "2026-11-26T05:00:00Z");
    EXPECT_EQ(closes(t, "2026-11-26T04:30:00Z"), "2026-11-26T05:00:00Z");
    EXPECT_EQ(opens(t, "2026-11-26T05:00:00Z"), "2026-11-26T21:00:00Z");
    // Days are the days of the clock: Friday's night ends at Saturday's midnight.
    const SendTimes weekdays = times("Europe/Berlin", {"22:00-06:00"}, {"mon-fri"});
    EXPECT_EQ(closes(weekdays, "2026-11-27T21:30:00Z"), "2026-11-27T23:00:00Z");
    EXPECT_EQ(opens(weekdays, "2026-11-27T23:00:00Z"), "2026-11-29T23:00:00Z");
}

TEST(Calendar, HoursMayGoUpToMidnight) {
    const SendTimes t = times("Europe/Berlin", {"20:00-24:00"}, {"thu"});
    EXPECT_EQ(openings(t, "2026-12-28T00:00:00Z", "2027-01-05T00:00:00Z"),
              (Texts{"2026-12-31T19:00:00Z 2026-12-31T23:00:00Z"}));
}

TEST(Calendar, ClosedDaysAreSkipped) {
    const SendTimes t =
        times("Europe/Berlin", {"08:00-18:00"}, {"mon-fri"}, {"2026-12-24", "12-25", "01-01"});
    // Wednesday the 23rd, then Monday the 28th; the year's end; and in 2027 only what returns.
    EXPECT_EQ(opens(t, "2026-12-23T17:00:00Z"), "2026-12-28T07:00:00Z");
    EXPECT_EQ(opens(t, "2026-12-31T17:00:00Z"), "2027-01-04T07:00:00Z");
    EXPECT_EQ(opens(t, "2027-12-23T17:00:00Z"), "2027-12-24T07:00:00Z");
    // A day without hours of its own is closed as a whole.
    const SendTimes whole = times("Europe/Berlin", {}, {}, {"12-25"});
    EXPECT_EQ(closes(whole, "2026-12-23T17:00:00Z"), "2026-12-24T23:00:00Z");
    EXPECT_EQ(opens(whole, "2026-12-24T23:00:00Z"), "2026-12-25T23:00:00Z");
    const SendTimes leap = times("", {}, {}, {"02-29"});
    EXPECT_EQ(opens(leap, "2028-02-29T10:00:00Z"), "2028-03-01T00:00:00Z");
    EXPECT_TRUE(route::is_open(leap, at("2027-02-28T23:59:59Z")));
}

TEST(Calendar, TheClockIsPutForward) {
    // Berlin, 2026-03-29: 02:00 becomes 03:00, at 01:00 UTC.
    const auto day = [](const char* hours) {
        return openings(times("Europe/Berlin", {hours}), "2026-03-28T23:00:00Z",
                        "2026-03-29T22:00:00Z");
    };
    EXPECT_EQ(day("01:00-02:30"), (Texts{"2026-03-29T00:00:00Z 2026-03-29T01:00:00Z"}));
    EXPECT_EQ(day("02:30-04:00"), (Texts{"2026-03-29T01:00:00Z 2026-03-29T02:00:00Z"}));
    EXPECT_EQ(day("02:00-03:00"), Texts{}) << "there is no such hour on that day";
    EXPECT_EQ(day("00:00-24:00").size(), 1U);
    // New York, 2026-03-08: at 07:00 UTC.
    EXPECT_EQ(openings(times("America/New_York", {"02:15-03:30"}), "2026-03-08T05:00:00Z",
                       "2026-03-09T04:00:00Z"),
              (Texts{"2026-03-08T07:00:00Z 2026-03-08T07:30:00Z"}));
    // Lord Howe, 2026-10-04: 02:00 becomes 02:30, at 15:30 UTC of the day before.
    EXPECT_EQ(openings(times("Australia/Lord_Howe", {"01:45-02:15", "02:20-02:40"}),
                       "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"),
              (Texts{"2026-10-03T15:15:00Z 2026-10-03T15:40:00Z"}))
        << "what the clock skips between two windows is no closing";
}

TEST(Calendar, TheClockIsPutBack) {
    // Berlin, 2026-10-25: 03:00 becomes 02:00, at 01:00 UTC. It never opens twice.
    const auto day = [](const char* hours) {
        return openings(times("Europe/Berlin", {hours}), "2026-10-24T22:00:00Z",
                        "2026-10-25T23:00:00Z");
    };
    EXPECT_EQ(day("01:00-02:30"), (Texts{"2026-10-24T23:00:00Z 2026-10-25T00:30:00Z"}));
    EXPECT_EQ(day("02:30-03:00"), (Texts{"2026-10-25T00:30:00Z 2026-10-25T02:00:00Z"}));
    EXPECT_EQ(day("08:00-18:00"), (Texts{"2026-10-25T07:00:00Z 2026-10-25T17:00:00Z"}));
    // New York, 2026-11-01: at 06:00 UTC.
    EXPECT_EQ(openings(times("America/New_York", {"01:30-02:00"}), "2026-11-01T04:00:00Z",
                       "2026-11-02T05:00:00Z"),
              (Texts{"2026-11-01T05:30:00Z 2026-11-01T07:00:00Z"}));
    // Lord Howe, 2026-04-05: 02:00 becomes 01:30, at 15:00 UTC of the day before.
    EXPECT_EQ(openings(times("Australia/Lord_Howe", {"01:00-01:45"}), "2026-04-04T13:00:00Z",
                       "2026-04-05T13:30:00Z"),
              (Texts{"2026-04-04T14:00:00Z 2026-04-04T14:45:00Z"}));
}

TEST(Calendar, TheClockIsPutBackOverMidnight) {
    // Beirut, 2024-10-27 00:00 becomes 2024-10-26 23:00, at 21:00 UTC of the 26th.
    const SendTimes evening = times("Asia/Beirut", {"22:00-24:00"}, {"sat"});
    EXPECT_EQ(openings(evening, "2024-10-26T00:00:00Z", "2024-10-28T00:00:00Z"),
              (Texts{"2024-10-26T19:00:00Z 2024-10-26T22:00:00Z"}));
    EXPECT_TRUE(route::is_open(evening, at("2024-10-26T21:30:00Z"))) << "23:30 again";
    const SendTimes sunday = times("Asia/Beirut", {"00:00-06:00"}, {"sun"});
    EXPECT_EQ(opens(sunday, "2024-10-26T21:30:00Z"), "2024-10-26T22:00:00Z");
    // Havana, 2026-11-01 01:00 becomes 00:00, at 05:00 UTC.
    EXPECT_EQ(openings(times("America/Havana", {"00:00-00:30"}), "2026-10-31T12:00:00Z",
                       "2026-11-02T00:00:00Z"),
              (Texts{"2026-11-01T04:00:00Z 2026-11-01T04:30:00Z"}));
}

TEST(Calendar, NeverOpenIsSaidAndQuickly) {
    SendTimes t = times("Europe/Berlin", {"08:00-12:00"});
    t.days = 0;
    t.cutoffs = {std::chrono::hours{11}};
    EXPECT_EQ(opens(t, "2026-11-25T09:00:00Z"), "never");
    EXPECT_EQ(closes(t, "2026-11-25T09:00:00Z"), "2026-11-25T09:00:00Z");
    EXPECT_EQ(text(route::next_cutoff(t, at("2026-11-25T09:00:00Z"))), "never");
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i)
        (void)route::next_open(t, at("2026-11-25T09:00:00Z"));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{1});
}

TEST(Calendar, CutOffsComeOnOpenDays) {
    SendTimes t = times("Europe/Berlin", {"08:00-12:00"}, {"mon-fri"}, {"2026-11-26"});
    t.cutoffs = order::parse_cutoffs(Texts{"16:30", "11:00"});
    const auto next = [&](const char* after) { return text(route::next_cutoff(t, at(after))); };
    EXPECT_EQ(next("2026-11-25T00:00:00Z"), "2026-11-25T10:00:00Z");
    // The moment itself is the batch that is closed: the next one is later.
    EXPECT_EQ(next("2026-11-25T10:00:00Z"), "2026-11-25T15:30:00Z");
    EXPECT_EQ(next("2026-11-25T15:30:00Z"), "2026-11-27T10:00:00Z") << "Thursday is closed";
    EXPECT_EQ(next("2026-11-27T15:30:00Z"), "2026-11-30T10:00:00Z");
    t.cutoffs = order::parse_cutoffs(Texts{"02:30"}); // put forward, put back
    t.days = order::k_every_day;
    EXPECT_EQ(next("2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
    EXPECT_EQ(next("2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
    EXPECT_EQ(next("2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z") << "once, not twice";
    t.cutoffs.clear();
    EXPECT_EQ(next("2026-10-25T00:30:00Z"), "never");
}

TEST(Calendar, AnUnknownZoneIsAnError) {
    EXPECT_THROW(
        (void)route::is_open(times("No/Where", {"08:00-12:00"}), at("2026-11-25T09:00:00Z")),
        base::Error);
}

TEST(Calendar, SaysAnInstantAsTheSupplierSeesIt) {
    EXPECT_EQ(route::local_words(times("Europe/Berlin", {}), at("2026-11-26T07:00:00Z")),
              "Thu 2026-11-26 08:00, Europe/Berlin");
    EXPECT_EQ(route::local_words(times("", {}), at("2026-11-29T23:59:59Z")),
              "Sun 2026-11-29 23:59, UTC");
}

// What a supplier may take its time for: its own hours alone.
TEST(OpenTime, CountsOnlyWhileItIsOpen) {
    const SendTimes t =
        times("Europe/Berlin", {"08:00-12:00", "13:00-17:00"}, {"mon-fri"}, {"2026-12-24"});
    const auto after = [&](const char* from, std::chrono::minutes span) {
        return text(route::after_open_time(t, at(from), span));
    };
    using std::chrono::hours;
    using std::chrono::minutes;
    // Friday 16:00 in Berlin: one hour is left, the other three are Monday's.
    EXPECT_EQ(after("2026-11-27T15:00:00Z", hours{4}), "2026-11-30T10:00:00Z");
    EXPECT_EQ(after("2026-11-27T15:00:00Z", hours{1}), "2026-11-27T16:00:00Z");
    EXPECT_EQ(after("2026-11-27T09:00:00Z", hours{3}), "2026-11-27T13:00:00Z") << "over lunch";
    EXPECT_EQ(after("2026-12-23T16:30:00Z", minutes{1}), "2026-12-25T07:01:00Z") << "closed";
    EXPECT_EQ(text(route::after_open_time({}, at("2026-11-27T15:00:00Z"), hours{4})),
              "2026-11-27T19:00:00Z");
}

TEST(OpenTime, BackwardsIsForwardsTurnedRound) {
    const SendTimes t =
        times("Europe/Berlin", {"08:00-12:00", "13:00-17:00"}, {"mon-fri"}, {"2026-12-24"});
    for (const auto span : {std::chrono::minutes{1}, std::chrono::minutes{239},
                            std::chrono::minutes{240}, std::chrono::minutes{6000}})
        for (base::Time from = at("2026-10-23T00:07:00Z"); from < at("2026-10-27T00:00:00Z");
             from += std::chrono::minutes{37}) { // over the end of summer time
            const auto due = route::after_open_time(t, from, span);
            ASSERT_TRUE(due);
            const auto since = route::before_open_time(t, *due, span);
            ASSERT_TRUE(since);
            EXPECT_EQ(route::next_open(t, from), route::next_open(t, *since))
                << text(from) << " " << text(due) << " " << text(since);
        }
}

TEST(OpenTime, WhoNeverOpensIsNeverLate) {
    const SendTimes t = times("", {"08:00-09:00"}, {"mon-sun"}, {});
    EXPECT_EQ(route::before_open_time(t, at("2026-11-27T08:30:00Z"), std::chrono::hours{1000}),
              std::nullopt)
        << "1000 hours of one a day are more than 400 days";
}
