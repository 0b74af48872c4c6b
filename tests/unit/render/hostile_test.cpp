// Whatever an order holds, its document is well-formed and valid, and what was replaced is counted.
// SHOPORDER_HOSTILE_ORDERS=N makes N orders instead of the usual number.
#include "base/file.hpp"
#include "render/format.hpp"
#include "support/code_point.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "unit/render/hostile_order.hpp"
#include "xml/reader.hpp"
#include "xml/schema.hpp"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <sys/wait.h>

using namespace shoporder;
using namespace std::string_literals;

namespace {

constexpr std::string_view k_fffd = "\xEF\xBF\xBD";

std::filesystem::path schema_path() {
    return std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share/order.xsd";
}

std::size_t count_fffd(std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find(k_fffd); at != text.npos; at = text.find(k_fffd, at + k_fffd.size()))
        ++count;
    return count;
}

/// Seeded, so that every run sees the same orders. Never makes a genuine U+FFFD: each one in a
/// document then is a replacement.
class SeededSource final : public test::Source {
public:
    explicit SeededSource(std::uint64_t seed) : m_random(seed) {}
    std::uint64_t number(std::uint64_t below) override { return m_random() % below; }

    std::string text() override {
        std::string out;
        for (std::uint64_t pieces = number(4); pieces > 0; --pieces)
            out += piece();
        while (out.find(k_fffd) != out.npos)
            out.erase(out.find(k_fffd), 1);
        return out;
    }

private:
    std::string piece() {
        static const std::string k_nasty[] = {"]]>",
                                              "<![CDATA[",
                                              "--",
                                              "-->",
                                              "<!--",
                                              "&",
                                              "&amp;",
                                              "&#0;",
                                              "&#xFFFE;",
                                              "<",
                                              ">",
                                              "\"",
                                              "'",
                                              "</order>",
                                              "<?xml?>",
                                              "<!DOCTYPE x [<!ENTITY y 'z'>]>",
                                              "\0"s,
                                              "\x01",
                                              "\x1B[2J",
                                              "\x7F",
                                              "\r",
                                              "\n",
                                              "\t",
                                              "\r\n",
                                              " ",
                                              "\xC2\x85",
                                              "\xE2\x80\xA8",
                                              "\xEF\xBF\xBE",
                                              "\xEF\xBF\xBF",
                                              "\xF0\x9F\xBF\xBE",
                                              "\xED\xA0\x80\xED\xB0\x80",
                                              "\xC0\xAF",
                                              "\xF4\x90\x80\x80",
                                              "\xE2\x82",
                                              "\xFF\xFE",
                                              "\xEF\xBB\xBF",
                                              "example string",
                                              "\xE2\x80\xAEtxt",
                                              "../../x",
                                              "%s%n",
                                              "'; DROP TABLE orders; --",
                                              "Müller",
                                              "東京"};
        switch (number(4)) {
        case 0: {
            std::string bytes(number(24), '\0');
            std::generate(bytes.begin(), bytes.end(),
                          [&] { return static_cast<char>(number(256)); });
            return bytes;
        }
        case 1:
            return test::code_point(static_cast<unsigned>(number(0x110000)));
        default:
            return k_nasty[number(std::size(k_nasty))];
        }
    }

    std::mt19937_64 m_random;
};

/// Order number `index` of the series; some have a size nobody would type.
std::unique_ptr<test::Sample> hostile(std::uint64_t index) {
    SeededSource source{20261122 + index};
    test::HostileMaker maker{source};
    auto sample = maker.make();
    order::Order& order = sample->order;
    if (index % 1000 == 1) {
        order.lines.resize(300);
        for (order::LineItem& item : order.lines)
            maker.line(item);
    } else if (index % 1000 == 2) {
        while (order.note.size() < 1'000'000)
            order.note += source.text() + "x";
    } else if (index % 1000 == 3) {
        order.lines.resize(1);
        while (order.lines[0].properties.size() < 1000)
            order.lines[0].properties.push_back({source.text(), source.text()});
    } else {
        return sample;
    }
    test::take_all_lines(*sample);
    return sample;
}

/// Of the schema, not of XML: nothing of it is in the document.
bool is_left_out(const std::string& field) {
    return field == "currency" || field == "collect" || field.ends_with("country/@code") ||
           field.ends_with("unit-price");
}

std::uint64_t how_many() {
    return test::hostile_orders(2'000);
}

} // namespace

TEST(HostileOrders, MakeOnlyWellFormedValidDocumentsAndCountWhatTheyReplace) {
    const auto schema = xml::Schema::from_file(schema_path());
    std::size_t replaced = 0;
    std::size_t untouched = 0;
    for (std::uint64_t i = 0; i < how_many(); ++i) {
        const auto sample = hostile(i);
        const render::Document document = render::render_native(sample->sheet);
        const auto faults = schema.check(document.bytes);
        ASSERT_TRUE(faults.empty())
            << "order " << i << ":" << faults.front().line << ": " << faults.front().message << '\n'
            << document.bytes.substr(0, 4000);
        std::size_t counted = 0;
        for (const render::Replacement& each : document.replaced)
            counted += is_left_out(each.field) ? 0 : each.count;
        ASSERT_EQ(counted, count_fffd(document.bytes)) << "order " << i;
        replaced += counted;
        untouched += counted == 0 ? 1 : 0;
    }
    // The orders really are hostile, and not only that.
    EXPECT_GT(replaced, how_many());
    EXPECT_LT(untouched, how_many() / 10);
}

/// The official schemas lie beside the source tree, or nowhere: they are not ours to pass on.
class OfficialSchemas {
public:
    /// Null: there is none to judge by.
    const xml::Schema* of(const std::string& format, render::DocumentKind kind) {
        const std::string ubl = kind == render::DocumentKind::new_order ? "Order"
                                : kind == render::DocumentKind::change  ? "OrderChange"
                                                                        : "OrderCancellation";
        return format == "ubl"         ? at("ubl-2.1/maindoc/UBL-" + ubl + "-2.1.xsd")
               : format == "opentrans" ? at("opentrans-2.1/opentrans_2_1.xsd")
               : format == "cxml"      ? at("cxml-1.2.063/cXML.dtd")
                                       : nullptr;
    }

private:
    const xml::Schema* at(const std::string& name) {
        const auto known = m_known.find(name);
        if (known != m_known.end())
            return known->second ? &*known->second : nullptr;
        auto& added = m_known[name];
        const std::filesystem::path path =
            std::filesystem::path{SHOPORDER_SOURCE_DIR} / "../shared/schemas" / name;
        if (std::filesystem::exists(path))
            added = xml::Schema::from_file(path);
        else
            std::cerr << "SKIPPED: no " << path << ": nothing but well-formedness was judged\n";
        return added ? &*added : nullptr;
    }

    std::map<std::string, std::optional<xml::Schema>> m_known;
};

/// In every format and in an encoding that lacks most of their characters: well-formed there, too,
/// or refused with words.
TEST(HostileOrders, AreWrittenOrRefusedInEveryFormat) {
    std::map<std::string, std::size_t> written;
    OfficialSchemas schemas;
    for (const char* name : {"native", "ubl", "opentrans", "cxml", "csv"}) {
        render::FormatParts parts;
        if (std::string_view{name} != "native")
            parts.stylesheet = std::make_shared<xml::Stylesheet>(xml::Stylesheet::from_files(
                render::built_in_stylesheets(), std::string{name} + ".xsl", {true, std::nullopt}));
        parts.file.encoding = parts.fields.encoding = "ISO-8859-1";
        parts.fields.missing = render::Missing::transliterate;
        const render::Format format{std::move(parts)};
        // From 10 on: those of a size nobody would type take a second each, five times over.
        for (std::uint64_t i = 10; i < 10 + how_many() / 10; ++i) {
            const auto sample = hostile(i);
            try {
                const render::Document document = format.order(sample->sheet);
                ++written[name];
                if (std::string_view{name} == "csv")
                    continue;
                const auto fault = xml::well_formed(document.bytes);
                ASSERT_FALSE(fault)
                    << name << ", order " << i << ":" << fault->line << ": " << fault->message;
                const xml::Schema* schema = schemas.of(name, sample->sheet.kind);
                const auto faults =
                    schema != nullptr ? schema->check(document.bytes) : std::vector<xml::Fault>{};
                ASSERT_TRUE(faults.empty())
                    << name << ", order " << i << ": " << xml::words_of(faults.front()) << '\n'
                    << document.bytes.substr(0, 4000);
            } catch (const render::Unfit& unfit) {
                ASSERT_FALSE(std::string_view{unfit.what()}.empty()) << name;
            }
        }
    }
    for (const auto& [name, count] : written)
        EXPECT_GT(count, how_many() / 100) << name << " refuses nearly all of them";
    EXPECT_EQ(written.size(), 5U);
}

TEST(HostileOrders, SatisfyXmllintToo) {
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "xmllint is not installed (Debian: libxml2-utils); only libxml2 judged";
    const test::TemporaryFolder folder;
    const auto xmllint = [&](const std::string& files) {
        const std::string command = "cd '" + folder.path().string() +
                                    "' && xmllint --nonet --noout --schema '" +
                                    schema_path().string() + "' " + files + " >log 2>&1";
        return WEXITSTATUS(std::system(command.c_str()));
    };
    for (std::uint64_t i = 0; i < 40; ++i)
        base::write_file(folder / ("order-" + std::to_string(i) + ".xml"),
                         render::render_native(hostile(i)->sheet).bytes);
    EXPECT_EQ(xmllint("order-*.xml"), 0) << base::read_file(folder / "log").substr(0, 4000);

    // It would have said so.
    base::write_file(folder / "bad.xml", "<order xmlns=\"urn:shoporder:order:1\">\x01</order>");
    EXPECT_NE(xmllint("bad.xml"), 0);
    base::write_file(folder / "invalid.xml", "<order xmlns=\"urn:shoporder:order:1\"/>");
    EXPECT_NE(xmllint("invalid.xml"), 0);
}

TEST(OrderSchema, RefusesWhatWeNeverWrite) {
    const auto schema = xml::Schema::from_file(schema_path());
    const std::string good = render::render_native(test::plain_sample()->sheet).bytes;
    ASSERT_TRUE(schema.check(good).empty());
    const auto refused = [&](const std::string& from, const std::string& to) {
        std::string bytes = good;
        const auto at = bytes.find(from);
        EXPECT_NE(at, bytes.npos) << from;
        return !schema.check(bytes.replace(at, from.size(), to)).empty();
    };
    EXPECT_TRUE(refused("version=\"1.1\" kind", "version=\"2.0\" kind"));
    EXPECT_TRUE(refused("kind=\"new\"", "kind=\"other\""));
    EXPECT_TRUE(refused("revision=\"1\"", "revision=\"0\""));
    EXPECT_TRUE(refused("revision=\"1\"", "revision=\"1\" test=\"false\""));
    EXPECT_TRUE(refused("<purchase-order>1001-A</purchase-order>", ""));
    EXPECT_TRUE(refused("<purchase-order>1001-A<", "<purchase-order><"));
    EXPECT_TRUE(refused("21:50:09Z", "21:50:09"));
    EXPECT_TRUE(refused("<currency>EUR", "<currency>euro"));
    EXPECT_TRUE(refused("code=\"DE\"", "code=\"D\""));
    EXPECT_TRUE(refused("<sku>ACME-1</sku>", "<sku/>"));
    EXPECT_TRUE(refused("<quantity>2<", "<quantity>-2<"));
    EXPECT_TRUE(refused("<quantity>2<", "<quantity>2.5<"));
    EXPECT_TRUE(refused(">12.50<", ">12,50<"));
    EXPECT_TRUE(refused(">12.50<", ">1.250E1<"));
    EXPECT_TRUE(refused("<unit-price currency=\"EUR\">", "<unit-price>"));
    EXPECT_TRUE(refused("<shop>", "<surprise/><shop>"));
    EXPECT_TRUE(refused("urn:shoporder:order:1", "urn:shoporder:order:2"));
    EXPECT_TRUE(refused("<vat>GB123456789</vat>", "<vat>GB123456789</vat><gln>401234500000</gln>"));
}

TEST(OrderSchema, TakesDocumentsOfTheVersionBefore) {
    const auto schema = xml::Schema::from_file(schema_path());
    std::string bytes = render::render_native(test::plain_sample()->sheet).bytes;
    const auto at = bytes.find("version=\"1.1\" kind");
    ASSERT_NE(at, bytes.npos);
    bytes.replace(at, 13, "version=\"1.0\"");
    EXPECT_TRUE(schema.check(bytes).empty());
}
