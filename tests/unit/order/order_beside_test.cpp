// What an order tells beside its goods: how to reach the shopper, how it is handed over, and who
// still pays what.
#include "order/body.hpp"
#include "order/collect.hpp"
#include "order/contact.hpp"
#include "order/handover.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::Handover;
using order::Order;

namespace {

Order order_with(const std::string& fields) {
    const bool lines = fields.find("\"line_items\"") != std::string::npos;
    const auto body = order::read_body(
        R"({"id":5550001001,"order_number":1001,"created_at":"2026-11-22T10:00:00Z",
        "updated_at":"2026-11-22T10:00:01Z")" +
        std::string{lines ? "" : R"(,"line_items":[{"id":7,"quantity":3}])"} +
        (fields.empty() ? "" : ",") + fields + "}");
    EXPECT_TRUE(body.order) << body.reason;
    return body.order.value_or(Order{});
}

} // namespace

TEST(Contact, TheTelephoneNearestToTheParcelWins) {
    struct Place {
        const char* fields;
        const char* phone;
    };
    // From the last resort up: each place beats all that stand before it here.
    const std::vector<Place> places = {
        {R"("billing_address":{"phone":"6"})", "6"},
        {R"("customer":{"default_address":{"phone":"5"}})", "5"},
        {R"("phone":"3")", "3"},
        {R"("shipping_lines":[{"title":"a","phone":" "},{"title":"b","phone":"2"}])", "2"},
        {R"("shipping_address":{"phone":"1"})", "1"}};
    std::string fields;
    EXPECT_EQ(contact_phone(order_with("")), "");
    for (const Place& place : places) {
        fields += (fields.empty() ? "" : ",") + std::string{place.fields};
        EXPECT_EQ(contact_phone(order_with(fields)), place.phone) << fields;
    }
    EXPECT_EQ(
        contact_phone(order_with(R"("customer":{"phone":"4","default_address":{"phone":"5"}})")),
        "4");
    EXPECT_EQ(contact_phone(
                  order_with(R"("phone":"3","shipping_lines":[{"phone":"2","is_removed":true}])")),
              "3");
}

TEST(Contact, TheEmailHasTheSameOrderOfPlaces) {
    EXPECT_EQ(contact_email(order_with(R"("billing_address":{"email":"b@x"})")), "b@x");
    EXPECT_EQ(contact_email(
                  order_with(R"("billing_address":{"email":"b@x"},"customer":{"email":"c@x"})")),
              "c@x");
    EXPECT_EQ(contact_email(order_with(R"("contact_email":"o@x","customer":{"email":"c@x"})")),
              "o@x");
    EXPECT_EQ(contact_email(order_with(R"("email":"o@x","shipping_address":{"email":"s@x"})")),
              "s@x");
}

TEST(Contact, ACompanyIsNamedForABusinessOnly) {
    const std::string ship = R"("shipping_address":{"company":"Labs"},)";
    const std::string rest = R"("billing_address":{"company":"Bill"},
        "customer":{"default_address":{"company":"Home"}})";
    EXPECT_EQ(company_name(order_with(ship + rest)), "");
    const Order business = order_with(ship + rest + R"(,"company":{"id":3,"location_id":4})");
    EXPECT_EQ(company_name(business), "Labs");
    EXPECT_EQ(business.company, (order::Company{3, 4}));
    EXPECT_EQ(company_name(order_with(rest + R"(,"company":{"id":3})")), "Bill");
    EXPECT_EQ(company_name(order_with(R"("customer":{"default_address":{"company":"Home"}},
        "company":{"id":3})")),
              "Home");
}

TEST(DeliveryWishes, AreNoteAttributesWithAKnownName) {
    const auto wishes = delivery_wishes(order_with(R"("note_attributes":[
        {"name":"Delivery-Date","value":"2026/12/24"},{"name":"delivery_time","value":" 13 - 14 "},
        {"name":"Delivery  Instructions:","value":"Ring twice"},
        {"name":"Courier instructions","value":"Dog"},{"name":"Delivery Day","value":"later"},
        {"name":"Pickup-Date","value":"2026-01-01"},{"name":"Delivery instructions","value":" "}])"));
    EXPECT_EQ(wishes.date, "2026-12-24");
    EXPECT_EQ(wishes.time, "13 - 14");
    EXPECT_EQ(wishes.instructions, "Ring twice\nDog");
    EXPECT_EQ(
        delivery_wishes(order_with(R"("note_attributes":{"Requested delivery date":"03/04/2026"})"))
            .date,
        "03/04/2026");
}

TEST(Handover, OfOneMethodIsShippingOrPickUp) {
    const std::string to = R"("shipping_address":{"country_code":"GB"},)";
    EXPECT_EQ(handover(order_with(to + R"("shipping_lines":[{"title":"Standard"}])")),
              Handover::ship);
    EXPECT_EQ(handover(order_with(R"("shipping_lines":[{"title":"Our shop"}])")), Handover::pick_up)
        << "goods to ship, a method, and nowhere to ship to";
    EXPECT_EQ(handover(order_with(R"("shipping_lines":[{"title":"x"}],
        "line_items":[{"id":7,"quantity":1,"requires_shipping":false}])")),
              Handover::ship);
    for (const char* word : {"pickup", "PICK_UP", "pick-up", "Local pickup", "RETAIL"})
        EXPECT_EQ(handover(order_with(to + R"("shipping_lines":[{"title":"Our shop",
            "delivery_category":")" + word +
                                      R"("}])")),
                  Handover::pick_up)
            << word;
    EXPECT_EQ(handover(order_with(to + R"("shipping_lines":[{"title":"Parcel shop",
        "delivery_category":"pickup_point"}])")),
              Handover::ship);
    EXPECT_EQ(handover(order_with(to + R"("shipping_lines":[{"title":"x"}],
        "note_attributes":[{"name":"Checkout-Method","value":"pickup"}])")),
              Handover::pick_up);
    EXPECT_EQ(handover(order_with(to + R"("shipping_lines":[])")), Handover::untold);
    EXPECT_EQ(handover(order_with("")), Handover::untold);
}

TEST(Handover, OfSeveralMethodsNamesEachOnce) {
    const Order order = order_with(R"("shipping_address":{"country_code":"GB"},"shipping_lines":[
        {"title":"Standard","price":"4.00"},{"title":"Standard","price":"2.00"},
        {"title":"","code":"OUR-SHOP","delivery_category":"pickup"},
        {"title":"Express","is_removed":true}])");
    EXPECT_EQ(handover(order), Handover::several);
    EXPECT_EQ(methods(order),
              (std::vector<order::Method>{{"Standard", false}, {"OUR-SHOP", true}}));
    EXPECT_EQ(order.shipping_lines.size(), 3U);
    EXPECT_EQ(order.shipping_lines[1].price->text(), "2.00");
    // Two shops to pick up from are a pick-up all the same.
    EXPECT_EQ(handover(order_with(R"("shipping_lines":[{"title":"A","delivery_category":"pickup"},
        {"title":"B","delivery_category":"pickup"}])")),
              Handover::pick_up);
}

TEST(Collect, NamesTheGatewayThatTheShopNamed) {
    const Order order =
        order_with(R"J("payment_gateway_names":["", "gift_card","Cash on Delivery (COD)"])J");
    EXPECT_EQ(order.gateways.size(), 2U);
    EXPECT_EQ(collecting_gateway(order, {"Money Order", "cash on delivery*"}),
              "Cash on Delivery (COD)");
    EXPECT_EQ(collecting_gateway(order, {"Cash on Delivery"}), "");
    EXPECT_EQ(collecting_gateway(order, {}), "");
    EXPECT_EQ(order_with(R"("gateway":"cod")").gateways, std::vector<std::string>{"cod"});
}

TEST(Collect, IsWhatIsOutstandingInTheShoppersCurrency) {
    const auto collect = [](const std::string& fields) {
        const auto money = to_collect(order_with(fields + R"(,"currency":"EUR")"));
        return money ? money->amount.text() + " " + money->currency : "nothing told";
    };
    EXPECT_EQ(collect(R"("total_price":"20.00","total_outstanding":"14.00")"), "14.00 EUR");
    EXPECT_EQ(collect(R"("total_price":"20.00","current_total_price":"18.00",
        "financial_status":"pending")"),
              "18.00 EUR");
    EXPECT_EQ(collect(R"("total_price":"20.00","financial_status":"paid")"), "nothing told");
    EXPECT_EQ(collect(R"("total_outstanding":"-1.00")"), "nothing told");
    EXPECT_EQ(collect(R"("total_outstanding":"soon")"), "nothing told");
    const std::string lei = R"("presentment_currency":"RON","total_price":"20.0",
        "total_price_set":{"presentment_money":{"amount":"99.50","currency_code":"RON"}},)";
    EXPECT_EQ(collect(lei + R"("total_outstanding":"20.00")"), "99.50 RON");
    EXPECT_EQ(collect(lei + R"("total_outstanding":"10.00")"), "nothing told")
        << "in part paid: nobody told the rest in lei";
    EXPECT_EQ(collect(lei + R"("total_outstanding":"0.00")"), "0.00 EUR");
    EXPECT_EQ(collect(lei + R"("current_total_price":"10.00","total_outstanding":"10.00",
        "current_total_price_set":{"presentment_money":{"amount":"49.75"}})"),
              "49.75 RON");
}

TEST(PaymentTerms, TellWhenTheNextPaymentFallsDue) {
    const Order order = order_with(R"("payment_terms":{"payment_terms_name":"Net 30",
        "payment_terms_type":"net","payment_schedules":[
        {"due_at":"2026-12-24T09:00:00Z","amount":"7.00","currency":"GBP","completed_at":"null"},
        {"due_at":"2026-12-10T09:00:00Z","amount":7.0,"completed_at":null},
        {"due_at":"2026-12-01T09:00:00Z","completed_at":"2026-12-01T09:00:00Z"}]})");
    ASSERT_TRUE(order.payment_terms);
    EXPECT_EQ(order.payment_terms->name, "Net 30");
    ASSERT_EQ(order.payment_terms->dues.size(), 3U);
    EXPECT_EQ(order.payment_terms->dues[0].amount->text(), "7.00");
    EXPECT_EQ(base::format_time(*order.payment_terms->next_due()), "2026-12-10T09:00:00Z");
    EXPECT_TRUE(order.defects.empty());
    EXPECT_FALSE(order_with(R"("payment_terms":null)").payment_terms);
}

TEST(Beside, NothingThatCannotBeReadHoldsAnOrder) {
    const Order order = order_with(R"("customer":"x","company":{"id":"y"},"payment_terms":[],
        "total_outstanding":"z","presentment_currency":"pounds","line_item_groups":{},
        "payment_gateway_names":"cod","current_total_price_set":7)");
    EXPECT_TRUE(order.defects.empty());
    EXPECT_EQ(order.presentment_currency, "");
}

TEST(Bundles, AreReadWithTheirComponents) {
    const Order order = order_with(R"("line_item_groups":[
        {"id":142831562,"title":"Starter kit","quantity":2,"variant_sku":"KIT-1"},{"title":"no id"}],
        "line_items":[{"id":7,"quantity":2,"sales_line_item_group_id":142831562,
        "price":"5.00","price_set":{"presentment_money":{"amount":"25.00"}}},
        {"id":8,"quantity":1,"sales_line_item_group_id":"gid://shopify/LineItemGroup/142831562"},
        {"id":9,"quantity":1,"sales_line_item_group_id":null}])");
    EXPECT_EQ(order.line_groups,
              (std::vector<order::LineGroup>{{142831562, "Starter kit", "KIT-1", 2}}));
    EXPECT_EQ(order.lines[0].group_id, 142831562);
    EXPECT_EQ(order.lines[1].group_id, 142831562);
    EXPECT_EQ(order.lines[2].group_id, 0);
    EXPECT_EQ(order.lines[0].presentment_price->text(), "25.00");
    EXPECT_FALSE(order.lines[1].presentment_price);
}

TEST(Quantities, FulfilledCountsTheFulfillmentsThatStand) {
    const auto fulfillment = [](const std::string& status, int quantity) {
        return R"({"status":")" + status + R"(","line_items":[{"id":7,"quantity":)" +
               std::to_string(quantity) + "}]}";
    };
    const Order order = order_with(
        R"("line_items":[{"id":7,"quantity":100,"current_quantity":100}],"fulfillments":[)" +
        fulfillment("success", 1) + "," + fulfillment("open", 2) + "," + fulfillment("pending", 4) +
        "," + fulfillment("cancelled", 8) + "," + fulfillment("error", 16) + "," +
        fulfillment("failure", 32) + "]");
    EXPECT_EQ(order.lines[0].fulfilled_quantity, 7);
}

TEST(Quantities, WhatCameBackAfterShippingIsNotUnordered) {
    // Of five, three have shipped. How many came back, by what the refund says of the goods?
    const auto returned = [](const std::string& restock, int refunded, int current) {
        const Order order = order_with(
            R"("line_items":[{"id":7,"quantity":5,"current_quantity":)" + std::to_string(current) +
            R"(}],"fulfillments":[{"status":"success","line_items":[{"id":7,"quantity":3}]}],
            "refunds":[{"refund_line_items":[{"line_item_id":7,"quantity":)" +
            std::to_string(refunded) + R"(,"restock_type":")" + restock + R"("}]}])");
        return order.lines[0].returned_quantity;
    };
    EXPECT_EQ(returned("return", 2, 3), 2);
    EXPECT_EQ(returned("cancel", 2, 3), 0);
    // Nothing proves that what was refunded had shipped: two were still here.
    EXPECT_EQ(returned("no_restock", 2, 3), 0);
    EXPECT_EQ(returned("no_restock", 3, 2), 1);
    EXPECT_EQ(returned("legacy_restock", 5, 0), 3);
    EXPECT_EQ(returned("cancel", 3, 2), 0) << "it says that it never shipped";
    EXPECT_EQ(returned("return", 2, 5), 0) << "the line does not count it as gone";
}
