#include "base/file.hpp"
#include "base/text.hpp"
#include "order/body.hpp"
#include "order/left_out.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <map>

using namespace shoporder;
using order::left_out;
using order::LeftOut;

namespace {

std::vector<std::string> words(const std::vector<LeftOut>& all) {
    std::vector<std::string> out;
    for (const LeftOut& each : all)
        out.push_back(order::words_of(each));
    return out;
}

using Words = std::vector<std::string>;

std::string with(const std::string& keys) {
    return R"({"id": 7, "financial_status": "paid", )" + keys +
           (keys.find("line_items") == std::string::npos ? R"(, "line_items": []})" : "}");
}

/// File → what shows of it, for the orders of which anything does.
std::map<std::string, Words> shown_in(const std::filesystem::path& folder) {
    std::map<std::string, Words> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".json")
            continue;
        const std::string body = base::read_file(entry.path());
        if (order::read_body(body).kind == order::BodyKind::order)
            if (Words shown = words(left_out(body)); !shown.empty())
                out[entry.path().lexically_relative(folder)] = std::move(shown);
    }
    return out;
}

} // namespace

TEST(LeftOut, TellsAKeyNobodyThoughtOf) {
    EXPECT_EQ(words(left_out(with(R"("leave_at": "the back door", "line_items":
        [{"id": 1, "quantity": 1, "sku": "A", "lot": 4}])"))),
              (Words{"leave_at = the back door", "line_items[0].lot = 4"}));
    EXPECT_EQ(words(left_out(with(R"("shipping_address": {"city": "Ulm", "doorbell": "Maier"},
        "shipping_lines": [{"title": "DHL", "window": {"from": "9:00", "to": null}}])"))),
              (Words{"shipping_address.doorbell = Maier",
                     R"(shipping_lines[0].window = {"from":"9:00","to":null})"}));
}

TEST(LeftOut, IsQuietAboutWhatHoldsNothing) {
    EXPECT_EQ(words(left_out(with(R"("a": null, "b": "", "c": [], "d": {}, "e": false, "f": 0,
        "g": "0.00", "h": {"amount": "0.0", "currency_code": "EUR"}, "i": [null, {"j": ""}],
        "k": " ")"))),
              Words{});
    EXPECT_EQ(words(left_out(with(R"("a": true, "b": -1, "c": [0, "x"])"))),
              (Words{"a = true", "b = -1", R"(c = [0,"x"])"}));
}

TEST(LeftOut, SaysOnceWhatLinesHaveInCommon) {
    const auto all = left_out(with(R"("line_items": [
        {"id": 11, "quantity": 1, "cold": true}, {"id": 12, "quantity": 1, "cold": "no"},
        {"id": 13, "quantity": 2, "cold": true}])"));
    EXPECT_EQ(words(all), (Words{"line_items[0,2].cold = true", "line_items[1].cold = no"}));
    EXPECT_EQ(all.at(0).lines, (std::vector<std::int64_t>{11, 13}));
}

TEST(LeftOut, ConcernsTheDocumentOfItsLinesAlone) {
    const auto all = left_out(with(R"("gift": "yes", "line_items": [
        {"id": 11, "quantity": 1, "cold": true}, {"id": 12, "quantity": 1, "fragile": true}])"));
    const std::int64_t second[] = {12};
    EXPECT_EQ(words(order::left_out_of(all, second)),
              (Words{"gift = yes", "line_items[1].fragile = true"}));
}

TEST(LeftOut, TellsLinesThatStayHere) {
    EXPECT_EQ(words(left_out(with(R"("line_items": [
        {"id": 1, "quantity": 1, "title": "Lamp"},
        {"id": 2, "quantity": 1, "title": "Insurance", "requires_shipping": false, "x": 1},
        {"id": 3, "quantity": 1, "current_quantity": 0, "title": "Taken off", "x": 1}])"))),
              Words{"line_items[1] = Insurance (needs no shipping, names no parent and carries no "
                    "properties)"});
}

TEST(LeftOut, TellsASecondMethodButNoneThatWasTakenOff) {
    EXPECT_EQ(
        words(left_out(with(R"("shipping_lines": [{"title": "Old", "is_removed": true},
        {"title": "Standard"}, {"title": "Harbour shop"}])"))),
        Words{"shipping_lines[2] = Harbour shop (the document names the first method alone)"});
}

TEST(LeftOut, FindsWhatARepairedOrAWrappedBodySays) {
    EXPECT_EQ(words(left_out(R"({"order": )" + with(R"("x": 1)") + "}")), Words{"x = 1"});
    EXPECT_EQ(words(left_out("\xEF\xBB\xBF" + with(R"("x": "y)"
                                                   "\xFF"
                                                   R"(")"))),
              Words{"x = y\xEF\xBF\xBD"});
    EXPECT_TRUE(left_out("no json").empty());
    EXPECT_TRUE(left_out("[1]").empty());
    EXPECT_TRUE(left_out(R"({"id": 4, "shop_id": 3})").empty());
}

TEST(LeftOut, CostsLittleWhateverAShopperWrites) {
    std::string many;
    for (int i = 0; i < 500; ++i)
        many += R"("key)" + std::to_string(i) + R"(": 1, )";
    EXPECT_EQ(left_out(with(many + R"("last": 1)")).size(), 100U);
    const auto all = left_out(with(R"("a\u001b[2J": ")" + std::string(119, 'x') + R"(äöü\u001b")"));
    EXPECT_EQ(all.at(0).value, std::string(119, 'x') + "…");
    EXPECT_EQ(order::words_of(all.at(0), false).find('\x1b'), std::string::npos);
}

/// Our own bodies, and those that Shopify's documentation and other people's programs show. What
/// appears here an operator sees: read a difference before you believe it.
TEST(LeftOut, IsQuietOnOrdinaryOrders) {
    const Words stay = {
        "line_items[3] = Gift card (an electronic gift card)",
        "line_items[4] = Lamp assembly video (needs no shipping, names no parent and carries no "
        "properties)"};
    const std::map<std::string, Words> own = {{"order_edited.json", stay},
                                              {"order_two_suppliers.json", stay}};
    const Words channel = {"source_identifier = fhwdgads"};
    const std::map<std::string, Words> collected = {
        {"appjs_2026-07_order_L184.json", channel},
        {"monei_order_get.json", channel},
        {"slince_order_view.json", channel},
        {"openshopify_documented_order_property_examples.json",
         {"line_items[0].duties[0].harmonized_system_code = 520300",
          "line_items[0].duties[0].country_code_of_origin = CA",
          "source_identifier = ORDERID-123"}}};
    EXPECT_EQ(shown_in(std::filesystem::path{SHOPORDER_SOURCE_DIR} / "tests/data/bodies"), own);
    if (test::shared_folder().empty())
        GTEST_SKIP() << "SKIPPED: no ../shared/payloads beside this checkout";
    EXPECT_EQ(shown_in(test::shared_folder() / "payloads"), collected);
}
