#include "base/encoding.hpp"
#include "base/error.hpp"
#include "support/code_point.hpp"

#include <gtest/gtest.h>

using namespace shoporder::base;
using namespace std::string_literals;

TEST(Decode, ReadsWhatSuppliersWrite) {
    const struct {
        std::string bytes;
        std::string encoding;
        std::string text;
        std::size_t replaced;
    } cases[] = {
        {"Gr\xC3\xBC\xC3\x9F", "UTF-8", "Grüß", 0},
        {"Gr\xFC\xDF", "ISO-8859-1", "Grüß", 0},
        {"5 \x80", "windows-1252", "5 €", 0},
        {"G\0r\0\xFC\0"s, "UTF-16LE", "Grü", 0},
        {"\xFF\xFEG\0\xFC\0"s, "UTF-8", "Gü", 0},           // the mark knows better
        {"\xEF\xBB\xBFGr\xC3\xBC", "ISO-8859-1", "Grü", 0}, // here, too
        {"\xFE\xFF\0G"s, "windows-1252", "G", 0},
        {"caf\xE9;1", "UTF-8", "caf\xEF\xBF\xBD;1", 1},
        {"a\x81"
         "b",
         "windows-1252",
         "a\xEF\xBF\xBD"
         "b",
         1},
        {"G\0\xFC"s, "UTF-16LE", "G\xEF\xBF\xBD", 1},   // half a character at the end
        {"\0\xD8G\0"s, "UTF-16LE", "\xEF\xBF\xBDG", 1}, // half a pair, and on in step
        {"", "UTF-16LE", "", 0},
    };
    for (const auto& [bytes, encoding, text, replaced] : cases) {
        const auto decoded = decode(bytes, encoding);
        ASSERT_TRUE(decoded) << encoding;
        EXPECT_EQ(decoded->text, text);
        EXPECT_EQ(decoded->replaced, replaced) << text;
    }
}

TEST(Decode, CrossesTheEdgesOfItsPieces) {
    const std::string bytes(100'001, '\xFC');
    const auto decoded = decode(bytes, "ISO-8859-1");
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->text.size(), 200'002U);
    EXPECT_EQ(decoded->replaced, 0U);
}

TEST(Decode, KnowsNoOtherNames) {
    for (const char* name : {"", "no such", "UTF-8//IGNORE", "ASCII//TRANSLIT"}) {
        EXPECT_FALSE(is_encoding(name)) << name;
        EXPECT_FALSE(decode("a", name)) << name;
    }
    for (const char* name : {"UTF-8", "utf-8", "ISO-8859-15", "windows-1252", "CP850", "UTF-16BE"})
        EXPECT_TRUE(is_encoding(name)) << name;
}

TEST(Encode, FindsWhatAnEncodingLacksAndWritesTheRest) {
    const Encoder latin{"ISO-8859-1"};
    EXPECT_FALSE(latin.is_unicode());
    EXPECT_EQ(latin.missing("Grüße"), std::string_view::npos);
    EXPECT_EQ(latin.encode("Grüße"), "Gr\xFC\xDF"
                                     "e");
    EXPECT_EQ(latin.missing("Zoë Łukasz"), 5U); // "Zo" 2, "ë" 2, " " 1
    EXPECT_THROW((void)latin.encode("Ł"), Error);
    EXPECT_EQ(Encoder{"windows-1252"}.encode("5 €"), "5 \x80");
    EXPECT_EQ(Encoder{"ISO-8859-15"}.encode("5 €"), "5 \xA4");
    const Encoder wide{"UTF-16"};
    EXPECT_TRUE(wide.is_unicode());
    EXPECT_EQ(wide.encode("Gü"), "G\0\xFC\0"s);
    EXPECT_EQ(wide.encode("x"), "x\0"s) << "the first text left something behind";
    EXPECT_THROW(Encoder{"latin-99"}, Error);
    EXPECT_THROW(Encoder{"ISO-8859-1//TRANSLIT"}, Error);
}

/// iconv(3) leaves some out without a word.
TEST(Encode, EveryCharacterIsWrittenOrMissing) {
    for (const char* encoding : {"ISO-8859-1", "windows-1252", "Shift_JIS"}) {
        const Encoder encoder{encoding};
        for (std::uint32_t c = 0; c < 0xF0000; c += c == 0x1FFFF ? 0xC0001 : 1) {
            if (c >= 0xD800 && c < 0xE000)
                continue;
            const std::string text = "a" + shoporder::test::code_point(c) + "b";
            const std::size_t missing = encoder.missing(text);
            ASSERT_TRUE(missing == 1 || missing == std::string::npos) << encoding << ' ' << c;
            if (missing == std::string::npos)
                ASSERT_GT(encoder.encode(text).size(), 2U) << encoding << " U+" << std::hex << c;
        }
    }
}

TEST(Encode, LongTextsComeWhole) {
    std::string text;
    std::string expected;
    for (int i = 0; i < 10'000; ++i) {
        text += "ü";
        expected += '\xFC';
    }
    EXPECT_EQ(Encoder{"ISO-8859-1"}.encode(text), expected);
    EXPECT_EQ(Encoder{"ISO-8859-1"}.missing(text + "Ł"), text.size());
}

TEST(Plainer, IsWhatAnOldSystemKnows) {
    const std::pair<const char*, const char*> cases[] = {
        {"Ł", "L"},      {"é", "e"},  {"ü", "u"},  {"“", "\""}, {"–", "-"}, {"…", "..."},
        {"ﬁ", "fi"},     {"ß", "ss"}, {"№", "No"}, {"ｱ", "ア"}, {"ő", "o"}, {"Ş", "S"},
        {"\u00A0", " "}, {"漢", ""},  {"😀", ""},   {"a", ""},
    };
    for (const auto& [character, plain] : cases)
        EXPECT_EQ(plainer(character), plain) << character;
    EXPECT_EQ(first_character("Łx"), 2U);
    EXPECT_EQ(first_character("😀"), 4U);
    EXPECT_EQ(first_character(""), 0U);
}
