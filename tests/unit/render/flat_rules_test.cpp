// Flat files by a supplier's rules for its fields and the form of its bytes, as every format obeys
// them.
#include "render/flat.hpp"
#include "render/format.hpp"
#include "unit/render/sample_order.hpp"

#include <functional>
#include <gtest/gtest.h>

using namespace shoporder;
using order::FlatForm;
using order::FlatKind;
using render::Altered;
using render::Unfit;

namespace {

FlatForm form_of(std::initializer_list<const char*> values, FlatKind kind = FlatKind::csv) {
    FlatForm form = FlatForm::preset(kind);
    form.header = false;
    for (const char* value : values) {
        form.columns.emplace_back();
        form.columns.back().header = form.columns.back().value = value;
    }
    return form;
}

render::Document document(const test::Sample& sample, const FlatForm& form,
                          const render::FieldRules& rules) {
    return render::render_flat(std::span{&sample.sheet, 1}, 0, form, "", rules);
}

std::string unfit(const std::function<void()>& render) {
    try {
        render();
    } catch (const Unfit& error) {
        return error.code() + ": " + error.what();
    }
    return "rendered";
}

/// "line[1]/title 2 3": place, count and how, each.
std::string altered(const render::Document& document) {
    std::string out;
    for (const render::Replacement& each : document.replaced)
        out += (out.empty() ? "" : "; ") + each.field + " " + std::to_string(each.count) + " " +
               std::to_string(static_cast<int>(each.how));
    return out;
}
std::string how(Altered altered) {
    return std::to_string(static_cast<int>(altered));
}

} // namespace

TEST(FlatRules, LimitsOfFieldsHoldOrCut) {
    const auto sample = test::with_title("Müsliriegel");
    render::FieldRules rules;
    rules.limits = {{"line/title", 4, false}};
    EXPECT_EQ(unfit([&] {
                  (void)document(*sample, form_of({"po", "line.title"}), rules);
              }),
              "field_limit: line[1]/title has 11 characters, and the supplier takes 4; shorten it "
              "in Shopify, or let it be cut: document.limits, line/title=4 cut");
    rules.limits = {{"line/title", 4, true}, {"line/property", 3, true}, {"ship-to/zip", 2, true}};
    const auto cut = document(
        *sample, form_of({"po", "line.title", "ship_to.zip", "line.property.Engraving"}), rules);
    EXPECT_EQ(cut.bytes, "1001-A,Müsl,20,Ann\n");
    EXPECT_EQ(altered(cut), "ship-to/zip 3 " + how(Altered::cut) + "; line[1]/title 7 " +
                                how(Altered::cut) + "; line[1]/property 9 " + how(Altered::cut));
    // Each property by itself.
    EXPECT_EQ(document(*sample, form_of({"po", "line.properties"}), rules).bytes,
              "1001-A,Engraving: Ann; _print_file: htt\n");
}

TEST(FlatRules, AColumnsOwnLimitComesAfterThem) {
    const auto sample = test::with_title("Müsliriegel");
    render::FieldRules rules;
    rules.limits = {{"line/title", 8, true}};
    FlatForm form = form_of({"po", "line.title"});
    form.columns[1].max = 5;
    EXPECT_EQ(unfit([&] { (void)document(*sample, form, rules); }).substr(0, 41),
              "field_limit: line[1].title has 8 characte");
    form.columns[1].cut = true;
    EXPECT_EQ(document(*sample, form, rules).bytes, "1001-A,Müsli\n");
}

TEST(FlatRules, WhatIsHiddenIsMissing) {
    const auto sample = test::with_title("Mug");
    render::FieldRules rules;
    rules.hidden = {"contact/email", "bill-to", "ship-to/country", "line/property", "note"};
    FlatForm form = form_of({"po", "contact.email", "contact.phone", "bill_to.name",
                             "bill_to.country_code", "ship_to.country", "ship_to.country_code",
                             "line.property.Engraving", "line.properties", "note"});
    form.columns[9].words = {{"", "-"}};
    EXPECT_EQ(document(*sample, form, rules).bytes, "1001-A,,+49 40 1,,,,,,,-\n");
}

TEST(FlatRules, APickUpIsNotToldByAHiddenColumn) {
    const auto sample = test::with_title("Mug");
    sample->order.shipping_lines = {{1, "Shop", "", "", "shopify", "pickup", {}}};
    render::FieldRules rules;
    const FlatForm form = form_of({"po", "method.title"});
    EXPECT_EQ(unfit([&] { (void)document(*sample, form, rules); }), "rendered");
    rules.hidden = {"shipping-method"};
    EXPECT_EQ(unfit([&] { (void)document(*sample, form, rules); }).substr(0, 34),
              "columns: the shopper fetches the g");
    EXPECT_EQ(unfit([&] {
                  (void)document(*sample, form_of({"po", "method.pick_up"}), rules);
              }),
              "rendered");
}

TEST(FlatRules, WhatTheEncodingLacksIsCountedAndPadded) {
    const auto sample = test::with_title("Ł“x”");
    render::FieldRules rules;
    rules.encoding = "ISO-8859-1";
    rules.missing = render::Missing::transliterate;
    FlatForm form = form_of({"line.title", "po"}, FlatKind::fixed);
    form.columns[0].width = 6;
    form.columns[1].width = 6;
    const auto written = document(*sample, form, rules);
    EXPECT_EQ(written.bytes, "L\"x\"  1001-A\n");
    EXPECT_EQ(altered(written), "line[1]/title 3 " + how(Altered::plainer));
    // A mark that becomes a quote is quoted as one, and a sign that becomes a formula's, too.
    EXPECT_EQ(document(*sample, form_of({"line.title"}), rules).bytes, "\"L\"\"x\"\"\"\n");
    FlatForm guarded = form_of({"po", "line.title"});
    guarded.quote_formulas = true;
    const std::string formula = document(*test::with_title("\xEF\xBC\x9D"
                                                           "1+1"),
                                         guarded, rules)
                                    .bytes; // a wide =
    EXPECT_TRUE(formula == "1001-A,'=1+1\n" || formula == "1001-A,?1+1\n") << formula;
    rules.missing = render::Missing::refuse;
    EXPECT_EQ(unfit([&] { (void)document(*sample, form, rules); }).substr(0, 40),
              "encoding: line[1]/title has the characte");
}

TEST(FlatRules, WordsAndConstantsAreInTheEncodingToo) {
    const auto sample = test::with_title("Mug");
    render::FieldRules rules;
    rules.encoding = "US-ASCII";
    rules.missing = render::Missing::transliterate;
    FlatForm form = form_of({"kind", "line.quantity"});
    form.columns[0].words = {{"new", "Größe"}};
    form.columns[0].header = "Ähre";
    form.header = true;
    form.columns.push_back({});
    form.columns.back().text = "café";
    for (const char c : document(*sample, form, rules).bytes)
        EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(FlatRules, TheFormatWritesItsBytes) {
    const auto sample = test::with_title("Müsli");
    render::FormatParts parts;
    parts.flat = form_of({"po", "line.title"});
    parts.flat.header = true;
    parts.file.bom = true;
    parts.file.crlf = true;
    EXPECT_EQ(render::Format{parts}.order(sample->sheet).bytes,
              "\xEF\xBB\xBFpo,line.title\r\n1001-A,Müsli\r\n");
    parts.file.encoding = parts.fields.encoding = "ISO-8859-1";
    EXPECT_EQ(render::Format{parts}.order(sample->sheet).bytes,
              "po,line.title\r\n1001-A,M\xFCsli\r\n");
    // What the encoding lacks has no reference in a text that is no XML.
    EXPECT_EQ(unfit([&] {
                  (void)render::Format{parts}.order(test::with_title("Łódź")->sheet);
              }).substr(0, 27),
              "encoding: it has the charac");
}

TEST(FlatRules, ABatchHasOneHeaderAndPartsAreTried) {
    const auto one = test::with_title("a\x1F");
    const auto two = test::with_title("b");
    render::FormatParts parts;
    parts.flat = form_of({"batch", "po", "line.title"});
    parts.flat.header = true;
    const render::Format format{parts};
    const std::vector<render::Sheet> sheets{one->sheet, two->sheet};
    EXPECT_EQ(format.batch(7, sheets).bytes,
              "batch,po,line.title\n7,1001-A,a\xEF\xBF\xBD\n7,1001-A,b\n");
    EXPECT_EQ(altered(format.part(one->sheet)), "line[1].title 1 " + how(Altered::replaced));
}
