// What an order says of its handover and its payment, and what becomes of it.
#include "route/route.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;

namespace {

base::Time at(const char* text) {
    return base::parse_time(text).value();
}

struct Holds : testing::Test {
    order::Order order;
    order::Supplier supplier;
    route::ShopRules rules;
    bool shared = false;

    void SetUp() override {
        order.id = 77;
        order.created_at = at("2026-11-20T00:00:00Z");
        order.financial_status = "paid";
        order.currency = "EUR";
        order.total = order.outstanding = order::Decimal::parse("49.90");
        order.shipping_address = order::Address{};
        order.shipping_address->name = "Ann";
        order.shipping_address->address1 = "Street 1";
        order.shipping_address->city = "Town";
        order.shipping_address->country_code = "DE";
        order.shipping_lines.push_back({1, "Standard", "std", "", "shopify", "", {}});
        order.lines.emplace_back().id = 1;
        supplier.name = "acme";
        supplier.mode = order::SupplierMode::live;
        supplier.endpoint = order::Endpoint::parse("ftp://u@h/in");
    }
    route::Verdict verdict(const char* released = "") {
        route::Facts facts;
        facts.order = &order;
        facts.now = at("2026-11-21T00:00:00Z");
        facts.shared = shared;
        return route::judge(facts, rules, &supplier, {}, {false, "", std::nullopt, released});
    }
    std::string says(const char* released = "") {
        const route::Verdict v = verdict(released);
        return std::string{order::name(v.state)} + (v.code.empty() ? "" : " " + v.code);
    }
    void cash_on_delivery() {
        order.financial_status = "pending";
        order.gateways = {"Cash on Delivery (COD)"};
    }
    void terms() {
        order.financial_status = "pending";
        order.payment_terms = order::PaymentTerms{"Net 30", "net", {}};
        order.payment_terms->dues.push_back({at("2026-12-24T09:00:00Z"), {}, "EUR", false});
    }
    void fetched() {
        order.shipping_lines = {{1, "Harbour shop", "harbour", "", "shopify", "", {}}};
        order.shipping_address.reset();
    }
};

} // namespace

TEST_F(Holds, NothingIsAgainstAPlainOrder) {
    EXPECT_EQ(says(), "ready");
}

TEST_F(Holds, TwoShippingMethodsAreBothNamed) {
    order.shipping_lines.push_back({2, "Harbour shop", "harbour", "", "shopify", "pickup", {}});
    EXPECT_EQ(says(), "held shipping_methods");
    EXPECT_EQ(verdict().reason, "2 shipping methods, \"Standard\" and \"Harbour shop\" (pick-up): "
                                "the order does not tell which goods go by which");
    EXPECT_EQ(says("shipping_methods"), "ready");
    // Two rates of one method are one.
    order.shipping_lines[1] = order.shipping_lines[0];
    EXPECT_EQ(says(), "ready");
}

TEST_F(Holds, APickUpWaitsForAPersonUnlessTheSupplierServesIt) {
    fetched();
    EXPECT_EQ(says(), "held pick_up");
    EXPECT_NE(verdict().reason.find("\"Harbour shop\""), std::string::npos) << verdict().reason;
    supplier.pick_ups = true;
    EXPECT_EQ(says(), "ready");
}

TEST_F(Holds, WhoServesPickUpsStillNeedsAnAddressToShipTo) {
    supplier.pick_ups = true;
    order.shipping_address->city.clear();
    EXPECT_EQ(says(), "held address");
}

TEST_F(Holds, CashOnDeliveryLeavesUnpaidToASupplierThatCollects) {
    cash_on_delivery();
    EXPECT_EQ(says(), "waiting unpaid"); // the shop names no gateway
    rules.collect = {"cash on delivery*"};
    EXPECT_EQ(says(), "held collect");
    supplier.collects = true;
    EXPECT_EQ(says(), "ready");
    shared = true;
    EXPECT_EQ(says(), "held collect");
    EXPECT_NE(verdict().reason.find("several parts"), std::string::npos) << verdict().reason;
    EXPECT_EQ(says("collect"), "ready");
}

TEST_F(Holds, AnAmountNobodyKnowsIsNotCollected) {
    cash_on_delivery();
    rules.collect = {"Cash on Delivery*"};
    supplier.collects = true;
    order.presentment_currency = "CHF"; // and no total in it
    EXPECT_EQ(says(), "held collect");
}

TEST_F(Holds, CashOnDeliveryThatIsPaidIsAnOrderAsAnyOther) {
    cash_on_delivery();
    rules.collect = {"Cash on Delivery*"};
    order.financial_status = "paid";
    EXPECT_EQ(says(), "ready");
    order.financial_status = "voided";
    EXPECT_EQ(says(), "held payment");
}

TEST_F(Holds, AShopThatSendsUnpaidOrdersStillHasCashCollected) {
    cash_on_delivery();
    rules.wait_for_payment = false;
    rules.collect = {"Cash on Delivery*"};
    EXPECT_EQ(says(), "held collect");
}

TEST_F(Holds, PaymentTermsAreSaidAndMayLeaveByTheShopsWord) {
    terms();
    EXPECT_EQ(verdict().reason, "not paid yet (pending; Net 30, due 2026-12-24)");
    EXPECT_EQ(says(), "waiting unpaid");
    rules.wait_for_terms = false;
    EXPECT_EQ(says(), "ready");
    order.payment_terms.reset(); // it is no word about other unpaid orders
    EXPECT_EQ(says(), "waiting unpaid");
}
