#include "route/told.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

order::Order an_order() {
    order::Order o;
    o.shipping_address = order::Address{};
    o.shipping_address->name = "ab";
    return o;
}

order::Money euros(const char* amount) {
    return {order::Decimal::parse(amount).value(), "EUR"};
}

} // namespace

TEST(Told, SeesWhatTheSupplierSeesAndNothingElse) {
    order::Order o = an_order();
    const std::string before = route::told(o);
    EXPECT_TRUE(route::is_told(before, o));
    o.tags = "vip";
    o.financial_status = "refunded";
    EXPECT_EQ(route::told(o), before);
    o.shipping_address->name = "a";
    o.shipping_address->company = "b"; // the same bytes in other fields
    EXPECT_FALSE(route::is_told(before, o));
}

TEST(Told, ATelephoneNumberFromAnywhereCounts) {
    order::Order o = an_order();
    const std::string before = route::told(o);
    o.customer.phone = "+49 30 1";
    EXPECT_FALSE(route::is_told(before, o));
}

TEST(Told, WhatToCollectIsReadBack) {
    const order::Order o = an_order();
    EXPECT_FALSE(route::told_collect(route::told(o)));
    EXPECT_FALSE(route::told_collect(route::told(o, euros("0.00"))));
    const std::string text = route::told(o, euros("49.90"));
    EXPECT_EQ(route::told_collect(text), euros("49.90"));
    EXPECT_TRUE(route::is_told(text, o));
}

// The digest of a database of schema 2: an upgrade must not tell every supplier of a change.
TEST(Told, WhatAnOlderVersionStoredStillCompares) {
    order::Order o = an_order();
    const std::string old = "e00ae9db0c8574c176b0d1b0bca439f6103b2c9ac1c64dd10ddaf0413ec853e3";
    EXPECT_TRUE(route::is_told(old, o));
    o.customer.phone = "+49 30 1"; // it was not asked then
    EXPECT_TRUE(route::is_told(old, o));
    o.note = "ring twice";
    EXPECT_FALSE(route::is_told(old, o));
}
