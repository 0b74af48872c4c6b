// Lines that come free later make parts of their own, whatever happens between.
#include "support/changing_body.hpp"
#include "support/shop.hpp"

#include "flow/operate/operate.hpp"
#include "flow/operate/views.hpp"
#include "store/documents.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using test::k_sample_id;

namespace {

const flow::Person k_ann{"queue (ann)", "said so"};
using test::k_mug;
using test::k_tea;

struct Parts : testing::Test {
    test::Shop shop;
    test::ChangingBody body;

    void SetUp() override {
        shop.add_supplier("acme", "acme");
        shop.add_supplier("globex", "Globex");
    }
    /// "1001-A uploaded 2+1; 1001-A2 waiting:not_released 1": acme's, with their quantities.
    std::string acme() {
        const auto id = store::find_supplier(*shop.database, "acme")->id;
        std::string out;
        for (const store::Delivery& d : shop.deliveries(k_sample_id)) {
            if (d.supplier_id != id)
                continue;
            std::string quantities;
            for (const auto& line : d.lines)
                if (line.quantity > 0)
                    quantities += (quantities.empty() ? "" : "+") + std::to_string(line.quantity);
            out += (out.empty() ? "" : "; ") + d.po_number +
                   (d.revision > 1 ? " r" + std::to_string(d.revision) : "") + " " +
                   (d.kind == "new" ? "" : d.kind + " ") + std::string{order::name(d.state)} +
                   (d.reason_code.empty() ? "" : ":" + d.reason_code) +
                   (quantities.empty() ? "" : " " + quantities);
        }
        return out;
    }
    std::string plan() {
        shop.receive(body.text());
        shop.plan();
        return acme();
    }
    void send() { shop.send(k_sample_id); }
    std::int64_t last_of(const char* kind) {
        std::int64_t id = 0;
        for (const store::Delivery& d : shop.deliveries(k_sample_id))
            if (d.kind == kind)
                id = std::max(id, d.id);
        return id;
    }
    void assign(std::int64_t line, const char* supplier) {
        flow::assign(*shop.database, shop.settings, k_sample_id, line, supplier, k_ann, shop.clock);
        shop.plan();
    }
};

} // namespace

TEST_F(Parts, WhatShippedElsewhereBeforeIsNoReasonToSendTheRestTwice) {
    body.ordered(k_mug, 3).open(k_mug, 3).line(k_mug)["quantity"] = 3;
    body.ship(k_mug, 2);
    EXPECT_EQ(plan(), "1001-A ready 1+1");
    send();
    // Any message at all: two have shipped, one is open, and that one is with the supplier.
    EXPECT_EQ(plan(), "1001-A uploaded 1+1");
    body.ship(k_mug, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 1+1");
}

TEST_F(Parts, AnOrderWhollyOnHoldWaitsByThatName) {
    body.open(k_mug, 0).open(k_tea, 0);
    EXPECT_EQ(plan(), "1001-A waiting:not_released 2+1");
    body.open(k_mug, 2).open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A ready 2+1");
}

TEST_F(Parts, APersonCannotReleaseWhatShopifyHolds) {
    body.open(k_mug, 0).open(k_tea, 0);
    plan();
    try {
        flow::release(*shop.database, shop.deliveries(k_sample_id).at(0).id, k_ann, shop.clock);
        FAIL() << "released";
    } catch (const base::Error& error) {
        EXPECT_NE(std::string{error.what()}.find("waits for Shopify"), std::string::npos)
            << error.what();
    }
}

TEST_F(Parts, ALineReleasedAfterTheRestHasShippedIsAPartOfItsOwn) {
    body.open(k_tea, 0);
    EXPECT_EQ(plan(), "1001-A ready 2; 1001-A2 waiting:not_released 1");
    send();
    body.ship(k_mug, 2);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 waiting:not_released 1");
    body.open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 ready 1");
    send();
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 uploaded 1");
    body.ship(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 uploaded 1");
}

TEST_F(Parts, AReleaseBeforeTheFirstPartLeftGoesInItsOwnFile) {
    body.open(k_tea, 0);
    plan();
    body.open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A ready 2; 1001-A2 ready 1");
}

TEST_F(Parts, AHoldBeforeItLeftTakesTheLineOut) {
    EXPECT_EQ(plan(), "1001-A ready 2+1");
    body.open(k_tea, 0);
    EXPECT_EQ(plan(), "1001-A ready 2; 1001-A2 waiting:not_released 1");
}

TEST_F(Parts, AHoldAfterItLeftIsForAPerson) {
    plan();
    send();
    body.open(k_tea, 0);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A r2 change held:on_hold 2+1");
    flow::settle(*shop.database, last_of("change"), k_ann, shop.clock);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A r2 change settled:done 2+1");
    // Released again: the supplier must hear of that, too.
    body.open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A r2 change settled:done 2+1; "
                      "1001-A r3 change held:tell_supplier 2+1");
}

TEST_F(Parts, APrepaidPlanSendsOneMonthAtATime) {
    body.line(k_tea)["quantity"] = 3;
    body.ordered(k_tea, 3).open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A ready 2+1; 1001-A2 waiting:not_released 2");
    send();
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 waiting:not_released 2"); // nothing touched it
    body.ship(k_tea, 1).open(k_tea, 1); // the first has shipped, the second month begins
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 ready 1; 1001-A3 waiting:not_released 1");
    send();
    body.ship(k_tea, 1).open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 uploaded 1; 1001-A3 ready 1");
}

TEST_F(Parts, MoreOfALineIsAPartAndLessReducesTheNewest) {
    plan();
    send();
    body.line(k_mug)["quantity"] = 5;
    body.ordered(k_mug, 5).open(k_mug, 5);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 ready 3");
    send();
    body.ordered(k_mug, 4).open(k_mug, 4);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 uploaded 3; 1001-A2 r2 change "
                      "held:tell_supplier 2");
    flow::settle(*shop.database, last_of("change"), k_ann, shop.clock);
    body.ordered(k_mug, 2).open(k_mug, 2);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 uploaded 3; 1001-A2 r2 change settled:done 2; "
                      "1001-A2 r3 cancel held:tell_supplier 2");
    // Told, and ordered again: a part of its own.
    flow::settle(*shop.database, last_of("cancel"), k_ann, shop.clock);
    body.ordered(k_mug, 3).open(k_mug, 3);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1; 1001-A2 uploaded 3; 1001-A2 r2 change settled:done 2; "
                      "1001-A2 r3 cancel settled:done 2; 1001-A3 ready 1");
}

TEST_F(Parts, AssigningToWhoHasItChangesNothing) {
    plan();
    const auto done =
        flow::assign(*shop.database, shop.settings, k_sample_id, k_mug, "acme", k_ann, shop.clock);
    EXPECT_FALSE(done.changes);
    shop.plan();
    EXPECT_EQ(acme(), "1001-A ready 2+1");
}

TEST_F(Parts, AssigningWhatIsNotSentTellsNobody) {
    body.open(k_tea, 0);
    plan();
    send();
    body.open(k_tea, 1);
    plan();
    assign(k_tea, "globex");
    EXPECT_EQ(acme(), "1001-A uploaded 2; 1001-A2 cancelled:nothing_left 1");
    // What was sent stays where it is.
    assign(k_mug, "globex");
    EXPECT_EQ(acme(), "1001-A uploaded 2; 1001-A2 cancelled:nothing_left 1");
    for (const store::Delivery& d : shop.deliveries(k_sample_id))
        for (const auto& line : d.lines)
            EXPECT_TRUE(line.line_id != k_mug || d.po_number == "1001-A" || line.quantity == 0)
                << d.po_number;
}

TEST_F(Parts, WhatWasCalledOffIsDueForAnotherSupplierOnly) {
    plan();
    flow::cancel(*shop.database, last_of("new"), k_ann, shop.clock); // globex's lamp
    flow::cancel(*shop.database, shop.deliveries(k_sample_id).at(0).id, k_ann, shop.clock);
    EXPECT_EQ(plan(), "1001-A cancelled:called_off 2+1");
    assign(k_mug, "globex");
    const auto globex = store::find_supplier(*shop.database, "globex")->id;
    std::string lines;
    for (const store::Delivery& d : shop.deliveries(k_sample_id))
        if (d.supplier_id == globex && d.state == DeliveryState::ready)
            for (const auto& line : d.lines)
                if (line.quantity > 0)
                    lines += std::to_string(line.line_id) + "x" + std::to_string(line.quantity);
    EXPECT_EQ(lines, "14550001001x2"); // not the lamp, which nobody gave to another
    EXPECT_EQ(acme(), "1001-A cancelled:called_off 2+1");
}

TEST_F(Parts, WhatWasAssignedBeforeItWasCalledOffIsFreedByAssigningItAgain) {
    plan();
    const auto first = shop.deliveries(k_sample_id).at(0);
    store::Write write(*shop.database);
    store::set_document(
        write, first.id,
        store::add_document(write, {first.supplier_id, "a.xml", "native", "x"}, shop.clock.now()));
    store::transition(write, first.id, {DeliveryState::ready, DeliveryState::sending},
                      shop.clock.now());
    store::transition(write, first.id, {DeliveryState::sending, DeliveryState::deferred},
                      shop.clock.now());
    write.commit();
    assign(k_tea, "globex");
    EXPECT_EQ(acme(), "1001-A deferred 2+1") << "it may be there";
    flow::cancel(*shop.database, first.id, k_ann, shop.clock);
    shop.plan();
    const auto again = flow::assign(*shop.database, shop.settings, k_sample_id, k_tea, "globex",
                                    k_ann, shop.clock);
    EXPECT_TRUE(again.changes) << "or nobody ships it, and nobody says so";
    EXPECT_EQ(again.freed, 1);
    EXPECT_EQ(again.sent, 0);
    shop.plan();
    std::int64_t due = 0;
    for (const store::Delivery& d : shop.deliveries(k_sample_id))
        for (const auto& line : d.lines)
            due += d.state == DeliveryState::ready && line.line_id == k_tea ? line.quantity : 0;
    EXPECT_EQ(due, 1);
    // What a person called off and wants from the same supplier after all.
    const auto back =
        flow::assign(*shop.database, shop.settings, k_sample_id, k_mug, "acme", k_ann, shop.clock);
    EXPECT_TRUE(back.changes);
    shop.plan();
    EXPECT_EQ(acme(), "1001-A cancelled:called_off 2+1; 1001-A2 ready 2");
}

TEST_F(Parts, ACancelledOrderCallsOffEachPart) {
    body.open(k_tea, 0);
    plan();
    send();
    body["cancelled_at"] = "2026-11-22T12:00:00+01:00";
    body.ordered(k_mug, 0).open(k_mug, 0).ordered(k_tea, 0);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A r2 cancel held:tell_supplier 2; "
                      "1001-A2 cancelled:cancelled 1");
}

TEST_F(Parts, AReturnAfterShippingChangesNothing) {
    plan();
    send();
    body.ship(k_mug, 2).ship(k_tea, 1);
    plan();
    body.ordered(k_mug, 1);
    body["refunds"] = nlohmann::json::parse(
        R"([{"refund_line_items": [{"line_item_id": 14550001001, "quantity": 1,
             "restock_type": "return"}]}])");
    EXPECT_EQ(plan(), "1001-A uploaded 2+1");
}

TEST_F(Parts, AFulfilmentThatWasCancelledSendsNothingAgain) {
    plan();
    send();
    body.ship(k_tea, 1);
    plan();
    body["fulfillments"][0]["status"] = "cancelled";
    body.open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 2+1");
}

TEST_F(Parts, TheStoryTellsEachLinesQuantities) {
    body.line(k_tea)["quantity"] = 3;
    body.ordered(k_tea, 3).open(k_tea, 1);
    plan();
    send();
    body.ship(k_mug, 2);
    plan();
    const auto story = flow::order_story(*shop.database, shop.settings, k_sample_id);
    const auto& mug = story.lines.at(0);
    EXPECT_EQ(mug.ordered, 2);
    EXPECT_EQ(mug.sent, 2);
    EXPECT_EQ(mug.shipped, 2);
    EXPECT_EQ(mug.due, 0);
    const auto& tea = story.lines.at(1);
    EXPECT_EQ(tea.ordered, 3);
    EXPECT_EQ(tea.sent, 1);
    EXPECT_EQ(tea.shipped, 0);
    EXPECT_EQ(tea.due, 0);
    EXPECT_EQ(tea.not_released, 2);
}
TEST_F(Parts, ASupplierMayWantAdditionsToWaitForAPerson) {
    {
        auto acme = store::find_supplier(*shop.database, "acme").value();
        acme.holds_additions = true;
        store::Write write(*shop.database);
        store::put_supplier(write, acme, "test", shop.clock.now());
        write.commit();
    }
    body.open(k_tea, 0);
    plan();
    send();
    // What was on hold when the first part left is no addition.
    body.open(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 ready 1");
    send();
    body.line(k_mug)["quantity"] = 3;
    body.ordered(k_mug, 3).open(k_mug, 3);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 uploaded 1; 1001-A3 held:addition 1");
    flow::release(*shop.database, last_of("new"), k_ann, shop.clock);
    EXPECT_EQ(plan(), "1001-A uploaded 2; 1001-A2 uploaded 1; 1001-A3 ready 1");
}
