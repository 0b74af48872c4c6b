#include "report/json.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace shoporder::report {
namespace {

TEST(Json, KeepsTheOrderOfKeysAndEscapes) {
    Value v = Value::object();
    v.set("z", "a\"\n\x01").set("a", 1).set("t", true).set("n", Value{});
    EXPECT_EQ(v.text(true), "{\"z\":\"a\\\"\\n\\u0001\",\"a\":1,\"t\":true,\"n\":null}\n");
}

TEST(Json, IdsAreStringsAndZeroIsNone) {
    Value v = Value::object();
    v.set("id", json_id(std::numeric_limits<std::int64_t>::max())).set("none", json_id(0));
    EXPECT_EQ(v.text(true), "{\"id\":\"9223372036854775807\",\"none\":null}\n");
}

TEST(Json, BrokenUtf8BecomesReplacementCharactersAndNothingThrows) {
    EXPECT_EQ(Value{std::string{"a\xff"}}.text(true), "\"a\xEF\xBF\xBD\"\n");
}

TEST(Json, TimesAreUtcAndUnknownOnesNull) {
    Value v = Value::array();
    v.push(*base::parse_time("2026-11-22T10:00:00+01:00")).push(std::optional<base::Time>{});
    EXPECT_EQ(v.text(true), "[\"2026-11-22T09:00:00Z\",null]\n");
}

TEST(Json, InvisibleCharactersAreEscapes) {
    EXPECT_EQ(Value{"a\u202Eb\xC2\x9Bz\x7F\U000E0041"}.text(true),
              "\"a\\u202eb\\u009bz\\u007f\\udb40\\udc41\"\n");
    EXPECT_EQ(Value{"Zo\u00EB \U0001F468\u200D\U0001F469"}.text(true),
              "\"Zo\u00EB \U0001F468\u200D\U0001F469\"\n");
    EXPECT_NE(Value::object().set("a", "b").text().find("\n"), std::string::npos) << "as it was";
}

TEST(Json, EmptyListsAreLists) {
    EXPECT_EQ(Value::array().text(true), "[]\n");
    EXPECT_EQ(Value::object().text(true), "{}\n");
}

} // namespace
} // namespace shoporder::report
