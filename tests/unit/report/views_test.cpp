#include "report/event_view.hpp"
#include "report/queue_view.hpp"
#include "report/status_view.hpp"

#include <gtest/gtest.h>

namespace shoporder::report {
namespace {

using order::DeliveryState;

const base::Time k_now = *base::parse_time("2026-11-22T12:00:00Z");

DeliveryRow row(DeliveryState state, const std::string& code = "", std::int64_t document = 0) {
    DeliveryRow r;
    r.id = 12;
    r.order_id = 5550001001;
    r.supplier = "acme";
    r.first_line = 42;
    r.state = state;
    r.reason_code = code;
    r.document_id = document;
    return r;
}

TEST(NextCommand, EveryStateThatNeedsAPersonHasAWayOut) {
    for (const DeliveryState state : order::k_delivery_states)
        if (order::is_attention(state))
            EXPECT_FALSE(next_command(row(state)).empty()) << order::name(state);
}

TEST(NextCommand, SuitsTheReason) {
    EXPECT_EQ(next_command(row(DeliveryState::held, "test_order")), "shoporder queue release 12");
    EXPECT_EQ(next_command(row(DeliveryState::held, "unrouted")),
              "shoporder order assign 5550001001 --line 42 --to SUPPLIER --reason TEXT");
    EXPECT_EQ(next_command(row(DeliveryState::held, "no_endpoint")),
              "shoporder supplier set acme url=URL");
    EXPECT_EQ(next_command(row(DeliveryState::held, "tell_supplier", 3)),
              "shoporder queue done 12 --reason TEXT");
    EXPECT_EQ(next_command(row(DeliveryState::held, "in_the_way", 3)), "shoporder retry 12");
    EXPECT_EQ(next_command(row(DeliveryState::waiting, "supplier_test")),
              "shoporder supplier live acme");
    EXPECT_EQ(next_command(row(DeliveryState::waiting, "unpaid")), "");
    EXPECT_EQ(next_command(row(DeliveryState::uploaded)), "");
}

TEST(Csv, QuotesAndNeverGivesASpreadsheetAFormula) {
    EXPECT_EQ(csv_cell("plain"), "plain");
    EXPECT_EQ(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    EXPECT_EQ(csv_cell("=1+1"), "\"'=1+1\"");
    EXPECT_EQ(csv_cell("@SUM(A1)"), "\"'@SUM(A1)\"");
}

class Status : public ::testing::Test {
protected:
    Status() { view.at = k_now; }
    StatusView view;
};

TEST_F(Status, NothingIsHealthy) {
    EXPECT_TRUE(complaints(view).empty());
}

TEST_F(Status, WaitingIsNeverUnhealthyHoweverOld) {
    view.counts[DeliveryState::waiting] = 1000;
    view.oldest[DeliveryState::waiting] = k_now - std::chrono::days(90);
    EXPECT_TRUE(complaints(view).empty());
}

TEST_F(Status, EveryStateThatNeedsAPersonIsUnhealthyAtOnce) {
    for (const DeliveryState state : order::k_delivery_states) {
        view.counts = {{state, 1}};
        EXPECT_EQ(!complaints(view).empty(), order::is_attention(state)) << order::name(state);
    }
}

TEST_F(Status, WhatShouldMoveIsUnhealthyAfterAnHour) {
    for (const DeliveryState state : {DeliveryState::ready, DeliveryState::deferred,
                                      DeliveryState::sending, DeliveryState::uncertain}) {
        view.counts = {{state, 1}};
        view.oldest = {{state, k_now - std::chrono::minutes(60)}};
        EXPECT_TRUE(complaints(view).empty()) << order::name(state);
        view.oldest = {{state, k_now - std::chrono::minutes(61)}};
        EXPECT_FALSE(complaints(view).empty()) << order::name(state);
    }
}

TEST_F(Status, AParkedSupplierIsUnhealthyAndAPausedOneIsNot) {
    view.suppliers.push_back({"acme", "paused", "stocktaking", {}, {}, {}, 0});
    EXPECT_TRUE(complaints(view).empty());
    view.suppliers.front().mode = "parked";
    EXPECT_FALSE(complaints(view).empty());
}

TEST_F(Status, ASupplierOutOfReachForAnHourIsUnhealthy) {
    view.suppliers.push_back({"acme", "live", "", {}, {}, k_now - std::chrono::minutes(59), 20});
    EXPECT_TRUE(complaints(view).empty());
    view.suppliers.front().failing_since = k_now - std::chrono::minutes(61);
    EXPECT_FALSE(complaints(view).empty());
}

TEST_F(Status, AnOrderNobodyRoutedForAnHourIsUnhealthy) {
    view.to_plan = 1;
    view.oldest_to_plan = k_now - std::chrono::minutes(10);
    EXPECT_TRUE(complaints(view).empty());
    view.oldest_to_plan = k_now - std::chrono::hours(2);
    EXPECT_FALSE(complaints(view).empty());
}

} // namespace
} // namespace shoporder::report
