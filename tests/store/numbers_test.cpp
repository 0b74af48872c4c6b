#include "store/numbers.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using test::with;

namespace {

std::string numbered(int number, bool is_test = false) {
    std::string body = with(test::sample_order(), std::to_string(test::k_sample_id),
                            std::to_string(test::k_sample_id + number));
    body = with(body, "\"order_number\": 1001", "\"order_number\": " + std::to_string(number));
    return is_test ? with(body, "\"test\": false", "\"test\": true") : body;
}

/// After looking, with orders that came this long ago.
std::string missing(test::Shop& shop, std::chrono::hours ago = std::chrono::hours{0}) {
    store::Write write(*shop.database);
    while (store::find_missing(write, shop.clock.now() - ago, 2)) {
    }
    write.commit();
    std::string out;
    for (const auto& m : store::missing_numbers(*shop.database, "", 100))
        out += std::to_string(m.number) + " ";
    return out;
}

} // namespace

TEST(Numbers, AGapIsRememberedUntilTheOrderComes) {
    test::Shop shop;
    shop.receive(numbered(1001));
    shop.receive(numbered(1002));
    EXPECT_EQ(missing(shop), "");
    shop.receive(numbered(1005));
    EXPECT_EQ(missing(shop), "1003 1004 ");
    shop.receive(numbered(1004)); // late
    EXPECT_EQ(missing(shop), "1003 ");
    // A newer state of a known order is no new number.
    shop.receive(with(numbered(1005), "\"note\": ", "\"note2\": 1, \"note\": "));
    EXPECT_EQ(missing(shop), "1003 ");
    const auto counts = store::count_missing(*shop.database);
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].shop, "demo.myshopify.com");
    EXPECT_EQ(counts[0].count, 1);
    EXPECT_EQ(counts[0].lowest, 1003);
    EXPECT_EQ(counts[0].oldest, shop.clock.now());
}

TEST(Numbers, AYoungOrderTellsNothingYet) {
    test::Shop shop;
    shop.receive(numbered(1001));
    shop.receive(numbered(1004));
    EXPECT_EQ(missing(shop, std::chrono::hours{1}), "");
    shop.clock.advance(std::chrono::hours{1});
    shop.receive(numbered(1008));
    EXPECT_EQ(missing(shop, std::chrono::hours{1}), "1002 1003 ");
    shop.receive(numbered(1003));
    shop.clock.advance(std::chrono::hours{1});
    EXPECT_EQ(missing(shop, std::chrono::hours{1}), "1002 1005 1006 1007 ");
}

TEST(Numbers, ATestOrderTakesANumberButASampleFarOffDoesNot) {
    test::Shop shop;
    shop.receive(numbered(1001));
    shop.receive(numbered(900'000'000, true)); // what `trigger` sends
    shop.receive(numbered(1002, true));
    shop.receive(numbered(1003));
    EXPECT_EQ(missing(shop), "");
}

TEST(Numbers, AShopMayBeginToNumberAnew) {
    test::Shop shop;
    shop.receive(numbered(1001));
    shop.receive(numbered(500'000));
    shop.receive(numbered(1003));
    EXPECT_EQ(missing(shop), "1002 "); // one far off is no new numbering
    for (const int number : {500'001, 500'003, 500'004, 500'005})
        shop.receive(numbered(number));
    EXPECT_EQ(missing(shop), "1002 500002 ");
}

TEST(Numbers, APersonMayForgetThem) {
    test::Shop shop;
    shop.receive(numbered(1001));
    shop.receive(numbered(1006));
    EXPECT_EQ(missing(shop), "1002 1003 1004 1005 ");
    store::Write write(*shop.database);
    EXPECT_EQ(store::forget_missing(write, "demo.myshopify.com", 1003), 1U);
    EXPECT_EQ(store::forget_missing(write, "other.myshopify.com", 0), 0U);
    write.commit();
    EXPECT_EQ(missing(shop), "1002 1004 1005 ");
    store::Write all(*shop.database);
    EXPECT_EQ(store::forget_missing(all, "demo.myshopify.com", 0), 3U);
    all.commit();
    EXPECT_EQ(missing(shop), "");
}
