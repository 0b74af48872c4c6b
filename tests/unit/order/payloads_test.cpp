#include "base/file.hpp"
#include "order/body.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <map>

using namespace shoporder;
using order::BodyKind;

namespace {

/// What each collected body must be, with the number of its defects; files that wrap the body in
/// something a webhook never has are `other`.
struct Expected {
    BodyKind kind;
    std::int64_t order_id = 0;
    std::size_t defects = 0;
    const char* missing = ""; ///< of the shipping address, "none" without one
};

using K = BodyKind;

const std::map<std::string, Expected>& expectations() {
    static const std::map<std::string, Expected> all = {
        {"appjs_2026-07_draft_order_L168.json", {K::other}},
        {"appjs_2026-07_fulfillment_L141.json", {K::other}},
        {"appjs_2026-07_fulfillment_order_L29.json", {K::other}},
        {"appjs_2026-07_order_L139.json", {K::other}},
        {"appjs_2026-07_order_L184.json", {K::order, 450789469}},
        {"appjs_2026-07_order_L359.json", {K::order, 1073459976, 0, "none"}},
        {"appjs_2026-07_order_L493.json", {K::order, 1073459972, 0, "none"}},
        {"appjs_2026-07_order_L610.json", {K::order, 1073459981}},
        {"appjs_2026-07_order_L673.json", {K::order, 1073459963, 0, "none"}},
        {"appjs_2026-07_refund_L94.json", {K::other}},
        {"fulfint_fulfillment_webhook.json", {K::fulfillment, 450789469}},
        {"gadget_2026-04_app_uninstalled.json", {K::other}},
        {"gadget_2026-04_customers_data_request.json", {K::other}},
        {"gadget_2026-04_customers_redact.json", {K::other}},
        {"gadget_2026-04_draft_orders_create.json", {K::other}},
        {"gadget_2026-04_fulfillment_orders_split.json", {K::other}},
        {"gadget_2026-04_fulfillments_create.json", {K::other}},
        {"gadget_2026-04_order_transactions_create.json", {K::other}},
        {"gadget_2026-04_orders_create.json", {K::other}},
        {"gadget_2026-04_orders_delete.json", {K::other}},
        {"gadget_2026-04_orders_edited.json", {K::other}},
        {"gadget_2026-04_orders_risk_assessment_changed.json", {K::other}},
        {"gadget_2026-04_refunds_create.json", {K::other}},
        {"gadget_2026-04_shop_redact.json", {K::other}},
        {"gadget_exemplar_2023-10_orders_2.json", {K::order, 123, 3}},
        {"gadget_exemplar_2024-01_orders_2.json", {K::order, 123, 5, "street, city"}},
        {"gadget_exemplar_2025-04_fulfillments_1.json", {K::fulfillment, 123}},
        {"gadget_exemplar_2025-04_orders_1.json", {K::order, 123, 3, "name, street, city"}},
        {"gadget_exemplar_2025-04_refunds_1.json", {K::refund, 123}},
        {"goshopify_lineitem_properties_empty_object.json", {K::other}},
        {"goshopify_lineitem_properties_invalid0.json", {K::unreadable}},
        {"goshopify_lineitem_properties_invalid1.json", {K::other}},
        {"goshopify_lineitem_properties_invalid2.json", {K::other}},
        {"goshopify_lineitem_properties_object.json", {K::other}},
        {"goshopify_lineitem_properties_ommited.json", {K::other}},
        {"goshopify_lineitem_valid.json", {K::other}},
        {"goshopify_order_with_transaction.json", {K::order, 123456}},
        {"goshopify_shippingline_rfsid_invalid.json", {K::unreadable}},
        {"goshopify_shippingline_rfsid_null.json", {K::other}},
        {"goshopify_shippingline_rfsid_number.json", {K::other}},
        {"hmac-vectors.json", {K::other}},
        {"laravel_orders_create_bigid.json", {K::order, 820982911946154508}},
        {"monei_order_create.json", {K::order, 1073459962, 0, "none"}},
        {"monei_order_get.json", {K::order, 450789469}},
        {"monei_refund_get.json", {K::other}},
        {"openshopify_documented_order_property_examples.json", {K::order, 450789469}},
        {"pyapi_order.json", {K::order, 450789469}},
        {"pyapi_refund.json", {K::other}},
        {"slince_order_view.json", {K::order, 450789469}},
        {"spree_base_refund_rawbytes.json", {K::other}},
        {"triggerdev_fulfillment.json", {K::fulfillment, 820982911946154500}},
        {"triggerdev_order_ROUNDED_IDS.json", {K::order, 820982911946154508, 3}},
        {"triggerdev_refund.json", {K::refund, 820982911946154500}},
    };
    return all;
}

std::filesystem::path payloads() {
    const auto shared = test::shared_folder();
    return shared.empty() ? shared : shared / "payloads";
}

} // namespace

TEST(CollectedPayloads, AreEachWhatTheyMustBe) {
    if (payloads().empty())
        GTEST_SKIP() << "SKIPPED: no ../shared/payloads beside this checkout; the collected real "
                        "bodies were NOT read";
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{payloads()}) {
        const std::string file = entry.path().filename();
        if (entry.path().extension() != ".json")
            continue;
        SCOPED_TRACE(file);
        ++count;
        const auto expected = expectations().find(file);
        ASSERT_NE(expected, expectations().end()) << "a new file: say here what it must be";
        const order::Body body = order::read_body(base::read_file(entry.path()));
        EXPECT_EQ(order::name(body.kind), order::name(expected->second.kind)) << body.reason;
        EXPECT_EQ(body.order_id, expected->second.order_id);
        EXPECT_EQ(body.replaced, 0U);
        if (body.kind == K::other || body.kind == K::unreadable)
            EXPECT_FALSE(body.reason.empty());
        if (!body.order)
            continue;
        EXPECT_EQ(body.order->defects.size(), expected->second.defects)
            << (body.order->defects.empty() ? "" : body.order->defects.back());
        EXPECT_EQ(body.order->shipping_address ? body.order->shipping_address->missing() : "none",
                  expected->second.missing);
    }
    EXPECT_EQ(count, expectations().size());
}

TEST(CollectedPayloads, InMetadataFilesAreRightOnceTakenOut) {
    if (payloads().empty())
        GTEST_SKIP() << "SKIPPED: no ../shared/payloads beside this checkout";
    // The webhook body is the value of "response": cut it out as text, so that ids stay as sent.
    const std::map<std::string, BodyKind> expected = {
        {"customers_data_request", K::data_request},
        {"customers_redact", K::customers_redact},
        {"draft_orders_create", K::draft_order},
        {"fulfillment_orders_split", K::other},
        {"fulfillments_create", K::fulfillment},
        {"app_uninstalled", K::app_uninstalled},
        {"order_transactions_create", K::other},
        {"orders_create", K::order},
        {"orders_delete", K::order_delete},
        {"orders_edited", K::order_edit},
        {"orders_risk_assessment_changed", K::other},
        {"refunds_create", K::refund},
        {"shop_redact", K::shop_redact},
    };
    for (const auto& [topic, kind] : expected) {
        SCOPED_TRACE(topic);
        const std::string text =
            base::read_file(payloads() / ("gadget_2026-04_" + topic + ".json"));
        const auto start = text.find('{', text.find("\"response\""));
        ASSERT_NE(start, std::string::npos);
        int depth = 0;
        std::size_t end = start;
        do {
            depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
            ++end;
        } while (depth > 0 && end < text.size());
        const order::Body body = order::read_body(text.substr(start, end - start));
        EXPECT_EQ(order::name(body.kind), order::name(kind)) << body.reason;
        if (kind == K::order) {
            EXPECT_TRUE(body.order->test);
            EXPECT_TRUE(body.order->cancelled_at);
            EXPECT_EQ(body.order->financial_status, "voided");
            EXPECT_EQ(body.order_id, 820982911946154508)
                << "by its GraphQL id: the number is rounded";
        }
    }
}
