#include "route/explain.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::MatchRule;
using order::Supplier;

namespace {

constexpr std::int64_t k_unrouted = 1;

Supplier supplier(std::int64_t id, const char* name, std::vector<MatchRule> match) {
    Supplier s;
    s.id = id;
    s.name = name;
    s.match = std::move(match);
    return s;
}
MatchRule vendor(const char* pattern) {
    MatchRule rule;
    rule.vendor = pattern;
    return rule;
}
MatchRule sku(const char* pattern) {
    MatchRule rule;
    rule.sku = pattern;
    return rule;
}

struct Explain : testing::Test {
    order::Order order;
    route::Facts facts;

    Explain() {
        order::LineItem item;
        item.id = 11;
        item.vendor = "Acme";
        item.sku = "BOLT-1";
        item.price = order::Decimal::parse("19.90");
        item.properties = {{"Engraving", "Ann"}};
        item.quantity = item.current_quantity = item.fulfillable_quantity = 1;
        order.lines = {item};
        order.tags = "vip, b2b";
        facts.order = &order;
    }
    [[nodiscard]] route::LineStory story(const std::vector<Supplier>& suppliers) const {
        return route::explain(facts, suppliers, k_unrouted).at(0);
    }
    /// Why the only supplier does not get it.
    [[nodiscard]] std::string why_not(const MatchRule& rule) const {
        return story({supplier(5, "a", {rule})}).others.at(0).why;
    }
};

} // namespace

TEST_F(Explain, TheFirstConditionThatFailsIsSaid) {
    EXPECT_EQ(why_not(sku("ACME-*")), "sku \"ACME-*\" does not match \"BOLT-1\"");
    MatchRule both = vendor("Acme");
    both.sku = "A*";
    EXPECT_EQ(why_not(both), "sku \"A*\" does not match \"BOLT-1\"");
    MatchRule rule;
    rule.type = "Mug";
    EXPECT_EQ(why_not(rule), "type \"Mug\", and none is told");
    rule = {};
    rule.country = "*";
    EXPECT_EQ(why_not(rule), "country \"*\", and none is told");
    rule = {};
    rule.tag = "own";
    EXPECT_EQ(why_not(rule), "tag \"own\" does not match \"vip, b2b\"");
    rule = {};
    rule.price = order::PriceRange::parse(">= 100");
    EXPECT_EQ(why_not(rule), "price >= 100 does not hold 19.90");
    rule = {};
    rule.properties = {{"engraving", "*"}, {"Engraving", "Bob"}};
    EXPECT_EQ(why_not(rule), "property Engraving \"Bob\" does not match \"Ann\"");
    rule.properties = {{"Size", "*"}};
    EXPECT_EQ(why_not(rule), "property Size \"*\", and the line has none");
    rule = {};
    rule.except = {vendor("acme")};
    EXPECT_EQ(why_not(rule), "it is what the rule's `not` names: vendor \"acme\"");
    rule = {};
    rule.any = {vendor("Globex"), sku("A*")};
    EXPECT_EQ(why_not(rule), "none of `any` matches: vendor \"Globex\" does not match \"Acme\"; "
                             "sku \"A*\" does not match \"BOLT-1\"");
}

TEST_F(Explain, OfManyRulesAFewAreSaid) {
    const auto told = story({supplier(5, "a", {sku("1"), sku("2"), sku("3"), sku("4"), sku("5")})});
    EXPECT_EQ(told.others.at(0).why,
              "sku \"1\" does not match \"BOLT-1\"; sku \"2\" does not match \"BOLT-1\"; sku \"3\" "
              "does not match \"BOLT-1\"; and so for 2 more rules");
}

TEST_F(Explain, WhoComesFirstIsSaid) {
    Supplier first = supplier(5, "zeta", {vendor("Acme")});
    Supplier second = supplier(6, "beta", {sku("BOLT*")});
    first.priority = 10;
    auto told = story({first, second});
    EXPECT_EQ(told.route.why, "zeta: vendor \"Acme\"");
    EXPECT_EQ(told.others.at(0).supplier, "beta");
    EXPECT_EQ(told.others.at(0).why, "sku \"BOLT*\" takes it, too; zeta comes first (priority 10 "
                                     "before 100)");
    first.priority = 100;
    told = story({first, second});
    EXPECT_EQ(told.others.at(0).why, "vendor \"Acme\" takes it, too; both have priority 100, and "
                                     "beta comes first by name");
}

TEST_F(Explain, ExclusionsDefaultsAndAPersonsWordAreSaid) {
    Supplier a = supplier(5, "a", {vendor("Acme")});
    a.exclude = {sku("BOLT*")};
    Supplier rest = supplier(6, "rest", {});
    Supplier spare = supplier(7, "spare", {});
    rest.takes_unmatched = spare.takes_unmatched = true;
    auto told = story({a, rest, spare});
    EXPECT_EQ(told.route.why, "rest: default supplier");
    EXPECT_EQ(told.others.at(0).why, "excluded by sku \"BOLT*\"");
    EXPECT_EQ(told.others.at(1).why, "it has no rules; as the default it gets only what no rule "
                                     "takes, and of two defaults both have priority 100, and rest "
                                     "comes first by name");
    a.exclude.clear();
    told = story({a, rest});
    EXPECT_EQ(told.others.at(0).why,
              "it has no rules; as the default it gets only what no rule takes");
    facts.assigned = {{11, 6}};
    told = story({a, rest});
    EXPECT_EQ(told.route.why, "rest: assigned by a person");
    EXPECT_EQ(told.others.at(0).why, "vendor \"Acme\" takes it, too; a person assigned it");
}

TEST_F(Explain, WhatDoesNotShipIsNobodys) {
    order.lines[0].requires_shipping = false;
    EXPECT_TRUE(story({supplier(5, "a", {vendor("Acme")})}).others.empty());
}

/// Whatever the rules: it tells of the routes that are taken, and of every other supplier.
TEST_F(Explain, TellsTheDecisionAndNoOther) {
    const std::vector<MatchRule> rules = {vendor("Acme"), vendor("Globex"), sku("BOLT*"),
                                          sku("ACME*")};
    for (std::size_t n = 0; n < 4096; ++n) {
        std::vector<Supplier> three;
        for (std::int64_t id = 5; id < 8; ++id) {
            const std::size_t bits = n >> (4U * static_cast<std::size_t>(id - 5));
            Supplier s = supplier(id, id == 5 ? "c" : id == 6 ? "b" : "a", {rules[bits & 3U]});
            s.takes_unmatched = (bits & 4U) != 0;
            if ((bits & 8U) != 0)
                s.exclude = {sku("BOLT-1")};
            three.push_back(std::move(s));
        }
        const auto told = story(three);
        const auto route = route::route_lines(facts, three, k_unrouted).at(0);
        ASSERT_EQ(told.route.supplier_id, route.supplier_id);
        ASSERT_EQ(told.route.why, route.why);
        ASSERT_EQ(told.others.size(), route.supplier_id == k_unrouted ? 3U : 2U);
        for (const route::PassedOver& other : told.others) {
            // Alone it gets the line exactly where the words say that another one was before it.
            std::vector<Supplier> alone;
            for (const Supplier& s : three)
                if (s.id == other.supplier_id)
                    alone.push_back(s);
            const bool could =
                route::route_lines(facts, alone, k_unrouted).at(0).supplier_id != k_unrouted;
            const bool says_so = other.why.find("takes it, too") != std::string::npos ||
                                 other.why.find("as the default") != std::string::npos;
            ASSERT_EQ(could, says_so) << n << ": " << other.why;
        }
    }
}
