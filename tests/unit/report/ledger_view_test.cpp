// The ledger's rows and sums.
#include "report/ledger_view.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using report::LedgerRow;

namespace {

std::optional<order::Money> money(const char* amount, const char* currency) {
    return order::Money{order::Decimal::parse(amount).value(), currency};
}

LedgerRow row(const char* supplier, std::int64_t order, const char* number, std::int64_t units,
              std::optional<order::Money> goods) {
    LedgerRow out;
    out.supplier = supplier;
    out.order_id = order;
    out.po_number = number;
    out.document_id = order * 10 + units;
    out.units = units;
    out.goods = std::move(goods);
    return out;
}

} // namespace

TEST(LedgerSums, AddUpBySupplierAndCurrency) {
    report::LedgerSums sums;
    sums.add(row("acme", 1, "1001-A", 3, money("30.00", "GBP")));
    sums.add(row("acme", 1, "1001-A", -1, money("-12.5", "GBP"))); // a change takes one back
    sums.add(row("acme", 1, "1001-A2", 1, money("7.00", "GBP")));
    sums.add(row("acme", 2, "1002-A", 1, money("5.00", "EUR")));
    sums.add(row("globex", 1, "1001-A", 2, std::nullopt));
    EXPECT_EQ(sums.csv(),
              "supplier,orders,parts,documents,units,goods,goods_currency,cost,cost_currency\n"
              "acme,1,1,1,1,5.00,EUR,,\n"
              "acme,1,2,3,3,24.50,GBP,,\n"
              "globex,1,1,1,2,,,,\n");
}

TEST(LedgerSums, SayNothingRatherThanAWrongAmount) {
    report::LedgerSums sums;
    sums.add(row("acme", 1, "1001-A", 1, money("999999999999999999", "GBP")));
    sums.add(row("acme", 2, "1002-A", 1, money("1", "GBP")));
    sums.add(row("acme", 3, "1003-A", 1, money("1", "GBP")));
    EXPECT_NE(sums.csv().find("acme,3,3,3,3,,,,"), std::string::npos) << sums.csv();
}

TEST(LedgerRow, StrangersWordsAreNoFormulas) {
    LedgerRow hostile = row("acme", 1, "1001-A", -2, money("-3.00", "GBP"));
    hostile.order_name = "=HYPERLINK(1)";
    const std::string line = report::to_csv(hostile);
    EXPECT_NE(line.find(",\"'=HYPERLINK(1)\","), std::string::npos) << line;
    EXPECT_NE(line.find(",-2,-3.00,GBP,"), std::string::npos) << "numbers of ours stay numbers";
}
