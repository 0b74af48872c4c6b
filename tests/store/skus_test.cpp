// SKU tables from their import to the documents: whole or not at all, never half of one.
#include "store/skus.hpp"

#include "config/sku_file.hpp"
#include "flow/operate/operate.hpp"
#include "flow/operate/preview.hpp"
#include "flow/operate/skus.hpp"
#include "flow/plan/sheet.hpp"
#include "store/events.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using test::k_sample_id;
using test::sample_order;

namespace {

struct Skus : testing::Test {
    test::Shop shop;
    std::int64_t acme = 0;
    std::int64_t globex = 0;

    void SetUp() override {
        acme = shop.add_supplier("acme", "Acme");
        globex = shop.add_supplier("globex", "Globex");
    }
    [[nodiscard]] order::Supplier supplier(std::int64_t id) {
        return store::find_supplier(*shop.database, id).value();
    }
    /// A setting changed as `supplier set` does it.
    template <typename Change>
    void set(std::int64_t id, const Change& change) {
        order::Supplier s = supplier(id);
        change(s);
        store::Write write(*shop.database);
        store::put_supplier(write, s, "test", shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    flow::SkuChanges import(std::int64_t id, const std::string& csv) {
        const auto rows = config::read_skus(csv, "FILE").rows;
        auto changes = flow::compare_skus(*shop.database, id, rows, 10);
        flow::replace_skus(*shop.database, supplier(id), rows, "imported", "test", shop.clock);
        return changes;
    }
    void clear(std::int64_t id) {
        flow::replace_skus(*shop.database, supplier(id), {}, "removed", "test", shop.clock);
    }
    [[nodiscard]] std::string exported(std::int64_t id) {
        std::vector<order::SkuEntry> rows;
        store::each_sku(*shop.database, id,
                        [&](order::SkuEntry row) { rows.push_back(std::move(row)); });
        return config::write_skus(rows);
    }
    [[nodiscard]] std::int64_t stored_rows() {
        std::int64_t n = 0;
        for (const std::int64_t id : {acme, globex})
            store::each_sku(*shop.database, id, [&](const order::SkuEntry&) { ++n; });
        return n;
    }
    std::string plan() {
        shop.plan();
        return shop.story(k_sample_id);
    }
    /// What acme's document would be now.
    [[nodiscard]] std::string document() {
        return flow::preview_order(*shop.database, shop.settings, k_sample_id, {"acme", "", {}})
            .at(0)
            .bytes;
    }
    static bool has(const std::string& text, const char* piece) {
        return text.find(piece) != std::string::npos;
    }
};

constexpr const char* k_both = "sku,supplier_sku,pack,cost,currency,title\n"
                               "ACME-MUG-BLUE,4711,1,2.50,EUR,Becher blau\n"
                               "ACME-TEA-500,4712,1,3.333,EUR,\n";

} // namespace

TEST_F(Skus, ComeOutAsTheyWentIn) {
    EXPECT_TRUE(store::sku_tables(*shop.database).empty());
    import(acme, k_both);
    import(globex, "sku,pack\nx,3\n");
    EXPECT_EQ(exported(acme), k_both);
    const auto tables = store::sku_tables(*shop.database);
    ASSERT_EQ(tables.size(), 2U);
    EXPECT_EQ(tables[0].rows, 2);
    const auto found = store::find_skus(*shop.database, " acme-mug-BLUE ");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].first, acme);
    EXPECT_EQ(found[0].second.supplier_sku, "4711");
    EXPECT_TRUE(store::find_skus(*shop.database, "nothing").empty());
}

TEST_F(Skus, AnImportSaysWhatItChanges) {
    const auto first = import(acme, "sku,pack\nB,1\nd,1\nF,1\n");
    EXPECT_EQ(first.added_count, 3);
    const auto second = import(acme, "sku,pack\na,1\nb,1\nD,2\ne,1\n");
    ASSERT_EQ(second.added.size(), 2U);
    EXPECT_EQ(second.added[0].sku + second.added[1].sku, "ae");
    ASSERT_EQ(second.changed.size(), 2U); // `b` is now written so
    EXPECT_EQ(second.changed[1].pack, 2);
    ASSERT_EQ(second.removed.size(), 1U);
    EXPECT_EQ(second.removed[0].sku, "F");
    EXPECT_EQ(second.unchanged, 0);
    EXPECT_FALSE(import(acme, "sku,pack\na,1\nb,1\nD,2\ne,1\n").any());
    clear(acme);
    EXPECT_TRUE(store::sku_tables(*shop.database).empty());
    EXPECT_EQ(stored_rows(), 0);
}

TEST_F(Skus, AnImportThatBreaksOffLeavesTheOldTable) {
    import(acme, k_both);
    const auto rows = config::read_skus("sku\nNEW\n", "FILE").rows;
    {
        store::Write write(*shop.database);
        const auto edition = store::begin_skus(write, acme, shop.clock.now());
        store::add_skus(write, acme, edition, rows);
        write.commit();
    }
    EXPECT_EQ(exported(acme), k_both);
    EXPECT_TRUE(store::find_skus(*shop.database, "NEW").empty());
    import(acme, "sku\nother\n"); // clears it away
    store::Write write(*shop.database);
    EXPECT_FALSE(store::drop_old_skus(write, acme, 1));
}

TEST_F(Skus, TwoImportsThatMeetNeverMakeHalfATable) {
    import(acme, k_both);
    const auto rows = config::read_skus("sku\nNEW\n", "FILE").rows;
    store::Write write(*shop.database);
    const auto edition = store::begin_skus(write, acme, shop.clock.now());
    store::add_skus(write, acme, edition, rows);
    while (store::drop_old_skus(write, acme, 1)) // as the other import does
        ;
    EXPECT_THROW(store::publish_skus(write, acme, edition, 1, shop.clock.now()), base::Error);
}

TEST_F(Skus, GoIntoTheDocumentsOfTheirSupplier) {
    import(acme, k_both);
    import(globex, "sku,supplier_sku\nACME-MUG-BLUE,wrong\n");
    shop.receive(sample_order());
    EXPECT_EQ(plan(), "acme 1 ready; globex 1 ready");
    const std::string plain = document();
    EXPECT_TRUE(has(plain, "<supplier-sku>4711</supplier-sku>")) << plain;
    EXPECT_TRUE(has(plain, "<supplier-title>Becher blau</supplier-title>"));
    EXPECT_TRUE(has(plain, "<pack-size>1</pack-size>"));
    EXPECT_FALSE(has(plain, "unit-cost")) << "costs are shown where `prices` says so alone";
    set(acme, [](order::Supplier& s) { s.prices = order::Prices::cost; });
    const std::string costs = document();
    EXPECT_TRUE(has(costs, "<unit-cost currency=\"EUR\">3.333</unit-cost>")) << costs;
    EXPECT_FALSE(has(costs, "unit-price")) << "never the retail price beside a cost";
}

TEST_F(Skus, WhatTheTableLacksIsHeldWhereItIsAsked) {
    set(acme, [](order::Supplier& s) { s.goods.holds_unknown = true; });
    shop.receive(sample_order());
    EXPECT_EQ(plan(), "acme 1 held:unknown_sku; globex 1 ready");
    import(acme, "sku\nACME-MUG-BLUE\n");
    EXPECT_EQ(plan(), "acme 1 held:unknown_sku; globex 1 ready");
    import(acme, k_both);
    EXPECT_EQ(plan(), "acme 1 ready; globex 1 ready") << "the import planned it again";
    set(acme, [](order::Supplier& s) { s.goods.minimum_quantity = 100; });
    EXPECT_EQ(plan(), "acme 1 held:minimum_order; globex 1 ready");
    flow::release(*shop.database, shop.deliveries(k_sample_id)[0].id, {"queue (ann)", "small"},
                  shop.clock);
    EXPECT_EQ(plan(), "acme 1 ready; globex 1 ready");
}

TEST_F(Skus, ASequenceNumbersASuppliersParts) {
    set(acme, [](order::Supplier& s) { s.number_pattern = "W{seq:4}"; });
    set(globex, [](order::Supplier& s) {
        s.number_pattern = "{account}G{seq}";
        s.account = "C7";
    });
    shop.receive(sample_order());
    EXPECT_EQ(flow::preview_order(*shop.database, shop.settings, k_sample_id, {"acme", "", {}})
                  .at(0)
                  .file_name,
              "W0000-5550001001.xml")
        << "a look draws no number";
    plan();
    const auto all = shop.deliveries(k_sample_id);
    EXPECT_EQ(all[0].po_number, "W0001");
    EXPECT_EQ(all[1].po_number, "C7G1");
    plan();
    EXPECT_EQ(shop.deliveries(k_sample_id)[0].po_number, "W0001") << "given once";
    // The counter of an older backup: what is taken is passed over.
    {
        store::Write write(*shop.database);
        EXPECT_TRUE(store::set_tally(write, "po/" + std::to_string(acme), 0, shop.clock.now()));
        write.commit();
    }
    shop.receive(test::with(test::with(sample_order(), "5550001001", "5550001777"),
                            "\"order_number\": 1001", "\"order_number\": 1777"));
    shop.plan();
    EXPECT_EQ(shop.deliveries(5550001777)[0].po_number, "W0002");
}

TEST_F(Skus, AShopsHoldRulesAreReadAgain) {
    shop.receive(sample_order());
    EXPECT_EQ(plan(), "acme 1 ready; globex 1 ready");
    shop.settings.shops[0].hold.value = order::Money{order::Decimal::parse("1").value(), ""};
    EXPECT_EQ(plan(), "acme 1 held:value; globex 1 held:value");
    shop.settings.shops[0].hold = {};
    EXPECT_EQ(plan(), "acme 1 ready; globex 1 ready");
}
