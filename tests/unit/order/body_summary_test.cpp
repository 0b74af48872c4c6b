// The summary that intake reads must be the one of the whole order, or two states of an order would
// be compared by different measures.
#include "order/body.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace shoporder;

namespace {

void expect_same(const std::string& body, const std::string& where) {
    const order::Body whole = order::read_body(body);
    const order::Body summary = order::read_body(body, order::Detail::summary);
    EXPECT_EQ(whole.kind, summary.kind) << where;
    EXPECT_EQ(whole.order_id, summary.order_id) << where;
    EXPECT_EQ(whole.reason, summary.reason) << where;
    EXPECT_EQ(whole.summary == summary.summary, true) << where;
    EXPECT_EQ(whole.summary.has_value(), whole.kind == order::BodyKind::order) << where;
}

int compare_folder(const std::filesystem::path& folder) {
    int compared = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.path().extension() != ".json")
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        expect_same({std::istreambuf_iterator<char>(file), {}}, entry.path().string());
        ++compared;
    }
    return compared;
}

} // namespace

TEST(BodySummary, IsThatOfTheWholeOrder) {
    EXPECT_GE(compare_folder(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "tests/data/bodies"),
              10);
    const auto shared = std::filesystem::path{SHOPORDER_SOURCE_DIR} / "../shared/payloads";
    if (!std::filesystem::exists(shared))
        GTEST_SKIP() << "no " << shared << ": only our own bodies were compared";
    EXPECT_GT(compare_folder(shared), 0);
}

TEST(BodySummary, OfOldBodiesAndBrokenNumbers) {
    const auto order = [](const std::string& lines, const std::string& rest = "") {
        return R"({"id": 5, "name": "#1", "line_items": [)" + lines +
               R"(], "financial_status": "paid", "total_price": "1.00", "currency": "EUR",)" +
               R"( "created_at": "2026-11-22T10:00:00Z", "updated_at": "2026-11-22T10:00:00Z")" +
               rest + "}";
    };
    expect_same(order(R"({"id": 1, "quantity": 3})"), "no current quantity");
    expect_same(
        order(R"({"id": 1, "quantity": 3})",
              R"(, "refunds": [{"refund_line_items": [{"line_item_id": 1, "quantity": 2}]}])"),
        "a refund");
    expect_same(order(R"({"id": 1, "quantity": 3, "current_quantity": 7})"), "more than ordered");
    expect_same(order(R"({"id": 1, "quantity": 3, "current_quantity": -7})"), "negative");
    expect_same(order(R"({"id": 1, "quantity": "x", "current_quantity": 2})"), "no number");
    expect_same(order(R"(7, {"id": 1, "current_quantity": 2})"), "no line, no quantity");
    expect_same(order("", R"(, "admin_graphql_api_id": "gid://shopify/Order/6")"), "two ids");
}
