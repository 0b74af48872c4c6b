// What the XML forms have of their own: codes, quantities, dates, and what is left out.
#include "reading.hpp"
#include "support/temporary_folder.hpp"

using namespace shoporder;
using namespace std::string_literals;
using order::Verdict;
using test::line;
using test::one;
using test::why;
using test::with;

namespace {

std::string native(const std::string& inside, const std::string& attributes = "") {
    return "<answer xmlns=\"urn:shoporder:answer:1\" " + attributes +
           ">\n<purchase-order>P"
           "</purchase-order>" +
           inside + "</answer>";
}

std::string ubl(const std::string& code, const std::string& line_inside = "") {
    return "<OrderResponse xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2\" "
           "xmlns:a=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" "
           "xmlns:b=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">" +
           (code.empty() ? "" : "<b:OrderResponseCode>" + code + "</b:OrderResponseCode>") +
           "<a:OrderReference><b:ID>P</b:ID></a:OrderReference>" +
           (line_inside.empty() ? ""
                                : "<a:OrderLine><a:LineItem><b:ID>1</b:ID>" + line_inside +
                                      "</a:LineItem></a:OrderLine>") +
           "</OrderResponse>";
}

order::LineAnswer ubl_line(const std::string& inside) {
    const auto answer = one(ubl("CA", inside));
    EXPECT_FALSE(answer.lines.empty());
    return answer.lines.empty() ? order::LineAnswer{} : answer.lines.front();
}

std::string opentrans(const std::string& items) {
    return "<ORDERRESPONSE xmlns=\"http://www.opentrans.org/XMLSchema/2.1\" version=\"2.1\">"
           "<ORDERRESPONSE_HEADER><ORDERRESPONSE_INFO><ORDER_ID>P</ORDER_ID></ORDERRESPONSE_INFO>"
           "</ORDERRESPONSE_HEADER>" +
           items + "</ORDERRESPONSE>";
}

std::string cxml(const std::string& type, const std::string& items = "") {
    return "<cXML><Request><ConfirmationRequest><ConfirmationHeader type=\"" + type +
           "\"/><OrderReference orderID=\"P\"/>" + items +
           "</ConfirmationRequest></Request></cXML>";
}

std::string status(const std::string& type, const std::string& quantity) {
    return "<ConfirmationStatus type=\"" + type + "\" quantity=\"" + quantity + "\"/>";
}

} // namespace

TEST(NativeAnswer, IsRefusedWhereItsSchemaIsBroken) {
    const std::string good = native("<line position=\"1\" verdict=\"accepted\"><quantity>2"
                                    "</quantity></line>");
    ASSERT_EQ(why(good), "read");
    EXPECT_EQ(why(with(good, "quantity>2</quantity", "qty>2</qty")),
              "line 2: <qty> is no part of <line>");
    EXPECT_EQ(why(with(good, "position=", "positon=")), "line 2: <line> has no attribute positon");
    EXPECT_EQ(why(with(good, "accepted", "yes")),
              "line 2: verdict \"yes\" is not accepted, changed, backordered or refused");
    EXPECT_EQ(why(with(good, " verdict=\"accepted\"", "")), "line 2: <line> has no verdict");
    EXPECT_EQ(why(with(good, "\"1\" v", "\"0\" v")),
              "line 2: position \"0\" is no number from 1 to 999999");
    EXPECT_EQ(why(with(good, ">2<", ">0<")),
              "line 2: quantity 0: leave the line out, or refuse it");
    EXPECT_EQ(why(with(good, ">2<", ">2.5<")),
              "line 2: quantity \"2.5\" is no whole number of pieces");
    EXPECT_EQ(why(with(good, ">2<", ">-2<")), "line 2: quantity \"-2\" is negative");
    EXPECT_EQ(why(with(good, "<quantity>", "<quantity>1</quantity><quantity>")),
              "line 2: <quantity> is told twice");
    EXPECT_EQ(why(native("")), "line 1: <answer> has neither a verdict nor a line");
    EXPECT_EQ(why(native("", "verdict=\"accepted\" version=\"2.0\"")),
              "line 1: version 2.0 is unknown");
    EXPECT_EQ(why(native("<promised>24.12.2026</promised>", "verdict=\"accepted\"")),
              "line 2: date \"24.12.2026\" is not written as 2026-12-24");
    EXPECT_EQ(why("<answers xmlns=\"urn:shoporder:answer:1\"/>"), "there is no answer in it");
}

TEST(UblAnswer, KnowsTheResponseCodes) {
    const std::string some_line = "<b:LineStatusCode>5</b:LineStatusCode>";
    const struct {
        const char* code;
        std::optional<Verdict> alone;
        std::optional<Verdict> with_lines;
    } codes[] = {
        {"AP", Verdict::accepted, Verdict::accepted}, {"RE", Verdict::refused, Verdict::refused},
        {"CA", Verdict::changed, std::nullopt},       {"AB", std::nullopt, std::nullopt},
        {"29", Verdict::accepted, Verdict::accepted}, {"27", Verdict::refused, Verdict::refused},
        {"30", Verdict::changed, std::nullopt},       {"", std::nullopt, std::nullopt}};
    for (const auto& [code, alone, with_lines] : codes) {
        EXPECT_EQ(one(ubl(code)).verdict, alone) << code;
        EXPECT_EQ(one(ubl(code, some_line)).verdict, with_lines) << code;
    }
    EXPECT_EQ(why(ubl("XX")), "line 1: OrderResponseCode \"XX\" is unknown");
    EXPECT_EQ(why(ubl("ap")), "line 1: OrderResponseCode \"ap\" is unknown");
}

TEST(UblAnswer, KnowsTheLineCodes) {
    const auto verdict = [](const std::string& code) {
        return ubl_line("<b:LineStatusCode>" + code + "</b:LineStatusCode>").verdict;
    };
    EXPECT_EQ(verdict("1"), Verdict::changed);
    EXPECT_EQ(verdict("3"), Verdict::changed);
    EXPECT_EQ(verdict("5"), Verdict::accepted);
    EXPECT_EQ(verdict("7"), Verdict::refused);
    EXPECT_EQ(verdict("42"), Verdict::accepted);
    EXPECT_EQ(ubl_line("<b:LineStatusCode>42</b:LineStatusCode>").reason, "already delivered");
    EXPECT_EQ(why(ubl("CA", "<b:LineStatusCode>2</b:LineStatusCode>")),
              "line 1: LineStatusCode \"2\" is unknown");
    // Without a code, the order's.
    EXPECT_EQ(one(ubl("RE", "<b:Quantity>2</b:Quantity>")).lines.at(0).verdict, Verdict::refused);
    EXPECT_EQ(one(ubl("AP", "<b:Quantity>2</b:Quantity>")).lines.at(0).quantity, 2);
    EXPECT_EQ(ubl_line("<b:Quantity>0</b:Quantity>"), line(1, Verdict::refused));
}

TEST(UblAnswer, TellsWhatComesLater) {
    const std::string code = "<b:LineStatusCode>3</b:LineStatusCode>";
    const std::string day =
        "<a:Delivery><a:PromisedDeliveryPeriod><b:EndDate>2026-12-24</b:EndDate>"
        "</a:PromisedDeliveryPeriod></a:Delivery>";
    const std::string two = "<b:MaximumBackorderQuantity>2</b:MaximumBackorderQuantity>";
    test::expect_lines(
        one(ubl("CA", code + "<b:Quantity>3</b:Quantity>" + two + day)),
        {line(1, Verdict::changed, 3, "2026-12-24"), line(1, Verdict::backordered, 2)});
    for (const char* nothing : {"", "<b:Quantity>0</b:Quantity>"})
        test::expect_lines(one(ubl("CA", code + nothing + two + day)),
                           {line(1, Verdict::backordered, 2, "2026-12-24")});
    test::expect_lines(
        one(ubl("CA", code + "<b:Quantity>3</b:Quantity>" + with(two, ">2<", ">0<"))),
        {line(1, Verdict::changed, 3)});
}

TEST(UblAnswer, SplitsALineByItsDeliveries) {
    const auto delivery = [](const std::string& quantity, const std::string& day) {
        return "<a:Delivery><b:Quantity>" + quantity +
               "</b:Quantity><a:PromisedDeliveryPeriod><b:StartDate>" + day +
               "</b:StartDate></a:PromisedDeliveryPeriod></a:Delivery>";
    };
    const std::string both = delivery("3", "2026-12-01") + delivery("2", "2026-12-24+01:00");
    test::expect_lines(
        one(ubl("AP", "<b:Quantity>5</b:Quantity>" + both)),
        {line(1, Verdict::accepted, 3, "2026-12-01"), line(1, Verdict::accepted, 2, "2026-12-24")});
    // They do not make up the line: its last day holds for all.
    test::expect_lines(one(ubl("AP", "<b:Quantity>6</b:Quantity>" + both)),
                       {line(1, Verdict::accepted, 6, "2026-12-24")});
}

TEST(UblAnswer, TellsThePriceOfOnePiece) {
    const auto price = [](const std::string& amount, const std::string& base) {
        return ubl_line("<a:Price><b:PriceAmount currencyID=\"EUR\">" + amount +
                        "</b:PriceAmount><b:BaseQuantity>" + base + "</b:BaseQuantity></a:Price>");
    };
    const auto text = [&](const std::string& amount, const std::string& base) {
        const auto found = price(amount, base);
        return found.price ? found.price->text() + " " + found.currency : "none: " + found.reason;
    };
    EXPECT_EQ(text("12.50", "1"), "12.50 EUR");
    EXPECT_EQ(text("12.50", "1.000"), "12.50 EUR");
    EXPECT_EQ(text("12.50", "10"), "1.25 EUR");
    EXPECT_EQ(text("0.9", "10"), "0.09 EUR");
    EXPECT_EQ(text("1", "0.5"), "2 EUR");
    EXPECT_EQ(text("0", "7"), "0 EUR");
    EXPECT_EQ(text("10", "3"), "none: price 10 EUR for 3");
    EXPECT_EQ(text("999999999999999999", "0.001"), "none: price 999999999999999999 EUR for 0.001");
    EXPECT_NE(why(ubl("CA", "<a:Price><b:PriceAmount>1</b:PriceAmount><b:BaseQuantity>0"
                            "</b:BaseQuantity></a:Price>")),
              "read");
    EXPECT_EQ(why(ubl("CA", "<a:Price><b:PriceAmount currencyID=\"Euro\">1</b:PriceAmount>"
                            "</a:Price>")),
              "line 1: currency \"Euro\" is no code of ISO 4217");
}

TEST(UblAnswer, NeedsItsIndicatorAndItsNamespaces) {
    const std::string simple = test::data_file("answers/ubl_simple.xml");
    EXPECT_EQ(one(with(simple, ">false<", ">true<")).verdict, Verdict::accepted);
    EXPECT_EQ(why(with(simple, "<cbc:AcceptedIndicator>false</cbc:AcceptedIndicator>", "")),
              "AcceptedIndicator \"\" is unknown");
    EXPECT_EQ(one(with(ubl("AP"), "CommonAggregateComponents-2", "Other-2")).po_number, "");
}

TEST(OpentransAnswer, ConfirmsAllWithoutItems) {
    const auto answer = one(opentrans(""));
    EXPECT_EQ(answer.verdict, Verdict::accepted);
    EXPECT_TRUE(answer.lines.empty());
    EXPECT_EQ(why("<ORDERRESPONSE xmlns=\"http://www.opentrans.org/XMLSchema/2.1\"/>"),
              "line 1: there is no ORDERRESPONSE_INFO");
}

TEST(OpentransAnswer, TakesItemsByArticleAndEitherNamespace) {
    const auto items = [](const std::string& inside) {
        return opentrans("<ORDERRESPONSE_ITEM_LIST><ORDERRESPONSE_ITEM>" + inside +
                         "</ORDERRESPONSE_ITEM></ORDERRESPONSE_ITEM_LIST>");
    };
    for (const char* space : {"", " xmlns=\"http://www.bmecat.org/bmecat/2005\""}) {
        const auto answer = one(items("<PRODUCT_ID><SUPPLIER_PID"s + space +
                                      ">A-1</SUPPLIER_PID></PRODUCT_ID><QUANTITY>2.0</QUANTITY>"));
        ASSERT_EQ(answer.lines.size(), 1U);
        EXPECT_EQ(answer.lines[0].article, "A-1");
        EXPECT_EQ(answer.lines[0].quantity, 2);
    }
    EXPECT_EQ(why(items("<LINE_ITEM_ID>L-1</LINE_ITEM_ID><QUANTITY>1</QUANTITY>")),
              "purchase order P: a line has neither a position, an id, a sku nor an article");
    EXPECT_EQ(why(items("<LINE_ITEM_ID>1</LINE_ITEM_ID>")), "line 1: quantity \"\" is no number");
    const auto answer = one(items("<LINE_ITEM_ID>866550311766439020</LINE_ITEM_ID>"
                                  "<QUANTITY>1</QUANTITY>"));
    EXPECT_EQ(answer.lines.at(0).line_id, 866550311766439020);
}

TEST(CxmlAnswer, KnowsTheTypes) {
    const std::string item =
        "<ConfirmationItem lineNumber=\"1\">" + status("reject", "2") + "</ConfirmationItem>";
    const struct {
        const char* type;
        std::optional<Verdict> verdict;
    } types[] = {{"accept", Verdict::accepted}, {"except", Verdict::accepted},
                 {"reject", Verdict::refused},  {"backordered", Verdict::backordered},
                 {"replace", Verdict::changed}, {"detail", std::nullopt},
                 {"allDetail", std::nullopt}};
    for (const auto& [type, verdict] : types) {
        EXPECT_EQ(one(cxml(type, item)).verdict, verdict) << type;
        test::expect_lines(one(cxml(type, item)), {line(1, Verdict::refused, 2)});
    }
    EXPECT_EQ(why(cxml("requestToPay")), "line 1: a request to pay is no answer to an order");
    EXPECT_EQ(why(cxml("other")), "line 1: ConfirmationHeader of type \"other\" is unknown");
    EXPECT_EQ(why(cxml("detail", "<ConfirmationItem lineNumber=\"1\">" + status("sold", "1") +
                                     "</ConfirmationItem>")),
              "line 1: ConfirmationStatus of type \"sold\" is unknown");
    EXPECT_EQ(why("<cXML><Request><OrderRequest/></Request></cXML>"),
              "line 1: there is neither a ConfirmationRequest nor a ShipNoticeRequest");
}

TEST(CxmlAnswer, TakesZeroForWhatDoesNotApply) {
    const auto item = [](const std::string& statuses) {
        return one(cxml("detail",
                        "<ConfirmationItem lineNumber=\"1\">" + statuses + "</ConfirmationItem>"));
    };
    test::expect_lines(item(status("accept", "2") + status("reject", "0")),
                       {line(1, Verdict::accepted, 2)});
    test::expect_lines(item(status("accept", "0") + status("reject", "2.0")),
                       {line(1, Verdict::refused, 2)});
    test::expect_lines(item(status("accept", "0")), {line(1, Verdict::refused)});
    test::expect_lines(item(status("backordered", "0")), {line(1, Verdict::backordered)});
    test::expect_lines(item(status("unknown", "2")), {});
}

TEST(CxmlAnswer, TellsASubstituteFromAnItem) {
    const auto item = [](const std::string& type) {
        return one(cxml(type,
                        "<ConfirmationItem lineNumber=\"2\"><ConfirmationStatus quantity=\"1\" "
                        "type=\"" +
                            type +
                            "\"><ItemIn><ItemID><SupplierPartID>S</SupplierPartID></ItemID>"
                            "</ItemIn></ConfirmationStatus></ConfirmationItem>"))
            .lines.at(0);
    };
    EXPECT_EQ(item("detail").substitute, "S");
    EXPECT_EQ(item("detail").article, "");
    EXPECT_EQ(item("allDetail").substitute, "");
    EXPECT_EQ(item("allDetail").article, "S");
    EXPECT_EQ(item("allDetail").verdict, Verdict::accepted);
}
