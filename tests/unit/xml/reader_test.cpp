#include "support/temporary_folder.hpp"
#include "xml/reader.hpp"

#include <fstream>
#include <gtest/gtest.h>

using namespace shoporder;
using namespace std::string_literals;

TEST(Reader, AcceptsWhatIsXml) {
    for (const std::string& bytes :
         {"<a/>"s, "<?xml version=\"1.0\"?>\n<a>\xC3\xA4&#228;&amp;</a>\n"s, "\xEF\xBB\xBF<a/>"s,
          "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE4</a>"s,
          "<a xmlns:p=\"urn:p\"><p:b/></a>"s, "<a><![CDATA[<]]></a>"s,
          "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/none.dtd\"><a/>"s}) {
        const auto fault = xml::well_formed(bytes);
        EXPECT_FALSE(fault) << bytes << ": " << fault->message;
    }
}

TEST(Reader, RefusesWhatIsNot) {
    for (const std::string& bytes : {""s,
                                     " "s,
                                     "a"s,
                                     "<a>"s,
                                     "<a></b>"s,
                                     "<a/><b/>"s,
                                     "<a b=1/>"s,
                                     "<a b='<'/>"s,
                                     "<a>&</a>"s,
                                     "<a>&nbsp;</a>"s,
                                     "<a>]]></a>"s,
                                     "<a>&#1;</a>"s,
                                     "<a>\x01</a>"s,
                                     "<a>\xFF</a>"s,
                                     "<a>\0</a>"s,
                                     "<a>\xEF\xBF\xBE</a>"s,
                                     "<a>\xED\xA0\x80</a>"s,
                                     "<1a/>"s,
                                     "<p:a/>"s,
                                     "<a b='1' b='2'/>"s,
                                     "<!-- -- --><a/>"s,
                                     "<a/>\0"s})
        EXPECT_TRUE(xml::well_formed(bytes)) << bytes;
}

TEST(Reader, NamesTheLine) {
    const auto fault = xml::well_formed("<a>\n<b>\n</c>\n</a>");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->line, 3);
    EXPECT_NE(fault->message.find("mismatch"), std::string::npos) << fault->message;
}

TEST(Reader, DeclaresAndExpandsNoEntity) {
    std::string laughs = "<!DOCTYPE a [<!ENTITY e0 \"ha\">";
    for (int i = 1; i < 30; ++i)
        laughs += "<!ENTITY e" + std::to_string(i) + " \"&e" + std::to_string(i - 1) + ";&e" +
                  std::to_string(i - 1) + ";\">";
    for (const std::string& bytes :
         {laughs + "]><a>&e29;</a>", "<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]><a>&x;</a>"s,
          "<!DOCTYPE a [<!ENTITY % p SYSTEM \"/etc/passwd\">%p;]><a/>"s,
          "<!DOCTYPE a [<!ENTITY x \"y\">]><a/>"s}) {
        const auto fault = xml::well_formed(bytes);
        ASSERT_TRUE(fault);
        EXPECT_NE(fault->message.find("entity"), std::string::npos) << fault->message;
    }
}

TEST(Reader, BoundsDepthAndSizeWithoutACrash) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_TRUE(xml::well_formed(deep));
    const auto fault = xml::well_formed(std::string(xml::k_largest_document + 1, ' '));
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->message, "the document is larger than 64 MiB");
    EXPECT_FALSE(xml::well_formed("<a>" + std::string(5'000'000, 'x') + "</a>"));
}

TEST(Reader, IsSilent) {
    testing::internal::CaptureStderr();
    EXPECT_TRUE(xml::well_formed("<a>&b;\x01"));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Reader, SaysItInOnePrintableLine) {
    const auto fault = xml::well_formed("<a>\n<b\x1B[31m" + std::string(5000, 'x') + ">");
    ASSERT_TRUE(fault);
    EXPECT_LE(fault->message.size(), 310U);
    for (const char c : fault->message)
        EXPECT_GE(static_cast<unsigned char>(c), 0x20U);
}
