#include "order/marks.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::marks_in;
using order::marks_of;
using order::read_person;

namespace {

bool meet(const std::string& body, const std::string& person) {
    for (const std::string& mark : marks_of(read_person(person).value()))
        for (const std::string& known : marks_in(body))
            if (mark == known)
                return true;
    return false;
}

TEST(Marks, HoldWhateverBelongsToAPerson) {
    for (const auto& [body, person] : {
             std::pair{R"({"a": [{"contact_email": " ANN@example.com "}]})", "ann@example.com"},
             {R"({"email": "ann\u0040example.com"})", "Ann@Example.com"},
             {R"({"phone": "0044 7700-900123"})", "+44 (0)7700 900123"},
             {R"({"shipping_phone": "07700 900123"})", "+44 7700 900123"},
             {R"({"phone": "+44 7700 900123"})", "07700 900123"},
             {R"({"customer": {"id": 7211550001}})", "7211550001"},
             {R"({"x": {"customer_id": "7211550001"}})", "7211550001"},
         }) {
        EXPECT_TRUE(order::belongs_to(body, read_person(person).value())) << body;
        EXPECT_TRUE(meet(body, person)) << body;
    }
    EXPECT_FALSE(meet(R"({"email": "joann@example.com"})", "ann@example.com"));
    EXPECT_FALSE(meet(R"({"id": 7211550001, "sku": "447700900123"})", "7211550001"));
    EXPECT_TRUE(marks_in("no JSON, ann@example.com").empty());
}

TEST(Marks, TellASkuWhateverItsCase) {
    const std::string body = R"({"line_items": [{"sku": "ACME-1 "}, {"sku": null}, {"sku": ""}]})";
    EXPECT_EQ(marks_in(body), std::vector{order::mark_of_sku("acme-1")});
    EXPECT_TRUE(order::has_sku(body, "Acme-1"));
    EXPECT_FALSE(order::has_sku(body, "ACME"));
    EXPECT_FALSE(order::has_sku(R"({"title": "ACME-1"})", "ACME-1"));
}

} // namespace
