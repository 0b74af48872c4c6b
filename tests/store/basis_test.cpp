// What a document is made of: a draft is true as long as that is the same.
#include "support/changing_body.hpp"
#include "support/shop.hpp"

#include "config/sku_file.hpp"
#include "flow/operate/skus.hpp"
#include "flow/plan/sheet.hpp"
#include "store/documents.hpp"
#include "store/redaction.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using test::k_mug;
using test::k_sample_id;

namespace {

struct Basis : testing::Test {
    test::Shop shop;
    test::ChangingBody body;
    std::string before;

    void SetUp() override {
        shop.add_supplier("acme", "Acme");
        shop.add_supplier("globex", "Globex");
        shop.receive(body.text());
        shop.plan();
        before = basis();
    }
    store::Delivery acme() { return shop.deliveries(k_sample_id).at(0); }
    std::string basis() { return flow::basis_of(*shop.database, acme()); }
    void import(const std::string& csv) {
        const auto supplier = store::find_supplier(*shop.database, "acme").value();
        flow::replace_skus(*shop.database, supplier, config::read_skus(csv, "FILE").rows,
                           "imported", "test", shop.clock);
    }
};

} // namespace

TEST_F(Basis, IsTheSameWhenClaimed) {
    store::Write write(*shop.database);
    const auto ids = store::claim_deliveries(
        write, {acme().supplier_id, DeliveryState::ready, {}, 1, "dispatch"}, shop.clock.now());
    write.commit();
    ASSERT_EQ(ids.size(), 1U);
    EXPECT_EQ(acme().state, DeliveryState::sending);
    EXPECT_EQ(basis(), before);
}

TEST_F(Basis, IsAnotherWhenTheShopTellsANewerState) {
    shop.receive(body.city("Köln").text()); // not planned again: the lines are as they were
    EXPECT_NE(basis(), before);
}

TEST_F(Basis, IsAnotherWhenTheDeliveryHasOtherLines) {
    store::Delivery d = acme();
    d.lines.at(0).quantity -= 1;
    EXPECT_NE(flow::basis_of(*shop.database, d), before);
    d = acme();
    d.fingerprint += "x"; // what is told besides lines: the address, money to collect
    EXPECT_NE(flow::basis_of(*shop.database, d), before);
}

TEST_F(Basis, IsAnotherWhenASkuTableComesOrIsReplaced) {
    import("sku,supplier_sku\nACME-MUG-BLUE,4711\n");
    const std::string first = basis();
    EXPECT_NE(first, before);
    import("sku,supplier_sku\nACME-MUG-BLUE,4712\n");
    EXPECT_NE(basis(), first);
}

TEST_F(Basis, IsAnotherWhenTheOrderIsRedacted) {
    store::Write write(*shop.database);
    store::redact_order(write, k_sample_id, 100, shop.clock.now());
    write.commit();
    EXPECT_NE(basis(), before);
}

TEST_F(Basis, OfAChangeIsAnotherWhenWhatItCountsFromIsSent) {
    store::Delivery change = acme();
    change.kind = "change";
    change.revision = 2;
    const std::string unsent = flow::basis_of(*shop.database, change);
    store::Write write(*shop.database);
    const auto document = store::add_document(
        write, {change.supplier_id, "a.xml", "native", "<a/>", 0}, shop.clock.now());
    store::set_document(write, change.id, document);
    write.commit();
    EXPECT_NE(flow::basis_of(*shop.database, change), unsent);
}
