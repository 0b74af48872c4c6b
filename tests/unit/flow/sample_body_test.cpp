// The samples of `trigger`: each is what its topic carries.
#include "flow/operate/sample_body.hpp"
#include "order/body.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

flow::SampleOptions options() {
    flow::SampleOptions out;
    out.now = base::parse_time("2026-11-22T10:00:00Z").value();
    out.id = 1234567;
    return out;
}

} // namespace

TEST(SampleBody, IsOfItsTopicsShape) {
    ASSERT_GE(flow::sample_topics().size(), 18U);
    for (const std::string_view topic : flow::sample_topics()) {
        const auto bytes = flow::sample_body(topic, options(), {}, "demo.myshopify.com");
        ASSERT_TRUE(bytes) << topic;
        const order::Body body = order::read_body(*bytes);
        EXPECT_NE(body.kind, order::BodyKind::other) << topic << ": " << *bytes;
        EXPECT_NE(body.kind, order::BodyKind::unreadable) << topic;
        // A topic that nobody knows fits anything but a deletion: tell the two apart.
        EXPECT_TRUE(order::topic_fits(topic, body.kind)) << topic;
        EXPECT_FALSE(order::topic_fits(topic, order::BodyKind::event)) << topic << " is unknown";
        if (topic.starts_with("orders/") || topic.starts_with("refunds/") ||
            topic.starts_with("fulfillments/"))
            EXPECT_EQ(body.order_id, 1234567) << topic;
        if (topic.ends_with("redact") || topic == "customers/data_request")
            EXPECT_EQ(body.shop_domain, "demo.myshopify.com") << topic;
    }
    EXPECT_FALSE(flow::sample_body("checkouts/create", options(), {}, "demo.myshopify.com"));
}

TEST(SampleBody, TellsTheStateOfItsTopic) {
    const auto lines = [](const char* topic) {
        std::string out;
        const auto bytes = flow::sample_body(topic, options(), {}, "demo.myshopify.com");
        const order::Body body = order::read_body(bytes.value());
        for (const order::LineItem& line : body.order.value().lines)
            out += std::to_string(line.current_quantity) + "/" +
                   std::to_string(line.fulfillable_quantity) + "/" +
                   std::to_string(line.fulfilled_quantity) + " ";
        return out;
    };
    EXPECT_EQ(lines("orders/create"), "1/1/0 1/1/0 ");
    EXPECT_EQ(lines("orders/partially_fulfilled"), "1/0/1 1/1/0 ");
    EXPECT_EQ(lines("orders/fulfilled"), "1/0/1 1/0/1 ");
    EXPECT_EQ(lines("orders/cancelled"), "0/0/0 0/0/0 ");
}
