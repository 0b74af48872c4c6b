#include "xml/document.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using namespace std::string_literals;

namespace {

xml::Document parsed(const std::string& bytes) {
    xml::Fault why;
    auto document = xml::Document::parse(bytes, why);
    if (!document)
        throw std::runtime_error(bytes + ": " + why.message);
    return std::move(*document);
}

} // namespace

TEST(Document, FindsPartsByNameAndNamespace) {
    const auto document = parsed("<?xml version=\"1.0\"?>\n<a xmlns=\"urn:a\" xmlns:b=\"urn:b\">\n"
                                 "<b:c>of b</b:c><c>of a</c>\n<c>second</c><!-- c --><d/></a>");
    const xml::Element root = document.root();
    EXPECT_EQ(root.name(), "a");
    EXPECT_EQ(root.space(), "urn:a");
    EXPECT_EQ(root.line(), 2);
    EXPECT_EQ(root.child("c").text(), "of a");
    EXPECT_EQ(root.child("c", "urn:b").text(), "of b");
    EXPECT_EQ(root.child("c", "urn:b").name(), "c");
    EXPECT_FALSE(root.child("c", ""));
    ASSERT_EQ(root.children("c", "urn:a").size(), 2U);
    EXPECT_EQ(root.children("c", "urn:a")[1].text(), "second");
    EXPECT_EQ(root.children("c", "urn:a")[1].line(), 4);
    EXPECT_EQ(root.children().size(), 4U);
}

TEST(Document, HandsOutTextAsItIsMeant) {
    const auto document = parsed("<a t=' x&#10;y ' u=''>\n  one <b>inner</b><![CDATA[<two>]]>"
                                 "<!-- not this --> &amp; three\t</a>");
    EXPECT_EQ(document.root().text(), "one <two> & three");
    EXPECT_EQ(document.root().child("b").text(), "inner");
    EXPECT_EQ(document.root().attribute("t"), "x\ny");
    EXPECT_EQ(document.root().attribute("u"), "");
    EXPECT_EQ(document.root().attribute("none"), "");
    EXPECT_EQ(document.root().attribute_names(), (std::vector<std::string_view>{"t", "u"}));
}

TEST(Document, AsksNothingOfWhatIsNotThere) {
    const xml::Element none;
    EXPECT_FALSE(none);
    EXPECT_FALSE(none.child("a").child("b", "c"));
    EXPECT_TRUE(none.children().empty());
    EXPECT_TRUE(none.children("a", "").empty());
    EXPECT_TRUE(none.attribute_names().empty());
    EXPECT_EQ(none.name(), "");
    EXPECT_EQ(none.space(), "");
    EXPECT_EQ(none.text() + none.attribute("a"), "");
    EXPECT_EQ(none.line(), 0);
}

TEST(Document, ReadsTheEncodingThatIsDeclared) {
    EXPECT_EQ(parsed("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE4</a>").root().text(),
              "ä");
    EXPECT_EQ(parsed("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\x80</a>").root().text(),
              "€");
    std::string wide = "\xFF\xFE";
    for (const char c : "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>w</a>"s)
        wide += {c, '\0'};
    EXPECT_EQ(parsed(wide).root().text(), "w");
}

TEST(Document, SaysWhyItIsNone) {
    xml::Fault why;
    EXPECT_FALSE(xml::Document::parse("<a>\n<b></a>", why));
    EXPECT_EQ(why.line, 2);
    EXPECT_FALSE(xml::Document::parse("", why));
    EXPECT_FALSE(why.message.empty());
    EXPECT_FALSE(xml::Document::parse("<a>    </a>", why, 10));
    EXPECT_EQ(why.message, "the document is larger than 10 bytes");
    EXPECT_FALSE(xml::Document::parse("<p:a/>", why));
    EXPECT_FALSE(
        xml::Document::parse("<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]><a>&x;</a>", why));
    EXPECT_NE(why.message.find("entity"), std::string::npos);
    std::string deep;
    for (int i = 0; i < 300; ++i)
        deep += "<a>";
    for (int i = 0; i < 300; ++i)
        deep += "</a>";
    EXPECT_FALSE(xml::Document::parse(deep, why));
}

TEST(Document, OutlivesAMove) {
    xml::Document first = parsed("<a><b>x</b></a>");
    const xml::Element root = first.root();
    const xml::Document second = std::move(first);
    EXPECT_EQ(root.child("b").text(), "x");
    EXPECT_EQ(second.root().name(), "a");
}
