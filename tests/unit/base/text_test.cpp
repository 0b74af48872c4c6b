#include "base/text.hpp"

#include <array>
#include <gtest/gtest.h>

using namespace shoporder;

namespace {

std::string_view nearest(std::string_view word) {
    constexpr std::array<std::string_view, 5> k_known = {"url", "vendor", "sku", "priority", "tag"};
    return base::nearest(word, k_known);
}

} // namespace

TEST(Nearest, FindsWhatFingersMeant) {
    EXPECT_EQ(nearest("vender"), "vendor");
    EXPECT_EQ(nearest("priorty"), "priority");
    EXPECT_EQ(nearest("skuu"), "sku");
    EXPECT_EQ(nearest("tag"), "tag");
}

TEST(Nearest, TwoLettersSwappedAreOneSlip) {
    EXPECT_EQ(nearest("ulr"), "url"); // two changes would be too many for three letters
    EXPECT_EQ(nearest("vnedro"), "vendor");
    EXPECT_EQ(nearest("gta"), ""); // two slips
}

TEST(Nearest, IsSilentWhereNothingIsNear) {
    EXPECT_EQ(nearest("password"), "");
    EXPECT_EQ(nearest("lru"), "");
    EXPECT_EQ(nearest(""), "");
    EXPECT_EQ(base::nearest("url", {}), "");
}
