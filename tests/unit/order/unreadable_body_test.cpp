#include "order/body.hpp"
#include "order/json_repair.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::Body;
using order::BodyKind;
using order::read_body;

namespace {

std::string order_body(const std::string& note) {
    return R"({"id":5550001001,"order_number":1001,"line_items":[],"note":")" + note +
           R"(","created_at":"2026-11-22T10:00:00Z","updated_at":"2026-11-22T10:00:00Z"})";
}

/// The note after mending, with the count that is expected.
std::string mended_note(const std::string& body, std::size_t replaced) {
    const Body read = read_body(body);
    EXPECT_EQ(read.replaced, replaced);
    EXPECT_TRUE(read.order) << read.reason;
    return read.order ? read.order->note : "";
}

constexpr const char* k_fffd = "\xEF\xBF\xBD";

} // namespace

TEST(MendedBody, BrokenUtf8BecomesAReplacement) {
    EXPECT_EQ(mended_note(order_body("a\xff\xc3("), 2), std::string{"a"} + k_fffd + k_fffd + "(");
}

TEST(MendedBody, LoneSurrogateEscapesBecomeReplacements) {
    EXPECT_EQ(mended_note(order_body(R"(a\ud800b)"), 1), std::string{"a"} + k_fffd + "b");
    EXPECT_EQ(mended_note(order_body(R"(a\udc00b)"), 1), std::string{"a"} + k_fffd + "b");
    EXPECT_EQ(mended_note(order_body(R"(\ud83d\ud83d\ude00)"), 1), std::string{k_fffd} + "😀");
    EXPECT_EQ(mended_note(order_body(R"(\ud83d\u0041)"), 1), std::string{k_fffd} + "A");
}

TEST(MendedBody, WholePairsAndEscapedBackslashesStay) {
    EXPECT_EQ(mended_note(order_body(R"(\ud83d\ude00)"), 0), "😀");
    EXPECT_EQ(mended_note(order_body(R"(\\ud800 \ud800)"), 1), std::string{"\\ud800 "} + k_fffd);
}

TEST(MendedBody, RawControlBytesBecomeReplacements) {
    EXPECT_EQ(mended_note(order_body("a\nb\x01"), 2), std::string{"a"} + k_fffd + "b" + k_fffd);
    EXPECT_EQ(mended_note(order_body(std::string{"a\0b", 3}), 1), std::string{"a"} + k_fffd + "b");
}

TEST(MendedBody, UnknownEscapesBecomeReplacements) {
    EXPECT_EQ(mended_note(order_body(R"(a\qb\u12)"), 2),
              std::string{"a"} + k_fffd + "qb" + k_fffd + "u12");
}

TEST(MendedBody, AByteOrderMarkAndTrailingGarbageAreCut) {
    EXPECT_EQ(mended_note("\xEF\xBB\xBF" + order_body("x"), 1), "x");
    EXPECT_EQ(mended_note(order_body("x") + " \n garbage }", 1), "x");
    EXPECT_EQ(mended_note(order_body("x") + order_body("y"), 1), "x");
    EXPECT_EQ(mended_note(order_body("x") + std::string(3, '\0'), 1), "x");
}

TEST(MendedBody, NumbersNoMachineTypeHoldsDoNotCostTheOrder) {
    std::string body = order_body("x");
    body.insert(1, R"("huge":123456789012345678901234567890,"more":-1e999,)");
    EXPECT_EQ(mended_note(body, 2), "x");
}

TEST(MendedBody, WhiteSpaceAtBothEndsIsNoGarbage) {
    EXPECT_EQ(mended_note("\r\n " + order_body("x") + "\r\n", 0), "x");
}

TEST(UnreadableBody, SaysWhereItBreaks) {
    EXPECT_EQ(read_body("").reason, "the body is empty");
    EXPECT_EQ(read_body(" \r\n").reason, "the body is empty");
    EXPECT_EQ(read_body("<order/>").reason, "XML instead of JSON: subscribe with format JSON");
    EXPECT_EQ(read_body(R"({"id":1,)").reason,
              "no JSON: it ends at byte 8: a name in quotes is missing");
    EXPECT_EQ(read_body(R"({"id":})").reason, "no JSON: at byte 6: a value is missing");
    EXPECT_EQ(read_body(R"({"id":1 "x":2})").reason,
              "no JSON: at byte 8: a comma or `}` is missing");
    EXPECT_EQ(read_body(R"({"note":"abc)").reason,
              "no JSON: it ends at byte 12: the text that began at byte 8 has no end");
    EXPECT_EQ(read_body(R"({"a":01})").reason, "no JSON: at byte 7: a number is malformed");
    EXPECT_EQ(read_body("hello").reason, "no JSON: at byte 0: a value is missing");
}

TEST(UnreadableBody, DepthBombsAndFragmentsNeverCrash) {
    for (const std::string& open : {std::string{"["}, std::string{R"({"a":)"}}) {
        std::string bomb;
        for (int i = 0; i < 20'000; ++i)
            bomb += open;
        const Body body = read_body(bomb);
        EXPECT_EQ(body.kind, BodyKind::unreadable);
        EXPECT_NE(body.reason.find("nested deeper than 1024 levels"), std::string::npos)
            << body.reason;
    }
    const std::string whole = test::data_file("bodies/order_two_suppliers.json");
    for (std::size_t cut = 0; cut < whole.size() - 3; cut += 97) {
        const Body body = read_body(std::string_view{whole}.substr(0, cut));
        EXPECT_EQ(body.kind, BodyKind::unreadable) << cut;
        EXPECT_FALSE(body.reason.empty()) << cut;
    }
}

TEST(UnreadableBody, OneMegabyteOfTextIsRead) {
    const Body body = read_body(order_body(std::string(1U << 20U, 'x')));
    ASSERT_TRUE(body.order);
    EXPECT_EQ(body.order->note.size(), 1U << 20U);
}

TEST(JsonFault, FindsNoneInGoodJson) {
    for (const char* good :
         {"{}", "[]", "null", " [1, -0.5e+3, \"a\\\"b\", {\"x\": [true, false]}] ", "0",
          "\"\\u00e4\""})
        EXPECT_EQ(order::json_fault(good), "") << good;
    for (const char* bad : {"", "{", "[1,]", "{\"a\"}", "{a:1}", "tru", "1.", "-", "1e", "[1 2]",
                            "\"", "{}{}", "{\"a\":1,}"})
        EXPECT_NE(order::json_fault(bad), "") << bad;
}
