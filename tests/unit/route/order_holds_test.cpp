// What `hold.*` of a shop or a supplier asks for.
#include "route/route.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

struct OrderHolds : testing::Test {
    order::Order order;
    order::Supplier supplier;
    route::ShopRules rules;

    void SetUp() override {
        order.id = 77;
        order.created_at = base::parse_time("2026-11-20T00:00:00Z");
        order.financial_status = "paid";
        order.currency = "EUR";
        order.tags = "wholesale, VIP  Gold";
        order.total = order::Decimal::parse("49.90");
        order.shipping_address = order::Address{};
        order.shipping_address->name = "Ann";
        order.shipping_address->address1 = "Street 1";
        order.shipping_address->zip = "12345";
        order.shipping_address->city = "Town";
        order.shipping_address->country_code = "DE";
        supplier.name = "acme";
        supplier.mode = order::SupplierMode::live;
        supplier.endpoint = order::Endpoint::parse("ftp://u@h/in");
    }
    [[nodiscard]] route::Verdict verdict(const char* released = "") const {
        route::Facts facts;
        facts.order = &order;
        facts.now = base::parse_time("2026-11-21T00:00:00Z").value();
        return route::judge(facts, rules, &supplier, {}, {false, "", std::nullopt, released});
    }
    [[nodiscard]] std::string says(const char* released = "") const {
        const route::Verdict v = verdict(released);
        return std::string{order::name(v.state)} + (v.code.empty() ? "" : " " + v.code);
    }
};

order::Money money(const char* amount, const char* currency = "") {
    return {order::Decimal::parse(amount).value(), currency};
}

} // namespace

TEST_F(OrderHolds, NothingIsAskedByDefault) {
    EXPECT_EQ(says(), "ready");
}

TEST_F(OrderHolds, ATagByTheShopOrBySupplier) {
    rules.hold.tags = {"b2b", "vip*"};
    EXPECT_EQ(says(), "held tag");
    EXPECT_NE(verdict().reason.find("VIP  Gold"), std::string::npos) << verdict().reason;
    EXPECT_NE(verdict().reason.find("the shop's `hold.tag`"), std::string::npos);
    EXPECT_EQ(says("tag"), "ready");
    rules.hold.tags.clear();
    supplier.hold.tags = {"Wholesale"};
    EXPECT_NE(verdict().reason.find("supplier acme's `hold.tag`"), std::string::npos);
    supplier.hold.tags = {"whole"};
    EXPECT_EQ(says(), "ready");
}

TEST_F(OrderHolds, AValueFromItsLimitOn) {
    rules.hold.value = money("49.90");
    EXPECT_EQ(says(), "held value");
    rules.hold.value = money("49.91");
    EXPECT_EQ(says(), "ready");
    order.current_total = order::Decimal::parse("60.00"); // after an edit
    EXPECT_EQ(says(), "held value");
    EXPECT_EQ(says("value"), "ready");
    rules.hold.value = money("1000", "USD"); // nobody can compare these
    EXPECT_EQ(says(), "held value");
    rules.hold.value = money("1000", "EUR");
    EXPECT_EQ(says(), "ready");
    order.current_total.reset();
    order.total.reset();
    EXPECT_EQ(says(), "held value");
}

TEST_F(OrderHolds, ACountryOrAnyOther) {
    supplier.hold.countries = {"CH", "DE"};
    EXPECT_EQ(says(), "held country");
    supplier.hold.countries = {"CH"};
    EXPECT_EQ(says(), "ready");
    supplier.hold.elsewhere = {"DE", "AT"};
    EXPECT_EQ(says(), "ready");
    supplier.hold.elsewhere = {"AT"};
    EXPECT_EQ(says(), "held country");
    EXPECT_NE(verdict().reason.find("`hold.country_not`"), std::string::npos);
    supplier.hold.elsewhere = {"DE"};
    order.shipping_address->country_code.clear();
    order.shipping_address->country = "Germany";
    EXPECT_EQ(says(), "held country");
}

TEST_F(OrderHolds, GoodsThatAreFetchedGoToNoCountry) {
    supplier.hold.countries = {"DE"};
    supplier.hold.strict_address = true;
    supplier.pick_ups = true;
    order.shipping_lines.push_back({1, "Harbour shop", "", "", "shopify", "pickup", {}});
    order.shipping_address->zip.clear();
    EXPECT_EQ(says(), "ready");
    supplier.pick_ups = false;
    EXPECT_EQ(says("pick_up"), "held address");
}

TEST_F(OrderHolds, AStrictAddressNeedsItsPostcodeWhereThereAreSome) {
    order.shipping_address->zip.clear();
    EXPECT_EQ(says(), "ready");
    rules.hold.strict_address = true;
    EXPECT_EQ(says(), "held address");
    EXPECT_NE(verdict().reason.find("lacks postcode"), std::string::npos) << verdict().reason;
    EXPECT_EQ(says("address"), "ready");
    order.shipping_address->country_code = "HK";
    EXPECT_EQ(says(), "ready");
    order.shipping_address->address2 = order.shipping_address->address1;
    order.shipping_address->address1.clear();
    EXPECT_EQ(says(), "held address");
    rules.hold.strict_address = false;
    EXPECT_EQ(says(), "ready");
}
