#include "report/csv_list.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using report::Value;

namespace {

Value list_of(const Value& row) {
    return Value::object().set("rows", Value::array().push(row)).set("more", false);
}

std::string line(const Value& cell) {
    const Value row = Value::object().set("a", cell);
    const std::string out = report::csv_of(list_of(row), "rows", row);
    EXPECT_TRUE(out.starts_with("a\n"));
    return out.substr(2);
}

TEST(CsvList, HasTheMembersAsColumnsEvenWithoutRows) {
    const Value row = Value::object().set("id", "").set("name", "");
    const Value none = Value::object().set("rows", Value::array());
    EXPECT_EQ(report::csv_of(none, "rows", row), "id,name\n");
}

TEST(CsvList, WritesEveryKindOfValue) {
    EXPECT_EQ(line({}), "\n");
    EXPECT_EQ(line(true), "true\n");
    EXPECT_EQ(line(-5), "-5\n");
    EXPECT_EQ(line("-12.50"), "-12.50\n");
    EXPECT_EQ(line("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"\n");
    EXPECT_EQ(line(Value::array().push("x").push("y")), "x; y\n");
    EXPECT_EQ(line(Value::array().push(Value::object().set("s", "acme").set("t", "held"))),
              "\"s=acme, t=held\"\n");
}

TEST(CsvList, NoCellIsAFormula) {
    for (const char* text : {"=1+1", "+1", "-1+2", "@x", "-", "-.5", "1.2.3"}) {
        const std::string out = line(text);
        EXPECT_TRUE(out.starts_with("\"'") || out == std::string{text} + "\n") << out;
        EXPECT_FALSE(std::string_view{"=+@"}.find(out[0]) != std::string_view::npos) << out;
    }
    EXPECT_EQ(line("-1+2"), "\"'-1+2\"\n");
    EXPECT_EQ(line(Value::array().push("=x")), "\"'=x\"\n");
}

} // namespace
