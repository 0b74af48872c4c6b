// What doctor says of a shop's access to Shopify's Admin API.
#include "flow/doctor/admin_access.hpp"

#include <gtest/gtest.h>

namespace shoporder {
namespace {

std::string codes_of(const shopify::AccessTold& told) {
    flow::Findings out(report::Area::shops);
    flow::judge_access("demo.myshopify.com", false, told, out);
    std::string all;
    for (const report::Finding& f : out.all())
        all += (all.empty() ? "" : " ") + std::string{name(f.severity)} + ":" + f.code;
    return all;
}

TEST(DoctorAccess, NamesWhatTheAppLacks) {
    shopify::AccessTold told{
        "demo.myshopify.com",
        {"read_orders", "read_merchant_managed_fulfillment_orders", "read_products"},
        true};
    EXPECT_EQ(codes_of(told), "");
    told.scopes.erase("read_products");
    EXPECT_EQ(codes_of(told), "warning:shopify-scope");
    told.scopes.erase("read_orders");
    told.version_lives = false;
    EXPECT_EQ(codes_of(told), "fault:shopify-scope warning:shopify-scope fault:shopify-version");
    told = {"other.myshopify.com", told.scopes, true};
    EXPECT_TRUE(codes_of(told).starts_with("fault:shopify-other-shop"));
}

} // namespace
} // namespace shoporder
