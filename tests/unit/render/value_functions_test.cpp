// Dates and amounts in a supplier's own form.
#include "render/value_functions.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace shoporder;

namespace {

std::string call(const char* name, const std::vector<std::string>& given,
                 const render::ValueForm& form = {",", "%d.%m.%Y", "Europe/Berlin"}) {
    const auto all = render::value_functions(form);
    return std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.name == name; })
        ->call(given);
}

std::string refusal(const char* name, const std::vector<std::string>& given) {
    try {
        return "accepted: " + call(name, given);
    } catch (const base::Error& error) {
        return error.what();
    }
}

} // namespace

TEST(ValueFunctions, WriteAnInstantsDateWhereTheSupplierIs) {
    EXPECT_EQ(call("date", {"2026-11-22T23:30:09Z"}), "23.11.2026");
    EXPECT_EQ(call("date", {"2026-11-22T23:30:09.123456Z", "%y%m%d %H:%M"}), "261123 00:30");
    EXPECT_EQ(call("date", {"2026-11-22T23:30:09Z"}, {".", "%d.%m.%Y", ""}), "22.11.2026");
    EXPECT_EQ(call("date", {"2026-12-24"}), "24.12.2026"); // a day is the same everywhere
}

TEST(ValueFunctions, LeaveADateThatIsNoneAsItIs) {
    for (const char* text : {"", "after Easter", "2026-02-30", "2026-12-24 10:00", "24.12.2026"})
        EXPECT_EQ(call("date", {text}), text);
    EXPECT_EQ(call("date", {"2026-12-24"}, {}), "2026-12-24"); // no pattern is set
    EXPECT_EQ(refusal("date", {"2026-12-24", "%B"}).find("`%B` is no date pattern"), 0U);
}

TEST(ValueFunctions, WriteAnAmountWithoutRoundingIt) {
    EXPECT_EQ(call("decimal", {"12.50"}), "12,50");
    EXPECT_EQ(call("decimal", {"-1234.5", "2"}), "-1234,50");
    EXPECT_EQ(call("decimal", {"12.500", "2"}), "12,50");
    EXPECT_EQ(call("decimal", {"7", "3"}), "7,000");
    EXPECT_EQ(call("decimal", {"12.50"}, {}), "12.50");
    EXPECT_EQ(call("decimal", {""}), "");
    EXPECT_EQ(refusal("decimal", {"12.345", "2"}), "f:decimal(): 12.345 has more than 2 decimals");
    EXPECT_EQ(refusal("decimal", {"a dozen"}), "f:decimal(): `a dozen` is no amount");
    for (const char* places : {"", "10", "-1", "x"})
        EXPECT_NE(refusal("decimal", {"1", places}).find("takes 0 to 9 decimals"),
                  std::string::npos);
}

TEST(ValueFunctions, CountTheirArguments) {
    for (const char* name : {"date", "decimal"})
        for (const std::vector<std::string>& given : {std::vector<std::string>{}, {"1", "2", "3"}})
            EXPECT_NE(refusal(name, given).find("takes a text and at most one more"),
                      std::string::npos);
}
