#include "xml/clean.hpp"

#include "support/code_point.hpp"

#include <gtest/gtest.h>

using namespace shoporder::xml;
using namespace std::string_literals;

namespace {

constexpr const char* k_fffd = "\xEF\xBF\xBD";

/// Production [2] of XML 1.0, word for word.
bool is_char(unsigned cp) {
    return cp == 0x9 || cp == 0xA || cp == 0xD || (cp >= 0x20 && cp <= 0xD7FF) ||
           (cp >= 0xE000 && cp <= 0xFFFD) || (cp >= 0x10000 && cp <= 0x10FFFF);
}

} // namespace

TEST(Clean, KeepsEveryCharacterOfXmlAsItIs) {
    std::string all;
    for (unsigned cp = 0; cp <= 0x10FFFF; ++cp)
        if (is_char(cp))
            all += shoporder::test::code_point(cp);
    const Cleaned cleaned = clean(all);
    EXPECT_EQ(cleaned.replaced, 0U);
    EXPECT_TRUE(cleaned.text == all);
}

TEST(Clean, ReplacesEveryOtherCodePointAndCountsIt) {
    for (unsigned cp = 0; cp <= 0xFFFF; ++cp) {
        if (is_char(cp))
            continue;
        const Cleaned cleaned = clean("a" + shoporder::test::code_point(cp) + "b");
        // A surrogate in UTF-8 is three bytes none of which can begin or go on: three U+FFFD.
        const bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        ASSERT_EQ(cleaned.replaced, surrogate ? 3U : 1U) << std::hex << cp;
        ASSERT_EQ(cleaned.text,
                  surrogate ? "a"s + k_fffd + k_fffd + k_fffd + "b" : "a"s + k_fffd + "b")
            << std::hex << cp;
    }
}

TEST(Clean, ReplacesBrokenSequencesAtAnyPlace) {
    const struct {
        std::string bytes;
        std::string text;
        std::size_t replaced;
    } cases[] = {
        {"\xFF", k_fffd, 1},
        {"caf\xE9", "caf"s + k_fffd, 1},                                  // Latin-1
        {"\xC0\x80", ""s + k_fffd + k_fffd, 2},                           // overlong NUL
        {"\xE2\x82", k_fffd, 1},                                          // a euro sign cut short
        {"\xF4\x90\x80\x80", ""s + k_fffd + k_fffd + k_fffd + k_fffd, 4}, // above U+10FFFF
        {"a\0b"s, "a"s + k_fffd + "b", 1},
        {"\x01\xEF\xBF\xBE\x02"s, ""s + k_fffd + k_fffd + k_fffd, 3},
        {"\xEF\xBF\xBF\xEF\xBF"s, ""s + k_fffd + k_fffd, 2},
        {"x\xEF\xBF\xBDy", "x"s + k_fffd + "y", 0}, // a genuine U+FFFD is nobody's fault
        {"\t\n\r\x7F", "\t\n\r\x7F", 0},
        {"", "", 0},
    };
    for (const auto& [bytes, text, replaced] : cases) {
        const Cleaned cleaned = clean(bytes);
        EXPECT_EQ(cleaned.text, text);
        EXPECT_EQ(cleaned.replaced, replaced);
    }
}

TEST(Clean, KnowsNames) {
    for (const char* good : {"order", "ship-to", "_x", "A1.b"})
        EXPECT_TRUE(is_name(good)) << good;
    for (const char* bad :
         {"", "1 bad name", "a b", "a:b", "-a", ".a", "a>", "xmlns", "XMLthing", "\xC3\xA4", "a/b"})
        EXPECT_FALSE(is_name(bad)) << bad;
}
