#include "verify/token.hpp"

#include <gtest/gtest.h>

namespace shoporder::verify {
namespace {

TEST(Token, IsReadFromABearerHeader) {
    EXPECT_EQ(bearer_token("Bearer abc.DEF-1~+/="), "abc.DEF-1~+/=");
    EXPECT_EQ(bearer_token("bEARER  abc "), "abc");
    for (const char* other : {"", "Bearer", "Bearer ", "Basic YWJj", "Bearerabc", "Bearer a b"})
        EXPECT_EQ(bearer_token(other), std::nullopt) << other;
}

TEST(Token, IsThatTokenAndNoOther) {
    EXPECT_TRUE(is_token("a-long-token", "a-long-token"));
    for (const char* other : {"", "a-long-toke", "a-long-token ", "A-long-token", "a-long-tokem"})
        EXPECT_FALSE(is_token("a-long-token", other)) << other;
    EXPECT_FALSE(is_token("", ""));
}

} // namespace
} // namespace shoporder::verify
