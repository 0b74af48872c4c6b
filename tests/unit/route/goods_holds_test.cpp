// What a supplier's SKU table and its settings ask of the goods in one document.
#include "route/plan.hpp"

#include <gtest/gtest.h>

using namespace shoporder;

namespace {

struct GoodsHolds : testing::Test {
    order::Order order;
    order::Supplier supplier;
    route::SkuFacts skus;

    void SetUp() override {
        order.id = 77;
        order.number = 1001;
        order.created_at = base::parse_time("2026-11-20T00:00:00Z");
        order.financial_status = "paid";
        order.currency = "EUR";
        order.shipping_address = order::Address{};
        order.shipping_address->name = "Ann";
        order.shipping_address->address1 = "Street 1";
        order.shipping_address->city = "Town";
        order.shipping_address->country_code = "DE";
        add_line(1, "BOLT-1", 5);
        supplier.id = 2;
        supplier.name = "acme";
        supplier.mode = order::SupplierMode::live;
        supplier.takes_unmatched = true;
        supplier.endpoint = order::Endpoint::parse("ftp://u@h/in");
    }
    order::LineItem& add_line(std::int64_t id, const char* sku, std::int64_t quantity) {
        order::LineItem& line = order.lines.emplace_back();
        line.id = id;
        line.sku = sku;
        line.quantity = line.current_quantity = line.fulfillable_quantity = quantity;
        return line;
    }
    void known(std::int64_t line, std::int64_t pack, const char* cost, const char* currency) {
        order::SkuEntry entry;
        entry.sku = "x";
        entry.pack = pack;
        if (const auto amount = order::Decimal::parse(cost))
            entry.cost = order::Money{*amount, currency};
        skus[2][line] = entry;
    }
    /// Of the first delivery.
    [[nodiscard]] route::Verdict verdict(const char* released = nullptr) const {
        route::Situation s;
        s.facts.order = &order;
        s.facts.skus = &skus;
        s.facts.now = base::parse_time("2026-11-21T00:00:00Z").value();
        s.suppliers = std::span{&supplier, 1};
        s.unrouted_id = 1;
        if (released != nullptr) {
            route::Past past;
            past.id = 5;
            past.supplier_id = 2;
            past.state = order::DeliveryState::held;
            past.released = released;
            for (const order::LineItem& line : order.lines)
                past.lines.push_back({line.id, line.quantity, line.quantity, 0, 0});
            s.past.push_back(past);
        }
        for (const route::Step& step : route::plan(s).steps) {
            if (const auto* add = std::get_if<route::Add>(&step))
                return add->verdict;
            if (const auto* move = std::get_if<route::Move>(&step))
                return move->verdict;
        }
        return {};
    }
    [[nodiscard]] std::string says(const char* released = nullptr) const {
        const route::Verdict v = verdict(released);
        return std::string{order::name(v.state)} + (v.code.empty() ? "" : " " + v.code);
    }
};

} // namespace

TEST_F(GoodsHolds, NothingIsAskedByDefault) {
    EXPECT_EQ(says(), "ready");
}

TEST_F(GoodsHolds, AnUnknownSku) {
    supplier.goods.holds_unknown = true;
    EXPECT_EQ(says(), "held unknown_sku");
    EXPECT_NE(verdict().reason.find("lacks \"BOLT-1\""), std::string::npos) << verdict().reason;
    EXPECT_NE(verdict().reason.find("supplier skus acme --import"), std::string::npos);
    EXPECT_EQ(says("unknown_sku"), "ready");
    known(1, 0, "", "");
    EXPECT_EQ(says(), "ready");
    add_line(2, " ", 1); // no SKU at all is no known one
    EXPECT_EQ(says(), "held unknown_sku");
    EXPECT_NE(verdict().reason.find("line 2 (no SKU)"), std::string::npos);
}

TEST_F(GoodsHolds, AnotherSuppliersTableSaysNothing) {
    supplier.goods.holds_unknown = true;
    known(1, 0, "", "");
    skus[3] = std::move(skus[2]);
    skus.erase(2);
    EXPECT_EQ(says(), "held unknown_sku");
}

TEST_F(GoodsHolds, AServiceWithoutASkuIsNobodysArticle) {
    supplier.goods.holds_unknown = true;
    supplier.prices = order::Prices::cost;
    supplier.goods.minimum_quantity = 6;
    known(1, 0, "2.00", "EUR");
    order::LineItem& engraving = add_line(2, "", 1);
    engraving.parent_id = 1;
    engraving.names_parent = true;
    engraving.requires_shipping = false;
    EXPECT_EQ(says(), "held minimum_order");
    supplier.goods.minimum_quantity = 5;
    EXPECT_EQ(says(), "ready");
    engraving.sku = "ENGRAVING";
    order.lines[1].sku = "ENGRAVING";
    EXPECT_EQ(says(), "held unknown_sku");
}

TEST_F(GoodsHolds, AMissingCostWhereTheDocumentShowsCosts) {
    known(1, 0, "", "");
    EXPECT_EQ(says(), "ready");
    supplier.prices = order::Prices::cost;
    EXPECT_EQ(says(), "held cost_missing");
    EXPECT_EQ(says("cost_missing"), "ready");
    known(1, 0, "0.00", "EUR"); // a gift is a cost, too
    EXPECT_EQ(says(), "ready");
}

TEST_F(GoodsHolds, WholePacks) {
    known(1, 4, "", "");
    EXPECT_EQ(says(), "ready");
    supplier.goods.holds_broken = true;
    EXPECT_EQ(says(), "held pack_size");
    EXPECT_NE(verdict().reason.find("5 of \"BOLT-1\""), std::string::npos) << verdict().reason;
    EXPECT_EQ(says("pack_size"), "ready");
    known(1, 5, "", "");
    EXPECT_EQ(says(), "ready");
    known(1, 0, "", ""); // not told
    EXPECT_EQ(says(), "ready");
}

TEST_F(GoodsHolds, AMinimumOfPieces) {
    supplier.goods.minimum_quantity = 6;
    EXPECT_EQ(says(), "held minimum_order");
    EXPECT_EQ(says("minimum_order"), "ready");
    add_line(2, "NUT-1", 1);
    EXPECT_EQ(says(), "ready");
}

TEST_F(GoodsHolds, AMinimumOfCosts) {
    supplier.goods.minimum_cost = order::Money{order::Decimal::parse("12.50").value(), "EUR"};
    EXPECT_EQ(says(), "held cost_missing");
    EXPECT_EQ(says("cost_missing"), "held minimum_order");
    known(1, 0, "2.49", "EUR");
    EXPECT_EQ(says(), "held minimum_order");
    EXPECT_NE(verdict().reason.find("its goods cost 12.45 EUR"), std::string::npos)
        << verdict().reason;
    known(1, 0, "2.5", "EUR");
    EXPECT_EQ(says(), "ready");
    known(1, 0, "2.5", "USD");
    EXPECT_EQ(says(), "held minimum_order");
    EXPECT_NE(verdict().reason.find("costs USD"), std::string::npos) << verdict().reason;
    known(1, 0, "999999999999999999", "EUR"); // beyond counting is enough
    EXPECT_EQ(says(), "ready");
}
