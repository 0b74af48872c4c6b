#include "order/money.hpp"

#include <gtest/gtest.h>

using shoporder::order::Decimal;

TEST(Decimal, KeepsTheDigitsItCameWith) {
    for (const char* text : {"0", "0.00", "398.00", "23600", "16.486", "-1.50", "-0.05",
                             "999999999999999999", "0.000000001"}) {
        const auto value = Decimal::parse(text);
        ASSERT_TRUE(value) << text;
        EXPECT_EQ(value->text(), text);
    }
}

TEST(Decimal, RefusesWhatIsNoAmount) {
    for (const char* text : {"", "-", ".", ".5", "5.", "1,50", "1e3", " 1", "1 ", "1.2.3", "0x1",
                             "1234567890123456789", "0.0000000001", "example string", "NaN"})
        EXPECT_FALSE(Decimal::parse(text)) << text;
}
