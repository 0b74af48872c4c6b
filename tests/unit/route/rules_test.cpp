// Each condition of a rule: a line that has it and one that has not; then rules within rules, and
// what a supplier excludes.
#include "route/route.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::MatchRule;
using order::Supplier;

namespace {

constexpr std::int64_t k_unrouted = 1;

struct Rules : testing::Test {
    order::Order order;
    route::Facts facts;

    Rules() {
        order::LineItem item;
        item.id = 11;
        item.vendor = "Acme";
        item.sku = "ACME-1";
        item.title = "Mug, blue";
        item.price = order::Decimal::parse("19.90");
        item.properties = {{"Engraving", "Ann"}, {"_source", "web"}};
        item.quantity = item.current_quantity = item.fulfillable_quantity = 1;
        order.lines = {item};
        order.source_name = "web";
        order.tags = "vip, Heavy Goods";
        order.shipping_address = order::Address{};
        order.shipping_address->country_code = "DE";
        order.shipping_address->zip = "80331";
        order.shipping_lines = {{1, "Standard", "STD", "", "", "", {}},
                                {2, "Express Saver", "EXP-1", "", "", "", {}}};
        facts.order = &order;
        facts.shop = "demo.myshopify.com";
    }
    [[nodiscard]] std::int64_t taker(const std::vector<Supplier>& suppliers) const {
        return route::route_lines(facts, suppliers, k_unrouted).at(0).supplier_id;
    }
    [[nodiscard]] bool takes(const MatchRule& rule) const {
        return taker({supplier(5, "a", {rule})}) == 5;
    }
    [[nodiscard]] bool takes(std::string MatchRule::*field, const char* pattern) const {
        return takes(with(field, pattern));
    }

    static MatchRule with(std::string MatchRule::*field, const char* pattern) {
        MatchRule rule;
        rule.*field = pattern;
        return rule;
    }
    static MatchRule priced(const char* range) {
        MatchRule rule;
        rule.price = order::PriceRange::parse(range);
        return rule;
    }
    static MatchRule having(std::vector<order::PropertyPattern> properties) {
        MatchRule rule;
        rule.properties = std::move(properties);
        return rule;
    }
    static MatchRule except(MatchRule inner) {
        MatchRule rule;
        rule.except = {std::move(inner)};
        return rule;
    }
    static MatchRule any(std::vector<MatchRule> inner) {
        MatchRule rule;
        rule.any = std::move(inner);
        return rule;
    }
    static Supplier supplier(std::int64_t id, const char* name, std::vector<MatchRule> match) {
        Supplier s;
        s.id = id;
        s.name = name;
        s.match = std::move(match);
        return s;
    }
};

} // namespace

TEST_F(Rules, AskForTheShop) {
    EXPECT_TRUE(takes(&MatchRule::shop, "DEMO.myshopify.com"));
    EXPECT_FALSE(takes(&MatchRule::shop, "other.myshopify.com"));
}

TEST_F(Rules, AskForTheCountryAndThePostcode) {
    EXPECT_TRUE(takes(&MatchRule::country, "de"));
    EXPECT_FALSE(takes(&MatchRule::country, "AT"));
    EXPECT_TRUE(takes(&MatchRule::zip, "80*"));
    EXPECT_FALSE(takes(&MatchRule::zip, "81*"));
    EXPECT_TRUE(takes(&MatchRule::zip, "*"));
    order.shipping_address->zip.clear();
    EXPECT_FALSE(takes(&MatchRule::zip, "*")) << "redacted";
    order.shipping_address.reset();
    EXPECT_FALSE(takes(&MatchRule::country, "*")) << "nothing is told";
    EXPECT_FALSE(takes(&MatchRule::zip, "*"));
}

TEST_F(Rules, AskForAShippingMethodByTitleOrCode) {
    EXPECT_TRUE(takes(&MatchRule::method, "express*"));
    EXPECT_TRUE(takes(&MatchRule::method, "std"));
    EXPECT_FALSE(takes(&MatchRule::method, "Overnight"));
    order.shipping_lines.clear();
    EXPECT_FALSE(takes(&MatchRule::method, "*"));
}

TEST_F(Rules, AskForTheSalesChannel) {
    EXPECT_TRUE(takes(&MatchRule::channel, "Web"));
    EXPECT_FALSE(takes(&MatchRule::channel, "pos"));
}

TEST_F(Rules, AskForTheTitle) {
    EXPECT_TRUE(takes(&MatchRule::title, "mug*"));
    EXPECT_FALSE(takes(&MatchRule::title, "mug"));
}

TEST_F(Rules, AskForThePrice) {
    EXPECT_TRUE(takes(priced("10..19.9")));
    EXPECT_FALSE(takes(priced("> 19.90")));
    order.lines[0].price.reset();
    EXPECT_FALSE(takes(priced(">= 0"))) << "it has none";
}

TEST_F(Rules, AskForPropertiesAndForAllOfThem) {
    EXPECT_TRUE(takes(having({{" ENGRAVING", "a*"}})));
    EXPECT_FALSE(takes(having({{"Engraving", "b*"}})));
    EXPECT_FALSE(takes(having({{"Size", "*"}})));
    EXPECT_TRUE(takes(having({{"Engraving", "*"}, {"_source", "web"}})));
    EXPECT_FALSE(takes(having({{"Engraving", "*"}, {"_source", "app"}})));
    EXPECT_FALSE(takes(having({{"Engrav*", "*"}}))) << "a name is no pattern";
}

TEST_F(Rules, NotTurnsAWholeRuleAround) {
    MatchRule both = with(&MatchRule::vendor, "Acme");
    both.sku = "ACME-1";
    EXPECT_FALSE(takes(except(both)));
    both.sku = "ACME-2";
    EXPECT_TRUE(takes(except(both))) << "one of its conditions does not hold";
    EXPECT_TRUE(takes(except(except(with(&MatchRule::vendor, "Acme")))));
    EXPECT_FALSE(takes(except(except(with(&MatchRule::vendor, "Globex")))));
}

TEST_F(Rules, AnyAsksForOneOfThem) {
    const MatchRule acme = with(&MatchRule::vendor, "Acme");
    const MatchRule globex = with(&MatchRule::vendor, "Globex");
    EXPECT_TRUE(takes(any({globex, acme})));
    EXPECT_FALSE(takes(any({globex, globex})));
    EXPECT_TRUE(takes(any({globex, except(any({globex}))})));
    MatchRule beside = any({globex, acme});
    beside.country = "AT";
    EXPECT_FALSE(takes(beside)) << "the rest of the rule must hold, too";
}

TEST_F(Rules, WithoutAConditionNothingIsTaken) {
    EXPECT_FALSE(takes(MatchRule{}));
    EXPECT_FALSE(takes(any({MatchRule{}})));
}

TEST_F(Rules, WhatIsExcludedComesByNoRuleAndNotAsTheDefaults) {
    Supplier a = supplier(5, "a", {with(&MatchRule::vendor, "Acme")});
    const Supplier b = supplier(6, "b", {with(&MatchRule::sku, "ACME-*")});
    EXPECT_EQ(taker({a, b}), 5);
    a.exclude = {with(&MatchRule::country, "DE")};
    EXPECT_EQ(taker({a, b}), 6) << "the next one gets it";
    a.takes_unmatched = true;
    EXPECT_EQ(taker({a}), k_unrouted);
    Supplier other_default = supplier(7, "z", {});
    other_default.takes_unmatched = true;
    EXPECT_EQ(taker({a, other_default}), 7);
    facts.assigned = {{11, 5}};
    EXPECT_EQ(taker({a, b}), 5) << "a person's word overrules";
    a.exclude = {with(&MatchRule::country, "AT")};
    facts.assigned.clear();
    EXPECT_EQ(taker({a, b}), 5) << "another country";
}
