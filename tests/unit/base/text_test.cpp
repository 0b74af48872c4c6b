#include "base/text.hpp"

#include <array>
#include <gtest/gtest.h>

using namespace shoporder;

namespace {

std::string_view nearest(std::string_view word) {
    constexpr std::array<std::string_view, 5> k_known = {"url", "vendor", "sku", "priority", "tag"};
    return base::nearest(word, k_known);
}

} // namespace

TEST(Nearest, FindsWhatFingersMeant) {
    EXPECT_EQ(nearest("vender"), "vendor");
    EXPECT_EQ(nearest("priorty"), "priority");
    EXPECT_EQ(nearest("skuu"), "sku");
    EXPECT_EQ(nearest("tag"), "tag");
}

TEST(Nearest, TwoLettersSwappedAreOneSlip) {
    EXPECT_EQ(nearest("ulr"), "url"); // two changes would be too many for three letters
    EXPECT_EQ(nearest("vnedro"), "vendor");
    EXPECT_EQ(nearest("gta"), ""); // two slips
}

TEST(Nearest, IsSilentWhereNothingIsNear) {
    EXPECT_EQ(nearest("password"), "");
    EXPECT_EQ(nearest("lru"), "");
    EXPECT_EQ(nearest(""), "");
    EXPECT_EQ(base::nearest("url", {}), "");
}

TEST(Printable, ShowsWhatCannotBeSeenAsEscapes) {
    EXPECT_EQ(base::printable("a\x1b[2J\r\n\tb\x7f"), "a\\u001B[2J\\r\\n\\tb\\u007F");
    EXPECT_EQ(base::printable("a\xC2\x85z"), "a\\u0085z");
    for (const char* hidden :
         {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069",
          "\u200E", "\u200F", "\u061C", "\u200B", "\u2060", "\uFEFF", "\u00AD", "\u2028", "\u2029"})
        EXPECT_TRUE(base::printable(hidden).starts_with("\\u")) << base::printable(hidden);
    EXPECT_EQ(base::printable("1\u202E2"), "1\\u202E2");
    EXPECT_EQ(base::printable("\U000E0041"), "\\U000E0041");
    EXPECT_EQ(base::printable("\xFFz"), "?z");
}

TEST(Printable, LeavesWhatLanguagesAreWrittenWith) {
    for (const char* text :
         {"Zo\u00EB", "e\u0301", "\u0645\u06CC\u200C\u062E\u0648\u0627", "\u0915\u094D\u200D\u0937",
          "\U0001F468\u200D\U0001F469", "\u6CE8\u6587"})
        EXPECT_EQ(base::printable(text), text);
}

TEST(Printable, CutsNoEscape) {
    EXPECT_EQ(base::printable("abc\u202E", 8), "abc…");
    EXPECT_EQ(base::printable("abc\u202E", 9), "abc\\u202E");
}
