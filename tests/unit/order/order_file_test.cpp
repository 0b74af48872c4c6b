#include "order/order_file.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::cut_orders;

namespace {

/// "1:{…} 2:{…}" or "! defect" after what was cut before.
std::string cut(std::string_view text) {
    std::string out;
    const order::OrderFile file = cut_orders(text);
    for (const auto& piece : file.pieces)
        out += std::to_string(piece.line) + ":" + std::string{piece.bytes} + " ";
    return file.defect.empty() ? out : out + "! " + file.defect;
}

} // namespace

TEST(OrderFile, OneOrderAnArrayLinesAndTheApisAnswer) {
    EXPECT_EQ(cut(R"({"id": 1})"), R"(1:{"id": 1} )");
    EXPECT_EQ(cut("\n {\n\"id\": 1}\n"), "2:{\n\"id\": 1} ");
    EXPECT_EQ(cut("[{\"a\":1},\n{\"a\":2}]"), R"(1:{"a":1} 2:{"a":2} )");
    EXPECT_EQ(cut("{\"a\":1}\n\n{\"a\":2}\r\n"), R"(1:{"a":1} 3:{"a":2} )");
    EXPECT_EQ(cut("{ \"orders\" : [ {\"a\":1} ] }"), R"(1:{"a":1} )");
    EXPECT_EQ(cut("\xEF\xBB\xBF[{\"a\":1}]"), R"(1:{"a":1} )");
    EXPECT_EQ(cut("[]"), "");
    EXPECT_EQ(cut(R"({"orders": []})"), "");
}

TEST(OrderFile, BracesInTextAreText) {
    EXPECT_EQ(cut(R"([{"a":"}]{\"\\"},{"b":["{",{"c":"]"}]}])"),
              R"(1:{"a":"}]{\"\\"} 1:{"b":["{",{"c":"]"}]} )");
    // "orders" may be a key of an order, too.
    EXPECT_EQ(cut(R"({"orders": 1})"), R"(1:{"orders": 1} )");
}

TEST(OrderFile, NamesTheLineOfWhatIsWrong) {
    EXPECT_EQ(cut(""), "! line 1: there is no order in it");
    EXPECT_EQ(cut("\n\n[1]"), "! line 3: an order begins with {");
    EXPECT_EQ(cut("{\"a\":1}\n{\"b\":"), "1:{\"a\":1} ! line 2: this order has no end: the file is "
                                         "cut short?");
    EXPECT_EQ(cut("{\"a\":\"x"), "! line 1: this order has no end: the file is cut short?");
    EXPECT_EQ(cut("[{\"a\":1}\n{\"b\":2}]"), "1:{\"a\":1} ! line 2: a comma or ] is missing");
    EXPECT_EQ(cut("[{\"a\":1}"), "1:{\"a\":1} ! line 1: a comma or ] is missing");
    EXPECT_EQ(cut("[{\"a\":1}] x"), "1:{\"a\":1} ! line 1: something follows the end of the list");
    EXPECT_EQ(cut("{\"a\":1} ]"), "1:{\"a\":1} ! line 1: an order begins with {");
    EXPECT_EQ(cut("\"\\"), "! line 1: an order begins with {");
    EXPECT_NE(cut("Name,Email,Financial Status\n#1001,a@b.example,paid\n").find("admin exports"),
              std::string::npos);
}
