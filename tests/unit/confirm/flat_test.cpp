#include "reading.hpp"
#include "support/temporary_folder.hpp"

using namespace shoporder;
using namespace std::string_literals;
using order::Verdict;
using test::line;

namespace {

confirm::AnswerForm form(std::vector<confirm::FlatForm::Column> columns) {
    confirm::AnswerForm out;
    out.name = "csv";
    out.flat.columns = std::move(columns);
    return out;
}

const confirm::AnswerForm k_by_name = form({{"purchase_order", "po"},
                                            {"position", "pos"},
                                            {"quantity", "qty"},
                                            {"verdict", "status"},
                                            {"line_promised", "ships"},
                                            {"price", "price"},
                                            {"reason", "note"}});

/// Rows below the header that k_by_name expects.
confirm::Reading rows(const std::string& text, const confirm::AnswerForm& with = k_by_name) {
    return confirm::read_answer("po;pos;qty;status;ships;price;note\n" + text, with);
}

std::string why(const std::string& text) {
    const confirm::Reading reading = rows(text);
    return reading.fault.empty() ? "read" : reading.fault;
}

} // namespace

TEST(FlatAnswer, SampleIsRead) {
    confirm::AnswerForm german = form({{"purchase_order", "BESTELLUNG"},
                                       {"number", "Auftrag"},
                                       {"dated", "Datum"},
                                       {"position", "Position"},
                                       {"quantity", "Menge"},
                                       {"verdict", "Status"},
                                       {"line_promised", "Liefertermin"},
                                       {"price", "Preis"},
                                       {"reason", "Bemerkung"}});
    german.flat.decimal_comma = true;
    const auto reading = confirm::read_answer(test::data_file("answers/flat.csv"), german);
    ASSERT_EQ(reading.fault, "");
    EXPECT_EQ(reading.form, "csv");
    ASSERT_EQ(reading.orders.size(), 2U);
    const order::OrderAnswer& first = reading.orders[0];
    EXPECT_EQ(first.po_number, "1001-1");
    EXPECT_EQ(first.supplier_number, "SO-4711");
    EXPECT_EQ(first.dated, base::parse_time("2026-11-23T00:00:00Z"));
    EXPECT_EQ(first.verdict, std::nullopt);
    auto now = line(1, Verdict::accepted, 3, "2026-11-26");
    now.price = order::Decimal::parse("1.25");
    auto none = line(2, Verdict::refused);
    none.reason = "Ausverkauft; die \"rote\" gibt es nicht mehr";
    test::expect_lines(first, {now, line(1, Verdict::backordered, 2, "2026-12-24"), none});
    EXPECT_EQ(reading.orders[1].verdict, Verdict::refused);
    EXPECT_EQ(reading.orders[1].supplier_number, "SO-4712");
    EXPECT_TRUE(reading.orders[1].lines.empty());
}

TEST(FlatAnswer, ReadsColumnsByNumberWithoutAHeader) {
    auto by_number = form({{"purchase_order", "1"}, {"sku", "3"}, {"quantity", "2"}});
    by_number.flat.header = false;
    by_number.flat.separator = '\t';
    by_number.flat.quote = '\0';
    const auto reading = confirm::read_answer("A\t2\t\"X\"\r\nA\t0\tY\r\n\r\nB\t1\tX", by_number);
    ASSERT_EQ(reading.fault, "");
    ASSERT_EQ(reading.orders.size(), 2U);
    ASSERT_EQ(reading.orders[0].lines.size(), 2U);
    EXPECT_EQ(reading.orders[0].lines[0].sku, "\"X\"");
    EXPECT_EQ(reading.orders[0].lines[0].quantity, 2);
    EXPECT_EQ(reading.orders[0].lines[1].verdict, Verdict::refused);
    EXPECT_EQ(reading.orders[1].po_number, "B");
}

TEST(FlatAnswer, KnowsTheQuotesOfRfc4180) {
    const auto reading = rows("A;1;1;ok;;;\"a\"\"b;\r\nc\"\nA;2;1;ok;;;\"\"\nA;3;1;ok;;;\"\"\"\"\n"
                              "A;4;1;ok;;;in \"it\" is plain\n\"A\";\"5\";1;ok;;;last");
    ASSERT_EQ(reading.fault, "");
    const auto& lines = reading.orders.at(0).lines;
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[0].reason, "a\"b; c");
    EXPECT_EQ(lines[1].reason, "");
    EXPECT_EQ(lines[2].reason, "\"");
    EXPECT_EQ(lines[3].reason, "in \"it\" is plain");
    EXPECT_EQ(lines[4].position, 5);
    EXPECT_EQ(why("A;1;1;ok;;;\"open\nB"), "row 2: a quoted field has no end");
    EXPECT_EQ(why("A;1;1;ok;;;\"shut\" open"), "row 2: text after the end of a quoted field");
    // Rows are numbered as an editor shows them.
    EXPECT_EQ(why("A;1;1;ok;;;\"two\nlines\"\n\nA;x;1;ok;;;").substr(0, 6), "row 5:");
}

TEST(FlatAnswer, KnowsSynonymsInAnyCase) {
    const struct {
        const char* word;
        Verdict verdict;
    } words[] = {{"accepted", Verdict::accepted},
                 {"CONFIRMED", Verdict::accepted},
                 {" Ok ", Verdict::accepted},
                 {"yes", Verdict::accepted},
                 {"Changed", Verdict::changed},
                 {"modified", Verdict::changed},
                 {"back-ordered", Verdict::backordered},
                 {"Delayed", Verdict::backordered},
                 {"refused", Verdict::refused},
                 {"rejected", Verdict::refused},
                 {"Cancelled", Verdict::refused},
                 {"no", Verdict::refused}};
    for (const auto& [word, verdict] : words)
        EXPECT_EQ(rows("A;1;2;"s + word + ";;;").orders.at(0).lines.at(0).verdict, verdict) << word;
    EXPECT_EQ(why("A;1;2;maybe;;;"), "row 2: verdict \"maybe\" is unknown");
}

TEST(FlatAnswer, GuessesNoNumber) {
    EXPECT_EQ(why("A;1;3.000;;;;"), "read");
    EXPECT_EQ(why("A;1;3,000;;;;"), "row 2: quantity \"3,000\" is no number");
    EXPECT_EQ(why("A;1;2.5;;;;"), "row 2: quantity \"2.5\" is no whole number of pieces");
    EXPECT_EQ(why("A;1;-1;;;;"), "row 2: quantity \"-1\" is negative");
    EXPECT_EQ(why("A;1;1e3;;;;"), "row 2: quantity \"1e3\" is no number");
    EXPECT_EQ(why("A;1;1000000001;;;;"), "row 2: quantity \"1000000001\" is too large");
    EXPECT_EQ(why("A;1;1;;;1,234.50;"), "row 2: price \"1,234.50\" is no amount");
    EXPECT_EQ(why("A;1;1;;;-1;"), "row 2: price \"-1\" is no amount");
    EXPECT_EQ(why("A;1;1;;;12 EUR;"), "row 2: price \"12 EUR\" is no amount");
    EXPECT_EQ(why("A;0;1;;;;"), "row 2: position \"0\" is no number from 1 on");
    auto comma = k_by_name;
    comma.flat.decimal_comma = true;
    EXPECT_EQ(rows("A;1;3,0;;;1234,50;", comma).orders.at(0).lines.at(0).price,
              order::Decimal::parse("1234.50"));
    EXPECT_EQ(rows("A;1;1;;;1.234,50;", comma).fault,
              "row 2: price \"1.234,50\" has a point, where commas are used");
}

TEST(FlatAnswer, GuessesNoDate) {
    const auto day = [](const std::string& text) {
        const auto reading = rows("A;1;1;;" + text + ";;");
        return reading.fault.empty() ? reading.orders.at(0).lines.at(0).promised : "refused";
    };
    for (const char* text : {"2026-12-24", "24.12.2026", "2026-12-24T08:00:00Z", "2026-12-24 08:00",
                             "24.12.2026 08:00:00", "2026-12-24T23:30:00-05:00"})
        EXPECT_EQ(day(text), "2026-12-24") << text;
    EXPECT_EQ(day("4.7.2026"), "2026-07-04");
    for (const char* text : {"12/24/2026", "04/05/2026", "24-12-2026", "24.12.26", "20261224",
                             "2026-02-30", "31.02.2026", "12.24.2026", "2026-12-24x", "2026-12",
                             "tomorrow", "0000-00-00", "1.2.3.4"})
        EXPECT_EQ(day(text), "refused") << text;
    EXPECT_EQ(why("A;1;1;;04/05/2026;;"),
              "row 2: date \"04/05/2026\" is not written as 2026-12-24 or 24.12.2026");
}

TEST(FlatAnswer, NoticesThatColumnsHaveMoved) {
    EXPECT_EQ(why("A;1;1;ok;;;a;b"), "row 2: more fields than the header has");
    EXPECT_EQ(why("A;1;1;ok;;;a;;"), "read") << "a separator at the end says nothing";
    EXPECT_EQ(why("A;1;1;ok"), "read") << "fields at the end may be left out";
    EXPECT_EQ(confirm::read_answer("po,pos,qty\nA,1,1\n", k_by_name).fault,
              "row 1: no column is called \"po\"");
    EXPECT_EQ(confirm::read_answer("po;pos;qty;status;ships;price;note;PO\n", k_by_name).fault,
              "row 1: two columns are called \"po\"");
    EXPECT_EQ(rows("").fault, "there is no answer in it");
    auto by_number = form({{"purchase_order", "one"}});
    by_number.flat.header = false;
    EXPECT_EQ(confirm::read_answer("A", by_number).fault,
              "without a header, a column is a number: \"one\"");
}

TEST(FlatAnswer, PutsTheRowsOfAnOrderTogether) {
    const auto reading = rows("A;1;1;;;;\nB;1;1;;;;\nA;2;1;;;;\nA;;;changed;;;see above\n");
    ASSERT_EQ(reading.orders.size(), 2U);
    EXPECT_EQ(reading.orders[0].lines.size(), 2U);
    EXPECT_EQ(reading.orders[0].verdict, Verdict::changed);
    EXPECT_EQ(reading.orders[0].reason, "see above");
    EXPECT_EQ(why("A;;;ok;;;\nA;;;no;;;"), "row 3: verdict is another than on an earlier row");
    EXPECT_EQ(why("A;;;ok;;;\nA;;;ok;;;"), "read");
    EXPECT_EQ(why("A;1;1;;;;\n;1;1;;;;"), "one of several orders has no purchase-order number");
    EXPECT_EQ(why(";1;1;;;;"), "read") << "the file's name may tell";
    EXPECT_EQ(why("A;;3;;;;"), "row 2: quantity of no line");
    EXPECT_EQ(why("A;1;;;;;"), "row 2: neither a verdict nor a quantity");
    EXPECT_EQ(why("A;;;;;;only a note"), "row 2: neither a line nor a verdict");
    // What an unquoted line end in a note leaves behind is no order.
    EXPECT_EQ(why("A;1;1;ok;;;first\nsecond"), "row 3: neither a line nor a verdict");
}

TEST(FlatAnswer, ReadsOtherEncodings) {
    auto latin = k_by_name;
    latin.flat.encoding = "windows-1252";
    const auto reading = rows("A;1;;no;;;nur f\xFCr 5 \x80", latin);
    EXPECT_EQ(reading.orders.at(0).lines.at(0).reason, "nur für 5 €");
    latin.flat.encoding = "none such";
    EXPECT_EQ(rows("A;1;;no;;;", latin).fault, "the encoding \"none such\" is unknown");
    std::string wide = "\xFF\xFE";
    for (const char c : "sep=;\r\npo;pos;qty;status;ships;price;note\r\nA;7;1;;;;\r\n"s)
        wide += {c, '\0'};
    const auto excel = confirm::read_answer(wide, k_by_name);
    ASSERT_EQ(excel.fault, "");
    EXPECT_EQ(excel.orders.at(0).lines.at(0).position, 7);
    EXPECT_EQ(rows("A;1;;no;;;f\xFCr\x1B[31m").orders.at(0).lines.at(0).reason,
              "f\xEF\xBF\xBDr\\u001B[31m");
}

TEST(FlatAnswer, IsBounded) {
    std::string many;
    for (std::size_t i = 0; i <= confirm::k_most_orders; ++i)
        many += std::to_string(i) + ";1;1;;;;\n";
    EXPECT_NE(why(many).find("more orders"), std::string::npos);
    many.clear();
    for (std::size_t i = 0; i < 50'000; ++i)
        many += "A;" + std::to_string(i + 1) + ";1;;;;\n";
    EXPECT_EQ(rows(many).orders.at(0).lines.size(), 50'000U);
    many.clear();
    for (std::size_t i = 0; i < confirm::k_most_lines + 2; ++i)
        many += "A;1;1;;;;\n";
    EXPECT_NE(why(many).find("more"), std::string::npos);
    EXPECT_EQ(rows("A;1;;no;;;" + std::string(5000, 'x')).orders.at(0).lines.at(0).reason.size(),
              500U);
    EXPECT_NE(why(std::string(65, 'A') + ";1;1;;;;").find("is longer than 64 bytes"),
              std::string::npos);
    EXPECT_NE(why(std::string(100'000, ';')), "read");
    EXPECT_NE(why(std::string(100'000, '"')), "read");
}
