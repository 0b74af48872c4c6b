#include "order/send_times.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using Texts = std::vector<std::string>;

namespace {

Texts hours(const Texts& words) {
    return order::words_of(order::parse_hours(words));
}
Texts days(const Texts& words) {
    return order::words_of_days(order::parse_days(words));
}
Texts closed(const Texts& words) {
    return order::words_of(order::parse_closed(words));
}
Texts cutoffs(const Texts& words) {
    return order::words_of(order::parse_cutoffs(words));
}

std::string refusal(Texts (*read)(const Texts&), const Texts& words) {
    try {
        (void)read(words);
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST(SendHours, AreWrittenAsTheyAreRead) {
    EXPECT_EQ(hours({"08:00-12:00", "13:00-18:00"}), (Texts{"08:00-12:00", "13:00-18:00"}));
    EXPECT_EQ(hours({"13:00 - 24:00", " 00:00-12:59 "}), (Texts{"00:00-12:59", "13:00-24:00"}));
    EXPECT_EQ(hours({"08:00-12:00", "12:00-13:00"}), (Texts{"08:00-12:00", "12:00-13:00"}));
    EXPECT_EQ(hours({}), Texts{});
}

TEST(SendHours, ANightIsTwoPartsOfADay) {
    EXPECT_EQ(hours({"22:00-06:00"}), (Texts{"00:00-06:00", "22:00-24:00"}));
    EXPECT_EQ(hours({"22:00-00:00"}), (Texts{"22:00-24:00"}));
    EXPECT_EQ(hours({"00:00-06:00", "22:00-24:00"}), (Texts{"00:00-06:00", "22:00-24:00"}));
}

TEST(SendHours, ABadRangeIsRefused) {
    for (const char* bad :
         {"", "8-12", "08:00", "8:00-12:00", "08:00-12:60", "08:00-24:01", "24:00-24:00",
          "24:00-06:00", "+8:00-12:00", "08:00-12:00-13:00", "08:00-12:00x", "08:000-12:00"})
        EXPECT_EQ(refusal(hours, {bad}), "`" + std::string{bad} +
                                             "` is no range of hours; write 08:00-12:00, up to "
                                             "24:00");
    EXPECT_EQ(refusal(hours, {"08:00-08:00"}),
              "`08:00-08:00` is an empty range; 00:00-24:00 is the whole day");
    EXPECT_EQ(refusal(hours, {"12:00-18:00", "08:00-12:01"}),
              "08:00-12:01 and 12:00-18:00 overlap; make one range of them");
    EXPECT_EQ(refusal(hours, {"22:00-06:00", "05:00-07:00"}),
              "00:00-06:00 and 05:00-07:00 overlap; make one range of them");
    EXPECT_NE(refusal(hours, Texts(1001, "08:00-12:00")), "accepted");
}

TEST(SendDays, AreRangesFromMondayOn) {
    EXPECT_EQ(days({"mon-fri"}), Texts{"mon-fri"});
    EXPECT_EQ(days({"Tue", "mon", " thu "}), (Texts{"mon-tue", "thu"}));
    EXPECT_EQ(days({"sun"}), Texts{"sun"});
    EXPECT_EQ(days({"sat-mon"}), (Texts{"mon", "sat-sun"}));
    EXPECT_EQ(days({"mon-mon"}), Texts{"mon"});
    EXPECT_EQ(days({"mon-sun"}), Texts{"mon-sun"});
    EXPECT_EQ(order::parse_days(Texts{"sun"}), 1U);
    EXPECT_EQ(order::parse_days(Texts{"mon-sun"}), order::k_every_day);
    // Every set of days reads back.
    for (unsigned set = 1; set <= order::k_every_day; ++set)
        EXPECT_EQ(order::parse_days(order::words_of_days(set)), set);
}

TEST(SendDays, ABadDayIsRefused) {
    for (const char* bad : {"", "monday", "1", "mon-", "-fri", "mon-tue-wed", "mon fri"})
        EXPECT_NE(refusal(days, {bad}).find("is no day"), std::string::npos) << bad;
    EXPECT_NE(refusal(days, {}).find("names no day"), std::string::npos);
}

TEST(ClosedDays, AreDates) {
    EXPECT_EQ(closed({"2026-12-24", " 12-25", "02-29", "2028-02-29"}),
              (Texts{"2026-12-24", "12-25", "02-29", "2028-02-29"}));
    EXPECT_EQ(closed({"12-25", "12-25"}), Texts{"12-25"});
    for (const char* bad :
         {"", "2026-02-29", "02-30", "13-01", "00-10", "12-00", "2026/12/24", "24.12.", "26-12-24",
          "1-1", "2026-12-24T00:00", "0000-01-01", "+026-12-24", "12-2x"})
        EXPECT_NE(refusal(closed, {bad}).find("is no day of the calendar"), std::string::npos)
            << bad;
}

TEST(CutOffs, AreTimesOfDayInOrder) {
    EXPECT_EQ(cutoffs({"16:30", "11:00", "00:00", "23:59"}),
              (Texts{"00:00", "11:00", "16:30", "23:59"}));
    for (const char* bad : {"", "24:00", "11", "11:0", "11:00 pm", "11:00:00"})
        EXPECT_NE(refusal(cutoffs, {bad}).find("is no time of day"), std::string::npos) << bad;
    EXPECT_NE(refusal(cutoffs, {"11:00", "11:00"}).find("twice"), std::string::npos);
}
