// What is due, term by term (rules.md 2): each case fails when one term of the formula is left out.
#include "route/ledger.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using route::Kind;
using route::Past;

namespace {

struct Line {
    std::int64_t current = 0, open = 0, fulfilled = 0, returned = 0;
};

route::LineCount count(const Line& said, std::int64_t sent, std::int64_t elsewhere = 0) {
    order::LineItem line;
    line.id = 7;
    line.quantity = said.current + said.returned;
    line.current_quantity = said.current;
    line.fulfillable_quantity = said.open;
    line.fulfilled_quantity = said.fulfilled;
    line.returned_quantity = said.returned;
    return route::count_line(line, sent, elsewhere);
}

Past past(std::int64_t id, int part, int revision, DeliveryState state, std::int64_t quantity,
          Kind kind = Kind::goods) {
    Past p;
    p.id = id;
    p.supplier_id = 5;
    p.part = part;
    p.revision = revision;
    p.kind = kind;
    p.state = state;
    p.po_number = "1001-A";
    p.has_document = !order::is_unclaimed(state) && state != DeliveryState::cancelled;
    p.lines = {{7, quantity, quantity, 0}};
    return p;
}

std::int64_t sent(const std::vector<Past>& all) {
    order::Order o;
    o.lines.resize(1);
    o.lines[0].id = 7;
    o.lines[0].current_quantity = o.lines[0].fulfillable_quantity = 100;
    return route::count_lines(o, route::histories(all)).at(0).sent;
}

} // namespace

TEST(Ledger, AllThatIsOpenAndUnsentIsDue) {
    EXPECT_EQ(count({3, 3, 0, 0}, 0).due, 3);
}

TEST(Ledger, OpenStillCountsWhatWasSentAndHasNotShipped) {
    EXPECT_EQ(count({3, 3, 0, 0}, 2).due, 1);
    // Three months prepaid, one open each month: the first, sent and not shipped, is that one.
    EXPECT_EQ(count({3, 1, 0, 0}, 1).due, 0);
    EXPECT_EQ(count({3, 1, 0, 0}, 1).not_released, 2);
    // Shipped: what is open now is the second.
    EXPECT_EQ(count({3, 1, 1, 0}, 1).due, 1);
    EXPECT_EQ(count({3, 1, 1, 0}, 1).not_released, 1);
}

TEST(Ledger, NeverMoreThanWasOrdered) {
    // Both shipped, and Shopify shows one as open again (a fulfilment that was cancelled late).
    EXPECT_EQ(count({2, 2, 1, 0}, 2).due, 0);
    EXPECT_EQ(count({1, 2, 0, 0}, 0).due, 1);
}

TEST(Ledger, WhatShippedElsewhereBeforeIsNoneOfWhatWasSent) {
    // Three ordered, two shipped by another way, then the third was sent: it is on the way.
    EXPECT_EQ(count({3, 1, 2, 0}, 0).due, 1);
    EXPECT_EQ(count({3, 1, 2, 0}, 0).elsewhere, 2);
    EXPECT_EQ(count({3, 1, 2, 0}, 1, 2).due, 0);
    // Without that knowledge one of the two that shipped is the one that was sent.
    EXPECT_EQ(count({3, 1, 2, 0}, 1).due, 1);
    // Of four, one on hold: it is not released, and not taken for what was sent.
    EXPECT_EQ(count({4, 1, 2, 0}, 1, 2).not_released, 1);
    EXPECT_EQ(count({3, 0, 2, 0}, 1, 2).held_after_sending, 1);
    EXPECT_EQ(count({3, 2, 1, 0}, 1, 2).due, 1); // a fulfilment of the two was withdrawn
}

TEST(Ledger, TheNewestDocumentKnowsWhatShippedElsewhere) {
    Past first = past(1, 1, 1, DeliveryState::uploaded, 1);
    first.lines[0].elsewhere = 2;
    Past second = past(2, 2, 1, DeliveryState::uploaded, 2); // the fulfilments were withdrawn
    second.left_at = first.left_at + std::chrono::seconds{1};
    order::Order o;
    o.lines.resize(1);
    o.lines[0] = {};
    o.lines[0].id = 7;
    o.lines[0].current_quantity = 4;
    o.lines[0].fulfilled_quantity = 1;
    o.lines[0].fulfillable_quantity = 3;
    const std::vector all{first, second};
    EXPECT_EQ(route::count_lines(o, route::histories(all)).at(0).elsewhere, 0);
    EXPECT_EQ(route::count_lines(o, route::histories(all)).at(0).due, 1);
}

TEST(Ledger, WhatCameBackAfterShippingWasOrdered) {
    // Two ordered, sent and shipped; one came back: nothing is due, and nothing has changed.
    const auto n = count({1, 0, 2, 1}, 2);
    EXPECT_EQ(n.ordered, 2);
    EXPECT_EQ(n.due, 0);
    EXPECT_EQ(n.not_released, 0);
    EXPECT_EQ(n.held_after_sending, 0);
}

TEST(Ledger, OrderedNeitherShippedNorOpenIsNotReleased) {
    EXPECT_EQ(count({1, 0, 0, 0}, 0).not_released, 1);
    EXPECT_EQ(count({2, 1, 0, 0}, 0).not_released, 1);
    EXPECT_EQ(count({2, 0, 2, 0}, 0).not_released, 0); // somebody else has shipped them
}

TEST(Ledger, AHoldAfterSendingIsNoGoodsThatWait) {
    const auto n = count({2, 0, 0, 0}, 2);
    EXPECT_EQ(n.not_released, 0);
    EXPECT_EQ(n.held_after_sending, 2);
    EXPECT_EQ(count({2, 0, 2, 0}, 2).held_after_sending, 0); // they have shipped
    EXPECT_EQ(count({2, 1, 0, 0}, 1).held_after_sending, 0); // the other one is on hold
}

TEST(Ledger, SentCountsWhatLeftOrMayHaveLeft) {
    for (const DeliveryState state :
         {DeliveryState::sending, DeliveryState::uncertain, DeliveryState::deferred,
          DeliveryState::uploaded, DeliveryState::failed, DeliveryState::settled})
        EXPECT_EQ(sent({past(1, 1, 1, state, 2)}), 2) << order::name(state);
    for (const DeliveryState state :
         {DeliveryState::waiting, DeliveryState::held, DeliveryState::ready})
        EXPECT_EQ(sent({past(1, 1, 1, state, 2)}), 0) << order::name(state);
    Past undecided = past(1, 1, 1, DeliveryState::held, 2);
    undecided.has_document = true;
    EXPECT_EQ(sent({undecided}), 2);
}

TEST(Ledger, SentAddsUpOverPartsAndSuppliers) {
    Past elsewhere = past(3, 1, 1, DeliveryState::uploaded, 4);
    elsewhere.supplier_id = 6;
    EXPECT_EQ(sent({past(1, 1, 1, DeliveryState::uploaded, 2),
                    past(2, 2, 1, DeliveryState::deferred, 1), elsewhere}),
              7);
}

TEST(Ledger, WhatAPersonCalledOffCountsUntilItIsGivenToAnother) {
    Past off = past(1, 1, 1, DeliveryState::cancelled, 2);
    off.reason_code = "called_off";
    EXPECT_EQ(sent({off}), 2);
    off.lines[0].freed = 2;
    EXPECT_EQ(sent({off}), 0);
    off.reason_code = "nothing_left";
    off.lines[0].freed = 0;
    EXPECT_EQ(sent({off}), 0);
}

TEST(Ledger, AChangeCountsOnceItWasTold) {
    const Past goods = past(1, 1, 1, DeliveryState::uploaded, 3);
    Past change = past(2, 1, 2, DeliveryState::held, 1, Kind::change);
    EXPECT_EQ(sent({goods, change}), 3);
    change.state = DeliveryState::settled;
    EXPECT_EQ(sent({goods, change}), 1);
    // A person who calls the telling off leaves the supplier with what it has.
    change.state = DeliveryState::cancelled;
    change.reason_code = "called_off";
    EXPECT_EQ(sent({goods, change}), 3);
    change = past(2, 1, 2, DeliveryState::settled, 3, Kind::cancel);
    EXPECT_EQ(sent({goods, change}), 0);
}

TEST(Ledger, APartOfWhichNothingCountsLendsItsNumberAgain) {
    Past gone = past(1, 1, 1, DeliveryState::cancelled, 2);
    gone.reason_code = "nothing_left";
    const std::vector<Past> all{gone};
    const auto known = route::histories(all);
    EXPECT_EQ(known.at(5).free_part, 1);
    EXPECT_EQ(known.at(5).free_revision, 1);
    EXPECT_EQ(known.at(5).last_part, 1);
}
