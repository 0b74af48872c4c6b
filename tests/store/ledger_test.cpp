// What was sent and what it was worth, for the accountant.
#include "support/changing_body.hpp"
#include "support/relayed.hpp"

#include "flow/operate/redact.hpp"
#include "flow/operate/views.hpp"
#include "order/amounts.hpp"
#include "store/ledger.hpp"
#include "store/redaction.hpp"

#include <gmock/gmock.h>

using namespace shoporder;
using test::k_mug;
using test::k_tea;
using testing::ElementsAre;

namespace {

struct Ledger : test::Relayed {
    test::ChangingBody body;

    void SetUp() override {
        Relayed::SetUp();
        change("acme", [&](order::Supplier& s) { s.takes_changes = true; });
    }
    void receive_state() { shop.receive(body.text()); }
    /// "1001-A new 3 49.00 EUR -": each document, its units, goods and cost.
    std::vector<std::string> ledger() { // acme's: the two suppliers' come in any order
        std::vector<std::string> out;
        store::SentFilter filter;
        filter.supplier_id = supplier("acme").id;
        filter.limit = 1; // each a page of its own
        flow::each_sent(*shop.database, filter, [&](const report::LedgerRow& row) {
            const auto text = [](const std::optional<order::Money>& money) {
                return money ? order::text_of(*money) : std::string{"-"};
            };
            out.push_back(row.po_number + " " + row.kind + " " +
                          std::to_string(row.units.value_or(0)) + " " + text(row.goods) + " " +
                          text(row.cost));
            return true;
        });
        return out;
    }
};

} // namespace

TEST_F(Ledger, ADocumentIsWorthWhatItAddsToWhatWasOrdered) {
    run();
    shop.clock.advance(std::chrono::hours{1});
    body.ordered(k_mug, 1).open(k_mug, 1);
    receive_state();
    run();
    shop.clock.advance(std::chrono::hours{1});
    body.cancel();
    receive_state();
    run();
    EXPECT_THAT(ledger(), ElementsAre("1001-A new 3 33.90 GBP -", "1001-A change -1 -12.50 GBP -",
                                      "1001-A cancel -2 -21.40 GBP -"));
}

TEST_F(Ledger, ALineThatTheOrderHasLostKeepsItsPrice) {
    run();
    shop.clock.advance(std::chrono::hours{1});
    body.drop(k_tea);
    receive_state();
    run();
    EXPECT_THAT(ledger(), ElementsAre("1001-A new 3 33.90 GBP -", "1001-A change -1 -8.90 GBP -"));
}

TEST_F(Ledger, StaysWhenTheOrderIsRedacted) {
    run();
    const auto before = ledger();
    ASSERT_EQ(before.size(), 1U);
    const flow::DataOf data =
        flow::data_of_person(*shop.database, order::read_person("shopper@example.com").value());
    flow::close_deliveries(*shop.database, flow::open_deliveries(*shop.database, data),
                           {"redact (ann)", "asked for it"}, shop.clock);
    static_cast<void>(flow::redact(*shop.database, data, {"redact (ann)", ""}, shop.clock));
    ASSERT_TRUE(store::redacted_at(*shop.database, test::k_sample_id));
    EXPECT_EQ(ledger(), before);
}
