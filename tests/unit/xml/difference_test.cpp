#include "xml/difference.hpp"

#include <gtest/gtest.h>

using shoporder::xml::Difference;
using shoporder::xml::differences;

namespace {

/// "place: left|right" of each, a missing side as "-".
std::string told(std::string_view left, std::string_view right, std::size_t most = 100) {
    std::string out;
    for (const Difference& each : differences(left, right, most))
        out += (out.empty() ? "" : "\n") + each.place + ": " + each.left.value_or("-") + "|" +
               each.right.value_or("-");
    return out;
}

} // namespace

TEST(Differences, HowXmlIsWrittenIsNone) {
    EXPECT_EQ(told("<a x='1' y='2'><b>t</b></a>", "<?xml version=\"1.0\"?>\n<a y=\"2\" x=\"1\">\n"
                                                  "  <b>t</b>\n</a>\n"),
              "");
    EXPECT_EQ(told("<a xmlns='urn:x'><b/></a>", "<p:a xmlns:p='urn:x'><p:b></p:b></p:a>"), "");
    EXPECT_EQ(told("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>", "<a>\xc3\xa4</a>"),
              "");
}

TEST(Differences, TextsAndAttributesAreToldByTheirPlace) {
    EXPECT_EQ(told("<order r='1'><to><zip>10115</zip></to></order>",
                   "<order r='2' k='new'><to><zip>10117</zip><city>Berlin</city></to></order>"),
              "order/@r: 1|2\n"
              "order/@k: -|new\n"
              "order/to/zip: 10115|10117\n"
              "order/to/city: -|Berlin");
}

TEST(Differences, OneMoreInTheMiddleIsOneDifference) {
    EXPECT_EQ(told("<o><l>a</l><l>b</l><l>c</l></o>", "<o><l>a</l><l>x</l><l>b</l><l>c</l></o>"),
              "o/l[2]: -|x");
    EXPECT_EQ(told("<o><l>a</l><l>b</l><l>c</l></o>", "<o><l>a</l><l>x</l><l>c</l></o>"),
              "o/l[2]: b|x");
    EXPECT_EQ(told("<o><l><s>a</s><q>1</q></l><l><s>b</s><q>1</q></l></o>",
                   "<o><l><s>b</s><q>1</q></l></o>"),
              "o/l[1]: a 1|-");
}

TEST(Differences, WhatIsNoXmlIsComparedByLines) {
    EXPECT_EQ(told("po;qty\n1001;2\n1002;1\n", "po;qty\r\n1001;3\r\n1002;1\r\n"),
              "line 2: 1001;2|1001;3");
    EXPECT_EQ(told("a\nb\n", "b\n"), "line 1: a|-");
    EXPECT_EQ(told("<a/>", "no xml"), "line 1: <a/>|no xml");
}

TEST(Differences, OtherDocumentsAreOneAndManyAreBounded) {
    EXPECT_EQ(told("<order/>", "<Order/>"), "the document: order|Order");
    EXPECT_EQ(told("<a/>", "<a xmlns='urn:x'/>"), "the document: a|a");
    std::string left, right;
    for (int i = 0; i < 3000; ++i) { // more than the search for the same takes
        left += std::to_string(i) + "\n";
        right += std::to_string(-i) + "\n";
    }
    EXPECT_EQ(differences(left, right, 7).size(), 7U);
}
