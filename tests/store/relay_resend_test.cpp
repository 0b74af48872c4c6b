// Sending again by a person's word, and who else may change their mind meanwhile.
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "flow/operate/operate.hpp"
#include "flow/operate/resend.hpp"
#include "flow/operate/views.hpp"
#include "store/documents.hpp"

#include <gmock/gmock.h>

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using test::k_sample_id;
using test::lost_rename;
using test::Relayed;
using test::sample_order;
using test::with;

namespace {
const flow::Person k_ann{"queue resend (ann)", "they never got it"};
} // namespace

// The supplier has it, or had it: a cancel must be told, and the person who resends must know.
TEST_F(Relayed, ACancelOfWhatIsToBeSentAgainIsToldToTheSupplier) {
    run();
    acme().files.clear();
    flow::resend(*shop.database, first().id, k_ann, shop.clock);
    shop.receive(with(with(sample_order(), "\"cancelled_at\": null",
                           "\"cancelled_at\": \"2026-11-23T09:00:00Z\""),
                      "\"updated_at\": \"2026-11-22T", "\"updated_at\": \"2026-11-23T"));
    shop.plan();
    EXPECT_EQ(story(), "acme 1 deferred:resend; acme 2 held:tell_supplier; "
                       "globex 1 uploaded; globex 2 held:tell_supplier");
}

TEST_F(Relayed, AChangeOfWhatIsToBeSentAgainIsToldToTheSupplier) {
    run();
    acme().files.clear();
    flow::resend(*shop.database, first().id, k_ann, shop.clock);
    shop.receive(with(with(sample_order(), "\"city\": \"", "\"city\": \"New "),
                      "\"updated_at\": \"2026-11-22T", "\"updated_at\": \"2026-11-23T"));
    shop.plan();
    EXPECT_EQ(story(), "acme 1 deferred:resend; acme 2 held:tell_supplier; "
                       "globex 1 uploaded; globex 2 held:tell_supplier");
}

TEST_F(Relayed, WhatIsUndecidedIsSentAgainWhenTheSupplierSaysThatItIsNotThere) {
    test::break_after(acme(), "rename", lost_rename(), [this] { acme().files.clear(); });
    run();
    heal(acme());
    retry();
    ASSERT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    const auto id = first().id;
    const auto look = flow::look_again(*shop.database, shop.settings, id, sessions());
    EXPECT_FALSE(look.there);
    EXPECT_FALSE(look.uploaded_at);
    EXPECT_EQ(look.times, 1U);
    flow::resend(*shop.database, id, k_ann, shop.clock);
    EXPECT_EQ(story(), "acme 1 deferred:resend; globex 1 uploaded");
    EXPECT_EQ(retry().uploaded, 1U);
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 2U);
    EXPECT_EQ(acme().files.at("1001-A-5550001001.xml"),
              store::document_bytes(*shop.database, first().document_id));
}

// A retry looks at today's url for ever; what ends it is said, and does.
TEST_F(Relayed, WhatWentToAnotherUrlIsSettledByAPersonAndNotByARetry) {
    test::break_after(acme(), "rename", lost_rename(), [this] { acme().files.clear(); });
    run();
    heal(acme());
    change("acme", [](auto& s) {
        s.endpoint = order::Endpoint::parse("ftp://orders@new.acme.example/acme");
    });
    retry();
    ASSERT_EQ(story(), "acme 1 held:elsewhere; globex 1 uploaded");
    flow::retry_now(*shop.database, first().id, k_ann, shop.clock);
    retry();
    ASSERT_EQ(story(), "acme 1 held:elsewhere; globex 1 uploaded");
    EXPECT_THAT(first().reason, testing::HasSubstr("`shoporder queue done`, if not `shoporder "
                                                   "queue resend`"));
    flow::Names names(*shop.database);
    EXPECT_EQ(report::next_command(flow::delivery_row(*shop.database, names, first())),
              "shoporder queue done " + std::to_string(first().id) + " --reason TEXT");
    EXPECT_TRUE(flow::look_again(*shop.database, shop.settings, first().id, sessions()).elsewhere);
    flow::resend(*shop.database, first().id, k_ann, shop.clock);
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, WhatWasHeldBeforeAnyAttemptIsNotSentAgain) {
    shop.plan();
    flow::hold(*shop.database, first().id, {"queue hold (ann)", "wait"}, shop.clock);
    ASSERT_EQ(first().document_id, 0);
    EXPECT_THROW(flow::resend(*shop.database, first().id, k_ann, shop.clock), base::Error);
    EXPECT_THROW(
        static_cast<void>(flow::look_again(*shop.database, shop.settings, first().id, sessions())),
        base::Error);
    EXPECT_EQ(first().state, DeliveryState::held);
    EXPECT_TRUE(acme().log.empty());
}
