#include "base/error.hpp"
#include "order/date_pattern.hpp"
#include "order/flat_form.hpp"
#include "order/flat_paths.hpp"

#include <functional>
#include <gtest/gtest.h>

using namespace shoporder;
using order::FlatColumn;
using order::FlatForm;
using order::FlatKind;

namespace {

FlatColumn column(const char* value) {
    FlatColumn out;
    out.header = out.value = value;
    return out;
}

FlatColumn constant(const char* header, const char* text, std::size_t width = 0) {
    FlatColumn out;
    out.header = header;
    out.text = text;
    out.width = width;
    return out;
}

FlatForm form(FlatKind kind = FlatKind::csv) {
    FlatForm out = FlatForm::preset(kind);
    for (const char* value : {"po", "line.title", "line.price"}) {
        out.columns.push_back(column(value));
        out.columns.back().width = kind == FlatKind::fixed ? 12 : 0;
    }
    return out;
}

std::string said(const std::function<void()>& check) {
    try {
        check();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

std::string refusal(FlatKind kind, const std::function<void(FlatForm&)>& spoil) {
    FlatForm spoilt = form(kind);
    spoil(spoilt);
    return said([&] { order::check_form(spoilt); });
}
std::string csv(const std::function<void(FlatForm&)>& spoil) {
    return refusal(FlatKind::csv, spoil);
}
std::string fixed(const std::function<void(FlatForm&)>& spoil) {
    return refusal(FlatKind::fixed, spoil);
}

base::LocalTime local(const char* utc) {
    return base::TimeZone{"UTC"}.to_local(base::parse_time(utc).value());
}

} // namespace

TEST(FlatPaths, AreFoundWithTheNamesBehindThem) {
    EXPECT_EQ(order::find_flat_path("ship_to.zip")->path().name, "ship_to.zip");
    const auto property = order::find_flat_path("line.property.Gravur.Text");
    ASSERT_TRUE(property);
    EXPECT_EQ(property->path().name, "line.property.");
    EXPECT_EQ(property->rest, "Gravur.Text");
    EXPECT_TRUE(property->path().of_line());
    EXPECT_EQ(order::find_flat_path("line.properties")->path().name, "line.properties");
    for (const char* none : {"", "ship_to", "line.", "line.property.", "attribute.", "PO", "po "})
        EXPECT_FALSE(order::find_flat_path(none)) << none;
}

TEST(FlatPaths, TheNearestIsNamed) {
    EXPECT_EQ(order::unknown_flat_path("ship_to.zipp"),
              "`ship_to.zipp` is no path into the order; did you mean ship_to.zip?");
    EXPECT_EQ(order::unknown_flat_path("sku"),
              "`sku` is no path into the order; did you mean line.sku?");
    EXPECT_EQ(order::unknown_flat_path("attribute."),
              "`attribute.` needs a name behind the dot, such as `attribute.Engraving`");
    EXPECT_NE(order::unknown_flat_path("DROPSHIP").find("a constant is written { text = "),
              std::string::npos);
}

TEST(DatePattern, KnowsLettersThatAreDigits) {
    const auto time = local("2026-03-04T05:06:07Z");
    EXPECT_EQ(order::format_date("%d.%m.%Y", time), "04.03.2026");
    EXPECT_EQ(order::format_date("%y%m%d-%H%M%S", time), "260304-050607");
    EXPECT_EQ(order::format_date("%Y/%j 100%%", time), "2026/063 100%");
    EXPECT_EQ(order::format_date("%j", local("2028-12-31T23:59:59.999999Z")), "366");
    EXPECT_NO_THROW(order::check_date_pattern("%d.%m.%Y"));
    for (const char* bad : {"", "d.m.Y", "%", "%d%", "%b", "%%", "%d\n", "%E"})
        EXPECT_NE(said([&] { order::check_date_pattern(bad); }), "accepted") << bad;
    EXPECT_NE(said([&] { order::check_date_pattern("%d" + std::string(40, 'x')); }), "accepted");
}

TEST(DatePattern, ADayIsOneThatThereIs) {
    EXPECT_EQ(order::format_date("%d.%m.%y", order::parse_day("2028-02-29").value()), "29.02.28");
    for (const char* bad : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "24.12.2026",
                            "2026-12-24 ", "-026-12-24", "2026-+1-01"})
        EXPECT_FALSE(order::parse_day(bad)) << bad;
}

TEST(FlatForm, WhatFitsIsAccepted) {
    EXPECT_EQ(csv([](FlatForm&) {}), "accepted");
    EXPECT_EQ(fixed([](FlatForm&) {}), "accepted");
    EXPECT_EQ(said([] { order::check_form({}); }), "accepted");
    EXPECT_EQ(csv([](FlatForm& f) {
                  f.separator = '\t';
                  f.quoting = order::Quoting::never;
                  f.decimal = ",";
                  f.columns[1].max = 40;
                  f.columns[1].cut = true;
                  f.columns[2].decimals = 2;
                  f.columns.push_back(constant("Type", "DROPSHIP"));
              }),
              "accepted");
}

TEST(FlatForm, AMistakeNamesTheColumnAndTheRemedy) {
    EXPECT_EQ(csv([](FlatForm& f) { f.columns[1].value = "line.titel"; }),
              "column 2 (line.title): `line.titel` is no path into the order; did you mean "
              "line.title?");
    EXPECT_EQ(csv([](FlatForm& f) {
                  f.columns[0].max = 5;
                  f.columns[0].cut = true;
              }),
              "column 1 (po): `cut` would make another value of po; leave it out, and what is too "
              "long is held for a person");
    EXPECT_EQ(csv([](FlatForm& f) { f.decimal = ""; }),
              "column 3 (line.price): needs `decimals`: `decimal` is empty, so only they say where "
              "the point is");
    EXPECT_EQ(fixed([](FlatForm& f) { f.columns[2].pad = '0'; }),
              "column 3 (line.price): `pad = \"0\"` behind a value would make another one of it; "
              "add `align = \"right\"`");
    EXPECT_EQ(fixed([](FlatForm& f) {
                  f.columns[0].width = 0;
              }).rfind("column 1 (po): needs a `width` of 1 to 10000", 0),
              0U);
}

TEST(FlatForm, WhatCannotWorkTogetherIsRefused) {
    using F = FlatForm;
    const auto never = [](F& f) { f.quoting = order::Quoting::never; };
    EXPECT_NE(csv([](F& f) { f.columns.clear(); }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns.resize(501, f.columns[0]); }), "accepted");
    EXPECT_NE(csv([&](F& f) { never(f), f.keep_breaks = true; }), "accepted");
    EXPECT_NE(csv([&](F& f) { never(f), f.decimal = ","; }), "accepted");
    EXPECT_NE(csv([&](F& f) { never(f), f.per_line = false, f.join = ", "; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.decimal = "'"; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.join = ""; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.date = "%b"; }), "accepted");
    for (const char bad : {'a', '1', ' ', '\n', '"', '.', '-', '+', '\0', '\x7f', '\xC3'})
        EXPECT_NE(csv([&](F& f) { f.separator = bad; }), "accepted") << int{bad};
    for (const char bad : {'a', ' ', ',', '\t'})
        EXPECT_NE(csv([&](F& f) { f.quote = bad; }), "accepted") << int{bad};
    EXPECT_NE(csv([](F& f) { f.columns[0].width = 5; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns[0].text = "x"; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns[0].date = "%d"; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns[0].decimals = 2; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns[1].cut = true; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns[0].header = "a\nb"; }), "accepted");
    EXPECT_NE(csv([](F& f) { f.columns[0].words = {{"a\tb", "c"}}; }), "accepted");
    EXPECT_NE(csv([](F& f) {
                  f.per_line = false;
                  f.columns[1].max = 9, f.columns[1].cut = true;
              }),
              "accepted");
    EXPECT_NE(fixed([](F& f) { f.separator = ';'; }), "accepted");
    EXPECT_NE(fixed([](F& f) { f.quote_formulas = true; }), "accepted");
    EXPECT_NE(fixed([](F& f) { f.columns[0].max = 3; }), "accepted");
    EXPECT_NE(fixed([](F& f) { f.columns[0].width = 10'001; }), "accepted");
    EXPECT_NE(fixed([](F& f) {
                  f.columns.resize(10, f.columns[0]),
                      f.columns[0].width = 9999, f.columns[1].width = 9999,
                      f.columns[2].width = 9999, f.columns[3].width = 9999;
              }),
              "accepted");
    EXPECT_NE(fixed([](F& f) { f.header = true, f.columns[1].width = 9; }), "accepted");
    EXPECT_NE(fixed([](F& f) { f.columns.push_back(constant("", "äöü", 2)); }), "accepted");
    EXPECT_EQ(fixed([](F& f) { f.columns.push_back(constant("", "äöü", 3)); }), "accepted");
}

TEST(FlatForm, ComesBackFromItsStoredText) {
    FlatForm all = form();
    all.columns[0].header = "Auftrag = \\ \"x\"";
    all.columns[1].max = 40;
    all.columns[1].cut = true;
    all.columns[1].words = {{"", "-"}, {"a b", " c "}};
    all.columns[2].decimals = 0;
    all.columns.push_back(constant("", " two  blanks "));
    all.columns.push_back(column("order.created"));
    all.columns.back().date = "%d.%m.%Y";
    all.per_line = false;
    all.join = " / ";
    all.header = false;
    all.decimal = "";
    all.date = "%Y";
    all.keep_breaks = true;
    all.separator = '\t';
    all.quote = '\'';
    all.quoting = order::Quoting::always;
    all.quote_formulas = true;
    EXPECT_EQ(order::parse_flat_form(order::stored_text(all)), all) << order::stored_text(all);

    FlatForm wide = form(FlatKind::fixed);
    wide.header = true;
    wide.columns[2].right = true;
    wide.columns[2].pad = '0';
    EXPECT_EQ(order::parse_flat_form(order::stored_text(wide)), wide);
    EXPECT_EQ(order::parse_flat_form(order::stored_text(form())), form());
    EXPECT_EQ(order::stored_text({}), "");
    EXPECT_EQ(order::parse_flat_form(""), FlatForm{});
}

TEST(FlatForm, AStoredTextOfAnotherVersionIsRefused) {
    for (const char* bad :
         {"tsv\n", "csv\nsurprise 1\n", "csv\ncolumn\nsurprise 1\n", "csv\nseparator ;;\n",
          "csv\ncolumn\nmax x\n", "csv\ncolumn\nword a\n", "csv\ncolumn\nwidth 99999999999\n"})
        EXPECT_NE(
            said([&] { (void)order::parse_flat_form(bad); }).find("import the supplier again"),
            std::string::npos)
            << bad;
}

TEST(FlatForm, IsSaidInWords) {
    EXPECT_EQ(order::words_of(form()), "csv, 3 columns, a row for each line");
    EXPECT_EQ(order::words_of(form(FlatKind::fixed)),
              "fixed width, 3 columns, a row for each line");
    EXPECT_EQ(order::words_of(FlatForm{}), "");
}
