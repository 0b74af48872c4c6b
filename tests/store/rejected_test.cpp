#include "store/rejected.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

void keep(test::Shop& shop, const std::string& body, std::size_t most = 3) {
    store::Rejected r;
    r.at = shop.clock.now();
    r.status = 401;
    r.reason = "bad signature";
    r.path = "/webhooks";
    r.headers = "x-shopify-topic: orders/create\n";
    r.body = body;
    store::Write write(*shop.database);
    store::keep_rejected(write, r, most);
    write.commit();
}

} // namespace

TEST(Rejected, TheNewestAreKeptWithTheirBytes) {
    test::Shop shop;
    for (int i = 1; i <= 5; ++i)
        keep(shop, std::string("body\0 ", 6) + std::to_string(i));
    const auto rows = store::list_rejected(*shop.database);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].id, 5);
    EXPECT_EQ(rows[2].id, 3);
    EXPECT_FALSE(store::find_rejected(*shop.database, 2));
    const auto found = store::find_rejected(*shop.database, 5);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->body, std::string("body\0 5", 7));
    EXPECT_EQ(found->headers, "x-shopify-topic: orders/create\n");
    EXPECT_TRUE(found->body_kept);
}

TEST(Rejected, ALongBodyIsNotKept) {
    test::Shop shop;
    keep(shop, std::string(store::k_rejected_body + 1, 'x'));
    const auto found = store::find_rejected(*shop.database, 1);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->body_kept);
    EXPECT_EQ(found->body, "");
    EXPECT_EQ(found->size, store::k_rejected_body + 1);
}

TEST(Rejected, AreForgottenAfterADay) {
    test::Shop shop;
    keep(shop, "old");
    shop.clock.advance(std::chrono::hours{23});
    keep(shop, "new");
    shop.clock.advance(std::chrono::hours{2});
    store::Write write(*shop.database);
    EXPECT_EQ(store::forget_rejected(write, shop.clock.now()), 1U);
    write.commit();
    ASSERT_EQ(store::list_rejected(*shop.database).size(), 1U);
    EXPECT_EQ(store::list_rejected(*shop.database)[0].id, 2);
}
