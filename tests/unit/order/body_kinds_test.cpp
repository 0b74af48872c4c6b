#include "order/body.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::Body;
using order::BodyKind;
using order::read_body;

namespace {

struct Sample {
    const char* file;
    BodyKind kind;
    std::int64_t order_id;
    const char* shop;
};

} // namespace

TEST(BodyKind, OfEachSampleComesFromItsShape) {
    const Sample samples[] = {
        {"order_two_suppliers.json", BodyKind::order, 5550001001, ""},
        {"order_unrouted.json", BodyKind::order, 5550001002, ""},
        {"order_redacted_address.json", BodyKind::order, 5550001003, ""},
        {"order_jpy.json", BodyKind::order, 5550001004, ""},
        {"order_edited.json", BodyKind::order, 5550001001, ""},
        {"order_test_cancelled_voided.json", BodyKind::order, 820982911946154508, ""},
        {"refund.json", BodyKind::refund, 5550001001, ""},
        {"fulfillment.json", BodyKind::fulfillment, 5550001001, ""},
        {"order_edit.json", BodyKind::order_edit, 5550001001, ""},
        {"order_delete.json", BodyKind::order_delete, 5550001001, ""},
        {"data_request.json", BodyKind::data_request, 0, "demo.myshopify.com"},
        {"customers_redact.json", BodyKind::customers_redact, 0, "demo.myshopify.com"},
        {"shop_redact.json", BodyKind::shop_redact, 0, "demo.myshopify.com"},
        {"app_uninstalled.json", BodyKind::app_uninstalled, 0, "demo.myshopify.com"},
        {"event.json", BodyKind::event, 0, ""},
    };
    for (const Sample& sample : samples) {
        SCOPED_TRACE(sample.file);
        const Body body = read_body(test::data_file(std::string{"bodies/"} + sample.file));
        EXPECT_EQ(order::name(body.kind), order::name(sample.kind)) << body.reason;
        EXPECT_EQ(body.order_id, sample.order_id);
        EXPECT_EQ(body.shop_domain, sample.shop);
        EXPECT_EQ(body.replaced, 0U);
        EXPECT_EQ(body.order.has_value(), sample.kind == BodyKind::order);
        if (body.order) // the macro has an if of its own
            EXPECT_TRUE(body.order->defects.empty()) << body.order->defects.front();
    }
}

TEST(BodyKind, LooksLikeAnOrderButIsNone) {
    // A checkout and a cart have lines, a name and times as well.
    EXPECT_EQ(read_body(R"({"id":446514188,"name":"#446514188","token":"x","line_items":[],
        "abandoned_checkout_url":"https://x.example","created_at":"2026-11-22T00:00:00Z",
        "order_number":1})")
                  .kind,
              BodyKind::other);
    EXPECT_EQ(read_body(R"({"id":"eeafa272cebfd4b22385bc4b645e762c","token":"x","line_items":[],
        "note":null,"updated_at":"2026-11-22T00:00:00Z"})")
                  .kind,
              BodyKind::other);
    EXPECT_EQ(read_body(R"({"id":1,"name":"#D165","status":"open","line_items":[],"order_id":77,
        "invoice_url":"https://x.example","fulfillment_status":null})")
                  .kind,
              BodyKind::draft_order);
}

TEST(BodyKind, AWrappedOrderIsUnwrappedAndNothingElse) {
    const Body body = read_body(
        R"({"order":{"id":5,"line_items":[],"order_number":9,"created_at":"2026-11-22T00:00:00Z",
            "updated_at":"2026-11-22T00:00:00Z"}})");
    EXPECT_EQ(body.kind, BodyKind::order);
    EXPECT_EQ(body.order_id, 5);
    EXPECT_EQ(read_body(R"({"response":{"id":5,"line_items":[],"order_number":9}})").kind,
              BodyKind::other);
    EXPECT_EQ(read_body(R"({"order":{"id":5,"line_items":[],"order_number":9},"x":1})").kind,
              BodyKind::other);
}

TEST(BodyKind, SaysWhyABodyIsNotForUs) {
    EXPECT_EQ(read_body("[1,2]").reason, "authentic, but a list instead of one object");
    EXPECT_EQ(read_body("[1,2]").kind, BodyKind::other);
    EXPECT_EQ(read_body("null").reason, "authentic, but a bare value instead of an object");
    EXPECT_EQ(read_body(R"({"title":"x","vendor":"y"})").reason,
              "authentic, but no body shoporder works with (keys: title, vendor)");
    EXPECT_EQ(read_body("{}").reason, "authentic, but no body shoporder works with (keys: none)");
}

TEST(BodyKind, AnOrderWithoutAUsableIdIsUnreadable) {
    for (const char* id :
         {"\"abc\"", "null", "0", "-5", "8.209829119461545e17", "{}", "18446744073709551615"}) {
        const Body body =
            read_body(R"({"line_items":[],"order_number":9,"id":)" + std::string{id} + "}");
        EXPECT_EQ(body.kind, BodyKind::unreadable) << id;
        EXPECT_EQ(body.reason, "an order without a usable id") << id;
    }
}

TEST(BodyKind, NamesReadBack) {
    for (int i = 0; i <= static_cast<int>(BodyKind::unreadable); ++i) {
        const auto kind = static_cast<BodyKind>(i);
        EXPECT_EQ(order::body_kind(order::name(kind)), kind) << order::name(kind);
    }
    EXPECT_FALSE(order::body_kind("orders"));
}

TEST(Topic, MustGoWithTheBody) {
    EXPECT_TRUE(order::topic_fits("orders/create", BodyKind::order));
    EXPECT_FALSE(order::topic_fits("orders/create", BodyKind::customers_redact));
    EXPECT_FALSE(order::topic_fits("customers/redact", BodyKind::order));
    EXPECT_FALSE(order::topic_fits("shop/redact", BodyKind::customers_redact));
    EXPECT_TRUE(order::topic_fits("shop/update", BodyKind::app_uninstalled));
    EXPECT_TRUE(order::topic_fits("orders/some_new_topic", BodyKind::order));
    EXPECT_TRUE(order::topic_fits("", BodyKind::order));
    EXPECT_TRUE(order::topic_fits("orders/create", BodyKind::unreadable));
}

TEST(Topic, OnlyOrdersDeleteDeletesAnOrder) {
    EXPECT_TRUE(order::topic_fits("orders/delete", BodyKind::order_delete));
    EXPECT_FALSE(order::topic_fits("products/delete", BodyKind::order_delete));
    EXPECT_FALSE(order::topic_fits("orders/create", BodyKind::order_delete));
}
