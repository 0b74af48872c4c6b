#include "base/encoding.hpp"

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
