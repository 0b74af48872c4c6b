#include "order/answer.hpp"

#include <gtest/gtest.h>

using namespace shoporder::order;

TEST(Verdict, HasANameThatReadsBack) {
    for (const Verdict each :
         {Verdict::accepted, Verdict::changed, Verdict::backordered, Verdict::refused})
        EXPECT_EQ(verdict(name(each)), each);
    EXPECT_EQ(name(Verdict::backordered), "backordered");
    for (const char* other : {"", "Accepted", "accepted ", "yes"})
        EXPECT_FALSE(verdict(other)) << other;
}
