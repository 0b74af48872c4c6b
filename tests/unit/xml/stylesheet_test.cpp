#include "xml/stylesheet.hpp"

#include "base/error.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

using namespace shoporder;
using namespace std::string_literals;

namespace {

std::string sheet(const std::string& body, const std::string& attributes = "") {
    return "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" " +
           attributes + ">" + body + "</xsl:stylesheet>";
}

std::string text_sheet(const std::string& root_template) {
    return sheet("<xsl:output method=\"text\"/><xsl:template match=\"/\">" + root_template +
                 "</xsl:template>");
}

void write(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << bytes;
}

std::string refusal(const std::string& bytes) {
    try {
        (void)xml::Stylesheet::from_text(bytes, "test");
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

std::string fault(const std::string& bytes, const std::string& document = "<a/>") {
    const auto result = xml::Stylesheet::from_text(bytes, "test").apply(document);
    EXPECT_EQ(result.bytes.empty(), result.fault.has_value());
    return result.fault ? result.fault->message : "none: " + result.bytes;
}

} // namespace

TEST(Stylesheet, MakesXmlAndText) {
    const auto xml_sheet = xml::Stylesheet::from_text(
        sheet("<xsl:output method=\"xml\" encoding=\"ISO-8859-1\" indent=\"no\"/>"
              "<xsl:template match=\"a\"><b c=\"{@d}\"><xsl:value-of select=\"e\"/></b>"
              "</xsl:template>"),
        "test");
    const auto made =
        xml_sheet.apply("<a d='1&amp;2'><e>\xC3\xA4<![CDATA[<]]>\xE2\x82\xAC</e></a>");
    ASSERT_FALSE(made.fault) << made.fault->message;
    EXPECT_EQ(made.bytes, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
                          "<b c=\"1&amp;2\">\xE4&lt;&#8364;</b>");
    const auto text = xml::Stylesheet::from_text(
        text_sheet("<xsl:for-each select='//i'><xsl:sort/><xsl:value-of select='.'/>;"
                   "</xsl:for-each>"),
        "test");
    EXPECT_EQ(text.apply("<a><i>b</i><i>a&amp;</i></a>").bytes, "a&;b;");
}

TEST(Stylesheet, TakesAParameterAsATextWhateverItHolds) {
    const auto stylesheet = xml::Stylesheet::from_text(
        sheet("<xsl:output method=\"text\"/><xsl:param name=\"p\" select=\"'none'\"/>"
              "<xsl:template match=\"/\">[<xsl:value-of select=\"$p\"/>]</xsl:template>"),
        "test");
    EXPECT_EQ(stylesheet.apply("<a/>").bytes, "[none]");
    for (const std::string& value : {"plain"s, ""s, "it's \"both\""s, "/a"s, "document('x')"s,
                                     "1 div 0"s, "Gr\xC3\xBC\xC3\x9F"s}) {
        const xml::Stylesheet::Parameter parameters[] = {{"p", value}, {"unknown", "x"}};
        EXPECT_EQ(stylesheet.apply("<a/>", parameters).bytes, "[" + value + "]");
    }
    const xml::Stylesheet::Parameter broken[] = {{"p", "a\x01\xFF"}};
    EXPECT_EQ(stylesheet.apply("<a/>", broken).bytes, "[a\xEF\xBF\xBD\xEF\xBF\xBD]");
}

namespace {

std::string calling(const std::string& expression) {
    return sheet("<xsl:output method=\"text\"/><xsl:template match=\"/\">\n"
                 "[<xsl:value-of xmlns:f=\"urn:shoporder:functions:1\" select=\"" +
                 expression + "\"/>]</xsl:template>");
}

xml::Stylesheet::Result called(const std::string& expression,
                               std::span<const xml::Stylesheet::Function> functions) {
    return xml::Stylesheet::from_text(calling(expression), "test")
        .apply("<a><b>1</b><b>2</b></a>", {}, functions);
}

} // namespace

TEST(Stylesheet, CallsTheFunctionsItIsGiven) {
    const std::vector<xml::Stylesheet::Function> functions{
        {"join",
         [](std::span<const std::string> texts) {
             std::string out;
             for (const std::string& text : texts)
                 out += text + ";";
             return out;
         }},
        {"control", [](std::span<const std::string>) { return "a\x01"s; }},
        {"refuse", [](std::span<const std::string> texts) -> std::string {
             throw base::Error(base::Exit::data, "no " + texts[0] + "%s");
         }}};
    EXPECT_EQ(called("f:join(//b, 'x', 1 + 1)", functions).bytes, "\n[1;x;2;]");
    EXPECT_EQ(called("f:join()", functions).bytes, "\n[]");
    EXPECT_EQ(called("concat(f:join('a'), f:join('b'))", functions).bytes, "\n[a;b;]");
    EXPECT_EQ(called("f:control()", functions).bytes, "\n[a\xEF\xBF\xBD]");
    const auto refused = called("f:refuse(//b)", functions);
    ASSERT_TRUE(refused.fault);
    EXPECT_EQ(refused.fault->line, 2);
    EXPECT_NE(refused.fault->message.find("no 1%s"), std::string::npos) << refused.fault->message;
    EXPECT_TRUE(called("f:unknown()", functions).fault);
    EXPECT_TRUE(called("f:join()", {}).fault);
}

TEST(Stylesheet, RefusesOneThatIsWrong) {
    EXPECT_NE(refusal("<a/>").find("stylesheet test: "), std::string::npos);
    const std::string select =
        refusal(sheet("\n<xsl:template match=\"/\">\n<xsl:value-of select=\"a b[\"/>"
                      "</xsl:template>"));
    EXPECT_NE(select.find("line 3"), std::string::npos) << select;
    EXPECT_NE(select.find("a b["), std::string::npos) << select;
    for (const std::string& bytes :
         {""s, "<a>"s, sheet("<xsl:template/>"), sheet("<xsl:nonsense/>"),
          sheet("<xsl:template match=\"/\"><xsl:nonsense/></xsl:template>"),
          sheet("<xsl:template match=\"][\"/>"), sheet("<xsl:output encoding=\"none such\"/>"),
          sheet("<xsl:import href=\"/etc/passwd\"/>"), sheet("<xsl:include href=\"other.xsl\"/>"),
          "<!DOCTYPE x [<!ENTITY e \"x\">]>" + sheet("")})
        EXPECT_NE(refusal(bytes), "accepted") << bytes;
}

TEST(Stylesheet, SaysWhatWentWrongAndWhere) {
    EXPECT_NE(fault(sheet(""), "<a><b></a>").find("mismatch"), std::string::npos);
    const auto unknown = xml::Stylesheet::from_text(
        sheet("<xsl:template match=\"/\">\n\n<xsl:value-of select=\"$none\"/></xsl:template>"),
        "test");
    const auto result = unknown.apply("<a/>");
    ASSERT_TRUE(result.fault);
    EXPECT_EQ(result.fault->line, 3) << result.fault->message;
    EXPECT_NE(result.fault->message.find("Undefined variable"), std::string::npos);
    EXPECT_EQ(fault(text_sheet("a<xsl:message>first</xsl:message>"
                               "<xsl:message terminate=\"yes\">no  such\norder</xsl:message>")),
              "no  such\\norder");
    EXPECT_EQ(fault(text_sheet("a<xsl:message>only said</xsl:message>")), "none: a");
    EXPECT_NE(
        fault(text_sheet("<xsl:value-of select=\"no-such-function()\"/>")).find("no-such-function"),
        std::string::npos);
}

TEST(Stylesheet, ReadsFilesOfItsOwnFolderOnly) {
    const test::TemporaryFolder folder;
    write(folder / "secret.xml", "<s>secret</s>");
    write(folder / "in/names.xml", "<n>from a file</n>");
    write(folder / "in/bad.xml", "<!DOCTYPE n [<!ENTITY e SYSTEM \"/etc/passwd\">]><n>&e;</n>");
    write(folder / "in/deep/base.xsl", sheet("<xsl:variable name=\"v\">im<![CDATA[port]]>ed"
                                             "</xsl:variable>"));
    std::filesystem::create_symlink(folder / "secret.xml", folder / "in/link.xml");
    const auto reading = [&](const std::string& url) {
        write(folder / "in/main.xsl",
              sheet("<xsl:import href=\"deep/base.xsl\"/><xsl:output method=\"text\"/>"
                    "<xsl:template match=\"/\"><xsl:value-of select=\"$v\"/> "
                    "<xsl:value-of select=\"document('" +
                    url + "')\"/></xsl:template>"));
        return xml::Stylesheet::from_file(folder / "in/main.xsl").apply("<a/>");
    };
    EXPECT_EQ(reading("names.xml").bytes, "importedfrom a file") << "blanks alone are no text";
    for (const std::string& url :
         {"../secret.xml"s, "%2E%2E/secret.xml"s, (folder / "secret.xml").string(),
          "file://" + (folder / "secret.xml").string(), "link.xml"s, "bad.xml"s, "missing.xml"s,
          "/etc/passwd"s, "http://127.0.0.1:1/x.xml"s, "ftp://127.0.0.1:1/x.xml"s}) {
        const auto result = reading(url);
        ASSERT_TRUE(result.fault) << url << ": " << result.bytes;
        EXPECT_EQ(result.fault->message.find("secret<"), std::string::npos);
        EXPECT_EQ(result.fault->message.find("root:"), std::string::npos);
    }
    // A document cannot lead the stylesheet elsewhere, and a text has no folder.
    EXPECT_NE(fault(text_sheet("<xsl:value-of select=\"document(/a)\"/>"),
                    "<a>" + (folder / "in/names.xml").string() + "</a>")
                  .find("cannot be read"),
              std::string::npos);
}

TEST(Stylesheet, WritesNothingAndCallsNoExtension) {
    const test::TemporaryFolder folder;
    const std::string out = (folder / "out").string();
    for (const std::string& body :
         {"<xsl:document href=\"" + out + "\">x</xsl:document>",
          "<saxon:output href=\"" + out +
              "\" xmlns:saxon=\"http://icl.com/saxon\">x"
              "</saxon:output>",
          "<r:write file=\"" + out +
              "\" xmlns:r=\"org.apache.xalan.xslt.extensions.Redirect\">x"
              "</r:write>",
          "<e:document href=\"" + out + "\" xmlns:e=\"http://exslt.org/common\">x</e:document>"}) {
        try {
            (void)xml::Stylesheet::from_text(
                sheet("<xsl:template match=\"/\"><o>" + body + "</o></xsl:template>",
                      "extension-element-prefixes=\"saxon r e\" "
                      "xmlns:saxon=\"http://icl.com/saxon\" xmlns:e=\"http://exslt.org/common\" "
                      "xmlns:r=\"org.apache.xalan.xslt.extensions.Redirect\""),
                "test")
                .apply("<a/>");
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::Exit::data); // refused even earlier
        }
        EXPECT_FALSE(std::filesystem::exists(folder / "out")) << body;
    }
    for (const std::string& call :
         {"d:date-time()"s, "s:tokenize('a b')"s, "y:evaluate('1')"s, "f:random()"s})
        EXPECT_NE(fault(sheet("<xsl:template match=\"/\"><o><xsl:value-of select=\"" + call +
                                  "\"/></o></xsl:template>",
                              "xmlns:d=\"http://exslt.org/dates-and-times\" "
                              "xmlns:s=\"http://exslt.org/strings\" "
                              "xmlns:y=\"http://exslt.org/dynamic\" "
                              "xmlns:f=\"http://exslt.org/math\""))
                      .find("none: "),
                  0U)
            << call;
}

TEST(Stylesheet, EndsWhateverItIsGiven) {
    const std::string doubling =
        "<xsl:output method=\"text\"/><xsl:template name=\"t\"><xsl:param name=\"s\"/>"
        "<xsl:call-template name=\"t\"><xsl:with-param name=\"s\" select=\"concat($s, $s)\"/>"
        "</xsl:call-template></xsl:template><xsl:template match=\"/\"><xsl:call-template "
        "name=\"t\">"
        "<xsl:with-param name=\"s\" select=\"'0123456789'\"/></xsl:call-template></xsl:template>";
    const std::string forking =
        "<xsl:template name=\"t\"><xsl:param name=\"n\"/><xsl:if test=\"$n &lt; 60\">"
        "<xsl:call-template name=\"t\"><xsl:with-param name=\"n\" select=\"$n + 1\"/>"
        "</xsl:call-template><xsl:call-template name=\"t\">"
        "<xsl:with-param name=\"n\" select=\"$n + 1\"/></xsl:call-template></xsl:if>"
        "</xsl:template><xsl:template match=\"/\"><xsl:call-template name=\"t\">"
        "<xsl:with-param name=\"n\" select=\"0\"/></xsl:call-template></xsl:template>";
    const std::string endless = "<xsl:template match=\"/\" name=\"t\">"
                                "<xsl:call-template name=\"t\"/></xsl:template>";
    const std::string visiting = "<xsl:template match=\"/\"><xsl:value-of "
                                 "select=\"count(//*[count(//*[count(//*) > 5]) > 5])\"/>"
                                 "</xsl:template>";
    std::string nodes = "<a>";
    for (int i = 0; i < 5000; ++i)
        nodes += "<b/>";
    nodes += "</a>";
    for (const std::string& body : {doubling, forking, endless, visiting}) {
        const auto begin = std::chrono::steady_clock::now();
        const std::string why = fault(sheet(body), nodes);
        EXPECT_NE(why.find("none: "), 0U) << body;
        const auto took = std::chrono::steady_clock::now() - begin;
        EXPECT_LT(took, 3 * xml::Stylesheet::k_longest) << body;
    }
}

TEST(Stylesheet, BoundsWhatComesInAndOut) {
    const auto identity = xml::Stylesheet::from_text(
        sheet("<xsl:template match=\"/\"><o><xsl:copy-of select=\".\"/></o></xsl:template>"),
        "test");
    const auto result =
        identity.apply("<a>" + std::string(xml::Stylesheet::k_largest_input, 'x') + "</a>");
    ASSERT_TRUE(result.fault);
    EXPECT_EQ(result.fault->message, "the document is larger than 16 MiB");
    const auto fits = identity.apply("<a>" + std::string(5'000'000, 'x') + "</a>");
    EXPECT_FALSE(fits.fault);
    EXPECT_GT(fits.bytes.size(), 5'000'000U);
    std::string rows = "<a>";
    for (int i = 0; i < 2000; ++i)
        rows += "<b/>";
    const std::string many =
        text_sheet("<xsl:for-each select=\"//b\"><xsl:value-of select=\"//t\"/>"
                   "</xsl:for-each>");
    EXPECT_NE(fault(many, rows + "<t>" + std::string(100'000, 'x') + "</t></a>").find("none: "),
              0U);
}

TEST(Stylesheet, GoesAsDeepAsItSays) {
    const auto counting = [](int levels) {
        return sheet("<xsl:output method=\"text\"/><xsl:template name=\"t\"><xsl:param name=\"n\"/>"
                     "<xsl:choose><xsl:when test=\"$n &gt; 0\"><xsl:call-template name=\"t\">"
                     "<xsl:with-param name=\"n\" select=\"$n - 1\"/></xsl:call-template></xsl:when>"
                     "<xsl:otherwise>done</xsl:otherwise></xsl:choose></xsl:template>"
                     "<xsl:template match=\"/\"><xsl:call-template name=\"t\"><xsl:with-param "
                     "name=\"n\" select=\"" +
                     std::to_string(levels) + "\"/></xsl:call-template></xsl:template>");
    };
    // Each of these levels is a call and the choice in it.
    EXPECT_EQ(fault(counting(xml::Stylesheet::k_deepest / 3)), "none: done");
    EXPECT_NE(fault(counting(xml::Stylesheet::k_deepest + 10)).find("recursion"),
              std::string::npos);
}

TEST(Stylesheet, IsSilent) {
    testing::internal::CaptureStderr();
    EXPECT_NE(refusal("<a"), "accepted");
    EXPECT_NE(refusal(sheet("<xsl:nonsense/>")), "accepted");
    (void)fault(text_sheet("<xsl:message>said</xsl:message><xsl:value-of select=\"$none\"/>"));
    (void)fault(text_sheet("a"), "<b");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Stylesheet, ServesManyThreadsAtOnce) {
    const auto stylesheet = xml::Stylesheet::from_text(
        text_sheet("<xsl:value-of select=\"concat(/a/@n, '-', count(//b))\"/>"
                   "<xsl:if test=\"/a/@bad\"><xsl:value-of select=\"$none\"/></xsl:if>"),
        "test");
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                const std::string n = std::to_string(t * 100 + i);
                wrong +=
                    stylesheet.apply("<a n='" + n + "'><b/><b/></a>").bytes == n + "-2" ? 0 : 1;
                wrong += stylesheet.apply("<a bad='1'/>").fault ? 0 : 1;
            }
        });
    threads.clear();
    EXPECT_EQ(wrong, 0);
}
