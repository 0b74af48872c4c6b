#include "report/table.hpp"

#include <gtest/gtest.h>

namespace shoporder::report {
namespace {

Style at(base::Time now, std::size_t width = 0, bool colour = false) {
    Style style;
    style.now = now;
    style.width = width;
    style.colour = colour;
    return style;
}

const base::Time k_now = *base::parse_time("2026-11-22T12:00:00Z");

TEST(Table, AlignsByCharactersNotBytes) {
    Table table({"NAME", ">N", "WHY"});
    table.add({"Ångström", "7", "x"});
    table.add({"Bob", "1234", "y"});
    EXPECT_EQ(table.text(at(k_now)), "NAME         N  WHY\n"
                                     "Ångström     7  x\n"
                                     "Bob       1234  y\n");
}

TEST(Table, CutsTheLastColumnToTheTerminal) {
    Table table({"A", "B"});
    table.add({"left", std::string(100, 'b')});
    const std::string text = table.text(at(k_now, 40));
    EXPECT_EQ(display_width(text.substr(text.find("left"))), 40U + 1U) << text;
    EXPECT_NE(text.find("…"), std::string::npos);
}

TEST(Table, CutsNothingWhereThereIsNoTerminal) {
    Table table({"A", "B"});
    table.add({"left", std::string(100, 'b')});
    EXPECT_NE(table.text(at(k_now)).find(std::string(100, 'b')), std::string::npos);
}

TEST(Table, StillShowsTwentyCharactersOnATinyTerminal) {
    Table table({"A", "B"});
    table.add({"left", std::string(100, 'b')});
    EXPECT_NE(table.text(at(k_now, 5)).find(std::string(19, 'b') + "…"), std::string::npos);
}

TEST(Table, AnOrdersNameCannotMoveTheCursor) {
    Table table({"NAME"});
    table.add({"#1\x1b[2J\r\nevil"});
    const std::string text = table.text(at(k_now));
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text, "NAME\n#1\\u001B[2J\\r\\nevil\n");
}

TEST(Table, ColoursOnlyWhereAskedAndOutsideOfTheAlignment) {
    Table table({"S", "N"});
    table.add({{"ok", Tone::good}, "1"});
    table.add({{"failed", Tone::bad}, "2"});
    EXPECT_EQ(table.text(at(k_now)).find('\x1b'), std::string::npos);
    EXPECT_NE(table.text(at(k_now, 0, true)).find("\x1b[32mok\x1b[0m      1"), std::string::npos);
}

TEST(When, SaysTheInstantAndTheAge) {
    EXPECT_EQ(when(k_now - std::chrono::minutes(5), at(k_now)), "2026-11-22T11:55:00Z, 5 min ago");
    EXPECT_EQ(when(k_now + std::chrono::hours(2), at(k_now)), "2026-11-22T14:00:00Z, in 2 h");
    EXPECT_EQ(when(k_now - std::chrono::microseconds(7), at(k_now)), "2026-11-22T11:59:59Z, now");
    EXPECT_EQ(when(std::nullopt, at(k_now)), "-");
}

TEST(CountOf, KnowsItsPlurals) {
    EXPECT_EQ(count_of(1, "delivery"), "1 delivery");
    EXPECT_EQ(count_of(2, "delivery"), "2 deliveries");
    EXPECT_EQ(count_of(0, "line"), "0 lines");
}

} // namespace
} // namespace shoporder::report
