#include "report/table.hpp"

#include <gtest/gtest.h>

namespace shoporder::report {
namespace {

TEST(Wrapped, BreaksAtWordsAndHangs) {
    EXPECT_EQ(wrapped("  one two three four five six seven\nshort\n\n  last", 20),
              "  one two three four\n"
              "      five six seven\n"
              "short\n"
              "\n"
              "  last");
}

TEST(Wrapped, LeavesWhatFitsAndWhatIsNoTerminalsAlone) {
    const std::string text = "a  b   c " + std::string(200, 'x') + "\n";
    EXPECT_EQ(wrapped(text, 0), text);
    EXPECT_EQ(wrapped("a  b   c\n", 20), "a  b   c\n");
    EXPECT_EQ(wrapped("", 20), "");
}

TEST(Wrapped, BreaksNoWord) {
    const std::string path = "/a/path/that/somebody/copies/from/here";
    EXPECT_EQ(wrapped("see " + path + " then go on", 24), "see\n    " + path + "\n    then go on");
}

TEST(Wrapped, CountsWhatATerminalShows) {
    Style style;
    style.colour = true;
    const std::string red = toned("wrong", Tone::bad, style);
    EXPECT_EQ(display_width(red), 5U);
    EXPECT_EQ(display_width("\u6CE8\u6587"), 4U) << "wide";
    EXPECT_EQ(display_width("e\u0301"), 1U) << "combining";
    EXPECT_EQ(wrapped(red + " is what is here now", 25), red + " is what is here now");
    EXPECT_EQ(wrapped(red + " \u6CE8\u6587\u6CE8\u6587\u6CE8\u6587\u6CE8\u6587 four", 24),
              red + " \u6CE8\u6587\u6CE8\u6587\u6CE8\u6587\u6CE8\u6587\n    four");
}

TEST(Cut, EndsInAnEllipsisAndCutsNoCharacter) {
    EXPECT_EQ(cut("abcdef", 6), "abcdef");
    EXPECT_EQ(cut("abcdefg", 6), "abcde…");
    EXPECT_EQ(cut("\u6CE8\u6587\u6CE8", 4), "\u6CE8…");
}

} // namespace
} // namespace shoporder::report
