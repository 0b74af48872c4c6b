#include "order/number_pattern.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

/// What is said against it; "" for a good one.
std::string refused(std::string_view pattern, std::string_view account = "C-4711") {
    try {
        order::check_number_pattern(pattern, "acme", account);
        return {};
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
}

std::string number(std::string_view pattern, int part = 1, const std::string& prefix = "") {
    return order::number_by(pattern, {prefix, 1001, 5550001001, "B", "acme", "C-4711", part});
}

} // namespace

TEST(NumberPattern, GivesTheUsualNumbers) {
    EXPECT_EQ(refused(order::k_usual_numbers), "");
    EXPECT_EQ(number(order::k_usual_numbers), "1001-B");
    EXPECT_EQ(number(order::k_usual_numbers, 2), "1001-B2");
    EXPECT_EQ(number(order::k_usual_numbers, 11, "S2-"), "S2-1001-B11");
}

TEST(NumberPattern, FillsEveryField) {
    EXPECT_EQ(refused("{account}/{supplier}.{id}_{part}"), "");
    EXPECT_EQ(number("{account}/{supplier}.{id}_{part}", 3), "C-4711/acme.5550001001_3");
    EXPECT_EQ(number("PO{number}{letter}{part}", 2), "PO1001B2");
}

TEST(NumberPattern, AMarkBeforeTheFirstPartGoesWithIt) {
    EXPECT_EQ(refused("{number}-{part}"), "");
    EXPECT_EQ(number("{number}-{part}"), "1001");
    EXPECT_EQ(number("{number}-{part}", 2), "1001-2");
    EXPECT_EQ(number("{number}-{part}/X"), "1001/X");
}

TEST(NumberPattern, LeavesTheSequenceToWhoStoresTheNumber) {
    EXPECT_EQ(refused("W{seq:6}"), "");
    const std::string open = number("W{seq:6}", 2);
    EXPECT_EQ(open, "W{seq:6}");
    EXPECT_TRUE(order::wants_sequence(open));
    EXPECT_EQ(order::with_sequence(open, 42), "W000042");
    EXPECT_EQ(order::with_sequence(open, 12345678), "W12345678");
    EXPECT_EQ(order::with_sequence("{seq}", 7), "7");
    EXPECT_FALSE(order::wants_sequence("1001-B"));
}

TEST(NumberPattern, RefusesWhatKeepsOrdersOrPartsNotApart) {
    EXPECT_NE(refused("{letter}{part}").find("every order the same number"), std::string::npos);
    EXPECT_NE(refused("{account}-{part}").find("every order the same number"), std::string::npos);
    EXPECT_NE(refused("{number}-{letter}").find("later part"), std::string::npos);
    EXPECT_NE(refused("").find("every order the same number"), std::string::npos);
    // Order 100's part 11 would be order 1001's part 1, and the like.
    for (const char* pattern : {"{number}{part}", "{number}0{part}", "{seq}{number}", "{part}{id}",
                                "{number}{prefix}{part}", "{id}-{part}{seq}"})
        EXPECT_NE(refused(pattern).find("look the same"), std::string::npos) << pattern;
    EXPECT_NE(refused("{number}{account}{part}", "77").find("look the same"), std::string::npos);
    EXPECT_EQ(refused("{number}{account}{part}", "C77x"), "");
}

TEST(NumberPattern, RefusesWhatIsNoPattern) {
    EXPECT_NE(refused("{name}-{part}").find("whatever a merchant typed"), std::string::npos);
    EXPECT_NE(refused("{numbr}-{part}").find("did you mean {number}"), std::string::npos);
    EXPECT_NE(refused("{weekday}-{part}").find("there are {prefix}"), std::string::npos);
    for (const char* pattern : {"{number-{part}", "{number}-{part", "{number}-{part}}"})
        EXPECT_NE(refused(pattern).find("without its partner"), std::string::npos) << pattern;
    EXPECT_NE(refused("{number:4}-{part}").find("takes no width"), std::string::npos);
    EXPECT_NE(refused("{seq:0}").find("a width is a number"), std::string::npos);
    EXPECT_NE(refused("{seq:19}").find("a width is a number"), std::string::npos);
    for (const char* pattern :
         {"PO {number}{letter}{part}", "{number}-{part}\n", "#{number}-{part}", "Ä{number}-{part}"})
        EXPECT_NE(refused(pattern).find("takes letters, digits"), std::string::npos) << pattern;
    for (const char* pattern :
         {"-{number}-{part}", "../{number}-{part}", "{prefix}-{number}-{part}"})
        EXPECT_NE(refused(pattern).find("begin with a mark"), std::string::npos) << pattern;
}

TEST(NumberPattern, RefusesAnAccountItCannotCarry) {
    EXPECT_NE(refused("{account}-{number}-{part}", "").find("no `account`"), std::string::npos);
    EXPECT_NE(refused("{account}-{number}-{part}", "Müller & Co").find("as it is to look"),
              std::string::npos);
}

TEST(NumberPattern, RefusesNumbersThatAreTooLong) {
    EXPECT_EQ(refused("ABCDEFGHIJKLMNOPQRSTUVWXYZ-{number}-{part}"), "");
    EXPECT_NE(refused("ABCDEFGHIJKLMNOPQRSTUVWXYZA-{number}-{part}").find("40 are the most"),
              std::string::npos);
}

TEST(NumberPattern, KnowsWhatTellsShopsApart) {
    EXPECT_TRUE(order::tells_shops_apart(order::k_usual_numbers));
    EXPECT_TRUE(order::tells_shops_apart("{id}-{part}"));
    EXPECT_TRUE(order::tells_shops_apart("{seq}"));
    EXPECT_FALSE(order::tells_shops_apart("{number}-{part}"));
}
