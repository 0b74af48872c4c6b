// Documents in a supplier's own form, on their way.
#include "support/relayed.hpp"
#include "support/temporary_folder.hpp"

#include "base/file.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

using namespace shoporder;
using test::Relayed;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

struct Formats : Relayed {
    test::TemporaryFolder folder;

    std::string file(const std::string& name, const std::string& bytes) {
        const auto path = folder.path() / name;
        base::write_file(path, bytes, 0600);
        return path.string();
    }
    std::string stylesheet(const std::string& name, const std::string& templates,
                           const std::string& method = "text") {
        return file(name, "<xsl:stylesheet version=\"1.0\" "
                          "xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" "
                          "xmlns:o=\"urn:shoporder:order:1\" exclude-result-prefixes=\"o\">"
                          "<xsl:output method=\"" +
                              method + "\"/>" + templates + "</xsl:stylesheet>");
    }
    std::string story_texts() {
        std::string all;
        for (const store::Event& event : store::list_events(*shop.database, {}))
            all += event.text + "\n";
        return all;
    }
    std::vector<std::string> names(test::MemoryServer& server) {
        std::vector<std::string> out;
        for (const auto& [name, bytes] : server.files)
            out.push_back(name);
        return out;
    }
};

const char* const k_po = "<xsl:template match=\"/o:order\"><xsl:value-of "
                         "select=\"o:purchase-order\"/></xsl:template>";

} // namespace

TEST_F(Formats, ASuppliersOwnStylesheetNeedsNoRebuild) {
    change("acme", [&](order::Supplier& s) {
        s.format = stylesheet("acme.xsl", k_po);
        s.document.name = "{po}{-r}.txt";
    });
    run();
    ASSERT_EQ(names(acme()), (std::vector<std::string>{"1001-A.txt"}));
    EXPECT_EQ(acme().files.begin()->second, "1001-A");
    EXPECT_THAT(globex().files.begin()->second, HasSubstr("urn:shoporder:order:1"));
}

/// `serve` needs the lock to answer Shopify.
TEST_F(Formats, ASlowStylesheetKeepsNobodyFromWriting) {
    // Counts to a million by halves: seconds with sanitizers, a good part of one without.
    change("acme", [&](order::Supplier& s) {
        s.format = stylesheet(
            "slow.xsl",
            "<xsl:template name=\"count\"><xsl:param name=\"n\"/><xsl:if test=\"$n &gt; 1\">"
            "<xsl:call-template name=\"count\"><xsl:with-param name=\"n\" select=\"$n div 2\"/>"
            "</xsl:call-template><xsl:call-template name=\"count\"><xsl:with-param name=\"n\" "
            "select=\"$n div 2\"/></xsl:call-template></xsl:if></xsl:template>"
            "<xsl:template match=\"/o:order\"><xsl:call-template name=\"count\"><xsl:with-param "
            "name=\"n\" select=\"65536\"/></xsl:call-template><xsl:value-of "
            "select=\"o:purchase-order\"/></xsl:template>");
    });
    using Clock = std::chrono::steady_clock;
    // A machine with other work may hold the writer up once; a document made under the lock does
    // it each time.
    bool kept = true;
    for (int attempt = 0; kept && attempt < 3; ++attempt) {
        receive(attempt == 0 ? 2 : 4 * attempt + 1, 4 * attempt + 4); // the first is there
        std::atomic<bool> done = false;
        Clock::duration longest{};
        std::thread writer([&] {
            store::Database database(shop.settings.database, store::Access::write);
            while (!done) {
                const auto before = Clock::now();
                { store::Write write(database); }
                longest = std::max(longest, Clock::now() - before);
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
            }
        });
        const auto before = Clock::now();
        run();
        const auto took = Clock::now() - before;
        done = true;
        writer.join();
        EXPECT_EQ(acme().files.size(), 4U * static_cast<unsigned>(attempt + 1));
        kept = longest >= took / 5;
    }
    EXPECT_FALSE(kept) << "one of four documents was made under the lock";
}

TEST_F(Formats, WhatTakesLongGoesOneByOneAndNoneIsForgotten) {
    receive(2, 4);
    change("acme", [&](order::Supplier& s) { s.format = stylesheet("acme.xsl", k_po); });
    flow::RelayOptions impatient;
    impatient.drafting = std::chrono::milliseconds{0};
    run(impatient);
    EXPECT_EQ(acme().files.size(), 4U);
}

TEST_F(Formats, ALimitEndsARunWhoseDocumentsTakeLong) {
    receive(2, 4);
    change("acme", [&](order::Supplier& s) { s.format = stylesheet("acme.xsl", k_po); });
    flow::RelayOptions impatient;
    impatient.drafting = std::chrono::milliseconds{0};
    impatient.limit = 2;
    impatient.suppliers = {supplier("acme").id};
    EXPECT_EQ(run(impatient).uploaded, 2U);
    EXPECT_EQ(acme().files.size(), 2U);
}

TEST_F(Formats, FilesAreCountedAndDatedWhereTheSupplierIs) {
    receive(2, 3);
    change("acme", [&](order::Supplier& s) {
        s.document.name = "a{seq:6}.xml";
        s.document.upper_case = true;
    });
    change("globex", [&](order::Supplier& s) {
        s.document.name = "{date}-{po}{-r}.xml";
        s.send.zone = "Pacific/Kiritimati"; // fourteen hours ahead
    });
    run();
    EXPECT_EQ(names(acme()),
              (std::vector<std::string>{"A000001.XML", "A000002.XML", "A000003.XML"}));
    const auto day = base::format_time(shop.clock.now() + std::chrono::hours{14}).substr(0, 10);
    EXPECT_THAT(names(globex()).front(),
                StartsWith(day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2) + "-1001-B"));
}

TEST_F(Formats, DatesAndAmountsHaveTheSuppliersForm) {
    change(
        "acme",
        [&](order::Supplier& s) {
            s.format = stylesheet(
                "dates.xsl", "<xsl:template match=\"/o:order\" "
                             "xmlns:f=\"urn:shoporder:functions:1\"><xsl:value-of select=\""
                             "concat(f:date(o:shop-order/o:created), ' ', f:decimal('1.5', 2))\"/>"
                             "</xsl:template>");
            s.document.date = "%d.%m.%Y";
            s.document.decimal = ",";
            s.send.zone = "Europe/Berlin";
        });
    change("globex", [&](order::Supplier& s) { s.document.date = "%d.%m.%Y"; });
    run();
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_EQ(acme().files.begin()->second, "22.11.2026 1,50");
    EXPECT_EQ(globex().files.size(), 0U);
    EXPECT_THAT(
        supplier("globex").mode_reason,
        HasSubstr("document.date: the format native fixes how dates and numbers are written"));
}

TEST_F(Formats, ABrokenStylesheetParksItsSupplierAndNobodyElse) {
    change("acme", [&](order::Supplier& s) { s.format = file("broken.xsl", "<no/>"); });
    run();
    EXPECT_EQ(globex().files.size(), 1U);
    EXPECT_EQ(acme().files.size(), 0U);
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::parked);
    EXPECT_THAT(supplier("acme").mode_reason, HasSubstr("broken.xsl"));
    // Mended and resumed, it goes.
    stylesheet("broken.xsl", k_po);
    resume("acme");
    run();
    EXPECT_EQ(acme().files.size(), 1U);
}

TEST_F(Formats, WhatBreaksTheSchemaIsHeldOrSaid) {
    const std::string schema =
        file("own.xsd", "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
                        "<xs:element name=\"order\" type=\"xs:integer\"/></xs:schema>");
    const std::string format =
        stylesheet("own.xsl", "<xsl:template match=\"/\"><order>x</order></xsl:template>", "xml");
    for (const char* name : {"acme", "globex"})
        change(name, [&](order::Supplier& s) {
            s.format = format;
            s.document.schema = schema;
            s.document.validate = s.name == "acme" ? "strict" : "warn";
        });
    run();
    EXPECT_EQ(story(), "acme 1 held:schema; globex 1 uploaded");
    EXPECT_THAT(story_texts(),
                HasSubstr("it breaks the supplier's schema: line 2: Element 'order'"));
}

TEST_F(Formats, ADtdIsASchemaToo) {
    change("acme", [&](order::Supplier& s) {
        s.document.schema = file("order.dtd", "<!ELEMENT order (nothing)>");
    });
    change("globex", [&](order::Supplier& s) {
        s.format = stylesheet("o.xsl", "<xsl:template match=\"/\"><order/></xsl:template>", "xml");
        s.document.schema = file("empty.dtd", "<!ELEMENT order EMPTY>");
    });
    run();
    EXPECT_EQ(story(), "acme 1 held:schema; globex 1 uploaded");
}

TEST_F(Formats, WhatWasCutIsInTheStory) {
    change(
        "acme", [&](order::Supplier& s) { s.document.limits = {"line/title=2 cut"}; });
    change("globex", [&](order::Supplier& s) { s.document.limits = {"line/title=2"}; });
    run();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 held:field_limit");
    EXPECT_THAT(story_texts(), HasSubstr("were cut from line[1]/title ("));
}

TEST_F(Formats, ABatchThatCannotBeWrittenIsHeldWhole) {
    receive(2, 2);
    change("acme", [&](order::Supplier& s) {
        s.batching = order::Batching::run;
        s.format = stylesheet(
            "single.xsl", std::string{k_po} +
                              "<xsl:template match=\"/o:orders\"><xsl:message "
                              "terminate=\"yes\">one order a file</xsl:message></xsl:template>");
    });
    run();
    EXPECT_EQ(acme().files.size(), 0U);
    EXPECT_THAT(story_texts(), HasSubstr("one order a file"));
    change("acme", [&](order::Supplier& s) {
        s.document.batch_name = "b{seq:3}.txt";
        s.format = stylesheet("many.xsl", std::string{k_po} +
                                              "<xsl:template match=\"/o:orders\"><xsl:for-each "
                                              "select=\"o:order\"><xsl:value-of "
                                              "select=\"o:purchase-order\"/>,</xsl:for-each>"
                                              "</xsl:template>");
    });
    receive(3, 4);
    run();
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_THAT(names(acme()).front(), StartsWith("b00"));
    EXPECT_THAT(acme().files.begin()->second, HasSubstr("1003-A,"));
}

TEST_F(Formats, OneOrderThatBreaksTheSchemaOfABatchHoldsNoOther) {
    receive(2, 2);
    const std::string schema =
        file("batch.xsd", "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
                          "<xs:element name=\"all\"><xs:complexType><xs:sequence>"
                          "<xs:element name=\"po\" maxOccurs=\"unbounded\"><xs:simpleType>"
                          "<xs:restriction base=\"xs:string\"><xs:pattern value=\"100[2-9]-A\"/>"
                          "</xs:restriction></xs:simpleType></xs:element></xs:sequence>"
                          "</xs:complexType></xs:element></xs:schema>");
    change("acme", [&](order::Supplier& s) {
        s.batching = order::Batching::run;
        s.document.schema = schema;
        s.format = stylesheet("batch.xsl",
                              "<xsl:template match=\"/o:orders\"><all><xsl:for-each "
                              "select=\"o:order\"><po><xsl:value-of select=\"o:purchase-order\"/>"
                              "</po></xsl:for-each></all></xsl:template>",
                              "xml");
    });
    run();
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_THAT(acme().files.begin()->second, HasSubstr("<all><po>1002-A</po></all>"));
    EXPECT_EQ(story(), "acme 1 held:schema; globex 1 uploaded");
}

TEST_F(Formats, AShoppersWordsReachTheOperatorAndNotTheJournal) {
    change("acme", [&](order::Supplier& s) {
        s.format = stylesheet(
            "quotes.xsl", "<xsl:template match=\"/\"><xsl:message terminate=\"yes\">no room for "
                          "<xsl:value-of select=\"//o:ship-to/o:name\"/></xsl:message>"
                          "</xsl:template>");
    });
    run();
    const std::string name = order::read_body(test::sample_order()).order->shipping_address->name;
    EXPECT_THAT(first().reason, HasSubstr("no room for " + name));
    const std::string journal = base::read_file(shop.folder / "journal");
    EXPECT_THAT(journal, HasSubstr("1001-A: held, its document cannot be made (stylesheet)"));
    EXPECT_THAT(journal, testing::Not(HasSubstr(name)));
}

TEST_F(Formats, AFlatFileOfManyOrdersHasOneHeader) {
    receive(2, 3);
    change("acme", [&](order::Supplier& s) {
        s.format = "csv columns";
        s.flat = order::FlatForm::preset(order::FlatKind::csv);
        for (const char* path : {"batch", "po", "line.sku", "line.quantity"}) {
            s.flat.columns.emplace_back();
            s.flat.columns.back().header = s.flat.columns.back().value = path;
        }
        s.flat.separator = ';';
        s.document.line_ends = "crlf";
        s.batching = order::Batching::run;
    });
    run();
    ASSERT_EQ(names(acme()), (std::vector<std::string>{"batch-acme-000001.csv"}));
    std::string bytes = acme().files.begin()->second;
    EXPECT_THAT(bytes, StartsWith("batch;po;line.sku;line.quantity\r\n1;1001-A;"));
    EXPECT_THAT(bytes, HasSubstr("\r\n1;1002-A;"));
    EXPECT_THAT(bytes, HasSubstr("\r\n1;1003-A;"));
    EXPECT_EQ(bytes.find("batch;", 1), std::string::npos);
    const auto head = store::find_document(*shop.database, first().document_id);
    EXPECT_EQ(head.value().format, "csv columns");
}

TEST_F(Formats, WhatAFlatFileCannotTakeIsHeldAlone) {
    const auto columns = [](order::Supplier& s, bool cut) {
        s.format = "fixed columns";
        s.flat = order::FlatForm::preset(order::FlatKind::fixed);
        for (const char* path : {"po", "line.title"}) {
            s.flat.columns.emplace_back();
            s.flat.columns.back().header = s.flat.columns.back().value = path;
            s.flat.columns.back().width = path == std::string{"po"} ? 10 : 3;
        }
        s.flat.columns.back().cut = cut;
    };
    change(
        "acme", [&](order::Supplier& s) { columns(s, true); });
    change("globex", [&](order::Supplier& s) { columns(s, false); });
    run();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 held:field_limit");
    EXPECT_THAT(story_texts(), HasSubstr("were cut from line[1].title ("));
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_THAT(acme().files.begin()->first, testing::EndsWith(".txt"));
    EXPECT_EQ(acme().files.begin()->second.substr(0, 10), "1001-A    ");
}

TEST_F(Formats, NewColumnsAreForWhatWasNeverAttempted) {
    const auto column = [&](const char* path) {
        change("acme", [&](order::Supplier& s) {
            s.format = "csv columns";
            s.flat = order::FlatForm::preset(order::FlatKind::csv);
            s.flat.header = false;
            s.flat.columns.emplace_back();
            s.flat.columns.back().value = path;
        });
    };
    column("po");
    run();
    column("order.name");
    receive(2, 2);
    run();
    ASSERT_EQ(acme().files.size(), 2U);
    EXPECT_THAT(acme().files.begin()->second, StartsWith("1001-A\n"));
    EXPECT_THAT(acme().files.rbegin()->second, StartsWith("#"));
}
