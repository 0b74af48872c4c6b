// Which problems are told, and when.
#include "flow/watch/alerting.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

using namespace shoporder;
using namespace std::chrono_literals;

namespace {

/// Runs of `alert`, one after the other, as the timer starts them.
struct Runs {
    base::Time now = base::parse_time("2026-11-30T08:00:00Z").value();
    std::vector<store::Alert> known;

    /// "new a; lasting b; over c": what is told with these problems.
    std::string tell(std::initializer_list<const char*> keys) {
        std::vector<report::Problem> problems;
        for (const char* key : keys)
            problems.push_back({key, std::string{"about "} + key, "do something"});
        const flow::Telling telling = flow::what_to_tell(problems, known, now);
        for (const store::Alert& put : telling.put) {
            std::erase_if(known, [&](const store::Alert& each) { return each.key == put.key; });
            known.push_back(put);
        }
        for (const std::string& key : telling.drop)
            std::erase_if(known, [&](const store::Alert& each) { return each.key == key; });
        std::string out;
        const auto add = [&out](const char* word, const std::vector<report::Problem>& which) {
            for (const report::Problem& problem : which)
                out += (out.empty() ? "" : "; ") + std::string{word} + " " + problem.key;
        };
        add("new", telling.news.fresh);
        add("lasting", telling.news.lasting);
        add("over", telling.news.over);
        return out;
    }
    std::string after(base::Duration time, std::initializer_list<const char*> keys) {
        now += time;
        return tell(keys);
    }
};

} // namespace

TEST(Alerting, TellsOnceAndAgainAtGrowingIntervals) {
    Runs runs;
    EXPECT_EQ(runs.tell({"a"}), "new a");
    std::vector<std::int64_t> told; // hours after the beginning
    const base::Time begun = runs.now;
    while (runs.now - begun < 24h * 20)
        if (runs.after(5min, {"a"}) == "lasting a")
            told.push_back(std::chrono::floor<std::chrono::hours>(runs.now - begun).count());
    EXPECT_EQ(told, (std::vector<std::int64_t>{1, 5, 17, 41, 89, 257, 425}));
}

TEST(Alerting, TellsTheEndWhenItLasts) {
    Runs runs;
    EXPECT_EQ(runs.tell({"a", "b"}), "new a; new b");
    EXPECT_EQ(runs.after(5min, {"b"}), "");
    EXPECT_EQ(runs.after(5min, {"b"}), "");
    EXPECT_EQ(runs.after(5min, {"b"}), "over a");
    EXPECT_EQ(runs.after(5min, {"b"}), "");
    EXPECT_EQ(runs.after(5min, {"a", "b"}), "new a") << "another one of its kind";
}

TEST(Alerting, AProblemThatComesAndGoesIsOne) {
    Runs runs;
    EXPECT_EQ(runs.tell({"a"}), "new a");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(runs.after(5min, {}), "");
        EXPECT_EQ(runs.after(5min, {"a"}), "");
    }
    EXPECT_EQ(runs.after(15min, {"a"}), "lasting a");
}

TEST(Alerting, AClockThatGoesBackTellsNothingTwice) {
    Runs runs;
    EXPECT_EQ(runs.tell({"a"}), "new a");
    EXPECT_EQ(runs.after(-48h, {"a"}), "");
    EXPECT_EQ(runs.after(0h, {}), "");
}

TEST(Alerting, TheDigestsTimeIsTheLastOneOfThatHour) {
    ::setenv("TZ", "Europe/Berlin", 1);
    ::tzset();
    const auto last = [](const char* now) {
        return base::format_time(flow::last_time_of_day("08:00", base::parse_time(now).value()));
    };
    EXPECT_EQ(last("2026-11-30T07:00:00Z"), "2026-11-30T07:00:00Z");
    EXPECT_EQ(last("2026-11-30T06:59:59Z"), "2026-11-29T07:00:00Z");
    EXPECT_EQ(last("2026-11-30T23:30:00Z"), "2026-11-30T07:00:00Z") << "it is December 1 there";
    EXPECT_EQ(last("2026-07-01T06:30:00Z"), "2026-07-01T06:00:00Z") << "summer";
    ::unsetenv("TZ");
    ::tzset();
}
