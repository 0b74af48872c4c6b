// What suppliers say they shipped, in every form: whole samples, several orders and parcels in one
// file, and what is refused.
#include "reading.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

using namespace shoporder;
using namespace std::string_literals;
using test::with;

namespace {

using Shipments = std::vector<order::Shipment>;

const auto k_left = base::parse_time("2026-11-23T08:15:00Z");

std::string sample(const std::string& name) {
    return test::data_file("answers/" + name);
}

Shipments shipments(std::string_view bytes) {
    const confirm::Reading reading = test::read(bytes);
    EXPECT_EQ(reading.fault, "");
    EXPECT_TRUE(reading.orders.empty());
    return reading.shipments;
}

std::string refusal(std::string_view bytes) {
    const confirm::Reading reading = test::read(bytes);
    EXPECT_TRUE(reading.orders.empty());
    EXPECT_EQ(reading.shipments.empty(), !reading.fault.empty());
    return reading.fault.empty() ? "read" : reading.fault;
}

order::ShippedLine line(int position, std::optional<std::int64_t> quantity,
                        const std::string& article = "", const std::string& sku = "") {
    order::ShippedLine out;
    out.position = position;
    out.quantity = quantity;
    out.article = article;
    out.sku = sku;
    return out;
}

order::ShippedLine by_id(std::optional<std::int64_t> quantity, const std::string& article = "") {
    order::ShippedLine out = line(0, quantity, article);
    out.line_id = 866550311766439020;
    return out;
}

order::Shipment shipment(const std::string& po, const std::string& number,
                         std::vector<order::Tracking> tracking,
                         std::vector<order::ShippedLine> lines) {
    order::Shipment out;
    out.po_number = po;
    out.number = number;
    out.shipped_at = k_left;
    out.carrier = "DHL";
    out.tracking = std::move(tracking);
    out.lines = std::move(lines);
    return out;
}

/// In one line, so that a failure shows what differs.
std::string shown(const Shipments& all) {
    std::string out;
    for (const order::Shipment& each : all) {
        out += each.po_number + " " + each.number + " r" + std::to_string(each.revision) + " " +
               (each.shipped_at ? base::format_time(*each.shipped_at) : "-") + " " + each.carrier;
        for (const order::Tracking& tracking : each.tracking)
            out += " [" + tracking.number + " " + tracking.url + "]";
        for (const order::ShippedLine& of : each.lines)
            out += " {" + std::to_string(of.position) + " " + std::to_string(of.line_id) + " " +
                   of.sku + " " + of.article + " " +
                   (of.quantity ? std::to_string(*of.quantity) : "all") + "}";
        out += "\n";
    }
    return out;
}

std::string native(const std::string& inside) {
    return "<shipment xmlns=\"urn:shoporder:shipment:1\"><purchase-order>P</purchase-order>" +
           inside + "</shipment>";
}

confirm::AnswerForm flat_form() {
    confirm::AnswerForm form;
    form.name = "csv";
    form.flat_shipments = true;
    form.flat.decimal_comma = true;
    form.flat.columns = {
        {"purchase_order", "bestellung"}, {"number", "lieferschein"}, {"dated", "datum"},
        {"carrier", "paketdienst"},       {"tracking", "sendung"},    {"tracking_url", "link"},
        {"position", "position"},         {"quantity", "menge"}};
    return form;
}

confirm::Reading flat(const std::string& rows) {
    return confirm::read_answer(
        "Bestellung;Lieferschein;Datum;Paketdienst;Sendung;Link;Position;Menge\n" + rows,
        flat_form());
}

} // namespace

TEST(Shipments, NativeIsRead) {
    order::Shipment wanted =
        shipment("1001-1", "DN-77",
                 {{"00340434161094015902", "https://www.dhl.example/track?no=00340434161094015902"},
                  {"00340434161094015919", ""}},
                 {by_id(3), line(0, std::nullopt, "77-100", "LAMP-RED")});
    wanted.revision = 2;
    wanted.lines[0].position = 1;
    EXPECT_EQ(shown(shipments(sample("ship_native.xml"))), shown({wanted}));
    const Shipments batch = shipments(sample("ship_native_batch.xml"));
    ASSERT_EQ(batch.size(), 2U);
    EXPECT_TRUE(batch[0].lines.empty()) << "all that had not shipped";
    EXPECT_EQ(batch[1].shipped_at, base::parse_time("2026-11-23T00:00:00Z"));
}

TEST(Shipments, NativeIsStrict) {
    EXPECT_EQ(refusal(native("<carier>DHL</carier>")), "line 1: <carier> is no part of <shipment>");
    EXPECT_EQ(refusal(native("<carrier>A</carrier><carrier>B</carrier>")),
              "line 1: <carrier> is told twice");
    EXPECT_EQ(refusal(native("<parcel number=\"1\"/>")),
              "line 1: <parcel> has no attribute number");
    EXPECT_EQ(refusal(native("<parcel/>")), "line 1: <parcel> has no tracking");
    EXPECT_EQ(refusal(native("<line position=\"1\" verdict=\"accepted\"/>")),
              "line 1: <line> has no attribute verdict");
    EXPECT_EQ(refusal(native("<line position=\"1\"><quantity>0</quantity></line>")),
              "line 1: quantity 0: leave the line out");
    EXPECT_EQ(refusal(native("<line position=\"1\"><quantity>1.5</quantity></line>")),
              "line 1: quantity \"1.5\" is no whole number of pieces");
    EXPECT_EQ(refusal(native("<shipped>23.11.2026</shipped>")),
              "line 1: date \"23.11.2026\" is not written as 2026-12-24");
    EXPECT_EQ(refusal(with(native(""), "<shipment ", "<shipment version=\"2.0\" ")),
              "line 1: version 2.0 is unknown");
    EXPECT_EQ(refusal(native("<x:carier xmlns:x=\"urn:x\">DHL</x:carier>")), "read");
    EXPECT_EQ(refusal("<shipments xmlns=\"urn:shoporder:shipment:1\"/>"),
              "there is no shipment in it");
    EXPECT_NE(refusal("<shipment xmlns=\"urn:shoporder:answer:1\"/>"), "read");
}

TEST(Shipments, EveryFormIsChecked) {
    EXPECT_EQ(refusal(native("<line/>")),
              "purchase order P: a line has neither a position, an id, a sku nor an article");
    const std::string all = "<line position=\"1\"/>";
    const std::string two = "<line position=\"1\"><quantity>2</quantity></line>";
    EXPECT_EQ(refusal(native(two + two)), "read");
    EXPECT_EQ(refusal(native(two + all)),
              "purchase order P: position 1 is shipped twice, and not by quantity");
    EXPECT_EQ(refusal("<shipments xmlns=\"urn:shoporder:shipment:1\"><shipment/><shipment/>"
                      "</shipments>"),
              "one of several shipments has no purchase-order number");
    EXPECT_EQ(refusal(native("<carrier>" + std::string(101, 'x') + "</carrier>")).substr(0, 16),
              "line 1: carrier ");
}

TEST(Shipments, AreBounded) {
    const auto times = [](std::size_t count, const std::string& text) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i)
            out += text;
        return out;
    };
    const std::string line = "<line position=\"1\"><quantity>1</quantity></line>";
    EXPECT_EQ(refusal(native(times(confirm::k_most_lines + 1, line))), "more than 100000 lines");
    EXPECT_EQ(refusal("<shipments xmlns=\"urn:shoporder:shipment:1\">" +
                      times(confirm::k_most_orders + 1,
                            "<shipment><purchase-order>P</purchase-order></shipment>") +
                      "</shipments>"),
              "more than 10000 shipments");
    std::string parcels;
    for (std::size_t i = 0; i <= confirm::k_most_parcels; ++i)
        parcels += "<parcel tracking=\"" + std::to_string(i) + "\"/>";
    EXPECT_EQ(refusal(native(parcels)), "line 1: more than 1000 tracking numbers of one shipment");
}

TEST(Shipments, KeepOnlyUrlsThatMayBeFollowed) {
    const auto url = [](const std::string& text) {
        const Shipments read = shipments(native("<parcel tracking=\"T\" url=\"" + text + "\"/>"));
        return read.empty() || read[0].tracking.empty() ? "none"s : read[0].tracking[0].url;
    };
    EXPECT_EQ(url("https://dhl.example/T?a=1&amp;b=2"), "https://dhl.example/T?a=1&b=2");
    EXPECT_EQ(url(" HTTP://dhl.example/T "), "HTTP://dhl.example/T");
    for (const char* bad :
         {"javascript:alert(1)", "data:text/html,x", "//dhl.example/T", "https://dhl.example/a b",
          "https://dhl.example/&quot;onclick", "https://dhl.example/'",
          "https://dhl.example/&lt;b>", "https://dhl.ex\u00e4mple/", "ftp://dhl.example/T"})
        EXPECT_EQ(url(bad), "") << bad;
    EXPECT_EQ(url("https://" + std::string(1992, 'x')).size(), 2000U);
    EXPECT_EQ(url("https://" + std::string(1993, 'x')), "");
}

TEST(Shipments, KeepATrackingNumberOnce) {
    const Shipments read =
        shipments(native("<parcel tracking=\"T\"/><parcel tracking=\"U\"/>"
                         "<parcel tracking=\" T \" url=\"https://t.example\"/>"));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].tracking,
              (std::vector<order::Tracking>{{"T", "https://t.example"}, {"U", ""}}));
}

TEST(Shipments, UblParcelsThatSayWhatIsInThemAreShipments) {
    const Shipments wanted{shipment("1001-1", "DN-77/1", {{"340434161094015902", ""}},
                                    {line(1, 3, "77-001", "BULB-E27")}),
                           shipment("1001-1", "DN-77/2", {{"340434161094015919", ""}}, {by_id(1)})};
    const std::string bytes = sample("ship_ubl.xml");
    EXPECT_EQ(shown(shipments(bytes)), shown(wanted));

    // One line that is in no parcel: nobody knows what is in which.
    const std::string unit = "<cac:TransportHandlingUnit><cbc:ID>340434161094015919</cbc:ID>"
                             "</cac:TransportHandlingUnit>";
    const Shipments together = shipments(with(bytes, unit, ""));
    EXPECT_EQ(
        shown(together),
        shown({shipment("1001-1", "DN-77", {{"340434161094015902", ""}, {"340434161094015919", ""}},
                        {line(1, 3, "77-001", "BULB-E27"), by_id(1)})}));
    // Lines of two orders in two parcels: each has one.
    const Shipments apart =
        shipments(with(bytes, "<cbc:LineID>866550311766439020</cbc:LineID>",
                       "<cbc:LineID>1</cbc:LineID><cac:OrderReference><cbc:ID>1002-1</cbc:ID>"
                       "</cac:OrderReference>"));
    EXPECT_EQ(shown(apart),
              shown({shipment("1001-1", "DN-77", {{"340434161094015902", ""}},
                              {line(1, 3, "77-001", "BULB-E27")}),
                     shipment("1002-1", "DN-77", {{"340434161094015919", ""}}, {line(1, 1)})}));
}

TEST(Shipments, UblUnitsMaySplitALine) {
    const auto unit = [](const std::string& quantity) {
        return "<cac:HandlingUnitDespatchLine><cbc:ID>10</cbc:ID><cbc:DeliveredQuantity>" +
               quantity + "</cbc:DeliveredQuantity></cac:HandlingUnitDespatchLine>";
    };
    const std::string end = "</cbc:ID>\n    </cac:TransportHandlingUnit>";
    std::string bytes = with(sample("ship_ubl.xml"), "902" + end,
                             "902</cbc:ID>" + unit("2") + "</cac:TransportHandlingUnit>");
    bytes = with(bytes, "919" + end, "919</cbc:ID>" + unit("1") + "</cac:TransportHandlingUnit>");
    const Shipments read = shipments(bytes);
    ASSERT_EQ(read.size(), 2U) << shown(read);
    EXPECT_EQ(read[0].lines, (std::vector{line(1, 2, "77-001", "BULB-E27")}));
    EXPECT_EQ(read[1].lines, (std::vector{line(1, 1, "77-001", "BULB-E27"), by_id(1)}));
    // They do not make up the line.
    EXPECT_EQ(shipments(with(bytes, unit("2"), unit("1"))).size(), 1U);
}

TEST(Shipments, UblTracksByTheBestNumber) {
    const std::string bytes = sample("ship_ubl.xml");
    const auto tracking = [&](const std::string& in_delivery, const std::string& in_consignment) {
        std::string out;
        for (const order::Shipment& each :
             shipments(with(with(bytes, "    <cac:Delivery>\n", "<cac:Delivery>" + in_delivery),
                            "      <cac:CarrierParty>", in_consignment + "<cac:CarrierParty>")))
            for (const order::Tracking& number : each.tracking)
                out += number.number + number.url + " ";
        return out;
    };
    const std::string assigned = "<cbc:CarrierAssignedID>C-1</cbc:CarrierAssignedID>";
    EXPECT_EQ(tracking("<cbc:TrackingID>T-1</cbc:TrackingID>", assigned), "T-1 ");
    EXPECT_EQ(tracking("", assigned), "C-1 ");
    EXPECT_EQ(tracking("<cbc:TrackingID>https://t.example/C-1</cbc:TrackingID>", assigned),
              "C-1https://t.example/C-1 ");
    EXPECT_EQ(tracking("<cbc:TrackingID>NA</cbc:TrackingID>", ""),
              "340434161094015902 340434161094015919 ");
}

TEST(Shipments, UblRefusesWhatCannotBeTold) {
    const std::string bytes = sample("ship_ubl.xml");
    const std::string reference = "<cac:OrderReference>\n    <cbc:ID>1001-1</cbc:ID>\n"
                                  "  </cac:OrderReference>";
    EXPECT_NE(
        refusal(with(bytes, reference,
                     reference + "<cac:OrderReference><cbc:ID>2</cbc:ID></cac:OrderReference>"))
            .find("of which of the orders this is cannot be told"),
        std::string::npos);
    EXPECT_NE(refusal(with(bytes, ">3.0<", ">-3<")).find("quantity \"-3\" is negative"),
              std::string::npos);
    // All pieces of nothing are no shipment, and not all that had not shipped.
    EXPECT_EQ(refusal(with(with(bytes, ">3.0<", ">0<"), ">1</cbc:DeliveredQuantity>",
                           ">0</cbc:DeliveredQuantity>")),
              "there is no shipment in it");
}

TEST(Shipments, OpentransIsRead) {
    const std::vector<order::Tracking> tracking{{"T-1", "https://www.dhl.example/T-1"}};
    const std::string bytes = sample("ship_opentrans.xml");
    EXPECT_EQ(shown(shipments(bytes)),
              shown({shipment("1001-1", "DN-77", tracking, {line(1, 3, "77-001")}),
                     shipment("1002-1", "DN-77", tracking, {by_id(1, "77-100")})}));
    // The packages of the items, where no number is told for all; one type of number is none.
    const auto package = [](const std::string& id, const std::string& pieces) {
        return "<LOGISTIC_DETAILS><PACKAGE_INFO><PACKAGE><PACKAGE_ID type=\"supplier_specific\">x"
               "</PACKAGE_ID><PACKAGE_ID type=\"sscc\">" +
               id + "</PACKAGE_ID><PACKAGE_ORDER_UNIT_QUANTITY>" + pieces +
               "</PACKAGE_ORDER_UNIT_QUANTITY></PACKAGE></PACKAGE_INFO></LOGISTIC_DETAILS>";
    };
    std::string apart = with(bytes, "<SHIPMENT_ID>T-1</SHIPMENT_ID>", "");
    const std::string end = "</DISPATCHNOTIFICATION_ITEM>";
    const std::string first = package("S-1", "3");
    const auto at = apart.find(end);
    apart.insert(at, first);
    apart.insert(apart.find(end, at + first.size() + 1), package("S-2", "1"));
    EXPECT_EQ(shown(shipments(apart)),
              shown({shipment("1001-1", "DN-77", {{"S-1", ""}}, {line(1, 3, "77-001")}),
                     shipment("1002-1", "DN-77", {{"S-2", ""}}, {by_id(1, "77-100")})}));
    EXPECT_NE(refusal("<DISPATCHNOTIFICATION xmlns=\"http://www.opentrans.org/XMLSchema/2.1\"/>")
                  .find("there is no DISPATCHNOTIFICATION_INFO"),
              std::string::npos);
}

TEST(Shipments, CxmlIsRead) {
    const std::vector<order::Tracking> tracking{{"T-1", "https://www.dhl.example/T-1"},
                                                {"T-2", ""}};
    const std::string bytes = sample("ship_cxml.xml");
    EXPECT_EQ(shown(shipments(bytes)),
              shown({shipment("1001-1", "DN-77", tracking, {line(1, 3, "77-001", "BULB-E27")}),
                     shipment("1002-1", "DN-77", tracking, {line(2, 1)})}));
    // What is in which parcel, by the packaging.
    const auto packed = [](const std::string& id, const std::string& quantity) {
        return "<Packaging><PackageID><PackageTrackingID>" + id +
               "</PackageTrackingID></PackageID><DispatchQuantity quantity=\"" + quantity +
               "\"/></Packaging>";
    };
    std::string apart =
        with(bytes, "<ItemID>", packed("T-1", "2") + packed("T-2", "1") + "<ItemID>");
    const std::string item = "<ShipNoticeItem quantity=\"1\" lineNumber=\"2\">";
    apart = with(apart, item, item + packed("T-2", "1"));
    EXPECT_EQ(
        shown(shipments(apart)),
        shown({shipment("1001-1", "DN-77/1", {{"T-1", "https://www.dhl.example/T-1"}},
                        {line(1, 2, "77-001", "BULB-E27")}),
               shipment("1001-1", "DN-77/2", {{"T-2", ""}}, {line(1, 1, "77-001", "BULB-E27")}),
               shipment("1002-1", "DN-77", {{"T-2", ""}}, {line(2, 1)})}));
}

TEST(Shipments, CxmlRefusesWhatIsNoShipment) {
    const std::string bytes = sample("ship_cxml.xml");
    const auto header = [&](const std::string& attribute) {
        return refusal(with(bytes, "<ShipNoticeHeader ", "<ShipNoticeHeader " + attribute + " "));
    };
    EXPECT_EQ(header("operation=\"delete\""),
              "line 14: the supplier withdraws this ship notice: a person has to see to it");
    EXPECT_EQ(header("shipmentType=\"planned\""), "line 14: the shipment is only planned");
    EXPECT_EQ(header("reason=\"return\""), "line 14: a return is no shipment of an order");
    EXPECT_EQ(header("operation=\"update\" shipmentType=\"actual\""), "read");
    EXPECT_NE(refusal(with(bytes, "quantity=\"3\"", "")).find("is no number"), std::string::npos);
    EXPECT_EQ(refusal(with(bytes, "orderID=\"1002-1\"", "")),
              "one of several shipments has no purchase-order number");
}

TEST(Shipments, FlatIsRead) {
    const confirm::Reading reading = confirm::read_answer(sample("ship_flat.csv"), flat_form());
    EXPECT_EQ(reading.fault, "");
    EXPECT_EQ(reading.form, "csv");
    Shipments wanted{shipment("1001-1", "DN-77",
                              {{"T-1", "https://www.dhl.example/T-1"}, {"T-2", ""}},
                              {line(1, 3), line(2, 1)}),
                     shipment("1002-1", "", {{"T-3", ""}}, {})};
    wanted[0].shipped_at = wanted[1].shipped_at = base::parse_time("2026-11-23T00:00:00Z");
    wanted[1].carrier = "GLS";
    EXPECT_EQ(shown(reading.shipments), shown(wanted));
    // Without a number, each tracking number is a shipment.
    EXPECT_EQ(flat("P;;;;T-1;;1;2\nP;;;;T-2;;1;3\nP;;;;T-1;;2;1\n").shipments.size(), 2U);
}

TEST(Shipments, FlatRefusesWhatContradicts) {
    EXPECT_EQ(flat("P;1;;DHL;;;1;2\nP;1;;GLS;;;2;2\n").fault,
              "row 3: carrier is another than on an earlier row");
    EXPECT_EQ(flat("P;1;;;;;;2\n").fault, "row 2: quantity of no line");
    EXPECT_EQ(flat("P;1;;;;;1;2\nP;1;;;T;;;\n").fault,
              "row 3: no line, as earlier rows of this shipment have");
    EXPECT_EQ(flat("P;1;;;T;;;\nP;1;;;;;1;2\n").fault,
              "row 3: a line, after a row of this shipment without one");
    EXPECT_EQ(flat("P;1;;;;;1;0\n").fault, "there is no shipment in it");
    EXPECT_EQ(flat("P;1;;;;;1;1.5\n").fault,
              "row 2: quantity \"1.5\" has a point, where commas are used");
}

TEST(Shipments, AreToldByTheRoot) {
    for (const auto& [name, form] :
         {std::pair{"ship_native.xml", "native"}, std::pair{"ship_ubl.xml", "ubl"},
          std::pair{"ship_opentrans.xml", "opentrans"}, std::pair{"ship_cxml.xml", "cxml"}}) {
        const std::string bytes = sample(name);
        EXPECT_EQ(test::read(bytes).form, form);
        EXPECT_EQ(test::read(bytes).shipments, test::read(bytes, form).shipments);
        EXPECT_EQ(test::read(bytes, form == "ubl"s ? "cxml" : "ubl").fault,
                  "this is "s + form + ", not " + (form == "ubl"s ? "cxml" : "ubl"));
    }
}

TEST(Shipments, MayComeOutOfAStylesheet) {
    const auto sheet = xml::Stylesheet::from_text(
        "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">"
        "<xsl:template match=\"/Sent\"><shipment xmlns=\"urn:shoporder:shipment:1\">"
        "<purchase-order><xsl:value-of select=\"@order\"/></purchase-order>"
        "<parcel tracking=\"{@parcel}\"/></shipment></xsl:template></xsl:stylesheet>",
        "sent.xsl");
    confirm::AnswerForm form;
    form.name = "xsl";
    form.stylesheet = &sheet;
    const auto reading = confirm::read_answer("<Sent order=\"P\" parcel=\"T\"/>", form);
    EXPECT_EQ(reading.fault, "");
    EXPECT_EQ(reading.form, "xsl");
    ASSERT_EQ(reading.shipments.size(), 1U);
    EXPECT_EQ(reading.shipments[0].tracking, (std::vector<order::Tracking>{{"T", ""}}));
    EXPECT_EQ(confirm::read_answer("<Sent order=\"P\"/>", form).fault,
              "what the stylesheet made of it: line 2: <parcel> has no tracking");
}
