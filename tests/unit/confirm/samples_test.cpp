// One sample of each form, whole: it is valid by its own schema, and read to the last part.
#include "base/file.hpp"
#include "reading.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "xml/schema.hpp"

#include <cstdlib>

using namespace shoporder;
using order::Verdict;
using test::line;

namespace {

const std::filesystem::path k_source = SHOPORDER_SOURCE_DIR;
const auto k_noted = base::parse_time("2026-11-23T08:15:00Z");

std::string sample(const std::string& name) {
    return test::data_file("answers/" + name);
}

order::Decimal decimal(const std::string& text) {
    return *order::Decimal::parse(text);
}

} // namespace

TEST(AnswerSamples, ObeyOurSchema) {
    const auto schema = xml::Schema::from_file(k_source / "share/answer.xsd");
    for (const char* name : {"native.xml", "native_batch.xml"}) {
        const auto faults = schema.check(sample(name));
        EXPECT_TRUE(faults.empty()) << name << ": " << faults.front().message;
    }
}

TEST(AnswerSamples, OfShipmentsObeyOurSchema) {
    const auto schema = xml::Schema::from_file(k_source / "share/shipment.xsd");
    for (const char* name : {"ship_native.xml", "ship_native_batch.xml"}) {
        const auto faults = schema.check(sample(name));
        EXPECT_TRUE(faults.empty()) << name << ": " << faults.front().message;
    }
    // It would have said so.
    EXPECT_FALSE(schema.check(sample("native.xml")).empty());
}

TEST(AnswerSamples, ObeyTheStandards) {
    const auto schemas = test::shared_folder() / "schemas";
    if (test::shared_folder().empty() || !std::filesystem::exists(schemas))
        GTEST_SKIP() << "SKIPPED: no ../shared/schemas beside this checkout";
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "SKIPPED: xmllint is not installed (Debian: libxml2-utils)";
    const test::TemporaryFolder folder;
    const auto xmllint = [&](const std::string& how, const std::string& file) {
        const std::string command = "xmllint --nonet --noout " + how + " '" + file + "' >'" +
                                    (folder / "log").string() + "' 2>&1";
        return WEXITSTATUS(std::system(command.c_str()));
    };
    const std::string ubl = "--schema '" + (schemas / "ubl-2.1/maindoc").string();
    const std::string opentrans =
        "--schema '" + (schemas / "opentrans-2.1/opentrans_2_1.xsd").string() + "'";
    const std::string cxml = "--dtdvalid '" + (schemas / "cxml-1.2.063/Fulfill.dtd").string() + "'";
    const auto file = [](const std::string& name) {
        return (k_source / "tests/data/answers" / name).string();
    };
    for (const auto& [how, name] :
         {std::pair{ubl + "/UBL-OrderResponse-2.1.xsd'", "ubl.xml"},
          std::pair{ubl + "/UBL-OrderResponseSimple-2.1.xsd'", "ubl_simple.xml"},
          std::pair{opentrans, "opentrans.xml"}, std::pair{cxml, "cxml.xml"},
          std::pair{ubl + "/UBL-DespatchAdvice-2.1.xsd'", "ship_ubl.xml"},
          std::pair{opentrans, "ship_opentrans.xml"}, std::pair{cxml, "ship_cxml.xml"}})
        EXPECT_EQ(xmllint(how, file(name)), 0) << base::read_file(folder / "log");
    // It would have said so.
    EXPECT_NE(xmllint(opentrans, file("ubl.xml")), 0);
    EXPECT_NE(xmllint(cxml, file("ubl.xml")), 0);
}

TEST(AnswerSamples, NativeIsRead) {
    const order::OrderAnswer answer = test::one(sample("native.xml"));
    EXPECT_EQ(answer.po_number, "1001-1");
    EXPECT_EQ(answer.revision, 2);
    EXPECT_EQ(answer.supplier_number, "SO-4711");
    EXPECT_EQ(answer.dated, k_noted);
    EXPECT_EQ(answer.promised, "2026-11-26");
    EXPECT_EQ(answer.verdict, Verdict::accepted);
    EXPECT_EQ(answer.reason, "Grüße aus dem Lager");
    auto now = line(1, Verdict::accepted, 3);
    auto later = line(1, Verdict::backordered, 2, "2026-12-24");
    now.line_id = later.line_id = 866550311766439020;
    auto other = line(2, Verdict::changed);
    other.sku = "LAMP-RED";
    other.article = "77-100";
    other.price = decimal("12.50");
    other.currency = "EUR";
    other.substitute = "77-101";
    other.reason = "The red one is no longer made.";
    auto none = line(3, Verdict::refused);
    none.reason = "Sold out";
    test::expect_lines(answer, {now, later, other, none});
}

TEST(AnswerSamples, NativeBatchIsRead) {
    const confirm::Reading reading = test::read(sample("native_batch.xml"));
    EXPECT_EQ(reading.form, "native");
    ASSERT_EQ(reading.orders.size(), 2U);
    EXPECT_EQ(reading.orders[0].verdict, Verdict::accepted);
    EXPECT_EQ(reading.orders[1].po_number, "1002-1");
    EXPECT_EQ(reading.orders[1].dated, base::parse_time("2026-11-23T00:00:00Z"));
    EXPECT_EQ(reading.orders[1].reason, "Wir führen das nicht");
}

TEST(AnswerSamples, UblIsRead) {
    const order::OrderAnswer answer = test::one(sample("ubl.xml"));
    EXPECT_EQ(answer.po_number, "1001-1");
    EXPECT_EQ(answer.supplier_number, "SO-4711");
    EXPECT_EQ(answer.dated, k_noted);
    EXPECT_EQ(answer.promised, "2026-11-26");
    EXPECT_EQ(answer.verdict, std::nullopt) << "its lines say it";
    EXPECT_EQ(answer.reason, "One lamp is replaced");
    auto now = line(1, Verdict::changed, 3);
    auto later = line(1, Verdict::backordered, 2);
    now.sku = later.sku = "BULB-E27";
    now.article = later.article = "77-001";
    auto other = line(0, Verdict::changed, 1, "2026-12-24");
    other.line_id = 866550311766439020;
    other.article = "77-100";
    other.price = decimal("12.5");
    other.currency = "EUR";
    other.substitute = "77-101";
    other.reason = "The red one is no longer made";
    test::expect_lines(answer,
                       {now, later, other, line(3, Verdict::refused), line(4, Verdict::accepted)});
}

TEST(AnswerSamples, UblSimpleIsRead) {
    const order::OrderAnswer answer = test::one(sample("ubl_simple.xml"));
    EXPECT_EQ(answer.po_number, "1002-1");
    EXPECT_EQ(answer.supplier_number, "R-901");
    EXPECT_EQ(answer.verdict, Verdict::refused);
    EXPECT_EQ(answer.reason, "We do not deliver to islands");
    EXPECT_TRUE(answer.lines.empty());
}

TEST(AnswerSamples, OpentransIsRead) {
    const order::OrderAnswer answer = test::one(sample("opentrans.xml"));
    EXPECT_EQ(answer.po_number, "1001-1");
    EXPECT_EQ(answer.supplier_number, "SO-4711");
    EXPECT_EQ(answer.dated, k_noted);
    EXPECT_EQ(answer.promised, "2026-11-26");
    EXPECT_EQ(answer.verdict, std::nullopt);
    EXPECT_EQ(answer.reason, "One line is sold out");
    auto now = line(1, Verdict::accepted, 3);
    auto later = line(1, Verdict::accepted, 2, "2026-12-24");
    now.sku = later.sku = "BULB-E27";
    now.article = later.article = "77-001";
    now.price = later.price = decimal("2.5");
    now.currency = later.currency = "EUR";
    auto none = line(2, Verdict::refused);
    none.article = "77-100";
    none.reason = "Sold out";
    test::expect_lines(answer, {now, later, none});
}

TEST(AnswerSamples, CxmlIsRead) {
    const order::OrderAnswer answer = test::one(sample("cxml.xml"));
    EXPECT_EQ(answer.po_number, "1001-1");
    EXPECT_EQ(answer.supplier_number, "SO-4711");
    EXPECT_EQ(answer.dated, k_noted);
    EXPECT_EQ(answer.verdict, Verdict::accepted) << "except the lines that are named";
    EXPECT_EQ(answer.reason, "All but two lines as ordered");
    auto other = line(2, Verdict::changed, 1);
    other.sku = "LAMP-RED";
    other.price = decimal("12.50");
    other.currency = "EUR";
    other.substitute = "77-101";
    other.reason = "The red one is no longer made";
    test::expect_lines(answer, {line(1, Verdict::accepted, 3, "2026-11-26"),
                                line(1, Verdict::backordered, 2, "2026-12-24"), other});
}
