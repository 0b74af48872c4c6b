// Shopify's own sample bodies, read and rendered: the documents suppliers would really get.
#include "base/file.hpp"
#include "order/body.hpp"
#include "order/collect.hpp"
#include "order/handover.hpp"
#include "order/line_roles.hpp"
#include "render/document.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "xml/schema.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

/// Every body below the folder that is an order.
std::vector<std::pair<std::filesystem::path, order::Order>>
orders_below(const std::filesystem::path& folder) {
    std::vector<std::pair<std::filesystem::path, order::Order>> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file())
            continue;
        order::Body body = order::read_body(base::read_file(entry.path()));
        if (body.order)
            out.emplace_back(entry.path(), *std::move(body.order));
    }
    return out;
}

std::string document_of(const order::Order& order) {
    render::Sheet sheet;
    sheet.order = &order;
    sheet.po_number = "1";
    sheet.show_prices = true;
    if (auto money = order::to_collect(order); money && money->amount.units() > 0)
        sheet.collect = std::move(money);
    for (const order::LineItem& item : order.lines)
        sheet.lines.push_back({&item, item.quantity});
    return render::render_native(sheet).bytes;
}

std::string document_of_case(const std::string& file) {
    const order::Body body =
        order::read_body(base::read_file(test::shared_folder() / "cases" / file));
    EXPECT_TRUE(body.order && body.order->defects.empty()) << file;
    return body.order ? document_of(*body.order) : "";
}

} // namespace

TEST(SampleBodies, BecomeValidDocuments) {
    if (test::shared_folder().empty())
        GTEST_SKIP() << "the folder with Shopify's sample bodies is not here: nothing was checked";
    const auto schema =
        xml::Schema::from_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "share/order.xsd");
    for (const char* folder : {"payloads", "cases"}) {
        const auto orders = orders_below(test::shared_folder() / folder);
        EXPECT_GT(orders.size(), 10U) << folder;
        for (const auto& [path, order] : orders) {
            const std::string bytes = document_of(order);
            const auto faults = schema.check(bytes);
            EXPECT_TRUE(faults.empty())
                << path << ": " << faults.front().line << ": " << faults.front().message;
            for (const order::LineItem& item : order.lines)
                EXPECT_NE(bytes.find(" id=\"" + std::to_string(item.id) + "\""), std::string::npos)
                    << path;
        }
    }
}

TEST(FieldCases, CarryWhatTheSupplierNeeds) {
    if (test::shared_folder().empty())
        GTEST_SKIP() << "the folder with the field's cases is not here: nothing was checked";
    const auto has = [](const std::string& file, const std::string& text) {
        EXPECT_NE(document_of_case(file).find(text), std::string::npos) << file << ": " << text;
    };
    has("local-delivery-phone/body.json", "<phone>+447700900999</phone>\n  </contact>");
    has("nested-addon/body.json", "<service for=\"770000001\" position=\"3\" id=\"770000002\">");
    has("nested-addon/body.json", "<property name=\"Text\">For Ida, 4 May</property>");
    has("physical-gift-card/body.json", "id=\"770000002\" gift-card=\"true\">");
    has("cod/body.json", "<collect currency=\"RON\">14.00</collect>");
    has("b2b-net30/body.json", "<customer-reference>PO 4500-77 / Lab 3</customer-reference>");
    has("b2b-net30/body.json", "<company id=\"3301\" location=\"4401\">Northgate Labs</company>");
}

TEST(FieldCases, TellHowTheGoodsAreHandedOverAndWhenThePaymentIsDue) {
    if (test::shared_folder().empty())
        GTEST_SKIP() << "the folder with the field's cases is not here: nothing was checked";
    const auto read = [](const char* file) {
        return *order::read_body(base::read_file(test::shared_folder() / "cases" / file)).order;
    };
    const order::Order both = read("ship-and-pickup/body.json");
    EXPECT_EQ(order::handover(both), order::Handover::several);
    EXPECT_EQ(order::methods(both),
              (std::vector<order::Method>{{"Standard", false}, {"Harbourside shop", true}}));
    EXPECT_EQ(order::handover(read("ship-and-pickup/pickup-only.json")), order::Handover::pick_up);
    EXPECT_EQ(order::handover(read("local-delivery-phone/body.json")), order::Handover::ship);
    const order::Order net30 = read("b2b-net30/body.json");
    EXPECT_EQ(net30.payment_terms->name, "Net 30");
    EXPECT_EQ(base::format_time(*net30.payment_terms->next_due()), "2026-12-24T09:00:00Z");
    EXPECT_EQ(order::collecting_gateway(read("cod/body.json"), {"cash on delivery*"}),
              "Cash on Delivery (COD)");
    const auto roles = order::line_roles(read("nested-addon/body.json"));
    ASSERT_EQ(roles.size(), 3U);
    EXPECT_EQ(roles[0].role, order::LineRole::goods);
    EXPECT_EQ(roles[1].of, 770000001);
    EXPECT_EQ(roles[2].role, order::LineRole::left_out) << "gift wrapping names nothing";
}
