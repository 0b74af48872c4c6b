#include "order/match_rule.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder::order;

namespace {

PriceRange range(const char* text) {
    return PriceRange::parse(text).value();
}
bool holds(const char* text, const char* price) {
    return range(text).holds(Decimal::parse(price).value());
}

/// One of everything.
MatchRule full_rule() {
    MatchRule rule;
    for (const RuleText& text : k_rule_texts)
        rule.*text.field = std::string{text.name} + " \"*\" \\ \x7F";
    rule.price = range(">= 100");
    rule.properties = {{"Engraving", "*"}, {"Gift note", "a\tb"}, {"", "x"}};
    MatchRule inner;
    inner.sku = "A-*";
    MatchRule deeper;
    deeper.except = {inner};
    rule.except = {inner};
    rule.any = {inner, deeper};
    return rule;
}

} // namespace

TEST(PriceRange, HoldsWhatItSays) {
    EXPECT_TRUE(holds(">= 100", "100.00"));
    EXPECT_FALSE(holds(">= 100", "99.999999999"));
    EXPECT_TRUE(holds("> 100", "100.01"));
    EXPECT_FALSE(holds("> 100", "100.00"));
    EXPECT_TRUE(holds("<20.00", "19.99"));
    EXPECT_FALSE(holds("<20.00", "20"));
    EXPECT_TRUE(holds("<= 20", "20.00"));
    EXPECT_FALSE(holds("<= 20", "20.001"));
    EXPECT_TRUE(holds("10..50", "10"));
    EXPECT_TRUE(holds("10 .. 50", "50.0"));
    EXPECT_FALSE(holds("10..50", "9.99"));
    EXPECT_FALSE(holds("10..50", "50.01"));
    EXPECT_TRUE(holds("20", "20.00"));
    EXPECT_FALSE(holds("20", "20.01"));
    EXPECT_TRUE(holds("> -1.5", "-1.2"));
    EXPECT_FALSE(holds("> -0.2", "-0.5"));
    EXPECT_TRUE(holds("> 999999999999999998", "999999999999999999"));
}

TEST(PriceRange, ReadsBackWhatItWrites) {
    for (const char* text : {">= 100", "> 1.50", "<= 20", "< 20.00", "10..50", "20"}) {
        EXPECT_EQ(range(text).text(), text);
        EXPECT_EQ(range(range(text).text().c_str()), range(text));
    }
}

TEST(PriceRange, RefusesWhatIsNoneAndWhatHoldsNothing) {
    for (const char* text : {"", "*", ">", "= 5", "50..10", "10..", "..10", "1,5", "10...50",
                             ">= 10 <= 20", "1e3", "EUR 5"})
        EXPECT_FALSE(PriceRange::parse(text)) << text;
}

TEST(PriceRange, MeetsWhereOnePriceFitsBoth) {
    EXPECT_TRUE(range(">= 100").meets(range("<= 100")));
    EXPECT_FALSE(range("> 100").meets(range("<= 100")));
    EXPECT_TRUE(range("10..50").meets(range("50..60")));
    EXPECT_FALSE(range("10..50").meets(range("50.01..60")));
    EXPECT_TRUE(range("> 1").meets(range("> 2")));
}

TEST(MatchRule, ReadsBackWhatItWrites) {
    const MatchRule rule = full_rule();
    EXPECT_EQ(parse_rule(rule_text(rule)), rule);
    MatchRule one;
    one.vendor = "Acme, \"Inc\"";
    EXPECT_EQ(rule_text(one), R"({ vendor = "Acme, \"Inc\"" })");
    EXPECT_EQ(parse_rule(rule_text(one)), one);
}

TEST(MatchRule, ATextThatIsNoRuleIsRefused) {
    const std::string whole = rule_text(full_rule());
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_THROW(static_cast<void>(parse_rule(whole.substr(0, length))), shoporder::base::Error)
            << length;
    for (const char* text : {"{ vendor = \"a\" } ", "{ vendor = \"a\\u12\" }", "{ vender = \"a\" }",
                             "{ price = \"x\" }", "{ vendor = \"\\u00zz\" }"})
        EXPECT_THROW(static_cast<void>(parse_rule(text)), shoporder::base::Error) << text;
}

TEST(MatchRule, HasADepthItIsReadTo) {
    MatchRule rule;
    rule.sku = "x";
    for (int depth = 1; depth < k_deepest_rule; ++depth) {
        MatchRule outer;
        outer.except = {rule};
        rule = outer;
    }
    EXPECT_EQ(parse_rule(rule_text(rule)), rule);
    MatchRule outer;
    outer.any = {rule};
    EXPECT_THROW(static_cast<void>(parse_rule(rule_text(outer))), shoporder::base::Error);
}

TEST(MatchRule, CountsWhatIsWithinIt) {
    const std::vector<MatchRule> rules = {full_rule(), {}};
    EXPECT_EQ(rule_count(rules), 2U + 3U + 1U + 3U);
}

TEST(MatchRule, IsSaidInWords) {
    MatchRule rule;
    EXPECT_EQ(words_of(rule), "nothing");
    rule.vendor = "Acme";
    rule.price = range("10..50");
    rule.properties = {{"Engraving", "*"}};
    MatchRule sku;
    sku.sku = "A-*";
    MatchRule country;
    country.country = "DE";
    rule.except = {sku};
    rule.any = {country, sku};
    EXPECT_EQ(words_of(rule), "vendor \"Acme\" and price 10..50 and property Engraving \"*\" and "
                              "not (sku \"A-*\") and (country \"DE\" or sku \"A-*\")");
}
