#include "support/shop.hpp"

#include "flow/operate/operate.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

const flow::Person k_ann{"queue (ann)", "said so"};

/// A later state of the sample: `n` seconds newer.
std::string later(const std::string& body, int n) {
    const auto start = body.find("\"updated_at\": \"") + 15;
    const auto end = body.find('"', start);
    const auto time = base::parse_time(body.substr(start, end - start)).value();
    return body.substr(0, start) + base::format_time(time + std::chrono::seconds{n}) +
           body.substr(end);
}

/// As if dispatch had sent it.
void pretend_uploaded(test::Shop& shop, std::int64_t id) {
    store::Write write(*shop.database);
    const auto supplier = store::find_delivery(*shop.database, id).value().supplier_id;
    store::set_document(write, id,
                        store::add_document(write,
                                            {supplier, std::to_string(id) + ".xml", "native", "x"},
                                            shop.clock.now()));
    ASSERT_TRUE(store::transition(write, id, {DeliveryState::ready, DeliveryState::sending},
                                  shop.clock.now()));
    ASSERT_TRUE(store::transition(write, id, {DeliveryState::sending, DeliveryState::uploaded},
                                  shop.clock.now()));
    write.commit();
}

struct Plan : testing::Test {
    test::Shop shop;
    void SetUp() override {
        shop.add_supplier("acme", "acme "); // case and white space do not count
        shop.add_supplier("globex", "Globex");
    }
    std::string plan(const std::string& body) {
        shop.receive(body);
        shop.plan();
        return shop.story(k_sample_id);
    }
};

} // namespace

TEST_F(Plan, SplitsAnOrderOverItsSuppliers) {
    EXPECT_EQ(plan(sample_order()), "acme 1 ready; globex 1 ready");
    const auto all = shop.deliveries(k_sample_id);
    EXPECT_EQ(all[0].po_number, "1001-A");
    EXPECT_EQ(all[1].po_number, "1001-B");
    EXPECT_EQ(all[0].lines.size(), 2U);
    EXPECT_EQ(all[1].lines.size(), 1U);
}

TEST_F(Plan, ALineWithoutARouteIsHeldAndTheOthersGo) {
    EXPECT_EQ(plan(with(sample_order(), "\"Globex\"", "\"Nobody\"")),
              "- 1 held:unrouted; acme 1 ready");
    // A new rule routes it; what was ready stays as it is.
    shop.add_supplier("nobodys", "nobody");
    {
        store::Write write(*shop.database);
        store::mark_changed(write, 0);
        write.commit();
    }
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "- 1 cancelled:nothing_left; acme 1 ready; nobodys 1 ready");
}

TEST_F(Plan, APersonsWordBeatsTheRules) {
    plan(with(sample_order(), "\"Globex\"", "\"Nobody\""));
    const auto unrouted = shop.deliveries(k_sample_id).at(0);
    flow::assign(*shop.database, shop.settings, k_sample_id, unrouted.lines.at(0).line_id, "globex",
                 k_ann, shop.clock);
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "- 1 cancelled:nothing_left; acme 1 ready; globex 1 ready");
}

TEST_F(Plan, HoldsWithAReason) {
    EXPECT_EQ(plan(with(sample_order(), "2026-11-22T10:00:00+01:00", "2025-12-31T23:59:59Z")),
              "acme 1 held:before_start; globex 1 held:before_start");
}

TEST_F(Plan, UnpaidWaitsAndGoesWhenPaid) {
    const std::string unpaid =
        with(sample_order(), "\"financial_status\": \"paid\"", "\"financial_status\": \"pending\"");
    EXPECT_EQ(plan(unpaid), "acme 1 waiting:unpaid; globex 1 waiting:unpaid");
    EXPECT_EQ(plan(later(sample_order(), 60)), "acme 1 ready; globex 1 ready");
}

TEST_F(Plan, TheDocumentedSampleIsHeldAndSaysWhy) {
    const std::string body = test::data_file("bodies/order_test_cancelled_voided.json");
    const auto id = order::read_body(body).order_id;
    shop.add_supplier("rest", "*");
    shop.receive(body);
    shop.plan();
    const auto all = shop.deliveries(id);
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(all[0].state, DeliveryState::held);
    for (const char* word : {"test order", "cancelled", "voided"})
        EXPECT_NE(all[0].reason.find(word), std::string::npos) << all[0].reason;
}

TEST_F(Plan, ARedactedAddressIsHeld) {
    const std::string body = test::data_file("bodies/order_redacted_address.json");
    const auto id = order::read_body(body).order_id;
    shop.add_supplier("rest", "*");
    shop.receive(body);
    shop.plan();
    EXPECT_NE(shop.story(id).find("held:address"), std::string::npos) << shop.story(id);
}

TEST_F(Plan, CancelledBeforeItLeftIsCancelled) {
    plan(sample_order());
    EXPECT_EQ(plan(with(later(sample_order(), 5), "\"cancelled_at\": null",
                        "\"cancelled_at\": \"2026-11-22T11:00:00+01:00\"")),
              "acme 1 cancelled:cancelled; globex 1 cancelled:cancelled");
}

TEST_F(Plan, AChangeAfterItLeftIsTold) {
    plan(sample_order());
    const auto acme = shop.deliveries(k_sample_id).at(0);
    pretend_uploaded(shop, acme.id);
    // Paid again, noted again: nothing the supplier sees differs.
    EXPECT_EQ(plan(with(later(sample_order(), 5), "\"tags\": \"", "\"tags\": \"x, ")),
              "acme 1 uploaded; globex 1 ready");
    // A new street: revision 2 is a task for a person, and never a second file by itself.
    const std::string moved = later(with(sample_order(), "\"city\": \"", "\"city\": \"New "), 10);
    EXPECT_EQ(plan(moved), "acme 1 uploaded; acme 2 held:tell_supplier; globex 1 ready");
    // Told; the same state again is no news.
    flow::settle(*shop.database, shop.deliveries(k_sample_id).at(1).id, k_ann, shop.clock);
    EXPECT_EQ(plan(later(moved, 15)), "acme 1 uploaded; acme 2 settled:done; globex 1 ready");
}

TEST_F(Plan, AChangeTakenBackNeedsNobody) {
    plan(sample_order());
    pretend_uploaded(shop, shop.deliveries(k_sample_id).at(0).id);
    plan(later(with(sample_order(), "\"city\": \"", "\"city\": \"New "), 10));
    EXPECT_EQ(plan(later(sample_order(), 20)),
              "acme 1 uploaded; acme 2 cancelled:undone; globex 1 ready");
}

TEST_F(Plan, FulfilmentIsNoChange) {
    plan(sample_order());
    for (const auto& d : shop.deliveries(k_sample_id))
        pretend_uploaded(shop, d.id);
    std::string shipped = with(later(sample_order(), 30), "\"fulfillment_status\": null",
                               "\"fulfillment_status\": \"fulfilled\"");
    for (const char* n : {"1", "2"})
        shipped = with(shipped, std::string{"\"fulfillable_quantity\": "} + n,
                       "\"fulfillable_quantity\": 0");
    EXPECT_EQ(plan(shipped), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Plan, ReleaseWaivesOneReasonOnly) {
    const std::string body =
        with(with(sample_order(), "\"test\": false", "\"test\": true"),
             "\"financial_status\": \"paid\"", "\"financial_status\": \"pending\"");
    EXPECT_EQ(plan(body), "acme 1 held:test_order; globex 1 held:test_order");
    flow::release(*shop.database, shop.deliveries(k_sample_id).at(0).id, k_ann, shop.clock);
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 waiting:unpaid; globex 1 held:test_order");
}

TEST_F(Plan, AManualHoldSurvivesNewerStates) {
    plan(sample_order());
    flow::hold(*shop.database, shop.deliveries(k_sample_id).at(0).id, k_ann, shop.clock);
    EXPECT_EQ(plan(later(sample_order(), 5)), "acme 1 held:manual; globex 1 ready");
    flow::release(*shop.database, shop.deliveries(k_sample_id).at(0).id, k_ann, shop.clock);
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(Plan, WhatAPersonCalledOffIsNotMadeAgain) {
    plan(sample_order());
    flow::cancel(*shop.database, shop.deliveries(k_sample_id).at(0).id, k_ann, shop.clock);
    EXPECT_EQ(plan(later(sample_order(), 5)), "acme 1 cancelled:called_off; globex 1 ready");
}

TEST_F(Plan, ATellSupplierThatAPersonCalledOffStaysCalledOff) {
    plan(sample_order());
    pretend_uploaded(shop, shop.deliveries(k_sample_id).at(0).id);
    const std::string moved = later(with(sample_order(), "\"city\": \"", "\"city\": \"New "), 10);
    plan(moved);
    flow::cancel(*shop.database, shop.deliveries(k_sample_id).at(1).id, k_ann, shop.clock);
    EXPECT_EQ(plan(later(moved, 15)),
              "acme 1 uploaded; acme 2 cancelled:called_off; globex 1 ready");
    // A further change is news again.
    EXPECT_EQ(plan(later(with(sample_order(), "\"city\": \"", "\"city\": \"Old "), 30)),
              "acme 1 uploaded; acme 2 cancelled:called_off; acme 3 held:tell_supplier; "
              "globex 1 ready");
}

TEST_F(Plan, ASupplierInTestWaitsUntilItIsLive) {
    shop.add_supplier("acme", "acme", order::SupplierMode::test);
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:supplier_test; globex 1 ready");
    {
        store::Write write(*shop.database);
        const auto acme = store::find_supplier(*shop.database, "acme")->id;
        store::set_supplier_mode(write, acme, order::SupplierMode::live, "", {}, "test",
                                 shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(Plan, APauseEndsByItself) {
    const auto acme = store::find_supplier(*shop.database, "acme")->id;
    {
        store::Write write(*shop.database);
        store::set_supplier_mode(write, acme, order::SupplierMode::paused, "holiday",
                                 shop.clock.now() + std::chrono::hours{1}, "test",
                                 shop.clock.now());
        write.commit();
    }
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:supplier_paused; globex 1 ready");
    shop.clock.advance(std::chrono::hours{1});
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(Plan, TheGraceDelayEndsByItself) {
    shop.settings.shops[0].grace = std::chrono::minutes{30};
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:grace; globex 1 waiting:grace");
    shop.clock.advance(std::chrono::minutes{31});
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(Plan, AnOrderWithNothingToShipIsExplainedOnce) {
    const std::string done =
        with(with(sample_order(), "\"requires_shipping\": true", "\"requires_shipping\": false"),
             "\"#1001\"", "\"#1\"");
    EXPECT_EQ(plan(done), "");
    plan(later(done, 5));
    store::EventFilter filter;
    filter.order_id = k_sample_id;
    int said = 0;
    for (const auto& event : store::list_events(*shop.database, filter))
        said += event.text.find("nothing to send") == 0 ? 1 : 0;
    EXPECT_EQ(said, 1);
}

TEST_F(Plan, AnOrderThatHasShippedAlreadyIsExplained) {
    std::string shipped = with(sample_order(), "\"fulfillment_status\": null",
                               "\"fulfillment_status\": \"fulfilled\"");
    for (const char* n : {"1", "2"})
        if (shipped.find(std::string{"\"fulfillable_quantity\": "} + n) != std::string::npos)
            shipped = with(shipped, std::string{"\"fulfillable_quantity\": "} + n,
                           "\"fulfillable_quantity\": 0");
    EXPECT_EQ(plan(shipped), "");
    store::EventFilter filter;
    filter.order_id = k_sample_id;
    std::string said;
    for (const auto& event : store::list_events(*shop.database, filter))
        said += event.text + "\n";
    EXPECT_NE(said.find("everything has shipped already"), std::string::npos) << said;
}

TEST_F(Plan, OneBadOrderNeverStopsTheOthers) {
    shop.receive(with(sample_order(), "5550001001", "5550001000"));
    shop.receive(sample_order());
    shop.settings.shops[0].domain = "demo.myshopify.com";
    // Its shop has vanished from the configuration.
    shop.receive(with(sample_order(), "5550001001", "5550000999"), "orders/create",
                 "gone.myshopify.com");
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
    EXPECT_TRUE(store::find_order(*shop.database, 5550000999)->changed);
}

namespace {

/// The shop's clock begins on Sunday, 2026-11-22, at 13:00 in Berlin.
struct SendTimes : Plan {
    using Change = void (*)(order::Supplier&);

    void change_acme(Change change) {
        order::Supplier s = store::find_supplier(*shop.database, "acme").value();
        s.send.zone = "Europe/Berlin";
        change(s);
        store::Write write(*shop.database);
        store::put_supplier(write, s, "test", shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    /// What dispatch finds when it comes by at that time.
    std::string at(const char* time) {
        shop.clock.advance(base::parse_time(time).value() - shop.clock.now());
        shop.plan();
        return shop.story(k_sample_id);
    }
    store::Delivery acme() { return shop.deliveries(k_sample_id).at(0); }
    void release() {
        flow::release(*shop.database, acme().id, k_ann, shop.clock);
        shop.plan();
    }
};

void weekdays_from_eight(order::Supplier& s) {
    s.send.hours = {{std::chrono::hours{8}, std::chrono::hours{18}}};
    s.send.days = 0x3e; // mon-fri
}
void batches_at_eleven_and_half_past_four(order::Supplier& s) {
    s.batching = order::Batching::cutoff;
    s.send.cutoffs = {std::chrono::hours{11}, std::chrono::minutes{16 * 60 + 30}};
}

} // namespace

TEST_F(SendTimes, WhatComesOnSundayLeavesOnMonday) {
    change_acme(weekdays_from_eight);
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:send_window; globex 1 ready");
    EXPECT_EQ(base::format_time(acme().due_at.value()), "2026-11-23T07:00:00Z");
    EXPECT_EQ(acme().reason,
              "supplier acme takes files again on Mon 2026-11-23 08:00, Europe/Berlin");
    EXPECT_EQ(at("2026-11-23T06:59:59Z"), "acme 1 waiting:send_window; globex 1 ready");
    EXPECT_EQ(at("2026-11-23T07:00:00Z"), "acme 1 ready; globex 1 ready");
}

TEST_F(SendTimes, ANewSettingIsLookedAtByWhatWaits) {
    change_acme(weekdays_from_eight);
    plan(sample_order());
    change_acme([](order::Supplier& s) { s.send = {}; });
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(SendTimes, NeverOpenWaitsAndWakesNobody) {
    change_acme([](order::Supplier& s) {
        for (unsigned month = 1; month <= 12; ++month)
            for (unsigned day = 1; day <= 31; ++day)
                if (const auto date = std::chrono::month{month} / std::chrono::day{day}; date.ok())
                    s.send.closed.push_back({std::nullopt, date});
    });
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:send_window; globex 1 ready");
    EXPECT_FALSE(acme().due_at);
    EXPECT_NE(acme().reason.find("never open"), std::string::npos) << acme().reason;
    release();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(SendTimes, ABatchWaitsForItsCutOffAndIsNotLateForTheNext) {
    change_acme(batches_at_eleven_and_half_past_four);
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:cutoff; globex 1 ready");
    EXPECT_EQ(base::format_time(acme().due_at.value()), "2026-11-22T15:30:00Z");
    // A newer state of the order changes nothing about it.
    EXPECT_EQ(plan(later(sample_order(), 5)), "acme 1 waiting:cutoff; globex 1 ready");
    EXPECT_EQ(at("2026-11-22T15:29:59Z"), "acme 1 waiting:cutoff; globex 1 ready");
    // The run comes long after, and a newer state of the order comes with it.
    shop.receive(later(sample_order(), 10));
    EXPECT_EQ(at("2026-11-22T22:00:00Z"), "acme 1 ready; globex 1 ready");
    // Nor does it wait again when a state comes before it is sent.
    EXPECT_EQ(plan(later(sample_order(), 15)), "acme 1 ready; globex 1 ready");
}

TEST_F(SendTimes, ACutOffBeforeTheHoursIsNotAskedForForEver) {
    change_acme([](order::Supplier& s) {
        weekdays_from_eight(s);
        s.batching = order::Batching::cutoff;
        s.send.cutoffs = {std::chrono::hours{7}};
    });
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:cutoff; globex 1 ready");
    EXPECT_EQ(base::format_time(acme().due_at.value()), "2026-11-23T06:00:00Z");
    EXPECT_EQ(at("2026-11-23T06:00:00Z"), "acme 1 waiting:send_window; globex 1 ready");
    EXPECT_EQ(at("2026-11-23T07:00:00Z"), "acme 1 ready; globex 1 ready");
}

TEST_F(SendTimes, APersonReleasesEachWait) {
    change_acme([](order::Supplier& s) {
        weekdays_from_eight(s);
        batches_at_eleven_and_half_past_four(s);
    });
    EXPECT_EQ(plan(sample_order()), "acme 1 waiting:cutoff; globex 1 ready");
    release();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 waiting:send_window; globex 1 ready");
    release();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 ready; globex 1 ready");
}

TEST_F(SendTimes, AnUnknownZoneHoldsThisSupplierOnly) {
    change_acme([](order::Supplier& s) {
        weekdays_from_eight(s);
        s.send.zone = "No/Where";
    });
    EXPECT_EQ(plan(sample_order()), "acme 1 held:send_window; globex 1 ready");
    change_acme(weekdays_from_eight);
    shop.plan();
    EXPECT_EQ(shop.story(k_sample_id), "acme 1 waiting:send_window; globex 1 ready");
}
