#include "order/body.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace shoporder;
using order::Body;
using order::Order;
using order::read_body;

namespace {

constexpr std::string_view k_times =
    R"("created_at":"2026-11-22T10:00:00+01:00","updated_at":"2026-11-22T10:00:01+01:00")";

Order order_with(const std::string& fields) {
    Body body = read_body(
        R"({"id":5550001001,"order_number":1001,)" + std::string{k_times} +
        (fields.find("\"line_items\"") == std::string::npos ? R"(,"line_items":[])" : "") +
        (fields.empty() ? "" : ",") + fields + "}");
    EXPECT_TRUE(body.order) << body.reason;
    return body.order.value_or(Order{});
}

order::LineItem line_with(const std::string& fields, Order* whole = nullptr) {
    Order order = order_with(R"("line_items":[{"id":7,"quantity":3,)" + fields + "}]");
    if (whole != nullptr)
        *whole = order;
    EXPECT_EQ(order.lines.size(), 1U);
    return order.lines.empty() ? order::LineItem{} : order.lines[0];
}

bool has_defect(const Order& order, std::string_view text) {
    return std::any_of(
        order.defects.begin(), order.defects.end(),
        [&](const auto& defect) { return defect.find(text) != std::string::npos; });
}

} // namespace

TEST(OrderFields, OfTheSampleArriveWhole) {
    const Order order = *read_body(test::data_file("bodies/order_two_suppliers.json")).order;
    EXPECT_EQ(order.id, 5550001001);
    EXPECT_EQ(order.name, "#1001");
    EXPECT_EQ(order.number, 1001);
    EXPECT_EQ(order.po_number, "PO-77/Ä");
    EXPECT_EQ(base::format_time(*order.created_at), "2026-11-22T09:00:00Z");
    EXPECT_EQ(base::format_time(*order.updated_at), "2026-11-22T09:00:01Z");
    EXPECT_FALSE(order.cancelled_at);
    EXPECT_EQ(order.financial_status, "paid");
    EXPECT_EQ(order.currency, "GBP");
    EXPECT_EQ(order.total->text(), "117.89");
    EXPECT_FALSE(order.test);
    EXPECT_EQ(order.tags, "vip, web");
    EXPECT_EQ(order.note, "Bitte beim Nachbarn klingeln.\nDanke!");
    EXPECT_EQ(order.email, "shopper@example.com");
    ASSERT_EQ(order.note_attributes.size(), 2U);
    EXPECT_EQ(order.note_attributes[1], (order::Property{"gift_wrap", "yes"}));
    ASSERT_TRUE(order.shipping_address);
    EXPECT_EQ(order.shipping_address->name, "Jürgen Müller");
    EXPECT_EQ(order.shipping_address->address1, "Grünwalder Straße 7");
    EXPECT_EQ(order.shipping_address->address2, "2. Stock, bei Groß");
    EXPECT_EQ(order.shipping_address->zip, "81547");
    EXPECT_EQ(order.shipping_address->country_code, "DE");
    EXPECT_EQ(order.shipping_address->missing(), "");
    EXPECT_EQ(order.billing_address->company, "Ångström & Söner AB");
    EXPECT_EQ(order.shipping_title, "Express (1–2 days)");
    EXPECT_EQ(order.shipping_code, "EXPRESS-DE");
    ASSERT_EQ(order.lines.size(), 5U);
    const auto& mug = order.lines[0];
    EXPECT_EQ(mug.id, 14550001001);
    EXPECT_EQ(mug.sku, "ACME-MUG-BLUE");
    EXPECT_EQ(mug.vendor, "Acme");
    EXPECT_EQ(mug.title, "Stoneware mug");
    EXPECT_EQ(mug.variant_title, "Blue");
    EXPECT_EQ(mug.quantity, 2);
    EXPECT_EQ(mug.fulfillable_quantity, 2);
    EXPECT_EQ(mug.grams, 420);
    EXPECT_EQ(mug.price->text(), "12.50");
    ASSERT_EQ(mug.properties.size(), 2U);
    EXPECT_EQ(mug.properties[0], (order::Property{"Engraving", "Für Anna & Jörg <3"}));
    EXPECT_TRUE(order.lines[3].gift_card);
    EXPECT_FALSE(order.lines[4].requires_shipping);
}

TEST(OrderFields, YenKeepItsScaleAndTheFirstMethodNotRemovedCounts) {
    const Order order = *read_body(test::data_file("bodies/order_jpy.json")).order;
    EXPECT_EQ(order.total->text(), "23600");
    EXPECT_EQ(order.total->scale(), 0);
    EXPECT_EQ(order.lines[0].price->text(), "11800");
    EXPECT_EQ(order.shipping_code, "YAMATO");
    EXPECT_EQ(order.shipping_title, "ヤマト運輸");
}

TEST(OrderFields, ARedactedAddressSaysWhatIsMissing) {
    const Order order = *read_body(test::data_file("bodies/order_redacted_address.json")).order;
    ASSERT_TRUE(order.shipping_address);
    EXPECT_EQ(order.shipping_address->missing(), "name, street, city");
    EXPECT_EQ(order.email, "");
}

TEST(OrderFields, AnAddressNeedsAReceiverAStreetACityAndACountry) {
    order::Address address;
    EXPECT_EQ(address.missing(), "name, street, city, country");
    address.company = "Ltd";
    address.address2 = "Box 1";
    address.city = "X";
    EXPECT_EQ(address.missing(), "country");
    address.country_code = "IE";
    EXPECT_EQ(address.missing(), "");
    address.city = " \t";
    EXPECT_EQ(address.missing(), "city");
    EXPECT_EQ(order_with(R"("shipping_address":{"first_name":"Ann","last_name":"B"})")
                  .shipping_address->name,
              "Ann B");
    EXPECT_FALSE(order_with(R"("shipping_address":null)").shipping_address);
}

TEST(OrderFields, TheDocumentedSampleIsTestCancelledAndVoidedAtOnce) {
    const Order order =
        *read_body(test::data_file("bodies/order_test_cancelled_voided.json")).order;
    EXPECT_TRUE(order.test);
    EXPECT_TRUE(order.cancelled_at);
    EXPECT_EQ(order.cancel_reason, "customer");
    EXPECT_EQ(order.financial_status, "voided");
    EXPECT_EQ(order.lines[0].vendor, "");
}

TEST(OrderIds, Beyond2To53AreExact) {
    const Body body = read_body(R"({"id":820982911946154508,"line_items":[{"id":
        9223372036854775807,"quantity":1}],"order_number":1,)" +
                                std::string{k_times} + "}");
    EXPECT_EQ(body.order_id, 820982911946154508);
    EXPECT_EQ(body.order->lines[0].id, 9223372036854775807);
    EXPECT_TRUE(body.order->defects.empty());
}

TEST(OrderIds, AsDecimalTextsAreTaken) {
    const Body body = read_body(R"({"id":"820982911946154508","order_number":1,"line_items":[],)" +
                                std::string{k_times} + "}");
    EXPECT_EQ(body.order_id, 820982911946154508);
}

TEST(OrderIds, RoundedOnTheWayAreFoundByTheirGraphqlTwin) {
    const Body body = read_body(
        R"({"id":820982911946154500,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508",
            "order_number":1,"line_items":[],)" +
        std::string{k_times} + "}");
    ASSERT_TRUE(body.order);
    EXPECT_EQ(body.order_id, 820982911946154508) << "the exact one: two orders may round to one";
    ASSERT_EQ(body.order->defects.size(), 1U);
    EXPECT_EQ(body.order->defects[0].rfind("id was rounded on its way: 820982911946154500", 0), 0U)
        << body.order->defects[0];
}

TEST(OrderIds, ThatDisagreeOtherwiseAreADefectAndKept) {
    const Order order = order_with(R"("admin_graphql_api_id":"gid://shopify/Order/7")");
    EXPECT_EQ(order.id, 5550001001);
    EXPECT_TRUE(has_defect(order, "disagree"));
    EXPECT_TRUE(order_with(R"("admin_graphql_api_id":"https://www.example.com/")").defects.empty());
}

TEST(OrderIds, OnTwoLinesAreADefect) {
    const Order order =
        order_with(R"("line_items":[{"id":7,"quantity":1},{"id":7,"quantity":1},{"quantity":1}])");
    EXPECT_TRUE(has_defect(order, "line_items[1].id 7 stands on two lines"));
    EXPECT_TRUE(has_defect(order, "line_items[2].id is missing"));
}

TEST(OrderAmounts, AreExactFromTextsAndNumbers) {
    EXPECT_EQ(order_with(R"("total_price":"16.486")").total->text(), "16.486");
    EXPECT_EQ(order_with(R"("total_price":23600)").total->text(), "23600");
    EXPECT_EQ(order_with(R"("total_price":89.99)").total->text(), "89.99");
    EXPECT_EQ(order_with(R"("total_price":0.1)").total->text(), "0.1");
    EXPECT_FALSE(order_with("").total);
    EXPECT_TRUE(order_with("").defects.empty());
}

TEST(OrderAmounts, ThatAreNoneAreDefects) {
    for (const char* value : {R"("example string")", "1e300", "true", "{}", R"("1,50")", R"("")"}) {
        const Order order = order_with(R"("total_price":)" + std::string{value});
        EXPECT_FALSE(order.total) << value;
        EXPECT_TRUE(has_defect(order, "total_price ")) << value;
    }
    Order order;
    EXPECT_FALSE(line_with(R"("price":"example string")", &order).price);
    EXPECT_TRUE(has_defect(order, "line_items[0].price \"example string\" is no amount"));
}

TEST(OrderTimes, MissingOrUnreadableAreDefects) {
    const Order order =
        *read_body(R"({"id":1,"order_number":1,"line_items":[],"updated_at":"yesterday",
                       "cancelled_at":5})")
             .order;
    EXPECT_TRUE(has_defect(order, "created_at is missing"));
    EXPECT_TRUE(has_defect(order, "updated_at \"yesterday\" is no time"));
    EXPECT_TRUE(has_defect(order, "cancelled_at 5 is no time"));
    EXPECT_FALSE(order.updated_at);
}

TEST(OrderQuantities, AbsurdOnesAreDefectsAndShipNothing) {
    for (const char* value : {"-1", "1.5", "1000001", "\"x\"", "[]"}) {
        const Order order =
            order_with(R"("line_items":[{"id":7,"quantity":)" + std::string{value} + "}]");
        EXPECT_TRUE(has_defect(order, "line_items[0].quantity")) << value;
        EXPECT_EQ(order.lines[0].quantity, 0) << value;
        EXPECT_EQ(order.lines[0].fulfillable_quantity, 0) << value;
    }
    Order order;
    EXPECT_EQ(line_with(R"("fulfillable_quantity":300)", &order).fulfillable_quantity, 3);
    EXPECT_TRUE(
        has_defect(order, "line_items[0].fulfillable_quantity 300 is more than quantity 3"));
}

TEST(OrderQuantities, AreTakenFromTheBodyWhereItHasThem) {
    const auto line = line_with(R"("current_quantity":2,"fulfillable_quantity":1)");
    EXPECT_EQ(line.quantity, 3);
    EXPECT_EQ(line.current_quantity, 2);
    EXPECT_EQ(line.fulfillable_quantity, 1);
}

TEST(OrderQuantities, AreDerivedWhereTheBodyLacksThem) {
    EXPECT_EQ(line_with(R"("x":1)").current_quantity, 3);
    EXPECT_EQ(line_with(R"("x":1)").fulfillable_quantity, 3);
    EXPECT_EQ(line_with(R"("current_quantity":2)").fulfillable_quantity, 2);
    EXPECT_EQ(line_with(R"("fulfillment_status":"fulfilled")").fulfillable_quantity, 0);
}

TEST(OrderQuantities, CountFulfillmentsAndRefundsOfOldBodies) {
    const Order order = order_with(R"(
        "line_items":[{"id":7,"quantity":10}],
        "fulfillments":[{"status":"success","line_items":[{"id":7,"quantity":4}]},
                        {"status":"cancelled","line_items":[{"id":7,"quantity":2}]}],
        "refunds":[{"refund_line_items":[{"line_item_id":7,"quantity":1,"restock_type":"cancel"},
                                         {"line_item_id":7,"quantity":2,"restock_type":"return"},
                                         {"line_item_id":99,"quantity":5}]}])");
    EXPECT_EQ(order.lines[0].current_quantity, 7);
    EXPECT_EQ(order.lines[0].returned_quantity, 2);
    EXPECT_EQ(order.lines[0].fulfillable_quantity, 5) << "10 - 4 shipped - 1 never shipped";
}

TEST(OrderQuantities, WhatWasRefundedIsNotShippedWhateverAnOldBodySays) {
    const Order order = order_with(R"(
        "line_items":[{"id":7,"quantity":1,"fulfillable_quantity":1}],
        "refunds":[{"refund_line_items":[{"line_item_id":7,"quantity":1}]}])");
    EXPECT_EQ(order.lines[0].fulfillable_quantity, 0);
}

TEST(OrderProperties, ComeInEveryShapeThatOccurs) {
    using P = order::Property;
    EXPECT_TRUE(line_with(R"("properties":{})").properties.empty());
    EXPECT_TRUE(line_with(R"("properties":null)").properties.empty());
    EXPECT_TRUE(line_with(R"("properties":"")").properties.empty());
    EXPECT_EQ(line_with(R"("properties":{"Engraving":"Ann","n":2})").properties,
              (std::vector<P>{{"Engraving", "Ann"}, {"n", "2"}}));
    EXPECT_EQ(line_with(R"("properties":{"name":"p","value":3})").properties,
              (std::vector<P>{{"p", "3"}}));
    EXPECT_EQ(line_with(R"("properties":[{"name":2},{"name":"a","value":[1,{"b":null}]},
                            {"name":"c","value":true},{"name":null,"value":null}])")
                  .properties,
              (std::vector<P>{{"2", ""}, {"a", "[1,{\"b\":null}]"}, {"c", "true"}}));
    Order order;
    EXPECT_EQ(line_with(R"("properties":[5,{"name":"a","value":"b"}])", &order).properties.size(),
              1U);
    EXPECT_TRUE(has_defect(order, "line_items[0].properties[0] is no name with a value"));
    (void)line_with(R"("properties":"garbage")", &order);
    EXPECT_TRUE(has_defect(order, "line_items[0].properties is no list of names and values"));
}

TEST(OrderTexts, TakeNumbersAndRefuseStructures) {
    EXPECT_EQ(line_with(R"("sku":12345)").sku, "12345");
    EXPECT_EQ(line_with(R"("sku":null)").sku, "");
    Order order;
    EXPECT_EQ(line_with(R"("vendor":{"x":1})", &order).vendor, "");
    EXPECT_TRUE(has_defect(order, "line_items[0].vendor is no text"));
    EXPECT_TRUE(has_defect(order_with(R"("currency":"example string")"), "no currency code"));
}

TEST(OrderTexts, OfTwoLikeKeysTheFirstCounts) {
    EXPECT_EQ(line_with(R"("sku":"first","sku":"second")").sku, "first");
}

TEST(OrderDefects, NeverShowNamesOrAddresses) {
    const Order order = order_with(
        R"("email":{"x":"ann@example.com"},"note":["secret note"],
           "shipping_address":{"name":{"x":"Ann Smith"},"address1":["1 High Street"]},
           "billing_address":"Ann Smith, 1 High Street")");
    EXPECT_EQ(order.defects.size(), 5U);
    for (const std::string& defect : order.defects)
        for (const char* personal : {"ann@", "Ann", "High", "secret"})
            EXPECT_EQ(defect.find(personal), std::string::npos) << defect;
}

TEST(OrderDefects, AreBoundedHoweverManyThereAre) {
    std::string lines;
    for (int i = 0; i < 3000; ++i)
        lines += (i == 0 ? "" : ",") + std::string{R"({"quantity":-1,"price":"x"})"};
    const Order order = order_with(R"("line_items":[)" + lines + "]");
    EXPECT_EQ(order.lines.size(), 2000U);
    EXPECT_EQ(order.defects.size(), 31U);
    EXPECT_EQ(order.defects.back().rfind("and ", 0), 0U) << order.defects.back();
    EXPECT_TRUE(has_defect(order, "line_items has more than 2000 entries"));
}
