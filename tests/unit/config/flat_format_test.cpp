// `format` of a supplier as a table: the columns of a flat file.
#include "base/error.hpp"
#include "config/suppliers_file.hpp"

#include <array>
#include <gtest/gtest.h>

using namespace shoporder;
using order::FlatKind;
using order::Supplier;

namespace {

std::string file_with(const std::string& keys) {
    return "[[supplier]]\nname = \"acme\"\n" + keys;
}

Supplier read_one(const std::string& keys) {
    return config::read_suppliers(file_with(keys), "FILE").at(0);
}

std::string refusal_of(const std::string& keys) {
    try {
        (void)config::read_suppliers(file_with(keys), "FILE");
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::config);
        return error.what();
    }
    return "accepted";
}

std::string set_refusal(Supplier& supplier, const char* value) {
    try {
        config::apply_setting(supplier, "format", value);
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

std::string written(const Supplier& supplier) {
    return config::write_suppliers(std::array{supplier});
}

constexpr const char* k_csv = R"(format = { csv = [
    "Order=po",
    "line.sku",
    { header = "Qty", value = "line.quantity", decimals = 3 },
    { header = "Date", value = "order.created", date = "%d.%m.%Y" },
    { header = "Kind", value = "kind", words = { cancel = "S", new = "N", "" = "-" } },
    { header = "Name", value = "ship_to.name", max = 35, cut = true },
    { header = "a=b", value = "attribute.x=y" },
    { header = "Type", text = "DROPSHIP" },
    { header = "", text = "" },
], separator = ";", quote = "always", quote_mark = "'", rows = "order", join = "/", header = false, decimal = ",", date = "%Y%m%d", breaks = "keep", formulas = "quote" }
)";

constexpr const char* k_fixed = R"([supplier.format]
fixed = [
    { value = "po", width = 12 },
    { value = "line.quantity", width = 6, align = "right", pad = "0" },
    { text = "X", width = 1 },
]
decimal = ""
)";

} // namespace

TEST(FlatFormat, ReadsTheBriefForms) {
    const Supplier s =
        read_one("format = { csv = [ \"Order=po\", \"line.sku\", \" Zip = ship_to.zip "
                 "\" ] }\n");
    EXPECT_EQ(s.format, "csv columns");
    ASSERT_EQ(s.flat.columns.size(), 3U);
    EXPECT_EQ(s.flat.kind, FlatKind::csv);
    EXPECT_TRUE(s.flat.header);
    EXPECT_TRUE(s.flat.per_line);
    EXPECT_EQ(s.flat.separator, ',');
    EXPECT_EQ(s.flat.columns[0].header, "Order");
    EXPECT_EQ(s.flat.columns[0].value, "po");
    EXPECT_EQ(s.flat.columns[1].header, "line.sku");
    EXPECT_EQ(s.flat.columns[2].header, "Zip");
    EXPECT_EQ(s.flat.columns[2].value, "ship_to.zip");
}

TEST(FlatFormat, ReadsEveryKey) {
    const order::FlatForm f = read_one(k_csv).flat;
    ASSERT_EQ(f.columns.size(), 9U);
    EXPECT_EQ(f.columns[2].decimals, 3);
    EXPECT_EQ(f.columns[3].date, "%d.%m.%Y");
    EXPECT_EQ(f.columns[4].words, (std::vector<std::pair<std::string, std::string>>{
                                      {"", "-"}, {"cancel", "S"}, {"new", "N"}}));
    EXPECT_EQ(f.columns[5].max, 35U);
    EXPECT_TRUE(f.columns[5].cut);
    EXPECT_EQ(f.columns[6].value, "attribute.x=y");
    EXPECT_EQ(f.columns[7].text, "DROPSHIP");
    EXPECT_TRUE(f.columns[8].header.empty());
    EXPECT_EQ(f.separator, ';');
    EXPECT_EQ(f.quoting, order::Quoting::always);
    EXPECT_EQ(f.quote, '\'');
    EXPECT_FALSE(f.per_line);
    EXPECT_EQ(f.join, "/");
    EXPECT_FALSE(f.header);
    EXPECT_EQ(f.decimal, ",");
    EXPECT_EQ(f.date, "%Y%m%d");
    EXPECT_TRUE(f.keep_breaks);
    EXPECT_TRUE(f.quote_formulas);

    const order::FlatForm wide = read_one(k_fixed).flat;
    EXPECT_EQ(wide.kind, FlatKind::fixed);
    EXPECT_FALSE(wide.header);
    EXPECT_EQ(wide.decimal, "");
    EXPECT_EQ(wide.columns[1].width, 6U);
    EXPECT_TRUE(wide.columns[1].right);
    EXPECT_EQ(wide.columns[1].pad, '0');
    EXPECT_EQ(wide.columns[2].text, "X");
}

TEST(FlatFormat, IsWrittenAsItWasRead) {
    for (const char* keys :
         {k_csv, k_fixed, "format = { csv = [ \"po\" ], separator = \"tab\" }\n",
          "format = { csv = [ \"Order=po\", { value = \"attribute.x=y\" } ], header = true }\n",
          "format = { fixed = [ { header = \"PO\", value = \"po\", width = 9 } ], header = true "
          "}\n"}) {
        const Supplier s = read_one(keys);
        const auto back = config::read_suppliers(written(s), "WRITTEN");
        EXPECT_EQ(back.at(0).flat, s.flat) << written(s);
        EXPECT_EQ(back.at(0).format, s.format);
        EXPECT_EQ(written(back.at(0)), written(s));
    }
    EXPECT_EQ(written(read_one("format = { csv = [ \"Order=po\", \"line.sku\" ], separator = "
                               "\";\" }\n")),
              "[[supplier]]\nname = \"acme\"\nmode = \"test\"\nformat = { csv = [\n    "
              "\"Order=po\",\n    \"line.sku\",\n], separator = \";\" }\n");
}

TEST(FlatFormat, AMistakeNamesLineColumnAndRemedy) {
    EXPECT_EQ(refusal_of("format = { csv = [\n  \"Order=po\",\n  \"Qty=line.quantty\",\n] }\n"),
              "FILE:5: `format`: column 2: `line.quantty` is no path into the order; did you mean "
              "line.quantity?");
    EXPECT_EQ(refusal_of("format = { csv = [ { valu = \"po\" } ] }\n"),
              "FILE:3: unknown key `valu`; did you mean `value`?");
    EXPECT_EQ(
        refusal_of("format = { csv = [ { header = \"Type\" } ] }\n"),
        "FILE:3: `format`: column 1: has neither `value` nor `text`; write value = \"po\", or "
        "a constant, text = \"DROPSHIP\"");
    EXPECT_EQ(refusal_of("format = { csv = [ \"=po\" ] }\n"),
              "FILE:3: `format`: column 1: a column is \"po\", \"Order=po\", or a table such as { "
              "header = \"Order\", value = \"po\" }");
    EXPECT_EQ(
        refusal_of("format = { csv = [ { value = \"order.created\", date = \"%A\" } ] }\n"),
        "FILE:3: `date`: `%A` is no date pattern; known are %Y %y %m %d %H %M %S %j and %%, as "
        "in %d.%m.%Y");
    EXPECT_EQ(refusal_of("format = { csv = [ \"po\" ], seperator = \";\" }\n"),
              "FILE:3: unknown key `seperator`; did you mean `separator`?");
    EXPECT_EQ(refusal_of("format = { csv = [ \"po\" ], separator = \"a\" }\n"),
              "FILE:3: `format`: `separator` takes one character such as `;`, `,` or `|`, or the "
              "word tab");
    EXPECT_EQ(refusal_of("format = { fixed = [ \"po\" ] }\n"),
              "FILE:3: `format`: column 1: needs a `width` of 1 to 10000 characters, as every "
              "column of a fixed-width file");
    EXPECT_EQ(refusal_of("format = { separator = \";\" }\n"),
              "FILE:3: `format` needs one of `csv` and `fixed`: a list of columns, such as { csv = "
              "[ \"Order=po\", \"line.sku\", \"line.quantity\" ] }");
    EXPECT_EQ(refusal_of("format = [ \"po\" ]\n"), "FILE:3: `format`: must be a text or a table");
    EXPECT_EQ(refusal_of("format = { csv = \"po\" }\n").rfind("FILE:3: `format`: `csv` must be", 0),
              0U);
    for (const char* bad :
         {"{ csv = [] }", "{ csv = [ 1 ] }", "{ csv = [ \"po\" ], fixed = [ \"po\" ] }",
          "{ csv = [ \"po\" ], rows = \"lines\" }", "{ csv = [ \"po\" ], quote = \"some\" }",
          "{ csv = [ \"po\" ], quote_mark = \"''\" }", "{ csv = [ \"po\" ], header = \"yes\" }",
          "{ csv = [ { value = \"po\", words = [ \"a\" ] } ] }",
          "{ csv = [ { value = \"po\", words = { a = 1 } } ] }",
          "{ csv = [ { value = \"po\", max = 0 } ] }",
          "{ csv = [ { value = \"po\", pad = \"\" } ] }",
          "{ csv = [ { value = \"po\", text = \"x\" } ] }",
          "{ csv = [ { header = \"a\\nb\", value = \"po\" } ] }"})
        EXPECT_EQ(refusal_of("format = " + std::string{bad} + "\n").rfind("FILE:3: ", 0), 0U)
            << bad << ": " << refusal_of("format = " + std::string{bad} + "\n");
}

TEST(FlatFormat, APriceThatIsNotShownHasNoColumn) {
    constexpr const char* k_price = "format = { csv = [ \"po\", \"line.price\" ] }\n";
    EXPECT_EQ(refusal_of(k_price), "FILE:3: `format` has a column with line.price, and `prices` is "
                                   "none: set `prices` to retail, or leave the column out");
    EXPECT_EQ(refusal_of(std::string{k_price} + "prices = \"retail\"\n"), "accepted");
    constexpr const char* k_cost = "format = { csv = [ \"po\", \"line.cost\" ] }\n";
    EXPECT_EQ(refusal_of(std::string{k_cost} + "prices = \"retail\"\n"),
              "FILE:3: `format` has a column with line.cost, and `prices` is retail: set `prices` "
              "to cost, or leave the column out");
    EXPECT_EQ(refusal_of(std::string{k_cost} + "prices = \"cost\"\n"), "accepted");
}

TEST(FlatFormat, WhatItIsToBeToldHasAColumn) {
    const std::string flat = "format = { csv = [ \"po\" ] }\n";
    EXPECT_EQ(refusal_of(flat + "changes = \"document\"\n"),
              "FILE:4: `changes` needs a column of `format` with kind or revision: add one");
    EXPECT_EQ(refusal_of(flat + "collects = true\n"),
              "FILE:4: `collects` needs a column of `format` with collect: add one");
    EXPECT_EQ(refusal_of(flat + "pick_ups = true\n"),
              "FILE:4: `pick_ups` needs a column of `format` with method.pick_up, method.title or "
              "method.code: add one");
    EXPECT_EQ(refusal_of("format = { csv = [ \"po\", \"kind\", \"collect\", \"method.code\" ] }\n"
                         "changes = \"document\"\ncollects = true\npick_ups = true\n"),
              "accepted");
}

TEST(FlatFormat, WhatIsForXmlIsRefused) {
    const std::string flat = "format = { csv = [ \"po\" ] }\n";
    EXPECT_EQ(refusal_of(flat + "document.schema = \"/etc/acme.xsd\"\n"),
              "FILE:4: `document.schema` is for XML, and the format csv columns is none: leave it "
              "out");
    EXPECT_EQ(refusal_of("format = { fixed = [ { value = \"po\", width = 9 } ] }\n"
                         "document.declaration = false\n"),
              "FILE:4: `document.declaration` is for XML, and the format fixed columns is none: "
              "leave it out");
    EXPECT_EQ(refusal_of("format = \"csv\"\ndocument.indent = false\n"),
              "FILE:4: `document.indent` is for XML, and the format csv is none: leave it out");
    EXPECT_EQ(refusal_of(flat + "document = { encoding = \"windows-1252\", bom = true, line_ends = "
                                "\"crlf\", limits = [\"ship-to/name=35 cut\"], hide = "
                                "[\"bill-to\"], name = \"{po}{-r}.csv\" }\nbatch.mode = \"run\"\n"),
              "accepted");
}

TEST(FlatFormat, IsSetFromOneText) {
    Supplier s;
    s.name = "acme";
    config::apply_setting(s, "format", " { csv = [ \"Order=po\" ], separator = \"|\" }");
    EXPECT_EQ(s.format, "csv columns");
    EXPECT_EQ(s.flat.separator, '|');
    EXPECT_EQ(set_refusal(s, "{ csv = [ \"pox\" ] }"),
              "`format`: column 1: `pox` is no path into the order; did you mean po?");
    EXPECT_NE(set_refusal(s, "{ csv = [ \"po\" ] }\nname = 1"), "accepted");
    EXPECT_NE(set_refusal(s, "{ csv"), "accepted");
    EXPECT_NE(set_refusal(s, "csv columns"), "accepted");
    EXPECT_EQ(s.flat.separator, '|'); // as it was
    config::apply_setting(s, "format", "native");
    EXPECT_EQ(s.format, "native");
    EXPECT_EQ(s.flat, order::FlatForm{});
}
