#include "order/file_pattern.hpp"

#include "base/error.hpp"
#include "order/document_form.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

std::string refusal(base::FieldPattern (*read)(std::string_view), std::string_view text) {
    try {
        static_cast<void>(read(text));
    } catch (const base::Error& error) {
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST(FilePattern, IsFilledWithItsFields) {
    const auto value = [](std::string_view field) { return field == "po" ? "1001-A" : "42"; };
    EXPECT_EQ(order::file_pattern("{po}-{order_id}{-r}.xml").fill(value), "1001-A-4242.xml");
    EXPECT_EQ(order::file_pattern("{seq:8}.XML").fill(value), "00000042.XML");
    EXPECT_EQ(order::batch_pattern("b{seq:1}").fill(value), "b42");
}

TEST(FilePattern, RefusesWhatCouldBeTheSameNameTwice) {
    EXPECT_EQ(refusal(order::file_pattern, "{po}.xml"),
              "would give two documents the same name: write {seq}, or {po} and {-r}, as in "
              "{po}-{order_id}{-r}.xml");
    EXPECT_EQ(refusal(order::file_pattern, "{order_id}{-r}.xml").substr(0, 10), "would give");
    EXPECT_EQ(refusal(order::file_pattern, "{po}{revision}"), "accepted");
    EXPECT_EQ(refusal(order::batch_pattern, "{date}.xml").substr(0, 10), "would give");
}

TEST(FilePattern, RefusesPathsAndMistakes) {
    for (const char* path :
         {"in/{seq}.xml", "..{seq}", "-{seq}", "{-r}{po}", "{seq} .xml", "{seq}\n"})
        EXPECT_NE(refusal(order::file_pattern, path), "accepted") << path;
    EXPECT_EQ(refusal(order::file_pattern, "{pq}{-r}"),
              "has the unknown field {pq}; did you mean {po}?");
    EXPECT_EQ(refusal(order::file_pattern, "{seq"),
              "has a brace without its partner: fields stand as {name}");
    EXPECT_EQ(refusal(order::file_pattern, "{po:3}{-r}"), "{po} takes no width");
    EXPECT_EQ(refusal(order::file_pattern, "{seq:99}"),
              "{seq:99}: a width is a number from 1 to 18");
}

TEST(DocumentForm, LimitsNameAFieldAndANumber) {
    const auto limit = order::field_limit("ship-to/name=35");
    ASSERT_TRUE(limit);
    EXPECT_EQ(limit->field, "ship-to/name");
    EXPECT_EQ(limit->most, 35);
    EXPECT_FALSE(limit->cut);
    EXPECT_TRUE(order::field_limit("line/title = 40 cut")->cut);
    for (const char* bad : {"ship-to/name", "ship-to/name=0", "shipto/name=3", "note=x",
                            "bill-to=3", "note=3 trim", "note=3cut"})
        EXPECT_FALSE(order::field_limit(bad)) << bad;
    EXPECT_TRUE(order::is_optional_field("bill-to"));
    EXPECT_FALSE(order::is_optional_field("purchase-order"));
}
