#include "base/error.hpp"
#include "xml/reader.hpp"
#include "xml/writer.hpp"

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <memory>

using namespace shoporder;
using namespace std::string_literals;

namespace {

/// What libxml2, which is not what wrote the document, reads back.
struct ReadBack {
    std::string text;      ///< of the root's first element child
    std::string attribute; ///< its attribute "a"
};

ReadBack read_back(const std::string& bytes) {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document{
        xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                      XML_PARSE_NONET),
        xmlFreeDoc};
    if (!document)
        return {"not well-formed: " + bytes, ""};
    xmlNode* node = xmlFirstElementChild(xmlDocGetRootElement(document.get()));
    const auto take = [](xmlChar* text) {
        const std::string out = text == nullptr ? "" : reinterpret_cast<const char*>(text);
        xmlFree(text);
        return out;
    };
    return {take(xmlNodeGetContent(node)),
            take(xmlGetProp(node, reinterpret_cast<const xmlChar*>("a")))};
}

std::string document_with(std::string_view text) {
    xml::Writer writer{"r", "urn:test"};
    writer.open("e");
    writer.attribute("a", text);
    writer.text(text);
    writer.close();
    return writer.finish();
}

} // namespace

TEST(Writer, WritesExactlyTheseBytes) {
    xml::Writer writer{"order", "urn:test"};
    writer.attribute("kind", "new \"&<>\t\r\n'");
    writer.leaf("empty", "");
    writer.open("outer");
    writer.leaf("inner", " a & b < c > \"d\" ]]> -- \t\r\n ");
    writer.close();
    EXPECT_EQ(writer.finish(), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<order xmlns=\"urn:test\" kind=\"new "
                               "&quot;&amp;&lt;&gt;&#9;&#13;&#10;'\">\n"
                               "  <empty />\n"
                               "  <outer>\n"
                               "    <inner> a &amp; b &lt; c &gt; \"d\" ]]&gt; -- \t&#13;\n"
                               " </inner>\n"
                               "  </outer>\n"
                               "</order>\n");
}

TEST(Writer, EveryTextSurvivesAParser) {
    for (const std::string& text :
         {"plain"s, " "s, "  leading and trailing  "s, "\n"s, "\r"s, "\r\n"s, "a\rb\r\nc\nd\te"s,
          "&amp;"s, "&#1;"s, "]]>"s, "<!-- -- -->"s, "<![CDATA[x]]>"s, "<?pi?>"s, "'\""s, "\x7F"s,
          "\xC2\x85\xE2\x80\xA8"s, // NEL and LINE SEPARATOR, line ends to XML 1.1 only
          "Grüße, 東京, \U0001F600, שלום, e\xCC\x81"s}) {
        const ReadBack back = read_back(document_with(text));
        EXPECT_EQ(back.text, text);
        EXPECT_EQ(back.attribute, text);
    }
}

TEST(Writer, EveryByteAndPairOfBytesMakesADocument) {
    for (int first = 0; first < 256; ++first)
        for (const int second : {0, 9, 13, 31, 65, 93, 127, 128, 190, 191, 192, 237, 255}) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            const auto fault = xml::well_formed(document_with(text));
            ASSERT_FALSE(fault) << first << ' ' << second << ": " << fault->message;
        }
}

TEST(Writer, TellsWhereAndHowOftenItReplaced) {
    xml::Writer writer{"order", "urn:test"};
    writer.attribute("kind", "\x01");
    writer.leaf("note", "a\x02\xFF"s + "b\0"s);
    for (int i = 0; i < 2; ++i) {
        writer.open_item("line");
        writer.leaf("title", i == 1 ? "\xEF\xBF\xBE" : "fine");
        for (int j = 0; j < 3; ++j) {
            writer.open_item("property");
            writer.attribute("name", j == 2 ? "\x1F" : "fine");
            writer.text("fine");
            writer.close();
        }
        writer.close();
    }
    std::vector<std::string> seen;
    for (const auto& [path, count] : writer.replaced())
        seen.push_back(path + "=" + std::to_string(count));
    EXPECT_EQ(seen, (std::vector<std::string>{"@kind=1", "note=3", "line[1]/property[3]/@name=1",
                                              "line[2]/title=1", "line[2]/property[3]/@name=1"}));
}

TEST(Writer, RefusesWhatWouldBeNoXml) {
    xml::Writer writer{"r", "urn:test"};
    EXPECT_THROW(writer.close(), base::Error) << "the root closes by itself";
    writer.attribute("a", "1");
    EXPECT_THROW(writer.attribute("a", "2"), base::Error);
    writer.open("e");
    EXPECT_THROW((void)writer.finish(), base::Error);
    writer.close();
    EXPECT_FALSE(xml::well_formed(writer.finish()));
}

TEST(Writer, RefusesMixedContentThatIndentationWouldChange) {
    xml::Writer writer{"r", "urn:test"};
    writer.open("e");
    writer.text("text");
    EXPECT_THROW(writer.open("child"), base::Error);
    EXPECT_THROW(writer.text("more"), base::Error);
    writer.close();
    EXPECT_THROW(writer.text("beside a child"), base::Error);
}

TEST(Writer, SaysTheSameTwice) {
    EXPECT_EQ(document_with("a\r\x01\xFF]]>"), document_with("a\r\x01\xFF]]>"));
}
