#include "support/shop.hpp"

#include "store/events.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::WebhookState;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

std::string updated(const std::string& body, const std::string& at) {
    const auto key = body.find("\"updated_at\": \"");
    const auto start = key + 15;
    const auto end = body.find('"', start);
    return body.substr(0, start) + at + body.substr(end);
}

} // namespace

TEST(Webhooks, TheSameIdOrTheSameBodyIsADuplicate) {
    test::Shop shop;
    EXPECT_FALSE(
        shop.receive(sample_order(), "orders/create", "demo.myshopify.com", "a").duplicate);
    EXPECT_TRUE(shop.receive(sample_order(), "orders/create", "demo.myshopify.com", "a").duplicate);
    // A replayer can change every header, but not the body.
    EXPECT_TRUE(
        shop.receive(sample_order(), "orders/updated", "demo.myshopify.com", "b").duplicate);
    const auto tallies = store::list_tallies(*shop.database, "duplicates/");
    ASSERT_EQ(tallies.size(), 1U);
    EXPECT_EQ(tallies[0].count, 2);
}

TEST(Webhooks, KeepsTheBytesAsTheyCame) {
    test::Shop shop;
    const std::string body = sample_order() + "\n\n";
    const auto stored = shop.receive(body);
    EXPECT_EQ(store::webhook_body(*shop.database, stored.id), body);
}

TEST(Webhooks, TheSignedUpdatedAtDecidesNotArrival) {
    test::Shop shop;
    shop.receive(updated(sample_order(), "2026-11-22T12:00:00+01:00"));
    const auto late = shop.receive(
        updated(with(sample_order(), "\"#1001\"", "\"#old\""), "2026-11-22T10:59:59Z"));
    EXPECT_EQ(late.state, WebhookState::applied);
    EXPECT_EQ(store::find_order(*shop.database, k_sample_id)->name, "#1001");
    // The same instant in another zone and a smaller quantity: the smaller quantity wins the tie.
    shop.receive(updated(with(sample_order(), "\"#1001\"", "\"#late\""), "2026-11-22T11:00:01Z"));
    EXPECT_EQ(store::find_order(*shop.database, k_sample_id)->name, "#late");
}

TEST(Webhooks, OnATieCancelledWins) {
    test::Shop shop;
    const std::string cancelled = with(sample_order(), "\"cancelled_at\": null",
                                       "\"cancelled_at\": \"2026-11-22T11:00:00+01:00\"");
    shop.receive(cancelled);
    shop.receive(with(sample_order(), "\"#1001\"", "\"#again\""));
    EXPECT_TRUE(store::find_order(*shop.database, k_sample_id)->cancelled);
    test::Shop other;
    other.receive(sample_order());
    other.receive(cancelled);
    EXPECT_TRUE(store::find_order(*other.database, k_sample_id)->cancelled);
}

TEST(Webhooks, AnOrderIdOfAnotherShopIsIgnored) {
    test::Shop shop;
    shop.receive(sample_order());
    const auto stored = shop.receive(with(sample_order(), "\"#1001\"", "\"#evil\""),
                                     "orders/updated", "other.myshopify.com");
    EXPECT_EQ(stored.state, WebhookState::ignored);
    EXPECT_NE(stored.reason.find("other shop"), std::string::npos);
    EXPECT_EQ(store::find_order(*shop.database, k_sample_id)->name, "#1001");
}

TEST(Webhooks, ABodyUnderTheWrongTopicIsIgnored) {
    test::Shop shop;
    const auto stored = shop.receive(sample_order(), "customers/redact");
    EXPECT_EQ(stored.state, WebhookState::ignored);
    EXPECT_FALSE(store::find_order(*shop.database, k_sample_id));
}

TEST(Webhooks, WhatCannotBeReadIsCorruptAndKept) {
    test::Shop shop;
    const auto stored = shop.receive("{\"id\": 5550001001, \"line_items\": [");
    EXPECT_EQ(stored.state, WebhookState::corrupt);
    EXPECT_FALSE(stored.reason.empty());
    EXPECT_EQ(store::webhook_body(*shop.database, stored.id),
              "{\"id\": 5550001001, \"line_items\": [");
}

TEST(Webhooks, ADeletedOrderIsPlannedAgain) {
    test::Shop shop;
    shop.add_supplier("acme", "Acme");
    shop.receive(sample_order());
    shop.plan();
    shop.receive("{\"id\": 5550001001}", "orders/delete");
    shop.plan();
    for (const auto& d : shop.deliveries(k_sample_id))
        EXPECT_EQ(d.state, order::DeliveryState::cancelled) << d.reason;
    ASSERT_FALSE(shop.deliveries(k_sample_id).empty());
}

TEST(Webhooks, AnOrderDeletedBeforeItIsHeardOfIsDeleted) {
    test::Shop shop;
    shop.add_supplier("acme", "Acme");
    shop.receive("{\"id\": 5550001001}", "orders/delete");
    shop.receive("{\"id\": 5550001001}", "orders/delete", "other.myshopify.com");
    shop.receive(sample_order());
    shop.plan();
    EXPECT_TRUE(shop.deliveries(k_sample_id).empty());
}

TEST(Webhooks, AnotherShopDeletesNothing) {
    test::Shop shop;
    shop.add_supplier("acme", "Acme");
    shop.receive("{\"id\": 5550001001}", "orders/delete", "other.myshopify.com");
    shop.receive(sample_order());
    shop.plan();
    EXPECT_FALSE(shop.deliveries(k_sample_id).empty());
}
