#include "order/person.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::belongs_to;
using order::read_person;

namespace {

TEST(Person, IsReadFromWhatOneTypes) {
    EXPECT_EQ(read_person(" Ann@Example.com\n")->email, "ann@example.com");
    EXPECT_EQ(read_person("+44 (0)7700 900-123")->phone, "447700900123");
    EXPECT_EQ(read_person("+44 7700 900123")->customer_id, 0);
    const auto digits = read_person("7211550001"); // may be either
    EXPECT_EQ(digits->customer_id, 7211550001);
    EXPECT_EQ(digits->phone, "7211550001");
    EXPECT_EQ(read_person("12345")->customer_id, 12345);
    EXPECT_EQ(read_person("12345")->phone, ""); // too short to be told from others
    for (const char* nobody : {"", " ", "Ann Smith", "@", "a@", "@b", "a b@c", "0", "+", "-1"})
        EXPECT_FALSE(read_person(nobody)) << nobody;
}

TEST(Person, OwnsWhatNamesThemAsAWhole) {
    const auto email = read_person("ann@example.com").value();
    EXPECT_TRUE(belongs_to(R"({"a": [{"contact_email": " ANN@example.com "}]})", email));
    EXPECT_TRUE(belongs_to(R"({"email": "ann\u0040example.com"})", email));
    EXPECT_FALSE(belongs_to(R"({"email": "joann@example.com"})", email));
    EXPECT_FALSE(belongs_to(R"({"note": "not for ann@example.com"})", email));
    EXPECT_FALSE(belongs_to("ann@example.com", email)); // no JSON
    const auto phone = read_person("+44 7700 900123").value();
    EXPECT_TRUE(belongs_to(R"({"phone": "0044 7700-900123"})", phone));
    EXPECT_TRUE(belongs_to(R"({"phone": "07700 900123"})", phone));
    EXPECT_FALSE(belongs_to(R"({"phone": "900123"})", phone));
    EXPECT_FALSE(belongs_to(R"({"sku": "447700900123"})", phone));
    const auto id = read_person("7211550001").value();
    EXPECT_TRUE(belongs_to(R"({"customer": {"id": 7211550001}})", id));
    EXPECT_TRUE(belongs_to(R"({"x": {"customer_id": "7211550001"}})", id));
    EXPECT_FALSE(belongs_to(R"({"id": 7211550001})", id)); // an order's
    EXPECT_FALSE(belongs_to(R"({"customer": {"id": 72115500011}})", id));
}

TEST(Person, IsMentionedInAnyText) {
    const auto email = read_person("ann@example.com").value();
    EXPECT_TRUE(order::mentions("{broken, mail ann@example.com, or", email));
    EXPECT_FALSE(order::mentions("{broken, mail joann@example.com, or", email));
    EXPECT_FALSE(order::mentions("ann@example.com.au", email));
    EXPECT_TRUE(order::mentions_number("x55y", 55));
    EXPECT_FALSE(order::mentions_number("155", 55));
    EXPECT_EQ(order::emails_in("a@b, <C@d> @ e@ @f a@b"), (std::vector<std::string>{"a@b", "c@d"}));
}

TEST(Person, APrivacyRequestNamesThem) {
    const auto request = order::read_privacy_request(
        R"({"shop_id": 1, "customer": {"id": 191167, "email": "John@example.com",)"
        R"( "phone": "555-625-1199"}, "orders_to_redact": [299938, "280263", 1.5]})");
    EXPECT_EQ(request.customer.customer_id, 191167);
    EXPECT_EQ(request.customer.email, "john@example.com");
    EXPECT_EQ(request.customer.phone, "5556251199");
    EXPECT_EQ(request.orders, (std::vector<std::int64_t>{299938, 280263}));
    EXPECT_EQ(order::read_privacy_request(R"({"orders_requested": [7]})").orders,
              std::vector<std::int64_t>{7});
    EXPECT_TRUE(order::read_privacy_request("").customer.empty());
}

} // namespace
