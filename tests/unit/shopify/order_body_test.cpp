// An order of the GraphQL API is, read as a webhook's body, the order it was.
#include "order/body.hpp"
#include "shopify/fault.hpp"
#include "shopify/order_body.hpp"

#include <gtest/gtest.h>

namespace shoporder::shopify {
namespace {

Json money(const char* amount) {
    const Json one = {{"amount", amount}, {"currencyCode", "EUR"}};
    return {{"shopMoney", one}, {"presentmentMoney", one}};
}

Json line(int id, int quantity, int current, int unfulfilled) {
    return {{"id", "gid://shopify/LineItem/" + std::to_string(id)},
            {"sku", "S-" + std::to_string(id)},
            {"title", "Ring"},
            {"vendor", "Acme"},
            {"quantity", quantity},
            {"currentQuantity", current},
            {"unfulfilledQuantity", unfulfilled},
            {"requiresShipping", true},
            {"isGiftCard", false},
            {"originalUnitPriceSet", money("12.5")},
            {"customAttributes", Json::array({{{"key", "Engraving"}, {"value", "Ann"}}})},
            {"lineItemGroup",
             {{"id", "gid://shopify/LineItemGroup/5"},
              {"title", "Set"},
              {"variantSku", "SET"},
              {"quantity", 1}}},
            {"product", nullptr},
            {"variant", {{"legacyResourceId", "4711"}}}};
}

Json open_line(int id, int remaining) {
    return {{"remainingQuantity", remaining},
            {"lineItem", {{"id", "gid://shopify/LineItem/" + std::to_string(id)}}}};
}

FetchedOrder sample() {
    FetchedOrder out;
    out.order = {
        {"id", "gid://shopify/Order/820982911946154508"},
        {"legacyResourceId", "820982911946154508"},
        {"name", "#1001"},
        {"number", 1001},
        {"createdAt", "2026-11-22T10:00:00Z"},
        {"updatedAt", "2026-11-22T11:00:00Z"},
        {"cancelledAt", nullptr},
        {"displayFinancialStatus", "PARTIALLY_REFUNDED"},
        {"displayFulfillmentStatus", "PARTIALLY_FULFILLED"},
        {"currencyCode", "EUR"},
        {"presentmentCurrencyCode", "EUR"},
        {"totalPriceSet", money("62.5")},
        {"currentTotalPriceSet", money("50.0")},
        {"totalOutstandingSet", money("0.0")},
        {"paymentGatewayNames", {"manual"}},
        {"test", false},
        {"tags", {"web", "VIP"}},
        {"shippingAddress",
         {{"name", "Ann Example"},
          {"address1", "1 High Street"},
          {"city", "Cardiff"},
          {"zip", "CF10 1AA"},
          {"country", "United Kingdom"},
          {"countryCodeV2", "GB"}}},
        {"paymentTerms",
         {{"paymentTermsName", "Net 30"},
          {"paymentTermsType", "NET"},
          {"paymentSchedules",
           {{"nodes",
             Json::array({{{"dueAt", "2026-12-22T00:00:00Z"},
                           {"completedAt", nullptr},
                           {"totalBalance", {{"amount", "50.0"}, {"currencyCode", "EUR"}}}}})}}}}},
        {"purchasingEntity",
         {{"company", {{"id", "gid://shopify/Company/7"}}},
          {"location", {{"id", "gid://shopify/CompanyLocation/8"}}}}},
        {"shippingLines",
         {{"nodes", Json::array({{{"id", "gid://shopify/ShippingLine/9"},
                                  {"title", "Express"},
                                  {"originalPriceSet", money("4.9")}}})}}}};
    out.lines = {line(1, 3, 2, 1), line(2, 2, 2, 2)};
    out.fulfillment_orders = {
        {{"status", "OPEN"}, {"all_lines", Json::array({open_line(1, 1)})}},
        {{"status", "ON_HOLD"}, {"all_lines", Json::array({open_line(2, 2)})}},
        {{"status", "CLOSED"}, {"all_lines", Json::array({open_line(1, 0)})}}};
    out.fulfillments = {
        {{"legacyResourceId", "31"}, {"status", "SUCCESS"}, {"all_lines", Json::array()}}};
    out.fulfillments[0]["all_lines"].push_back(
        {{"quantity", 1}, {"lineItem", {{"id", "gid://shopify/LineItem/1"}}}});
    out.refunds = {{{"legacyResourceId", "41"}, {"all_lines", Json::array()}}};
    out.refunds[0]["all_lines"].push_back({{"quantity", 1},
                                           {"restockType", "CANCEL"},
                                           {"lineItem", {{"id", "gid://shopify/LineItem/1"}}}});
    return out;
}

TEST(ShopifyOrderBody, IsTheSameTypedOrder) {
    const order::Body body = order::read_body(webhook_body(sample()));
    ASSERT_EQ(body.kind, order::BodyKind::order) << body.reason;
    const order::Order& o = *body.order;
    EXPECT_TRUE(o.defects.empty()) << o.defects.front();
    EXPECT_EQ(o.id, 820982911946154508);
    EXPECT_EQ(o.name, "#1001");
    EXPECT_EQ(o.number, 1001);
    EXPECT_EQ(o.financial_status, "partially_refunded");
    EXPECT_EQ(o.fulfillment_status, "partial");
    EXPECT_EQ(o.total->text(), "62.50");
    EXPECT_EQ(o.current_total->text(), "50.00");
    EXPECT_EQ(o.tags, "web, VIP");
    EXPECT_EQ(o.shipping_address->country_code, "GB");
    EXPECT_EQ(o.shipping_title, "Express");
    EXPECT_EQ(o.gateways, std::vector<std::string>{"manual"});
    EXPECT_EQ(o.payment_terms->type, "net");
    EXPECT_EQ(base::format_time(*o.payment_terms->next_due()), "2026-12-22T00:00:00Z");
    EXPECT_EQ(o.company, (order::Company{7, 8}));
    ASSERT_EQ(o.lines.size(), 2U);
    EXPECT_EQ(o.lines[0].quantity, 3);
    EXPECT_EQ(o.lines[0].current_quantity, 2);
    EXPECT_EQ(o.lines[0].fulfillable_quantity, 1);
    EXPECT_EQ(o.lines[0].fulfilled_quantity, 1);
    EXPECT_EQ(o.lines[0].price->text(), "12.50");
    EXPECT_EQ(o.lines[0].variant_id, 4711);
    EXPECT_EQ(o.lines[0].properties, (std::vector<order::Property>{{"Engraving", "Ann"}}));
    EXPECT_EQ(o.lines[1].fulfillable_quantity, 0) << "on hold";
    ASSERT_EQ(o.line_groups.size(), 1U);
    EXPECT_EQ(o.line_groups[0].sku, "SET");
}

TEST(ShopifyOrderBody, IsTheSameBytesForTheSameState) {
    EXPECT_EQ(webhook_body(sample()), webhook_body(sample()));
}

TEST(ShopifyOrderBody, WithheldFieldsAreNoneAndNothingIsNoOrder) {
    FetchedOrder fetched = sample();
    fetched.order["shippingAddress"] = nullptr;
    fetched.order["customer"] = nullptr;
    const order::Body body = order::read_body(webhook_body(fetched));
    EXPECT_FALSE(body.order->shipping_address);
    fetched.order["legacyResourceId"] = nullptr;
    EXPECT_THROW((void)webhook_body(fetched), Fault);
}

} // namespace
} // namespace shoporder::shopify
