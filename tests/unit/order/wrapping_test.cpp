// What lies around a body, and what is lost for good.
#include "order/wrapping.hpp"

#include "base/digest.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using Codes = std::vector<std::string>;

namespace {

const std::string k_order = R"({"id":1,"note":"Größe","line_items":[{"id":2}]})";

Codes codes(const order::Unwrapped& unwrapped) {
    Codes out;
    for (const order::Wrapping* layer : unwrapped.layers)
        out.emplace_back(layer->code);
    return out;
}

std::string damage(const std::string& text) {
    const auto found = order::find_damage(text);
    return found ? found->code + ": " + found->text : "";
}

void expect_unwrapped(const std::string& text, const Codes& layers) {
    const order::Unwrapped out = order::unwrap(text);
    EXPECT_EQ(codes(out), layers) << text.substr(0, 80);
    EXPECT_EQ(out.bytes, k_order);
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string{"\\\""} : std::string(1, c);
    return out + "\"";
}

} // namespace

TEST(Wrapping, NothingLiesAroundAnOrder) {
    expect_unwrapped(k_order, {});
    EXPECT_EQ(order::unwrap("").bytes, "");
    EXPECT_TRUE(order::unwrap("hush").layers.empty());
    EXPECT_TRUE(order::unwrap(R"({"body":1})").layers.empty());
}

TEST(Wrapping, EncodingsAreUndone) {
    expect_unwrapped(base::to_base64(k_order) + "\n", {"body_base64"});
    expect_unwrapped(quoted(k_order), {"body_json_string"});
    std::string wide = "\xFF\xFE";
    for (const char16_t c :
         std::u16string{u"{\"id\":1,\"note\":\"Größe\",\"line_items\":[{\"id\":2}]}"})
        wide += {static_cast<char>(c & 0xFFU), static_cast<char>(c >> 8U)};
    expect_unwrapped(wide, {"body_utf16"});
    expect_unwrapped(wide.substr(2), {"body_utf16"});
    std::string twice = k_order; // Latin-1's "Ã¶" and Windows-1252's "ÃŸ"
    twice.replace(twice.find("öß"), 4, "\xC3\x83\xC2\xB6\xC3\x83\xC5\xB8");
    expect_unwrapped(twice, {"body_utf8_twice"});
}

TEST(Wrapping, EventsOfGatewaysQueuesAndBuses) {
    const std::string base64 = base::to_base64(k_order);
    expect_unwrapped(R"({"headers":{},"body":)" + quoted(k_order) + "}", {"body_enveloped"});
    expect_unwrapped(R"({"body":")" + base64 + R"(","isBase64Encoded":true})",
                     {"body_enveloped", "body_base64"});
    expect_unwrapped(R"({"Records":[{"body":)" + quoted(k_order) + "}]}", {"body_enveloped"});
    expect_unwrapped(R"({"message":{"data":")" + base64 + R"("},"subscription":"s"})",
                     {"body_enveloped", "body_base64"});
    expect_unwrapped(R"({"detail-type":"x","detail":{"payload":)" + k_order + "}}",
                     {"body_enveloped"});
    expect_unwrapped(R"({"order":)" + k_order + "}", {"body_enveloped"});
    // Two messages are two orders: none is picked.
    EXPECT_TRUE(order::unwrap(R"({"Records":[{"body":"{}"},{"body":"{}"}]})").layers.empty());
    const std::string one = R"({"body":)" + quoted(k_order) + "}";
    EXPECT_TRUE(order::unwrap(one + "\n" + one).layers.empty());
}

TEST(Wrapping, LayersHaveAnEnd) {
    std::string deep = k_order;
    for (int i = 0; i < 10; ++i)
        deep = base::to_base64(deep);
    EXPECT_LE(order::unwrap(deep).layers.size(), 4U);
    EXPECT_TRUE(order::unwrap(std::string(1U << 20U, '[')).layers.empty());
}

TEST(Wrapping, DamageIsNamedWithItsPlace) {
    EXPECT_EQ(damage(k_order), "");
    EXPECT_EQ(damage(k_order.substr(0, 20)),
              "body_truncated: The body is cut short: it ends at byte 20 in the middle of its "
              "JSON.");
    EXPECT_EQ(damage("{\n\"note\":\"\xEF\xBF\xBD\"}"),
              "body_damaged: Characters were replaced by U+FFFD, the first at byte 10 (line 2): "
              "what they were is lost, and no signature fits.");
    EXPECT_TRUE(damage(R"({"data":{"order":{"id":"gid://shopify/Order/1","lineItems":{}}}})")
                    .starts_with("body_graphql"));
}
