#include "render/format.hpp"

#include "base/text.hpp"
#include "order/document_form.hpp"
#include "sample_order.hpp"
#include "support/paths.hpp"
#include "xml/reader.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace shoporder;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

render::Document made(const render::FormatParts& parts, const order::Order& changed) {
    auto sample = test::plain_sample();
    sample->order = changed;
    test::take_all_lines(*sample);
    return render::Format{parts}.order(sample->sheet);
}

order::Order named(const std::string& name) {
    order::Order order = test::plain_sample()->order;
    order.shipping_address->name = name;
    return order;
}

std::string refusal(const render::FormatParts& parts, const order::Order& order) {
    try {
        return "made: " + made(parts, order).bytes;
    } catch (const render::Unfit& unfit) {
        return unfit.code() + ": " + unfit.what();
    }
}

render::FormatParts with(render::Missing missing, std::string encoding = "ISO-8859-1") {
    render::FormatParts parts;
    parts.fields.encoding = parts.file.encoding = std::move(encoding);
    parts.fields.missing = missing;
    return parts;
}

render::FormatParts by_stylesheet(const std::string& body, const std::string& method) {
    render::FormatParts parts;
    parts.stylesheet = std::make_shared<xml::Stylesheet>(xml::Stylesheet::from_files(
        {{"own.xsl",
          "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" "
          "xmlns:o=\"urn:shoporder:order:1\" exclude-result-prefixes=\"o\"><xsl:output method=\"" +
              method + "\" encoding=\"ISO-8859-1\"/><xsl:param name=\"who\"/>" + body +
              "</xsl:stylesheet>"}},
        "own.xsl", {true, std::nullopt}));
    return parts;
}

} // namespace

TEST(Format, OfNothingIsTheNativeDocument) {
    const auto sample = test::plain_sample();
    EXPECT_EQ(render::Format{{}}.order(sample->sheet).bytes,
              render::render_native(sample->sheet).bytes);
    const render::Sheet two[] = {sample->sheet, sample->sheet};
    EXPECT_EQ(render::Format{{}}.batch(7, two).bytes, render::render_native_batch(7, two).bytes);
}

TEST(Format, XmlLosesNothingByItsReferences) {
    const auto document = made(with(render::Missing::reference), named("Łukasz Grün 😀"));
    EXPECT_THAT(document.bytes, StartsWith("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"));
    EXPECT_THAT(document.bytes, HasSubstr("<name>&#321;ukasz Gr\xFCn &#128512;</name>"));
    EXPECT_TRUE(document.replaced.empty());
    EXPECT_FALSE(xml::well_formed(document.bytes));
}

TEST(Format, WhatAnEncodingLacksIsRefusedReplacedOrPlain) {
    const order::Order order = named("“Łukasz” <漢>");
    EXPECT_THAT(refusal(with(render::Missing::refuse), order),
                StartsWith("encoding: ship-to/name has the character “, which ISO-8859-1 lacks"));
    const auto replaced = made(with(render::Missing::replace), order);
    EXPECT_THAT(replaced.bytes, HasSubstr("<name>??ukasz? &lt;?&gt;</name>"));
    const auto plainer = made(with(render::Missing::transliterate), order);
    // What becomes markup's own character is written as one of a text.
    EXPECT_THAT(plainer.bytes, HasSubstr("<name>\"Lukasz\" &lt;?&gt;</name>"));
    EXPECT_EQ(render::words_of(plainer),
              (std::vector<std::string>{
                  "characters the encoding lacks became plainer ones in ship-to/name (4)"}));
    order::Order markup = named("‹b›");
    markup.note_attributes = {{"a “b”", "‹&›"}};
    const auto safe = made(with(render::Missing::transliterate, "US-ASCII"), markup);
    EXPECT_FALSE(xml::well_formed(safe.bytes)) << safe.bytes;
    EXPECT_THAT(safe.bytes, HasSubstr("name=\"a &quot;b&quot;\">'&amp;'<"));
}

TEST(Format, FieldsHaveTheirLengths) {
    render::FormatParts parts;
    parts.fields.limits = {{"ship-to/name", 5, false}, {"line/title", 3, true}};
    EXPECT_THAT(refusal(parts, named("Łucjan")),
                StartsWith("field_limit: ship-to/name has 6 characters, and the supplier takes 5"));
    order::Order order = named("Łucja");
    order.lines.front().title = "ŁŁŁŁŁ";
    const auto cut = made(parts, order);
    EXPECT_THAT(cut.bytes, HasSubstr("<title>ŁŁŁ</title>"));
    ASSERT_FALSE(cut.replaced.empty());
    EXPECT_THAT(
        render::words_of(cut).front(),
        StartsWith("characters beyond the supplier's limit were cut from line[1]/title (2)"));
}

TEST(Format, HidesWhatASupplierNeedNotKnow) {
    render::FormatParts parts;
    parts.fields.hidden = {"bill-to", "contact/email", "ship-to/phone", "note-attribute"};
    const auto document = made(parts, named("Ann"));
    for (const char* hidden : {"<bill-to", "<email>ann@", "<note-attribute"})
        EXPECT_THAT(document.bytes, Not(HasSubstr(hidden)));
    EXPECT_THAT(document.bytes, HasSubstr("<name>Ann</name>"));
    const std::string whole = made({}, named("Ann")).bytes;
    for (const char* shown : {"<bill-to", "<note-attribute"})
        EXPECT_THAT(whole, HasSubstr(shown));
}

TEST(Format, HidesACodeWithItsName) {
    render::FormatParts parts;
    parts.fields.hidden = {"ship-to/country", "shop-order/company", "line/property"};
    order::Order order = named("Ann");
    order.shipping_address->country.clear();
    ASSERT_EQ(order.shipping_address->country_code, "DE");
    order.billing_address.reset();
    const std::string bytes = made(parts, order).bytes;
    for (const char* hidden : {"code=\"DE\"", "<property", "<company id"})
        EXPECT_THAT(bytes, Not(HasSubstr(hidden)));
    EXPECT_THAT(made({}, order).bytes, HasSubstr("code=\"DE\""));
}

TEST(Format, TheBytesAreAsTheSupplierWantsThem) {
    render::FormatParts parts;
    parts.file = {"UTF-8", true, false, true};
    parts.indent = false;
    const std::string bytes = made(parts, named("Ann")).bytes;
    EXPECT_THAT(bytes, StartsWith("\xEF\xBB\xBF<order "));
    EXPECT_THAT(bytes, HasSubstr("Please ring twice.\r\nBack door"));
    EXPECT_THAT(bytes, Not(HasSubstr("\r\r")));
    EXPECT_THAT(bytes, Not(HasSubstr(">\r\n  <")));
    parts.file = {"UTF-16LE", true, true, false};
    const std::string wide = made(parts, named("Ann")).bytes;
    EXPECT_TRUE(wide.starts_with(std::string_view{"\xFF\xFE<\0?\0", 6}));
    EXPECT_FALSE(xml::well_formed(wide));
}

TEST(Format, AStylesheetWritesTheWholeOfIt) {
    auto parts = by_stylesheet("<xsl:template match=\"/o:order\"><Bestellung für=\"{$who}\">"
                               "<xsl:value-of select=\"o:ship-to/o:name\"/></Bestellung>"
                               "</xsl:template>",
                               "xml");
    parts.parameters = {{"who", "a\"b'"}};
    EXPECT_EQ(made(parts, named("Łu")).bytes,
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Bestellung für=\"a&quot;b'\">Łu"
              "</Bestellung>\n");
}

TEST(Format, ATextIsRefusedWhereXmlHasReferences) {
    auto parts = by_stylesheet("<xsl:template match=\"/o:order\"><xsl:value-of "
                               "select=\"o:ship-to/o:name\"/>;ü</xsl:template>",
                               "text");
    EXPECT_EQ(made(parts, named("Łu")).bytes, "Łu;ü");
    parts.file.encoding = parts.fields.encoding = "ISO-8859-1";
    EXPECT_THAT(refusal(parts, named("Łu")),
                StartsWith("encoding: it has the character Ł, which ISO-8859-1 lacks"));
    parts.fields.missing = render::Missing::transliterate;
    EXPECT_EQ(made(parts, named("Łu")).bytes, "Lu;\xFC");
}

// A DEL in a shopper's name is allowed in XML, and nothing that a file of rows may carry.
TEST(Format, ATextHasNoControls) {
    constexpr const char* k_hostile = "A\x7Fn\xC2\x9Bn\tB\xC2\x85"
                                      "C";
    constexpr const char* k_name = "<xsl:template match=\"/o:order\"><n><xsl:value-of "
                                   "select=\"o:ship-to/o:name\"/></n></xsl:template>";
    const auto text = made(by_stylesheet(k_name, "text"), named(k_hostile));
    EXPECT_EQ(text.bytes, "A\uFFFDn\uFFFDn B\nC");
    ASSERT_EQ(text.replaced.size(), 1U);
    EXPECT_EQ(text.replaced[0].field, "ship-to/name");
    EXPECT_EQ(text.replaced[0].count, 2U);
    EXPECT_THAT(made(by_stylesheet(k_name, "xml"), named(k_hostile)).bytes, HasSubstr(k_hostile));
}

TEST(Format, AStylesheetThatFailsSaysWhy) {
    EXPECT_EQ(refusal(by_stylesheet("<xsl:template match=\"/\"><xsl:message terminate=\"yes\">no "
                                    "route to Mars</xsl:message></xsl:template>",
                                    "xml"),
                      named("Ann")),
              "stylesheet: its stylesheet: no route to Mars");
    // Not what libxslt tells of its own way when it stops.
    EXPECT_EQ(refusal(by_stylesheet("<xsl:template match=\"/\"><xsl:for-each select=\"//o:line\">"
                                    "<xsl:call-template name=\"deep\"/></xsl:for-each>"
                                    "</xsl:template><xsl:template name=\"deep\"><xsl:message "
                                    "terminate=\"yes\">too deep</xsl:message></xsl:template>",
                                    "xml"),
                      named("Ann")),
              "stylesheet: its stylesheet: too deep");
    EXPECT_THAT(refusal(by_stylesheet("<xsl:template match=\"/\"/>", "text"), named("Ann")),
                HasSubstr("writes nothing"));
    EXPECT_THAT(refusal(by_stylesheet("<xsl:template match=\"/\"><a/><b/></xsl:template>", "xml"),
                        named("Ann")),
                HasSubstr("no well-formed XML"));
}

TEST(Format, ASchemaHoldsOrWarns) {
    render::FormatParts parts;
    parts.schema = std::make_shared<xml::Schema>(
        xml::Schema::from_file(std::string{SHOPORDER_SOURCE_DIR} + "/share/order.xsd"));
    EXPECT_THAT(refusal(parts, named("Ann")), StartsWith("made: "));
    auto other = by_stylesheet("<xsl:template match=\"/\"><other/></xsl:template>", "xml");
    other.schema = parts.schema;
    EXPECT_THAT(refusal(other, named("Ann")),
                StartsWith("schema: it breaks the supplier's schema: line "));
    other.strict = false;
    EXPECT_THAT(render::words_of(made(other, named("Ann"))).front(),
                HasSubstr("breaks the supplier's schema"));
}

TEST(Format, ASchemaSaysWhichFieldItRefuses) {
    auto parts = by_stylesheet("<xsl:template match=\"/o:order\"><a><who><xsl:value-of "
                               "select=\"o:ship-to/o:name\"/></who><b c=\"x {o:ship-to/o:city}\"/>"
                               "</a></xsl:template>",
                               "xml");
    const auto schema = [&](const std::string& who, const std::string& city) {
        const std::string simple = "<xs:simpleType><xs:restriction base=\"xs:string\">"
                                   "<xs:maxLength value=\"";
        const std::string end = "\"/></xs:restriction></xs:simpleType>";
        parts.schema = std::make_shared<xml::Schema>(xml::Schema::from_text(
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"a\">"
            "<xs:complexType><xs:sequence><xs:element name=\"who\">" +
                simple + who + end +
                "</xs:element><xs:element name=\"b\"><xs:complexType><xs:attribute name=\"c\">" +
                simple + city + end +
                "</xs:attribute></xs:complexType></xs:element></xs:sequence></xs:complexType>"
                "</xs:element></xs:schema>",
            "own.xsd"));
        return refusal(parts, named("Aurelia Longname"));
    };
    EXPECT_THAT(schema("16", "100"), StartsWith("made: "));
    EXPECT_THAT(schema("15", "100"), HasSubstr("(from the order's ship-to/name)"));
    EXPECT_THAT(schema("16", "3"), HasSubstr("(from the order's ship-to/city, ship-to/province)"));
    EXPECT_THAT(schema("15", "3"), HasSubstr("(from the order's ship-to/name), and "));
}

/// order::document_fields() is the list for settings: each of them must be one that is written.
TEST(Format, EveryFieldThatCanBeLimitedIsOneOfTheDocument) {
    std::ifstream file(std::string{SHOPORDER_SOURCE_DIR} + "/share/order.xsd");
    const std::string schema{std::istreambuf_iterator<char>(file), {}};
    for (const std::string_view field : order::document_fields()) {
        const auto slash = field.find('/');
        for (const std::string_view name :
             {field.substr(0, slash),
              slash == std::string_view::npos ? field : field.substr(slash + 1)})
            EXPECT_THAT(schema, HasSubstr("<xs:element name=\"" + std::string{name} + "\""))
                << field;
    }
}

/// tests/formats/check proves what these say; here they come as `dispatch` writes them.
TEST(Format, TheBuiltInOnesWriteTheGoldenDocuments) {
    const std::filesystem::path data{SHOPORDER_SOURCE_DIR "/tests/data"};
    const auto read = [](const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    std::size_t compared = 0;
    for (const auto& [format, ending] :
         {std::pair{"ubl", ".ubl.xml"}, std::pair{"csv", ".csv"},
          std::pair{"opentrans", ".opentrans.xml"}, std::pair{"cxml", ".cxml.xml"}}) {
        const auto stylesheet = xml::Stylesheet::from_files(
            render::built_in_stylesheets(), std::string{format} + ".xsl", {true, std::nullopt});
        for (const char* name : {"new", "change", "cancel", "rich", "scripts"}) {
            const std::string golden = read(data / "formats" / (std::string{name} + ending));
            if (golden.empty())
                continue; // a kind that this format refuses
            const auto made =
                stylesheet.apply(read(data / "golden" / ("native_" + std::string{name} + ".xml")));
            EXPECT_FALSE(made.fault) << made.fault->message;
            EXPECT_EQ(made.bytes, golden) << name << " as " << format;
            ++compared;
        }
    }
    EXPECT_GE(compared, 16U);
}
