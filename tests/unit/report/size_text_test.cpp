#include "report/size_text.hpp"

#include <gtest/gtest.h>

using shoporder::report::size_text;

TEST(SizeText, HasOneDigitAndTheRightUnit) {
    EXPECT_EQ(size_text(0), "0 bytes");
    EXPECT_EQ(size_text(1023), "1023 bytes");
    EXPECT_EQ(size_text(1024), "1.0 KiB");
    EXPECT_EQ(size_text(256U << 20U), "256.0 MiB");
    EXPECT_EQ(size_text((1U << 20U) - 1), "1.0 MiB");
    EXPECT_EQ(size_text(std::uint64_t{5000} << 40U), "5000.0 TiB");
}
