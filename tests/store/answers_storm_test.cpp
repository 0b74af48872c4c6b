// Five hundred deliveries answered in every form, shuffled, some twice, some late, some half
// written, some of unknown orders, some hostile; and a run that is killed at every step.
#include "base/file.hpp"
#include "support/collected.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>

using namespace shoporder;
using order::DeliveryState;
using test::Collected;

namespace {

std::string number(int n) {
    return std::to_string(1000 + n) + "-A";
}

/// A yes, no or no-to-the-second-line in one of the XML forms.
struct Form {
    std::string (*yes)(const std::string& po);
    std::string (*no)(const std::string& po);
    std::string (*second_refused)(const std::string& po);
};

std::string native(const std::string& po, const std::string& verdict, const std::string& inside) {
    return "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\"" +
           (verdict.empty() ? "" : " verdict=\"" + verdict + "\"") + "><purchase-order>" + po +
           "</purchase-order>" + inside + "</answer>";
}

std::string ubl(const std::string& po, const std::string& code, const std::string& lines) {
    return "<OrderResponse xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2\""
           " xmlns:c=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\""
           " xmlns:b=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">"
           "<b:ID>R" +
           po + "</b:ID><b:IssueDate>2026-11-23</b:IssueDate><b:OrderResponseCode>" + code +
           "</b:OrderResponseCode><c:OrderReference><b:ID>" + po + "</b:ID></c:OrderReference>" +
           lines + "</OrderResponse>";
}
std::string ubl_line(const char* position, const char* code) {
    return std::string{"<c:OrderLine><c:LineItem><b:ID>"} + position + "</b:ID><b:LineStatusCode>" +
           code + "</b:LineStatusCode><c:Item/></c:LineItem><c:OrderLineReference><b:LineID>" +
           position + "</b:LineID></c:OrderLineReference></c:OrderLine>";
}

std::string cxml(const std::string& po, const std::string& type, const std::string& items) {
    return "<cXML payloadID=\"1@a\" timestamp=\"2026-11-23T10:00:00Z\"><Request>"
           "<ConfirmationRequest><ConfirmationHeader type=\"" +
           type + "\" noticeDate=\"2026-11-23T10:00:00Z\" confirmID=\"C" + po +
           "\"/><OrderReference orderID=\"" + po +
           "\"><DocumentReference payloadID=\"x\"/>"
           "</OrderReference>" +
           items + "</ConfirmationRequest></Request></cXML>";
}

std::string opentrans(const std::string& po, const char* first, const char* second) {
    const auto item = [](const char* position, const char* pieces) {
        return std::string{"<ORDERRESPONSE_ITEM><LINE_ITEM_ID>"} + position +
               "</LINE_ITEM_ID><QUANTITY>" + pieces + "</QUANTITY></ORDERRESPONSE_ITEM>";
    };
    return "<ORDERRESPONSE xmlns=\"http://www.opentrans.org/XMLSchema/2.1\" version=\"2.1\">"
           "<ORDERRESPONSE_HEADER><ORDERRESPONSE_INFO><ORDER_ID>" +
           po +
           "</ORDER_ID><ORDERRESPONSE_DATE>2026-11-23T09:15:00Z</ORDERRESPONSE_DATE>"
           "</ORDERRESPONSE_INFO></ORDERRESPONSE_HEADER><ORDERRESPONSE_ITEM_LIST>" +
           item("1", first) + item("2", second) + "</ORDERRESPONSE_ITEM_LIST></ORDERRESPONSE>";
}

const std::vector<Form> k_forms{
    {[](const std::string& po) { return opentrans(po, "2", "1"); },
     [](const std::string& po) { return opentrans(po, "0", "0"); },
     [](const std::string& po) { return opentrans(po, "2", "0"); }},
    {[](const std::string& po) { return native(po, "accepted", ""); },
     [](const std::string& po) { return native(po, "refused", "<reason>no</reason>"); },
     [](const std::string& po) {
         return native(po, "accepted", "<line position=\"2\" verdict=\"refused\"/>");
     }},
    {[](const std::string& po) { return ubl(po, "AP", ""); },
     [](const std::string& po) { return ubl(po, "RE", ""); },
     [](const std::string& po) { return ubl(po, "CA", ubl_line("1", "5") + ubl_line("2", "7")); }},
    {[](const std::string& po) { return cxml(po, "accept", ""); },
     [](const std::string& po) { return cxml(po, "reject", ""); },
     [](const std::string& po) {
         return cxml(po, "detail",
                     "<ConfirmationItem lineNumber=\"2\" quantity=\"1\"><UnitOfMeasure>EA"
                     "</UnitOfMeasure><ConfirmationStatus type=\"reject\" quantity=\"1\">"
                     "<UnitOfMeasure>EA</UnitOfMeasure></ConfirmationStatus></ConfirmationItem>");
     }},
};

/// With these columns, as a supplier whose software writes no XML.
const std::vector<Form> k_flat{
    {[](const std::string& po) { return "Order;Pos;Qty\n" + po + ";1;2\n" + po + ";2;1\n"; },
     [](const std::string& po) { return "Order;Pos;Qty\n" + po + ";1;0\n" + po + ";2;0\n"; },
     [](const std::string& po) { return "Order;Pos;Qty\n" + po + ";1;2\n" + po + ";2;0\n"; }},
};

/// A form of the supplier's own, which its stylesheet turns into ours.
const std::vector<Form> k_own{
    {[](const std::string& po) { return "<r no=\"" + po + "\"><w>yes</w></r>"; },
     [](const std::string& po) { return "<r no=\"" + po + "\"><w>no</w></r>"; },
     [](const std::string& po) { return "<r no=\"" + po + "\"><w>yes</w><not>2</not></r>"; }},
};
constexpr const char* k_own_sheet = R"(<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:shoporder:answer:1">
  <xsl:template match="/r">
    <answer version="1.0">
      <xsl:attribute name="verdict"><xsl:choose><xsl:when test="w = 'yes'">accepted</xsl:when>
        <xsl:otherwise>refused</xsl:otherwise></xsl:choose></xsl:attribute>
      <purchase-order><xsl:value-of select="@no"/></purchase-order>
      <xsl:for-each select="not"><line position="{.}" verdict="refused"/></xsl:for-each>
    </answer>
  </xsl:template>
</xsl:stylesheet>)";

struct AnswersStorm : Collected {
    std::map<int, DeliveryState> wanted;

    /// Puts the answers of orders 1 to `n` there; returns how many files must need a person.
    std::size_t fill(int n, std::mt19937& random, const std::vector<Form>& forms = k_forms) {
        std::map<std::string, std::string> files;
        for (int i = 1; i <= n; ++i) {
            const Form& form = forms[random() % forms.size()];
            const std::string po = number(i);
            const auto roll = random() % 10;
            const std::string file = std::to_string(random()) + "-" + std::to_string(i);
            if (roll == 0) {
                wanted[i] = DeliveryState::uploaded; // never answered
                continue;
            }
            wanted[i] = roll < 7   ? DeliveryState::confirmed
                        : roll < 9 ? DeliveryState::partial
                                   : DeliveryState::rejected;
            const std::string body = roll < 7   ? form.yes(po)
                                     : roll < 9 ? form.second_refused(po)
                                                : form.no(po);
            files[file + ".xml"] = body;
            if (random() % 5 == 0)
                files[file + "-again.xml"] = body;
        }
        std::size_t odd = 0;
        if (&forms != &k_forms) {
            answers.files = files;
            return odd;
        }
        const auto add = [&](const std::string& name, const std::string& bytes) {
            files[name] = bytes;
            ++odd;
        };
        for (int i = 0; i < 10; ++i)
            add("unknown" + std::to_string(i), native(number(5000 + i), "accepted", ""));
        add("half", ubl(number(1), "AP", "").substr(0, 300));
        add("bomb",
            "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><a>&b;</a>");
        add("outside", "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><answer "
                       "xmlns=\"urn:shoporder:answer:1\" version=\"1.0\">&a;</answer>");
        add("another's", native("1001-B", "refused", ""));
        add("empty", "");
        answers.files = files;
        answers.files["line\r\nfeed.xml"] = "x";
        answers.files["../up.xml"] = "x";
        return odd;
    }
    void expect_all(int n, std::size_t odd) {
        for (int i = 1; i <= n; ++i)
            EXPECT_EQ(acme_of(i).state, wanted[i]) << number(i) << ": " << acme_of(i).reason;
        EXPECT_EQ(count_of_state("attention"), odd);
        EXPECT_EQ(count_of_state("received"), 0U);
        // Each was applied once: an order's history has one line for each different answer.
        for (int i = 1; i <= n; ++i)
            EXPECT_LE(store::delivery_answers(*shop.database, acme_of(i).id).size(), 1U) << i;
    }
};

} // namespace

TEST_F(AnswersStorm, EveryOneEndsWhereItShould) {
    const char* const asked = std::getenv("SHOPORDER_ORDERS");
    const int n = asked != nullptr ? std::atoi(asked) : 60;
    receive(2, n);
    for (int run_no = 0; run_no < 1 + n / 200; ++run_no)
        run();
    std::mt19937 random(20261129);
    const std::size_t odd = fill(n, random);
    const auto first = collect();
    EXPECT_EQ(first.skipped, 2U);
    EXPECT_EQ(first.answers.attention, odd);
    expect_all(n, odd);
    const auto second = collect();
    EXPECT_EQ(second.files, 0U);
    expect_all(n, odd);
}

TEST_F(AnswersStorm, ARunThatIsKilledAtAnyStepIsTakenUp) {
    constexpr int k_orders = 12;
    receive(2, k_orders);
    run();
    change("acme", [](order::Supplier& s) {
        s.answering.after = order::Afterwards::move;
        s.answering.after_to = "read";
    });
    std::mt19937 random(7);
    const std::size_t odd = fill(k_orders, random);
    // Dies before the k-th verb reaches the server, and after it was carried out: each run gets a
    // little further, because what was done is never done again.
    std::size_t kills = 0;
    for (std::size_t k = 1;; k = k % 7 + 1) {
        std::size_t verbs = 0;
        const auto die = [&](const std::string&) -> std::optional<remote::Reply> {
            if (++verbs == k + 3) {
                ++kills;
                throw test::Killed();
            }
            return std::nullopt;
        };
        (kills % 2 == 0 ? answers.before : answers.after) = die;
        try {
            collect();
            break;
        } catch (const test::Killed&) {
            answers.before = answers.after = nullptr;
        }
        ASSERT_LT(kills, 500U);
    }
    EXPECT_GT(kills, 10U);
    answers.before = answers.after = nullptr;
    collect();
    expect_all(k_orders, odd);
    for (const auto& [name, bytes] : answers.files)
        EXPECT_TRUE(name.starts_with("read/") || name.find('\r') != std::string::npos ||
                    name.starts_with("../"))
            << name;
}

TEST_F(AnswersStorm, FlatFilesEndWhereTheyShould) {
    constexpr int k_orders = 30;
    receive(2, k_orders);
    run();
    change("acme", [](order::Supplier& s) {
        s.answering.format = "csv";
        s.answering.columns = {"purchase_order=Order", "position=Pos", "quantity=Qty"};
    });
    std::mt19937 random(11);
    const std::size_t odd = fill(k_orders, random, k_flat);
    collect();
    expect_all(k_orders, odd);
}

TEST_F(AnswersStorm, AStylesheetReadsWhatNobodyElseWrites) {
    constexpr int k_orders = 30;
    receive(2, k_orders);
    run();
    const auto sheet = shop.folder / "acme.xsl";
    base::write_file(sheet, k_own_sheet);
    change("acme", [&](order::Supplier& s) { s.answering.format = sheet.string(); });
    std::mt19937 random(13);
    const std::size_t odd = fill(k_orders, random, k_own);
    collect();
    expect_all(k_orders, odd);
    // One that is broken stops this supplier, and says so.
    base::write_file(sheet, "<xsl:oops");
    EXPECT_EQ(collect().troubled, 1U);
}
