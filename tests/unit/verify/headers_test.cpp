#include "verify/headers.hpp"

#include <gtest/gtest.h>

namespace shoporder::verify {
namespace {

const HeaderList k_webhook{
    {"x-shopify-topic", "orders/create"},
    {"x-shopify-hmac-sha256", " hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=\n"},
    {"x-shopify-shop-domain", "Demo.MyShopify.com"},
    {"x-shopify-api-version", "2026-04"},
    {"x-shopify-webhook-id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043"},
    {"x-shopify-event-id", "98880550-7158-44d4-b7cd-2c97c8a091b5"},
    {"x-shopify-triggered-at", "2026-03-30T14:30:00.000000000Z"},
    {"x-shopify-name", "intake"},
    {"x-shopify-test", "true"},
    {"user-agent", "Shopify-Captain-Hook"},
};

HeaderList with(const std::string& name, const std::string& value) {
    HeaderList list = k_webhook;
    for (auto& [key, old] : list) {
        if (key == name) {
            old = value;
            return list;
        }
    }
    list.emplace_back(name, value);
    return list;
}

TEST(Headers, ReadsADeliveryWhole) {
    const DeliveryHeaders h = read_headers(k_webhook);
    EXPECT_EQ(h.defect, "");
    EXPECT_EQ(h.hmac, "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=");
    EXPECT_EQ(h.topic, "orders/create");
    EXPECT_EQ(h.shop, "demo.myshopify.com");
    EXPECT_EQ(h.webhook_id, "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043");
    EXPECT_EQ(h.event_id, "98880550-7158-44d4-b7cd-2c97c8a091b5");
    EXPECT_EQ(h.api_version, "2026-04");
    EXPECT_EQ(h.subscription, "intake");
    EXPECT_EQ(h.triggered_at, base::parse_time("2026-03-30T14:30:00Z"));
    EXPECT_TRUE(h.triggered_at.has_value());
    EXPECT_TRUE(h.test);
    EXPECT_FALSE(h.events_family);
}

TEST(Headers, MissingOnesAreEmptyAndNoDefect) {
    const DeliveryHeaders h = read_headers({{"host", "hooks.example.com"}});
    EXPECT_EQ(h.defect, "");
    EXPECT_EQ(h.hmac + h.topic + h.shop + h.webhook_id, "");
    EXPECT_FALSE(h.triggered_at.has_value());
    EXPECT_FALSE(h.test);
}

TEST(Headers, ReadsTheFamilyWithoutX) {
    const DeliveryHeaders h = read_headers({{"shopify-hmac-sha256", "abc="},
                                            {"shopify-topic", "Order"},
                                            {"shopify-shop-domain", "demo.myshopify.com"},
                                            {"shopify-webhook-id", "w1"}});
    EXPECT_EQ(h.defect, "");
    EXPECT_TRUE(h.events_family);
    EXPECT_EQ(h.hmac, "abc=");
    EXPECT_EQ(h.topic, "Order");
    EXPECT_EQ(h.webhook_id, "w1");
}

TEST(Headers, BothFamiliesTogetherAreAnEventsDelivery) {
    HeaderList both = k_webhook;
    both.emplace_back("shopify-hmac-sha256", "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=");
    both.emplace_back("shopify-topic", "Order");
    const DeliveryHeaders h = read_headers(both);
    EXPECT_EQ(h.defect, "");
    EXPECT_TRUE(h.events_family);
    EXPECT_EQ(h.topic, "Order");
    EXPECT_EQ(h.webhook_id, "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043");
}

TEST(Headers, TwoDifferentSignaturesAreADefect) {
    EXPECT_NE(read_headers(with("shopify-hmac-sha256", "other=")).defect, "");
}

TEST(Headers, ADoubledHeaderIsADefect) {
    for (const char* name : {"x-shopify-topic", "x-shopify-hmac-sha256", "x-shopify-shop-domain",
                             "x-shopify-webhook-id", "x-shopify-triggered-at", "x-shopify-test",
                             "x-shopify-name", "x-shopify-event-id"}) {
        HeaderList list = k_webhook;
        for (const auto& [key, value] : k_webhook)
            if (key == name)
                list.emplace_back(key, value);
        ASSERT_EQ(list.size(), k_webhook.size() + 1);
        EXPECT_NE(read_headers(list).defect.find(name), std::string::npos) << name;
    }
}

TEST(Headers, AShopMustLookLikeAHostName) {
    for (const char* bad :
         {"localhost", "a..b", "-a.com", "a-.com", "demo.myshopify.com/x", "a b.com",
          "demo.myshopify.com:443", "..", "d\xC3\xA9mo.com", ".myshopify.com", "a.com."}) {
        const DeliveryHeaders h = read_headers(with("x-shopify-shop-domain", bad));
        EXPECT_NE(h.defect, "") << bad;
        EXPECT_EQ(h.shop, "") << bad;
    }
    EXPECT_NE(read_headers(with("x-shopify-shop-domain", std::string(64, 'a') + ".com")).defect,
              "");
    EXPECT_EQ(read_headers(with("x-shopify-shop-domain", std::string(63, 'a') + ".com")).defect,
              "");
    EXPECT_EQ(read_headers(with("x-shopify-shop-domain", "shop-2.example.co.uk")).defect, "");
}

TEST(Headers, ATopicMustLookLikeOne) {
    for (const char* bad :
         {"/", "orders/", "/orders", "orders//create", "Orders/create", "orders/../x",
          "orders create", "orders/create?x", "orders/cre\nate", "1"})
        EXPECT_NE(read_headers(with("x-shopify-topic", bad)).defect, "") << bad;
    EXPECT_EQ(read_headers(with("x-shopify-topic", "customers/data_request")).defect, "");
    EXPECT_EQ(
        read_headers(with("x-shopify-topic", "fulfillment_orders/order_routing_complete")).defect,
        "");
}

TEST(Headers, IdsAreCutAndMustBePrintable) {
    const DeliveryHeaders h = read_headers(with("x-shopify-webhook-id", std::string(500, 'w')));
    EXPECT_EQ(h.webhook_id, std::string(128, 'w'));
    EXPECT_EQ(h.defect, "");
    for (const char* bad : {"a\x01z", "a\x7fz", "a\xC3\xA9z", "a\nz"})
        EXPECT_NE(read_headers(with("x-shopify-webhook-id", bad)).defect, "") << bad;
}

TEST(Headers, AnUnreadableTimeIsNoDefect) {
    const DeliveryHeaders h = read_headers(with("x-shopify-triggered-at", "yesterday"));
    EXPECT_EQ(h.defect, "");
    EXPECT_FALSE(h.triggered_at.has_value());
}

TEST(Headers, NoDefectRepeatsAHostileValue) {
    for (const auto& [key, value] : k_webhook) {
        const std::string text = read_headers(with(key, "EVIL\x1b[31m?")).defect;
        EXPECT_EQ(text.find("EVIL"), std::string::npos) << key;
        EXPECT_EQ(text.find('\x1b'), std::string::npos) << key;
    }
}

TEST(SavedRequest, IsReadWithRequestLineAndBody) {
    const std::string text =
        "POST /webhooks/orders/create HTTP/1.1\r\nHost: x\r\nX-Shopify-Topic:  orders/create "
        "\r\n\r\n{\"id\":1}\n\nmore";
    const SavedRequest saved = parse_saved_request(text);
    EXPECT_EQ(saved.headers, (HeaderList{{"host", "x"}, {"x-shopify-topic", "orders/create"}}));
    EXPECT_EQ(text.substr(saved.body_at), "{\"id\":1}\n\nmore");
}

TEST(SavedRequest, IsReadWithLfAndWithoutRequestLineOrBody) {
    const std::string text =
        "X-Shopify-Hmac-SHA256: abc=\nX-Shopify-Triggered-At: 2026-03-30T14:30:00Z";
    const SavedRequest saved = parse_saved_request(text);
    EXPECT_EQ(saved.headers, (HeaderList{{"x-shopify-hmac-sha256", "abc="},
                                         {"x-shopify-triggered-at", "2026-03-30T14:30:00Z"}}));
    EXPECT_EQ(saved.body_at, text.size());
}

TEST(SavedRequest, SkipsWhatIsNoHeader) {
    const SavedRequest saved =
        parse_saved_request("POST http://x/ HTTP/1.1\n:method: POST\ngarbage\nA: b\n\n");
    EXPECT_EQ(saved.headers, (HeaderList{{"a", "b"}}));
    EXPECT_EQ(parse_saved_request("").body_at, 0U);
    EXPECT_EQ(parse_saved_request("\n{}").body_at, 1U);
}

TEST(SavedRequest, ReadsAGatewaysEvent) {
    const auto hmac = [](std::string_view text) {
        return read_headers(parse_saved_request(text).headers).hmac;
    };
    EXPECT_EQ(hmac(R"({"headers": {"X-Shopify-Hmac-Sha256": "abc="}, "body": "{}"})"), "abc=");
    EXPECT_EQ(hmac(R"({"headers": {"x-shopify-hmac-sha256": ["abc="]}})"), "abc=");
    EXPECT_EQ(hmac(R"({"message": {"attributes": {"X-Shopify-Hmac-SHA256": "abc="}}})"), "abc=");
    EXPECT_EQ(hmac(R"({"detail": {"metadata": {"X-Shopify-Hmac-SHA256": "abc="}}})"), "abc=");
    EXPECT_EQ(hmac(R"({"headers": "none"})"), "");
}

} // namespace
} // namespace shoporder::verify
