// Rules of `match` and `exclude`: what is read, what is refused, and what is said of them.
#include "base/error.hpp"
#include "config/suppliers_file.hpp"

#include <array>
#include <gtest/gtest.h>

using namespace shoporder;
using order::MatchRule;
using order::Supplier;

namespace {

Supplier read(const std::string& lines) {
    return config::read_suppliers("[[supplier]]\nname = \"acme\"\n" + lines, "FILE").at(0);
}
std::string refusal_of(const std::string& lines) {
    try {
        static_cast<void>(read(lines));
        return "accepted";
    } catch (const base::Error& error) {
        return error.what();
    }
}
MatchRule rule(const std::string& table) {
    return read("match = [ " + table + " ]\n").match.at(0);
}
std::string set_refusal(std::string_view key, std::string_view value) {
    Supplier s;
    s.name = "acme";
    try {
        config::apply_setting(s, key, value);
        return "accepted";
    } catch (const base::Error& error) {
        return error.what();
    }
}

std::string nested(int depth) {
    std::string text = "{ sku = \"x\" }";
    for (int i = 1; i < depth; ++i)
        text = "{ not = " + text + " }";
    return text;
}

bool meet(const std::string& a, const std::string& b, const std::string& a_exclude = "") {
    std::vector<Supplier> two = {read("match = [ " + a + " ]\nexclude = [ " + a_exclude + " ]\n"),
                                 read("match = [ " + b + " ]\n")};
    two[1].name = "b";
    return !config::overlaps(two).empty();
}

std::vector<std::string> warnings(const std::string& lines) {
    const std::array one{read(lines)};
    return config::unanswerable_rules(one);
}

} // namespace

TEST(Rules, AreReadWithEveryCondition) {
    const MatchRule r = rule( // an inline table of TOML is one line
        R"({ vendor = "v", sku = "s", type = "y", tag = "g", shop = "h", country = "DE", )"
        R"(zip = "80*", method = "Express", channel = "web", title = "t", price = "< 20.00", )"
        R"(property = { Engraving = "*", "Gift note" = "x" }, not = { sku = "n" }, )"
        R"(any = [ { sku = "1" }, { sku = "2" } ] })");
    EXPECT_EQ(r.shop + r.country + r.zip + r.method + r.channel + r.title, "hDE80*Expresswebt");
    EXPECT_EQ(r.price->text(), "< 20.00");
    ASSERT_EQ(r.properties.size(), 2U);
    EXPECT_EQ(r.properties[1].name, "Gift note");
    EXPECT_EQ(r.except.at(0).sku, "n");
    ASSERT_EQ(r.any.size(), 2U);
    EXPECT_EQ(r.any[1].sku, "2");
}

TEST(Rules, TheStoredFormIsTOML) {
    const MatchRule r =
        rule(R"({ vendor = "a\"\\", property = { "x \" y" = "ü" }, not = { price = "1..2" } })");
    EXPECT_EQ(rule(order::rule_text(r)), r);
    EXPECT_EQ(order::parse_rule(order::rule_text(r)), r);
}

TEST(Rules, AMistakeNamesTheConditionAndTheRemedy) {
    EXPECT_EQ(refusal_of("match = [ { price = \"cheap\" } ]\n"),
              "FILE:3: `match`: `price` `cheap` is no range of prices; write \">= 100\", "
              "\"< 20.00\", \"10..50\" or \"20\"");
    EXPECT_EQ(refusal_of("exclude = [ { property = {} } ]\n"),
              "FILE:3: `exclude`: `property` must be a table of names and patterns: "
              "{ Engraving = \"*\" }");
    EXPECT_EQ(refusal_of("match = [ { property = { \" \" = \"x\" } } ]\n"),
              "FILE:3: `match`: `property` has a property without a name");
    EXPECT_EQ(refusal_of("match = [ { any = [] } ]\n"),
              "FILE:3: `match`: `any` must be a list of rules: [ { vendor = \"Acme\" }, { sku = "
              "\"A-*\" } ]");
    EXPECT_EQ(refusal_of("match = [ { not = {} } ]\n"),
              "FILE:3: `match`: an empty rule matches nothing; leave it out, or write "
              "{ vendor = \"…\" }");
    EXPECT_EQ(refusal_of("match = [ { not = [ { sku = \"x\" } ] } ]\n"),
              "FILE:3: a rule of `match` must be a table: { vendor = \"Acme\" }");
    EXPECT_EQ(refusal_of("match = [ { any = [ { contry = \"DE\" } ] } ]\n"),
              "FILE:3: unknown key `contry`; did you mean `country`?");
}

TEST(Rules, DepthAndNumberAreBounded) {
    EXPECT_EQ(refusal_of("match = [ " + nested(order::k_deepest_rule) + " ]\n"), "accepted");
    EXPECT_EQ(refusal_of("match = [ " + nested(order::k_deepest_rule + 1) + " ]\n"),
              "FILE:3: `match`: rules stand within rules more than 8 deep; write flatter ones");
    const auto many = [](std::size_t n) {
        std::string text = "[ ";
        for (std::size_t i = 0; i < n; ++i)
            text += "{ sku = \"x\" },";
        return text + " ]";
    };
    EXPECT_EQ(refusal_of("match = " + many(10'000) + "\n"), "accepted");
    EXPECT_NE(refusal_of("match = " + many(10'001) + "\n"), "accepted");
    EXPECT_EQ(refusal_of("match = [ { any = " + many(10'000) + " } ]\n"),
              "FILE:3: `match` has more than 10000 rules, those within rules and each property "
              "counted as well");
    EXPECT_NE(refusal_of("match = " + many(5'000) + "\nexclude = " + many(5'001) + "\n"),
              "accepted");
}

TEST(Rules, AreSetOnACommandLine) {
    Supplier s;
    s.name = "acme";
    config::apply_setting(s, "country", "DE");
    config::apply_setting(s, "price", ">= 100");
    config::apply_setting(s, "exclude", R"([{ sku = "X*" }])");
    ASSERT_EQ(s.match.size(), 2U);
    EXPECT_EQ(s.match[0].country, "DE");
    EXPECT_EQ(s.match[1].price->text(), ">= 100");
    EXPECT_EQ(s.exclude.at(0).sku, "X*");
    config::apply_setting(s, "exclude", "");
    EXPECT_TRUE(s.exclude.empty());
    EXPECT_EQ(s.match.size(), 2U);
    EXPECT_NE(set_refusal("price", "x"), "accepted");
    EXPECT_NE(set_refusal("exclude", "X*"), "accepted");
    EXPECT_NE(set_refusal("property", "X"), "accepted");
}

TEST(Overlaps, KnowTheOtherConditions) {
    EXPECT_TRUE(meet(R"({ country = "DE" })", R"({ country = "de", sku = "A" })"));
    EXPECT_FALSE(meet(R"({ country = "DE" })", R"({ country = "AT" })"));
    EXPECT_FALSE(meet(R"({ country = "DE" })", R"({ zip = "80*" })"));
    EXPECT_TRUE(meet(R"({ price = ">= 100" })", R"({ price = "50..100" })"));
    EXPECT_FALSE(meet(R"({ price = "> 100" })", R"({ price = "50..100" })"));
    EXPECT_TRUE(meet(R"({ property = { Engraving = "*" } })",
                     R"({ property = { engraving = "Ann" }, vendor = "Acme" })"));
    EXPECT_FALSE(meet(R"({ property = { Engraving = "*" } })", R"({ property = { Size = "*" } })"));
    EXPECT_FALSE(meet(R"({ property = { Size = "L" } })", R"({ property = { Size = "M" } })"));
}

TEST(Overlaps, OfNotAndAnyAreKnownBetweenEqualRules) {
    EXPECT_TRUE(meet(R"({ not = { sku = "a" } })", R"({ not = { sku = " A" } })"));
    EXPECT_FALSE(meet(R"({ not = { sku = "a" } })", R"({ sku = "b" })"));
    EXPECT_FALSE(meet(R"({ any = [ { sku = "a" } ] })", R"({ sku = "a" })"));
}

TEST(Overlaps, AreNoneWhereOneExcludesTheLine) {
    const std::string acme = R"({ vendor = "Acme" })";
    const std::string nines = R"({ vendor = "Acme", sku = "A-9*" })";
    EXPECT_TRUE(meet(acme, nines));
    EXPECT_FALSE(meet(acme, nines, R"({ sku = "a-*" })"));
    EXPECT_TRUE(meet(acme, nines, R"({ sku = "a-99*" })")) << "only some of them";
    EXPECT_TRUE(meet(acme, nines, R"({ sku = "a-*", country = "DE" })"));
    EXPECT_TRUE(meet(acme, nines, R"({ not = { sku = "b" } })"));
}

TEST(UnanswerableRules, AreThoseThatRestOnTheProduct) {
    EXPECT_TRUE(
        warnings(R"(match = [ { vendor = "Acme", tag = "own" }, { title = "*" } ])").empty());
    EXPECT_EQ(warnings("match = [ { type = \"Mug\" }, { vendor = \"a\", type = \"Cup\" } ]"),
              std::vector<std::string>{
                  "acme: `match`: type \"Mug\" (and 1 more): Shopify's bodies do not hold product "
                  "types, so this rule never matches; ask for vendor, sku or title"});
    EXPECT_TRUE(warnings(R"(match = [ { vendor = "Acme", type = "*" } ])").empty());
    EXPECT_EQ(warnings("exclude = [ { any = [ { tag = \"own\" } ] } ]"),
              std::vector<std::string>{
                  "acme: `exclude`: tag \"own\": a body holds the order's tags, not the products', "
                  "so this rule matches every line of an order with that tag"});
}
