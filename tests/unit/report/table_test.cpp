#include "report/table.hpp"

#include <gtest/gtest.h>
#include <sstream>

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

TEST(Table, BreaksTheLastColumnAtWordsUnderItself) {
    Table table({"A", "REASON"});
    table.add({"left", "nothing of this is broken inside of a word"});
    table.add({"two", "short"});
    EXPECT_EQ(table.text(at(k_now, 30)), "A     REASON\n"
                                         "left  nothing of this is\n"
                                         "      broken inside of a word\n"
                                         "two   short\n");
}

TEST(Table, BreaksNothingWhereThereIsNoTerminal) {
    Table table({"A", "B"});
    table.add({"left", std::string(100, 'b') + " " + std::string(100, 'c')});
    EXPECT_NE(table.text(at(k_now)).find("b c"), std::string::npos);
}

TEST(Table, AWordThatIsLongerThanTheLineStaysWhole) {
    Table table({"A", "B"});
    table.add({"left", "see " + std::string(100, 'b')});
    EXPECT_EQ(table.text(at(k_now, 40)),
              "A     B\nleft  see\n      " + std::string(100, 'b') + "\n");
}

TEST(Table, StillShowsTwentyCharactersOnATinyTerminal) {
    Table table({"A", "B"});
    table.add({"left", "twenty chars of text here"});
    EXPECT_EQ(table.text(at(k_now, 5)), "A\n    B\nleft\n    twenty chars of text\n    here\n");
}

TEST(Table, WhatDoesNotFitBesideGoesOnInAFurtherLineOfTheRow) {
    Table table({"NAME", ">N", "URL", "SINCE", "TAKES"});
    table.add({"acme", "100", "ftp://ftp.acme.example/in", "5 min ago", "vendor Acme"});
    table.add({"globex", "2", "-", "never", "vendor Globex; SKU GLO-* and more of them"});
    EXPECT_EQ(table.text(at(k_now, 48)), "NAME      N  URL\n"
                                         "    SINCE      TAKES\n"
                                         "acme    100  ftp://ftp.acme.example/in\n"
                                         "    5 min ago  vendor Acme\n"
                                         "globex    2  -\n"
                                         "    never      vendor Globex; SKU GLO-* and more\n"
                                         "               of them\n");
}

TEST(Table, NoLineIsWiderThanTheTerminalWhateverItsWidth) {
    Table table({"NAME", ">N", "URL", "SINCE", "TAKES"});
    table.add({"\u6CE8\u6587\u6CE8\u6587", "1", "ftp://ftp.acme.example/in", "5 min ago",
               "a b c d e f g h i j k l m n o p q r s t u v w x y z"});
    for (std::size_t width = 31; width < 120; ++width) {
        std::istringstream lines(table.text(at(k_now, width, true), 2));
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(display_width(line), width) << line;
    }
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
