#include "order/amounts.hpp"

#include <gtest/gtest.h>

using shoporder::order::Decimal;
namespace order = shoporder::order;

namespace {
Decimal amount(const char* text) {
    return Decimal::parse(text).value();
}
} // namespace

TEST(Amounts, CompareAsAmountsNotAsDigits) {
    EXPECT_TRUE(order::compare_amounts(amount("50.00"), amount("50")) == 0);
    EXPECT_TRUE(order::compare_amounts(amount("49.999999999"), amount("50")) < 0);
    EXPECT_TRUE(order::compare_amounts(amount("-0.5"), amount("0.4")) < 0);
    EXPECT_TRUE(order::compare_amounts(amount("-1.5"), amount("-1.25")) < 0);
    EXPECT_TRUE(order::compare_amounts(amount("999999999999999999"), amount("0.000000001")) > 0);
    EXPECT_TRUE(order::compare_amounts(amount("9"), amount("10")) < 0);
}

TEST(Amounts, AddAndMultiplyWithoutRounding) {
    EXPECT_EQ(order::sum(amount("0.1"), amount("0.20"))->text(), "0.30");
    EXPECT_EQ(order::times(amount("16.486"), 3)->text(), "49.458");
    EXPECT_EQ(order::times(amount("12.50"), 0)->text(), "0.00");
}

TEST(Amounts, SayWhenAResultIsTooLong) {
    EXPECT_FALSE(order::times(amount("999999999999999999"), 2));
    EXPECT_FALSE(order::times(amount("999999999999999999"), 1'000'000));
    EXPECT_FALSE(order::sum(amount("999999999999999999"), amount("0.1")));
    EXPECT_FALSE(Decimal::of(1'000'000'000'000'000'000, 0));
    EXPECT_FALSE(Decimal::of(1, 10));
    EXPECT_EQ(Decimal::of(-150, 2)->text(), "-1.50");
}
