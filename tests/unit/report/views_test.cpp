#include "report/attention_view.hpp"
#include "report/csv.hpp"
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
    EXPECT_EQ(next_command(row(DeliveryState::held, "before_start")), "shoporder queue release 12");
    EXPECT_EQ(next_command(row(DeliveryState::held, "test_order")),
              "shoporder queue cancel 12 --reason TEXT");
    EXPECT_EQ(next_command(row(DeliveryState::held, "unrouted")),
              "shoporder order assign 5550001001 --line 42 --to SUPPLIER --reason TEXT");
    EXPECT_EQ(next_command(row(DeliveryState::held, "no_endpoint")),
              "shoporder supplier set acme url=URL");
    EXPECT_EQ(next_command(row(DeliveryState::held, "tell_supplier", 3)),
              "shoporder queue done 12 --reason TEXT");
    EXPECT_EQ(next_command(row(DeliveryState::held, "in_the_way", 3)), "shoporder retry 12");
    EXPECT_EQ(next_command(row(DeliveryState::held, "elsewhere", 3)),
              "shoporder queue done 12 --reason TEXT");
    EXPECT_EQ(next_command(row(DeliveryState::waiting, "supplier_test")),
              "shoporder supplier live acme");
    EXPECT_EQ(next_command(row(DeliveryState::waiting, "unpaid")), "");
    EXPECT_EQ(next_command(row(DeliveryState::uploaded)), "");
}

TEST(NextCommand, OfWhatIsReadyEndsWhatStandsInItsWay) {
    using Kind = Standstill::Kind;
    DeliveryRow r = row(DeliveryState::ready);
    EXPECT_EQ(next_command(r), "shoporder dispatch");
    r.standstill = {Kind::paused, "stocktaking", k_now, {}};
    EXPECT_EQ(next_command(r), "shoporder supplier resume acme");
    EXPECT_EQ(words_of(r.standstill, "acme"),
              "acme is paused until 2026-11-22T12:00:00Z: stocktaking");
    for (const auto state : {DeliveryState::deferred, DeliveryState::failed, DeliveryState::sending,
                             DeliveryState::uncertain}) {
        r.state = state;
        r.due_at = k_now;
        EXPECT_EQ(next_command(r), "shoporder supplier resume acme") << order::name(state);
        EXPECT_EQ(next_step(r, Style{}), "shoporder supplier resume acme") << order::name(state);
    }
    r.state = DeliveryState::held; // to decide is possible all the time
    EXPECT_EQ(next_command(r), "shoporder queue release 12");
    r.state = DeliveryState::ready;
    r.standstill.until.reset();
    EXPECT_EQ(words_of(r.standstill, "acme"), "acme is paused: stocktaking");
    r.standstill = {Kind::parked, "login refused", {}, {}};
    EXPECT_EQ(next_command(r), "shoporder supplier test acme");
    EXPECT_EQ(words_of(r.standstill, "acme"), "acme is parked: login refused");
    r.standstill = {Kind::unreachable, "", {}, k_now};
    EXPECT_EQ(next_command(r), "shoporder supplier test acme");
    EXPECT_EQ(words_of(r.standstill, "acme"), "acme cannot be reached since 2026-11-22T12:00:00Z");
}

AttentionGroup group(DeliveryState state, const std::string& code, std::size_t count,
                     std::int64_t document = 0) {
    return {row(state, code, document), count, true, k_now};
}

TEST(BulkCommand, SettlesAllOfAGroup) {
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "address", 2), ""),
              "shoporder queue release --all --supplier acme --code address");
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "elsewhere", 2, 3), ""),
              "shoporder queue list --supplier acme --code elsewhere");
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "address", 2), "demo.myshopify.com"),
              "shoporder --shop demo.myshopify.com queue release --all --supplier acme --code "
              "address");
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "unrouted", 2), ""),
              "shoporder supplier import FILE");
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "no_endpoint", 2), ""),
              "shoporder supplier set acme url=URL");
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "tell_supplier", 2, 3), ""),
              "shoporder queue done --all --supplier acme --code tell_supplier --reason TEXT");
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "undecided", 2, 3), ""),
              "shoporder retry --supplier acme --code undecided");
    EXPECT_EQ(bulk_command(group(DeliveryState::failed, "fault", 2, 3), ""),
              "shoporder retry --failed --supplier acme");
    EXPECT_EQ(bulk_command(group(DeliveryState::partial, "doubt", 2, 3), ""),
              "shoporder queue done --all --supplier acme --code doubt --reason TEXT");
    EXPECT_EQ(bulk_command(group(DeliveryState::partial, "refused_lines", 2, 3), ""),
              "shoporder queue list --attention --supplier acme --code refused_lines")
        << "each refused line goes to another supplier";
}

TEST(BulkCommand, OfOneIsItsOwn) {
    EXPECT_EQ(bulk_command(group(DeliveryState::held, "address", 1), ""),
              "shoporder queue release 12");
}

TEST(AttentionText, SaysTheCauseOnceAndEachDeliverysCommand) {
    QueueView view;
    view.attention = true;
    view.groups = {group(DeliveryState::held, "address", 3)};
    view.groups[0].example.reason = "no street";
    view.groups[0].example.order_name = "#1001";
    view.deliveries = {row(DeliveryState::held, "address"), row(DeliveryState::held, "address")};
    view.deliveries[0].reason = "no street";
    view.deliveries[1].reason = "no town";
    for (DeliveryRow& each : view.deliveries)
        each.since = k_now;
    Style style;
    style.now = k_now;
    EXPECT_EQ(to_text(view, style),
              "3 held, acme, oldest now, order #1001\n"
              "    no street\n"
              "    next: shoporder queue release --all --supplier acme --code address\n"
              "  12      since 2026-11-22T12:00:00Z, now\n"
              "      next: shoporder queue release 12\n"
              "  12      since 2026-11-22T12:00:00Z, now\n"
              "      no town\n"
              "      next: shoporder queue release 12\n"
              "  1 more: shoporder queue list --attention --supplier acme --code address\n");
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
