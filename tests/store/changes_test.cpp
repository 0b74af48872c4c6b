// Changes and cancellations as documents: what goes, what waits for what, and what is a person's.
#include "support/changing_body.hpp"
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "flow/operate/operate.hpp"
#include "flow/operate/resend.hpp"
#include "store/answers.hpp"
#include "store/documents.hpp"

#include <gmock/gmock.h>

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using test::k_mug;
using test::k_sample_id;
using test::k_tea;
using testing::HasSubstr;
using testing::Not;

namespace {

const flow::Person k_ann{"queue (ann)", "said so"};
const std::string k_order = "1001-A-5550001001.xml";

struct Changes : test::Relayed {
    test::ChangingBody body;

    void SetUp() override {
        Relayed::SetUp();
        take_documents(true);
    }
    void take_documents(bool documents) {
        change(
            "acme", [&](order::Supplier& s) { s.takes_changes = documents; });
    }
    void receive() { shop.receive(body.text()); }
    std::string plan() {
        receive();
        shop.plan();
        return acme_story();
    }
    /// "1001-A uploaded; 1001-A r2 change ready 2+1": acme's; of words with the lines they tell.
    std::string acme_story() {
        std::string out;
        for (const store::Delivery& d : shop.deliveries(k_sample_id)) {
            if (d.supplier_id != supplier("acme").id)
                continue;
            out += (out.empty() ? "" : "; ") + d.po_number;
            if (d.revision > 1)
                out += " r" + std::to_string(d.revision);
            out += (d.kind == "new" ? " " : " " + d.kind + " ") + std::string{order::name(d.state)};
            out += d.reason_code.empty() ? "" : ":" + d.reason_code;
            for (const auto& line : d.lines)
                if (d.kind != "new" || d.part > 1)
                    out += line.quantity > 0 ? " " + std::to_string(line.quantity) : "";
        }
        return out;
    }
    std::int64_t id_of(int revision) {
        for (const store::Delivery& d : shop.deliveries(k_sample_id))
            if (d.supplier_id == supplier("acme").id && d.part == 1 && d.revision == revision)
                return d.id;
        throw std::runtime_error("no revision " + std::to_string(revision));
    }
    store::Delivery delivery(int revision) {
        return store::find_delivery(*shop.database, id_of(revision)).value();
    }
    std::string file(int revision) {
        const auto& files = acme().files;
        const auto found = files.find(
            revision == 1 ? k_order : "1001-A-5550001001-r" + std::to_string(revision) + ".xml");
        return found == files.end() ? "no such file" : found->second;
    }
    /// Final names, in the order they came to be.
    std::string arrivals() {
        std::string out;
        for (const std::string& line : acme().log)
            if (const auto at = line.rfind(' '); line.starts_with("rename "))
                out += (out.empty() ? "" : ", ") + line.substr(at + 1);
        return out;
    }
    void move(int revision, DeliveryState to, const char* code = "") {
        store::Write write(*shop.database);
        const auto d = delivery(revision);
        store::Step step{d.state, to, code};
        ASSERT_TRUE(store::transition(write, d.id, step, shop.clock.now()));
        write.commit();
    }
};

} // namespace

TEST_F(Changes, AChangeGoesAsTheNextRevision) {
    run();
    body.ordered(k_mug, 1).open(k_mug, 1).ordered(k_tea, 0).open(k_tea, 0).city("New Town");
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 change uploaded 1");
    const std::string change = file(2);
    EXPECT_THAT(change, HasSubstr("kind=\"change\" revision=\"2\""));
    EXPECT_THAT(change, HasSubstr("<purchase-order>1001-A</purchase-order>"));
    EXPECT_THAT(change, HasSubstr("<quantity>1</quantity>"));
    EXPECT_THAT(change, HasSubstr("<city>New Town</city>"));
    EXPECT_THAT(change, HasSubstr("<updated>"));
    EXPECT_THAT(change, Not(HasSubstr(std::to_string(k_tea)))) << "it is not to be shipped";
    EXPECT_EQ(shop.deliveries(k_sample_id).back().reason_code, "tell_supplier") << "globex is told";
    receive();
    run();
    EXPECT_EQ(arrivals(), k_order + ", 1001-A-5550001001-r2.xml") << "and once";
}

TEST_F(Changes, ACancelTellsWhatIsCalledOff) {
    run();
    body.cancel();
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel uploaded 2 1");
    EXPECT_THAT(file(2), HasSubstr("kind=\"cancel\" revision=\"2\""));
    EXPECT_THAT(file(2), HasSubstr("<quantity>2</quantity>"));
    EXPECT_THAT(file(2), HasSubstr("<cancel-reason>customer</cancel-reason>"));
}

TEST_F(Changes, ACancelTellsLinesThatTheShopTellsNoMore) {
    run();
    body.cancel().drop(k_tea);
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel uploaded 2 1");
    EXPECT_THAT(file(2), HasSubstr("id=\"" + std::to_string(k_tea) + "\""));
    EXPECT_THAT(file(2), HasSubstr("<sku>ACME-TEA-500</sku>")) << "as an older state told it";
}

TEST_F(Changes, ALineThatIsGoneFromTheBodyIsGoneFromTheChange) {
    run();
    body.drop(k_tea);
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 change uploaded 2");
    EXPECT_THAT(file(2), Not(HasSubstr(std::to_string(k_tea))));
}

TEST_F(Changes, OneThatWasTakenBackInTimeNeverLeaves) {
    run();
    body.ordered(k_mug, 1).open(k_mug, 1);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change ready 1 1");
    body.ordered(k_mug, 2).open(k_mug, 2);
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 change cancelled:undone 1 1");
    body.city("New Town");
    receive();
    run();
    EXPECT_EQ(arrivals(), k_order + ", 1001-A-5550001001-r3.xml");
}

TEST_F(Changes, AFurtherEditIsTheNextRevisionOnceTheFirstHasBeenClaimed) {
    run();
    body.ordered(k_mug, 1).open(k_mug, 1);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change ready 1 1");
    body.city("New Town");
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change ready 1 1") << "it is one word";
    run();
    body.ordered(k_tea, 0).open(k_tea, 0);
    receive();
    run();
    EXPECT_EQ(acme_story(),
              "1001-A uploaded; 1001-A r2 change uploaded 1 1; 1001-A r3 change uploaded 1");
    body.cancel();
    receive();
    run();
    EXPECT_THAT(acme_story(), HasSubstr("1001-A r4 cancel uploaded 1"));
}

TEST_F(Changes, NothingOvertakesTheOrder) {
    acme().before = test::answering("put", Phase::put, 451);
    run();
    ASSERT_EQ(acme_story(), "1001-A deferred:fault");
    body.ordered(k_mug, 0).open(k_mug, 0).ordered(k_tea, 0).open(k_tea, 0);
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A deferred:fault; 1001-A r2 cancel waiting:earlier_revision 2 1");
    EXPECT_THAT(delivery(2).reason, HasSubstr("revision 1 of 1001-A, which is deferred"));
    test::heal(acme());
    shop.clock.advance(std::chrono::hours{1});
    retry();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel waiting:earlier_revision 2 1");
    run(); // no webhook comes: the arrival itself wakes it
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel uploaded 2 1");
    EXPECT_EQ(arrivals(), k_order + ", 1001-A-5550001001-r2.xml");
}

TEST_F(Changes, WhatIsInDoubtIsLookedForFirst) {
    test::break_after(acme(), "rename", test::lost_rename());
    run();
    ASSERT_EQ(acme_story(), "1001-A uncertain:wire");
    body.cancel();
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uncertain:wire; 1001-A r2 cancel waiting:earlier_revision 2 1");
    test::heal(acme());
    run(); // finds it, and plans once in a run
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel uploaded 2 1");
}

TEST_F(Changes, OfAnOrderThatNeverArrivedNothingIsTold) {
    test::break_after(acme(), "put", test::lost_reply(Phase::put, true),
                      [this] { acme().files.clear(); });
    run();
    ASSERT_EQ(acme_story(), "1001-A uncertain:wire");
    body.cancel();
    EXPECT_EQ(plan(), "1001-A uncertain:wire; 1001-A r2 cancel waiting:earlier_revision 2 1");
    move(1, DeliveryState::deferred, "lost");
    shop.plan();
    EXPECT_EQ(acme_story(), "1001-A cancelled:cancelled; 1001-A r2 cancel cancelled:undone 2 1");
}

TEST_F(Changes, ACalledOffOrderTakesItsChangeAlong) {
    acme().before = test::answering("put", Phase::put, 451);
    run();
    body.city("New Town");
    EXPECT_EQ(plan(), "1001-A deferred:fault; 1001-A r2 change waiting:earlier_revision 2 1");
    flow::cancel(*shop.database, id_of(1), k_ann, shop.clock);
    shop.plan();
    EXPECT_EQ(acme_story(), "1001-A cancelled:called_off; 1001-A r2 change cancelled:undone 2 1");
}

TEST_F(Changes, EachStateOfTheOneBeforeIsThoughtOf) {
    run();
    body.city("New Town");
    receive();
    const auto verdict = [&](DeliveryState state) {
        shop.plan();
        const auto d = delivery(2);
        return std::string{order::name(state)} + ": " + std::string{order::name(d.state)} +
               (d.reason_code.empty() ? "" : ":" + d.reason_code);
    };
    const DeliveryState way[]{DeliveryState::uncertain, DeliveryState::failed,
                              DeliveryState::deferred,  DeliveryState::sending,
                              DeliveryState::held,      DeliveryState::uncertain};
    for (const DeliveryState state : way) {
        move(1, state);
        EXPECT_EQ(verdict(state), std::string{order::name(state)} + ": waiting:earlier_revision");
    }
    move(1, DeliveryState::uploaded);
    EXPECT_EQ(verdict(DeliveryState::uploaded), "uploaded: ready");
    move(1, DeliveryState::confirmed);
    EXPECT_EQ(verdict(DeliveryState::confirmed), "confirmed: ready");
    move(1, DeliveryState::partial);
    EXPECT_EQ(verdict(DeliveryState::partial), "partial: held:refusal");
    move(1, DeliveryState::rejected);
    EXPECT_EQ(verdict(DeliveryState::rejected), "rejected: held:refusal");
    flow::settle(*shop.database, id_of(1), k_ann, shop.clock);
    EXPECT_EQ(verdict(DeliveryState::settled), "settled: ready");
}

TEST_F(Changes, WhatWasRefusedIsNotOrderedAgainByAChange) {
    run();
    {
        store::Write write(*shop.database);
        store::set_answered(write, id_of(1), {"", "", {{k_tea, 1}}});
        write.commit();
    }
    move(1, DeliveryState::partial);
    body.city("New Town");
    EXPECT_EQ(plan(), "1001-A partial; 1001-A r2 change held:refusal 2 1");
    flow::assign(*shop.database, shop.settings, k_sample_id, k_tea, "globex", k_ann, shop.clock);
    shop.plan();
    EXPECT_EQ(acme_story(), "1001-A settled:assigned; 1001-A r2 change ready 2");
    run();
    EXPECT_EQ(acme_story(), "1001-A settled:assigned; 1001-A r2 change uploaded 2");
    // What globex has got of it since is not counted twice, nor sent once more.
    receive();
    shop.plan();
    EXPECT_EQ(shop.deliveries(k_sample_id).size(), 5U) << shop.story(k_sample_id);
}

TEST_F(Changes, WhatAChangeHadRefusedCanGoToAnother) {
    run();
    body.city("New Town");
    receive();
    run();
    {
        store::Write write(*shop.database);
        store::set_answered(write, id_of(2), {"", "", {{k_tea, 1}}});
        write.commit();
    }
    move(2, DeliveryState::partial);
    flow::assign(*shop.database, shop.settings, k_sample_id, k_tea, "globex", k_ann, shop.clock);
    shop.plan();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 change settled:assigned 2 1");
    std::int64_t tea = 0;
    for (const auto& d : shop.deliveries(k_sample_id))
        for (const auto& line : d.lines)
            if (d.supplier_id == supplier("globex").id && line.line_id == k_tea)
                tea += line.quantity;
    EXPECT_EQ(tea, 1);
}

TEST_F(Changes, AWhollyRefusedOrderNeedsNoCancelDocument) {
    run();
    move(1, DeliveryState::rejected);
    body.cancel();
    EXPECT_EQ(plan(), "1001-A rejected; 1001-A r2 cancel held:refusal 2 1");
}

TEST_F(Changes, ACancelOfAPartlyRefusedOrderGoes) {
    run();
    move(1, DeliveryState::partial);
    body.cancel();
    EXPECT_EQ(plan(), "1001-A partial; 1001-A r2 cancel ready 2 1");
}

TEST_F(Changes, GoodsPutOnHoldAreForAPersonWhoMaySendItAfterAll) {
    run();
    body.open(k_mug, 1);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:on_hold 2 1");
    flow::release(*shop.database, id_of(2), k_ann, shop.clock);
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 change uploaded 2 1");
    EXPECT_THAT(file(2), HasSubstr("<quantity>1</quantity>")) << "without what is on hold";
    EXPECT_THAT(file(2), Not(HasSubstr("<quantity>2</quantity>")));
    body.open(k_mug, 2); // a document told of the hold, so a document tells of its end
    receive();
    run();
    EXPECT_THAT(file(3), HasSubstr("<quantity>2</quantity>"));
}

TEST_F(Changes, WhoeverToldOfAHoldTellsOfItsEnd) {
    run();
    body.open(k_mug, 1);
    plan();
    flow::settle(*shop.database, id_of(2), k_ann, shop.clock);
    body.open(k_mug, 2);
    EXPECT_THAT(plan(), HasSubstr("1001-A r3 change held:on_hold 2 1"));
}

TEST_F(Changes, WhatHasShippedIsForAPerson) {
    run();
    body.ship(k_mug, 2).ordered(k_mug, 1);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:shipped 1 1");
    EXPECT_THAT(delivery(2).reason, HasSubstr("have shipped: tell acme"));
    body.cancel();
    EXPECT_THAT(plan(), HasSubstr("1001-A r3 cancel held:shipped"));
}

TEST_F(Changes, AnotherAddressForGoodsThatHaveShippedIsForAPerson) {
    run();
    body.ship(k_mug, 2).city("New Town");
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change ready 2 1") << "the tea can go there";
    body.ship(k_tea, 1);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:shipped 2 1");
}

TEST_F(Changes, ADoubtfulStateGoesNowhere) {
    run();
    body["shipping_address"]["city"] = "";
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:address 2 1");
}

TEST_F(Changes, TheSuppliersOwnHoursCount) {
    run();
    change("acme", [](order::Supplier& s) { // open a minute before this clock's
        s.send.hours = {{std::chrono::minutes{0}, std::chrono::minutes{1}}};
    });
    body.city("New Town");
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change waiting:send_window 2 1");
    pause("acme");
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change waiting:supplier_paused 2 1");
}

TEST_F(Changes, APersonMayHoldReleaseCancelAndClose) {
    run();
    body.city("New Town");
    plan();
    flow::hold(*shop.database, id_of(2), k_ann, shop.clock);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:manual 2 1");
    flow::release(*shop.database, id_of(2), k_ann, shop.clock);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change ready 2 1");
    flow::cancel(*shop.database, id_of(2), k_ann, shop.clock);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change cancelled:called_off 2 1");
    body.ordered(k_tea, 0).open(k_tea, 0);
    EXPECT_THAT(plan(), HasSubstr("1001-A r3 change ready 2"));
    flow::settle(*shop.database, id_of(3), k_ann, shop.clock);
    EXPECT_THAT(plan(), HasSubstr("1001-A r3 change settled:done 2"));
    EXPECT_EQ(run().uploaded, 0U);
}

TEST_F(Changes, APersonCannotLetItOvertake) {
    run();
    move(1, DeliveryState::uncertain);
    body.city("New Town");
    plan();
    EXPECT_THROW(flow::release(*shop.database, id_of(2), k_ann, shop.clock), base::Error);
    take_documents(false);
    shop.plan();
    EXPECT_THROW(flow::release(*shop.database, id_of(2), k_ann, shop.clock), base::Error)
        << "the supplier takes no such document";
}

TEST_F(Changes, FollowTheSettingBothWays) {
    take_documents(false);
    run();
    body.city("New Town");
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:tell_supplier 2 1");
    take_documents(true);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change ready 2 1");
    take_documents(false);
    EXPECT_EQ(plan(), "1001-A uploaded; 1001-A r2 change held:tell_supplier 2 1");
}

TEST_F(Changes, NeitherAClaimNorARetryOvertakes) {
    run();
    body.city("New Town");
    plan();
    move(1, DeliveryState::uncertain); // behind the plan's back
    store::Write write(*shop.database);
    EXPECT_TRUE(store::claim_deliveries(write,
                                        {supplier("acme").id, DeliveryState::ready, {}, 10, "test"},
                                        shop.clock.now())
                    .empty());
    EXPECT_TRUE(store::claim_deliveries(
                    write, {supplier("acme").id, DeliveryState::ready, {id_of(2)}, 10, "test"},
                    shop.clock.now())
                    .empty());
}

TEST_F(Changes, AnOutdatedOrderIsNotSentAgain) {
    run();
    body.cancel();
    receive();
    run();
    try {
        flow::resend(*shop.database, id_of(1), k_ann, shop.clock);
        FAIL() << "sent an order after its cancellation";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("its cancel, revision 2, is uploaded"));
    }
    flow::resend(*shop.database, id_of(2), k_ann, shop.clock);
}

TEST_F(Changes, WhatIsToBeSentAgainGoesBeforeItsCancel) {
    run();
    acme().files.clear();
    flow::resend(*shop.database, id_of(1), k_ann, shop.clock);
    body.cancel();
    EXPECT_EQ(plan(), "1001-A deferred:resend; 1001-A r2 cancel waiting:earlier_revision 2 1");
    retry();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel uploaded 2 1");
}

TEST_F(Changes, AreInABatchAfterThatOfTheirOrder) {
    change("acme", [](order::Supplier& s) { s.batching = order::Batching::run; });
    run();
    Relayed::receive(2, 2);
    body.city("New Town");
    receive();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 change uploaded 2 1");
    ASSERT_EQ(acme().files.size(), 2U);
    const std::string batch = acme().files.rbegin()->second;
    EXPECT_THAT(batch, HasSubstr("<purchase-order>1001-A</purchase-order>"));
    EXPECT_THAT(batch, HasSubstr("<purchase-order>1002-A</purchase-order>"));
    EXPECT_THAT(batch, HasSubstr("kind=\"change\" revision=\"2\""));
}

TEST_F(Changes, OfAnOrderInAFailedBatchTheCancelFollowsTheBatch) {
    change("acme", [](order::Supplier& s) { s.batching = order::Batching::run; });
    Relayed::receive(2, 2);
    acme().before = test::answering("put", Phase::put, 451);
    run();
    body.cancel();
    EXPECT_EQ(plan(), "1001-A deferred:fault; 1001-A r2 cancel waiting:earlier_revision 2 1");
    test::heal(acme());
    shop.clock.advance(std::chrono::hours{1});
    retry();
    run();
    EXPECT_EQ(acme_story(), "1001-A uploaded; 1001-A r2 cancel uploaded 2 1");
    EXPECT_EQ(arrivals(), "batch-acme-000001.xml, batch-acme-000002.xml");
}
