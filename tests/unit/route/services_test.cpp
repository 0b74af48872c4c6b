// Lines that need no shipping but belong to goods: with them, never without, never twice.
#include "route/plan.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;

namespace {

constexpr std::int64_t k_ring = 1;
constexpr std::int64_t k_engraving = 2;
constexpr std::int64_t k_mug = 3;
constexpr std::int64_t k_acme = 10;
constexpr std::int64_t k_globex = 11;

/// A ring with its engraving, and a mug, all of one supplier; dispatch takes what is ready.
struct Services : testing::Test {
    order::Order order;
    std::vector<order::Supplier> suppliers;
    std::vector<route::Past> past;
    std::map<std::int64_t, std::int64_t> assigned;

    void SetUp() override {
        order.id = 1001;
        order.number = 1001;
        order.created_at = base::parse_time("2026-11-20T00:00:00Z");
        order.financial_status = "paid";
        order.shipping_address = order::Address{};
        order.shipping_address->name = "Ann";
        order.shipping_address->address1 = "Street 1";
        order.shipping_address->city = "Town";
        order.shipping_address->country_code = "DE";
        for (const std::int64_t id : {k_ring, k_engraving, k_mug}) {
            order::LineItem& line = order.lines.emplace_back();
            line.id = id;
            line.vendor = "Acme";
            line.quantity = line.current_quantity = line.fulfillable_quantity = 1;
        }
        order::LineItem& engraving = line(k_engraving);
        engraving.requires_shipping = false;
        engraving.parent_id = k_ring;
        engraving.names_parent = true;
        engraving.vendor = "The shop";
        for (const auto& [id, name] : {std::pair{k_acme, "acme"}, {k_globex, "globex"}}) {
            order::Supplier& s = suppliers.emplace_back();
            s.id = id;
            s.name = name;
            s.mode = order::SupplierMode::live;
            s.match = {{name, "", "", ""}};
            s.endpoint = order::Endpoint::parse("ftp://u@h/in");
        }
    }
    order::LineItem& line(std::int64_t id) {
        return order.lines.at(static_cast<std::size_t>(id - 1));
    }
    route::Plan plan_now() {
        route::Situation s;
        s.facts.order = &order;
        s.facts.assigned = assigned;
        s.suppliers = suppliers;
        s.past = past;
        return route::plan(s);
    }
    /// "10 1001-A ready 1x1 2x1": supplier, number, state and what it carries of each addition.
    std::string added() {
        std::string out;
        for (const route::Step& step : plan_now().steps)
            if (const auto* add = std::get_if<route::Add>(&step)) {
                out += (out.empty() ? "" : "; ") + std::to_string(add->supplier_id) + " " +
                       add->po_number + " " + std::string{order::name(add->verdict.state)} +
                       (add->verdict.code.empty() ? "" : ":" + add->verdict.code);
                for (const auto& l : add->lines)
                    if (l.quantity > 0)
                        out += " " + std::to_string(l.line_id) + "x" + std::to_string(l.quantity);
            }
        return out;
    }
    /// Everything that was added is uploaded.
    void send() {
        for (const route::Step& step : plan_now().steps)
            if (const auto* add = std::get_if<route::Add>(&step)) {
                route::Past& d = past.emplace_back();
                d.id = static_cast<std::int64_t>(past.size());
                d.supplier_id = add->supplier_id;
                d.part = add->part;
                d.po_number = add->po_number;
                d.state = add->verdict.state == DeliveryState::ready ? DeliveryState::uploaded
                                                                     : add->verdict.state;
                d.reason_code = add->verdict.code;
                d.has_document = d.state == DeliveryState::uploaded;
                d.fingerprint = add->fingerprint;
                for (const auto& l : add->lines)
                    d.lines.push_back({l.line_id, l.quantity, l.current, 0});
            }
    }
};

} // namespace

TEST_F(Services, AnEngravingGoesWithItsRingWhoeverSellsIt) {
    EXPECT_EQ(added(), "10 1001-A ready 1x1 2x1 3x1");
    line(k_ring).vendor = "Globex";
    EXPECT_EQ(added(), "10 1001-A ready 3x1; 11 1001-B ready 1x1 2x1");
}

TEST_F(Services, ThatTheShopFulfilledItAtOnceChangesNothing) {
    line(k_engraving).fulfillable_quantity = 0;
    line(k_engraving).fulfilled_quantity = 1;
    EXPECT_EQ(added(), "10 1001-A ready 1x1 2x1 3x1");
    send();
    EXPECT_EQ(plan_now().steps.size(), 0U);
}

TEST_F(Services, ItWaitsWithItsGoods) {
    line(k_ring).fulfillable_quantity = 0;
    EXPECT_EQ(added(), "10 1001-A ready 3x1; 10 1001-A2 waiting:not_released 1x1 2x1");
}

TEST_F(Services, OfThreeTwoGoWithTheTwoThatMayShip) {
    line(k_ring).quantity = line(k_ring).current_quantity = 3;
    line(k_engraving).quantity = line(k_engraving).current_quantity = 3;
    line(k_ring).fulfillable_quantity = 2;
    EXPECT_EQ(added(), "10 1001-A ready 1x2 2x2 3x1; 10 1001-A2 waiting:not_released 1x1 2x1");
}

TEST_F(Services, OneThatCameTooLateIsAQuestionForAPerson) {
    line(k_engraving).current_quantity = 0;
    send();
    line(k_engraving).current_quantity = 1;
    EXPECT_EQ(added(), "10 1001-A2 held:service_only 2x1");
    line(k_ring).fulfillable_quantity = 0;
    line(k_ring).fulfilled_quantity = 1;
    EXPECT_EQ(added(), ""); // the ring is on its way as it is
}

TEST_F(Services, OneThatCameTooLateDoesNotHoldUpWhatIsDue) {
    line(k_engraving).current_quantity = 0;
    line(k_mug).fulfillable_quantity = 0;
    send();
    line(k_engraving).current_quantity = 1;
    line(k_mug).fulfillable_quantity = 1;
    EXPECT_NE(added().find("held:service_only 2x1"), std::string::npos) << added();
    EXPECT_EQ(added().find("3x1 2x1"), std::string::npos) << added();
}

TEST_F(Services, ItDoesNotGoWithoutGoodsThatNobodyShips) {
    line(k_ring).current_quantity = 0;
    line(k_ring).fulfillable_quantity = 0;
    line(k_engraving).properties.clear();
    EXPECT_EQ(added(), "10 1001-A ready 3x1");
}

TEST_F(Services, AnAssignedRingTakesItsEngravingAlong) {
    assigned[k_ring] = k_globex;
    EXPECT_EQ(added(), "10 1001-A ready 3x1; 11 1001-B ready 1x1 2x1");
}

TEST_F(Services, AnEngravingAloneGoesNowhereByItself) {
    assigned[k_engraving] = k_globex;
    EXPECT_EQ(added(), "10 1001-A ready 1x1 3x1; 11 1001-B held:service_only 2x1");
}

TEST_F(Services, LinesThatNoSupplierNeedsSayWhy) {
    line(k_mug).requires_shipping = false;
    line(k_mug).parent_id = 0;
    const route::Plan plan = plan_now();
    EXPECT_EQ(plan.routes.at(2).supplier_id, 0);
    EXPECT_NE(plan.routes.at(2).why.find("needs no shipping"), std::string::npos)
        << plan.routes.at(2).why;
    EXPECT_EQ(plan.counts.at(2).due, 0);
}
