// Answers to changes and cancellations: whose they are, and what they leave to do.
#include "flow/operate/operate.hpp"
#include "flow/watch/lookout.hpp"
#include "support/changing_body.hpp"
#include "support/collected.hpp"

#include <gmock/gmock.h>

using namespace shoporder;
using order::DeliveryState;
using test::k_sample_id;
using testing::HasSubstr;

namespace {

struct AnswersToChanges : test::Collected {
    test::ChangingBody body;

    void SetUp() override {
        Collected::SetUp();
        change("acme", [](order::Supplier& s) { s.takes_changes = true; });
    }
    void dispatch() {
        shop.receive(body.text());
        run();
    }
    /// acme's delivery in that revision.
    store::Delivery revision(int n) {
        for (const store::Delivery& d : shop.deliveries(k_sample_id))
            if (d.supplier_id == supplier("acme").id && d.revision == n)
                return d;
        throw std::runtime_error("no revision " + std::to_string(n));
    }
    void say(const std::string& file, const std::string& verdict, int revision_named) {
        std::string text = answer("1001-A", "", verdict);
        if (revision_named > 0)
            text = test::with(
                text, " version=", " revision=\"" + std::to_string(revision_named) + "\" version=");
        answers.files[file] = text;
        collect();
    }
    bool is_late() {
        shop.clock.advance(std::chrono::hours{5});
        for (const auto& n : flow::look_out(*shop.database, shop.settings, shop.clock.now()))
            if (n.key == "late/acme")
                return true;
        return false;
    }
};

} // namespace

TEST_F(AnswersToChanges, BelongToTheRevisionTheyName) {
    body.city("New Town");
    dispatch();
    say("a.xml", "accepted", 2);
    EXPECT_EQ(revision(1).state, DeliveryState::uploaded);
    EXPECT_EQ(revision(2).state, DeliveryState::confirmed);
    EXPECT_FALSE(is_late()) << "who answers the change has had the order";
    say("b.xml", "refused", 1);
    EXPECT_EQ(revision(1).state, DeliveryState::rejected);
    EXPECT_EQ(revision(2).state, DeliveryState::confirmed);
}

TEST_F(AnswersToChanges, WithoutARevisionBelongToTheFirstThatHasNone) {
    body.cancel();
    dispatch();
    say("a.xml", "accepted", 0);
    EXPECT_EQ(revision(1).state, DeliveryState::confirmed);
    EXPECT_EQ(revision(2).state, DeliveryState::uploaded) << "nobody said yes to the cancellation";
    EXPECT_TRUE(is_late());
    say("b.xml", "refused", 0);
    EXPECT_EQ(revision(1).state, DeliveryState::confirmed);
    EXPECT_EQ(revision(2).state, DeliveryState::rejected) << "too late to cancel: for a person";
}

TEST_F(AnswersToChanges, NothingIsSaidToAChangeThatHasNotLeft) {
    pause("acme");
    body.city("New Town");
    dispatch();
    ASSERT_EQ(revision(2).reason_code, "supplier_paused");
    say("a.xml", "accepted", 0);
    EXPECT_EQ(revision(1).state, DeliveryState::confirmed);
    say("b.xml", "accepted", 2);
    EXPECT_EQ(count_of_state("attention"), 1U);
    EXPECT_EQ(revision(2).reason_code, "supplier_paused");
}

TEST_F(AnswersToChanges, AnAnswerWakesWhatWaitedForIt) {
    {
        store::Write write(*shop.database);
        store::Step lost{DeliveryState::uploaded, DeliveryState::uncertain, "wire"};
        ASSERT_TRUE(store::transition(write, revision(1).id, lost, shop.clock.now()));
        write.commit();
    }
    body.city("New Town");
    shop.receive(body.text());
    shop.plan();
    ASSERT_EQ(revision(2).reason_code, "earlier_revision");
    say("a.xml", "accepted", 1);
    shop.plan();
    EXPECT_EQ(revision(2).state, DeliveryState::ready);
}

TEST_F(AnswersToChanges, ARefusalBeforeItLeftMakesItAPersons) {
    body.city("New Town");
    shop.receive(body.text());
    shop.plan();
    ASSERT_EQ(revision(2).state, DeliveryState::ready);
    say("a.xml", "refused", 1);
    run();
    EXPECT_EQ(revision(2).state, DeliveryState::held);
    EXPECT_EQ(revision(2).reason_code, "refusal");
    EXPECT_THAT(revision(2).reason, HasSubstr("acme has refused it"));
    flow::settle(*shop.database, revision(1).id, {"ann", "they told me"}, shop.clock);
    shop.plan();
    EXPECT_EQ(revision(2).reason_code, "refusal") << "the refusal stands";
}
