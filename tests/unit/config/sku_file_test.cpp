#include "config/sku_file.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::SkuEntry;

namespace {

std::vector<SkuEntry> rows(const std::string& text, const config::SkuForm& form = {}) {
    return config::read_skus(text, "FILE", form).rows;
}

std::string refusal(const std::string& text, const config::SkuForm& form = {}) {
    try {
        static_cast<void>(config::read_skus(text, "FILE", form));
        return "accepted";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
}

order::Money money(const char* amount, const char* currency) {
    return {order::Decimal::parse(amount).value(), currency};
}

} // namespace

TEST(SkuFile, ReadsEveryColumnInAnyOrderAndSeparator) {
    const std::vector<SkuEntry> wanted = {
        {"BOLT-1", "4711", 10, money("12.50", "EUR"), "Bolt, \"M8\""},
        {"nut 1", "", 0, std::nullopt, ""},
    };
    EXPECT_EQ(rows("sku,supplier_sku,pack,cost,currency,title\n"
                   "nut 1,,,,,\n"
                   "BOLT-1,4711,10,12.50,EUR,\"Bolt, \"\"M8\"\"\"\n"),
              wanted);
    EXPECT_EQ(rows("Title;Currency;Cost;Pack;Supplier SKU;SKU\r\n"
                   "\"Bolt, \"\"M8\"\"\";EUR;12.50;10;4711;BOLT-1\r\n"
                   ";;;;;nut 1\r\n"),
              wanted);
    EXPECT_EQ(rows("sku\tsupplier-sku\tpack\tcost\tcurrency\ttitle\n"
                   " BOLT-1 \t4711\t10\t12.50\tEUR\t\"Bolt, \"\"M8\"\"\"\n\nnut 1\t\n"),
              wanted);
}

TEST(SkuFile, TakesWhatExcelAndOldSystemsWrite) {
    const std::vector<SkuEntry> wanted = {{"A", "Größe-1", 0, std::nullopt, ""}};
    EXPECT_EQ(rows("\xEF\xBB\xBFsku;supplier_sku\nA;Größe-1\n"), wanted);
    EXPECT_EQ(rows("sep=;\r\nsku;supplier_sku\r\nA;Größe-1\r\n"), wanted);
    config::SkuForm form;
    form.encoding = "windows-1252";
    EXPECT_EQ(rows("sku;supplier_sku\nA;Gr\xF6\xDF"
                   "e-1\n",
                   form),
              wanted);
    form = {};
    form.decimal_comma = true;
    form.currency = "EUR";
    EXPECT_EQ(rows("sku;cost\nA;1,5\n", form)[0].cost, money("1.5", "EUR"));
}

TEST(SkuFile, RowsAreInTheOrderOfTheirFoldedKeys) {
    const auto all = rows("sku\nb\nA\nC\n");
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].sku + all[1].sku + all[2].sku, "AbC");
}

TEST(SkuFile, NamesColumnsThatAreOfNoInterest) {
    const auto file = config::read_skus("sku,EAN,Stock\nA,4012345000009,7\n", "FILE");
    EXPECT_EQ(file.unused, (std::vector<std::string>{"EAN", "Stock"}));
    EXPECT_EQ(refusal("sku,suplier_sku\nA,1\n"),
              "FILE:1: column \"suplier_sku\": did you mean supplier_sku?");
    EXPECT_EQ(refusal("sku,sku\nA,1\n"), "FILE:1: two columns are called sku");
    EXPECT_EQ(refusal("article,ean\nA,1\n"),
              "FILE:1: no column is called sku; the first row names the columns: sku, "
              "supplier_sku, pack, cost, currency, title");
}

TEST(SkuFile, AFaultNamesItsLineAndCountsTheOthers) {
    EXPECT_EQ(refusal("sku,pack\nA,1\nB,0\n"),
              "FILE:3: pack \"0\" is no whole number from 1 to 1000000");
    EXPECT_EQ(refusal("sku,pack\nA,x\nB,-1\n"),
              "FILE:2: pack \"x\" is no whole number from 1 to 1000000; one more line is at fault");
    EXPECT_EQ(refusal("sku,pack\nA,x\nB,1\nC,1.5\n\"D\nd\",1\n,2\n").substr(0, 7), "FILE:2:");
    EXPECT_EQ(refusal("sku,pack\n,2\n"), "FILE:2: no sku");
    EXPECT_EQ(refusal("sku,pack\nA,1,more\n"), "FILE:2: more fields than the header has");
    EXPECT_EQ(refusal("sku,title\nA,\"two\nlines\"\n"),
              "FILE:2: title \"two\\nlines\" holds a line break, tab or control character");
    EXPECT_EQ(refusal("sku\n" + std::string(256, 'x') + "\n").find("FILE:2: sku \""), 0U);
    EXPECT_EQ(refusal("sku\n\"A\n"), "FILE: row 2: a quoted field has no end");
}

TEST(SkuFile, ADoubledKeyNamesBothLines) {
    EXPECT_EQ(refusal("sku\nBolt 1\nNUT\n bolt  1\n"),
              "FILE:4: the sku \"bolt  1\" stands in line 2 already; case and blanks do not count");
}

TEST(SkuFile, CostsAreExactAndNeverWithoutACurrency) {
    EXPECT_EQ(refusal("sku,cost,currency\nA,1.2.3,EUR\n"),
              "FILE:2: cost \"1.2.3\" is no amount such as 12.50");
    EXPECT_EQ(refusal("sku,cost,currency\nA,-1,EUR\n"),
              "FILE:2: cost \"-1\" is no amount such as 12.50");
    EXPECT_EQ(refusal("sku;cost;currency\nA;12,50;EUR\n"),
              "FILE:2: cost \"12,50\" has a comma; --decimal , reads 12,50, and no thousands are "
              "marked");
    config::SkuForm comma;
    comma.decimal_comma = true;
    EXPECT_EQ(refusal("sku;cost;currency\nA;1.250,00;EUR\n", comma),
              "FILE:2: cost \"1.250,00\" has a point, where commas are used");
    EXPECT_EQ(
        refusal("sku,cost\nA,1\n"),
        "FILE:2: a cost without its currency; add a column `currency`, or say --currency EUR");
    EXPECT_EQ(refusal("sku,cost,currency\nA,1,euro\n"),
              "FILE:2: currency \"euro\" is no code such as EUR");
}

TEST(SkuFile, BrokenBytesNameTheirLineAndTheRemedy) {
    EXPECT_EQ(refusal("sku,title\nA,x\nB,Gr\xF6sse\n"),
              "FILE:3: bytes that mean nothing in UTF-8; say what the file is written in, such as "
              "--encoding windows-1252");
    config::SkuForm form;
    form.encoding = "klingon";
    EXPECT_EQ(refusal("sku\nA\n", form),
              "the encoding \"klingon\" is unknown; `iconv -l` lists those that are known");
}

TEST(SkuFile, AnEmptyOneIsRefused) {
    EXPECT_EQ(refusal(""), "FILE: the file has no row");
    EXPECT_EQ(refusal("sku,pack\n"), "FILE: no row but the header; `shoporder supplier skus NAME "
                                     "--clear` takes a table away");
}

TEST(SkuFile, ReadsBackWhatItWrites) {
    const auto all = rows("sku,supplier_sku,pack,cost,currency,title\n"
                          "\"A;\"\"1\"\"\",x,3,0.00,EUR,\"a, b\"\nB,,,,,\n=1+1,+x,,1.250,CHF,@y\n");
    const std::string text = config::write_skus(all);
    EXPECT_EQ(rows(text), all) << text;
    EXPECT_EQ(config::write_skus(rows(text)), text);
}
