#include "support/relayed.hpp"

#include "base/file.hpp"
#include "flow/operate/operate.hpp"
#include "flow/operate/resend.hpp"
#include "store/documents.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using test::k_sample_id;
using test::MemoryServer;
using test::Relayed;
using test::sample_order;
using test::with;

TEST_F(Relayed, OneWholeFileForEachSupplier) {
    const auto result = run();
    EXPECT_EQ(result.uploaded, 2U);
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_EQ(acme().files.begin()->first, "1001-A-5550001001.xml");
    EXPECT_EQ(acme().files.begin()->second,
              store::document_bytes(*shop.database, first().document_id));
    EXPECT_EQ(globex().files.begin()->first, "1001-B-5550001001.xml");
    // Never under its final name before it is whole.
    EXPECT_EQ(acme().count("put 1001"), 0U);
    EXPECT_EQ(run().uploaded, 0U);
    EXPECT_EQ(acme().count("put"), 1U);
}

TEST_F(Relayed, ASupplierThatIsDownDefersOnlyItsOwn) {
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb == "open")
            return MemoryServer::fault(Phase::connect, 0, CURLE_COULDNT_CONNECT);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    EXPECT_EQ(first().faults, 0); // nobody's schedule is consumed
    // While the breaker is open: one probe a run, and nothing claimed.
    for (int i = 0; i < 5; ++i) {
        shop.clock.advance(std::chrono::minutes{10});
        retry();
    }
    EXPECT_EQ(acme().count("open"), 6U);
    EXPECT_EQ(acme().count("put"), 0U);
    EXPECT_EQ(first().faults, 0);
    acme().before = nullptr;
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, ARefusedLoginParksTheSupplierAndNobodyHammers) {
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb == "open")
            return MemoryServer::fault(Phase::login, 530, CURLE_LOGIN_DENIED);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::parked);
    EXPECT_NE(supplier("acme").mode_reason.find("login"), std::string::npos);
    shop.clock.advance(std::chrono::hours{1});
    retry();
    run();
    EXPECT_EQ(acme().count("open"), 1U);
    acme().before = nullptr;
    {
        store::Write write(*shop.database);
        store::resume_supplier(write, supplier("acme").id, "ann", shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
    }
    retry();
    run();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, AMissingCredentialParksAndNamesIt) {
    {
        order::Supplier s = supplier("acme");
        s.credential = "acme-ftp";
        store::Write write(*shop.database);
        store::put_supplier(write, s, "ann", shop.clock.now());
        write.commit();
    }
    run();
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::parked);
    EXPECT_NE(supplier("acme").mode_reason.find("acme-ftp"), std::string::npos);
    EXPECT_EQ(acme().log.size(), 0U);
}

TEST_F(Relayed, AFaultOfTheDocumentFollowsTheScheduleAndEndsLoudly) {
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(story(), "acme 1 deferred:fault; globex 1 uploaded");
    EXPECT_EQ(first().due_at, shop.clock.now() + std::chrono::seconds{60});
    retry(); // not due yet
    EXPECT_EQ(acme().count("put"), 1U);
    shop.clock.advance(std::chrono::seconds{60});
    retry();
    EXPECT_EQ(first().due_at, shop.clock.now() + std::chrono::seconds{300});
    shop.clock.advance(std::chrono::seconds{300});
    const auto last = retry();
    EXPECT_EQ(last.failed, 1U);
    EXPECT_EQ(story(), "acme 1 failed:gave_up; globex 1 uploaded");
    const auto attempts = store::document_attempts(*shop.database, first().document_id);
    ASSERT_EQ(attempts.size(), 3U);
    EXPECT_EQ(attempts[2].outcome, "temporary");
    EXPECT_EQ(attempts[2].code, 450);
    // By hand: looked for first, then sent with a fresh schedule.
    acme().before = nullptr;
    const std::string why = first().reason;
    flow::retry_now(*shop.database, first().id, {"retry (ann)", ""}, shop.clock);
    EXPECT_EQ(first().reason, "asked for by retry (ann); before that: " + why);
    retry();
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, ALostRenameReplyIsFoundOutByLookingNotByResending) {
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("rename"))
            return std::nullopt;
        auto reply = MemoryServer::fault(Phase::rename, 0, CURLE_RECV_ERROR);
        reply.rename_sent = true;
        return reply;
    };
    const auto result = run();
    EXPECT_EQ(result.reconciled, 1U);
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 1U);
}

TEST_F(Relayed, ATakenFileIsUploadedOnlyWhereTheSupplierIsKnownToTakeThem) {
    acme().consumes = true;
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("rename"))
            return std::nullopt;
        auto reply = MemoryServer::fault(Phase::rename, 0, CURLE_RECV_ERROR);
        reply.rename_sent = true;
        return reply;
    };
    run();
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    order::Supplier s = supplier("acme");
    s.consumes = true;
    {
        store::Write write(*shop.database);
        store::put_supplier(write, s, "ann", shop.clock.now());
        write.commit();
    }
    flow::retry_now(*shop.database, first().id, {"retry (ann)", ""}, shop.clock);
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 1U);
    EXPECT_EQ(acme().taken.size(), 1U);
}

// What was attempted and is held must not go again because somebody changed a rule: it may be
// there.
TEST_F(Relayed, WhatIsHeldAfterAnAttemptIsNeverPlannedAgain) {
    acme().consumes = true;
    acme().after = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("rename"))
            return std::nullopt;
        auto reply = MemoryServer::fault(Phase::rename, 0, CURLE_RECV_ERROR);
        reply.rename_sent = true;
        return reply;
    };
    run();
    ASSERT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    {
        store::Write write(*shop.database);
        store::mark_changed(write, 0);
        write.commit();
    }
    run();
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 1U);
}

TEST_F(Relayed, AForeignFileOfOurNameIsHeldNotOverwritten) {
    acme().files["1001-A-5550001001.xml"] = "somebody else's";
    run();
    EXPECT_EQ(story(), "acme 1 held:refused; globex 1 uploaded");
    EXPECT_EQ(acme().files["1001-A-5550001001.xml"], "somebody else's");
}

TEST_F(Relayed, BytesAndNameStayFixedAfterTheFirstClaim) {
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450);
        return std::nullopt;
    };
    run();
    const std::string fixed = store::document_bytes(*shop.database, first().document_id);
    acme().before = nullptr;
    // The order changes while its document waits for the next try.
    const auto body = with(sample_order(), "\"city\": \"", "\"city\": \"New ");
    shop.receive(with(body, "\"updated_at\": \"2026-11-22T", "\"updated_at\": \"2026-11-23T"));
    shop.clock.advance(std::chrono::minutes{5});
    retry();
    run();
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_EQ(acme().files.begin()->second, fixed);
    // Both suppliers have the old street: both must be told, by a person.
    EXPECT_EQ(story(), "acme 1 uploaded; acme 2 held:tell_supplier; "
                       "globex 1 uploaded; globex 2 held:tell_supplier");
}

TEST_F(Relayed, ABusySupplierIsSkippedAndTheOthersGo) {
    const auto lock =
        base::FileLock::attempt(shop.settings.state_folder() /
                                ("supplier-" + std::to_string(supplier("acme").id) + ".lock"));
    ASSERT_TRUE(lock);
    const auto result = run();
    EXPECT_EQ(result.skipped_suppliers, 1U);
    EXPECT_EQ(story(), "acme 1 ready; globex 1 uploaded");
    EXPECT_TRUE(acme().log.empty());
}

TEST_F(Relayed, ADryRunChangesNothing) {
    flow::RelayOptions options;
    options.dry_run = true;
    const auto result = run(options);
    EXPECT_EQ(result.would_send.size(), 2U);
    EXPECT_EQ(story(), "");
    EXPECT_TRUE(acme().log.empty());
    EXPECT_TRUE(store::find_order(*shop.database, k_sample_id)->changed);
}

TEST_F(Relayed, TheLimitCountsDocuments) {
    flow::RelayOptions options;
    options.limit = 1;
    options.jobs = 1;
    EXPECT_EQ(run(options).uploaded, 1U);
    EXPECT_EQ(run(options).uploaded, 1U);
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, WorkOfAKilledSenderIsLookedForFirst) {
    shop.plan();
    store::Write write(*shop.database);
    const auto id = first().id;
    store::transition(write, id, {DeliveryState::ready, DeliveryState::sending}, shop.clock.now());
    write.commit();
    run(); // it has no document: nothing can have left, a person is asked
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
}

TEST_F(Relayed, ALifetimeEndsLoudly) {
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb == "open")
            return MemoryServer::fault(Phase::connect, 0, CURLE_COULDNT_CONNECT);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    retry_hourly(std::chrono::hours{24 * 5});
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    shop.clock.advance(std::chrono::hours{1});
    EXPECT_EQ(retry().failed, 1U);
    EXPECT_EQ(story(), "acme 1 failed:gave_up; globex 1 uploaded");
}

// A person says that the supplier lost it: the same bytes, the same name, after a look.
TEST_F(Relayed, ADeliveredDocumentIsSentAgainByName) {
    run();
    ASSERT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    const std::int64_t id = first().id;
    const std::string name = acme().files.begin()->first;
    const std::string bytes = acme().files.begin()->second;
    const flow::SessionFactory sessions = [this](const remote::Settings& s) {
        return (s.endpoint.folder == "acme" ? m_acme : m_globex).session();
    };
    const auto look = flow::look_again(*shop.database, shop.settings, id, sessions);
    EXPECT_EQ(look.there, bytes.size()); // still there: a person must see that
    EXPECT_EQ(look.times, 1U);
    acme().files.clear();
    EXPECT_FALSE(flow::look_again(*shop.database, shop.settings, id, sessions).there);
    flow::resend(*shop.database, id, {"queue resend (ann)", "they lost it"}, shop.clock);
    EXPECT_EQ(story(), "acme 1 deferred:resend; globex 1 uploaded");
    // Planning the order again does not touch it.
    store::Write write(*shop.database);
    store::mark_changed(write, k_sample_id);
    write.commit();
    shop.plan();
    EXPECT_EQ(story(), "acme 1 deferred:resend; globex 1 uploaded");
    EXPECT_EQ(retry().uploaded, 1U);
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    ASSERT_EQ(acme().files.size(), 1U);
    EXPECT_EQ(acme().files.begin()->first, name);
    EXPECT_EQ(acme().files.begin()->second, bytes);
    EXPECT_EQ(store::document_attempts(*shop.database, first().document_id).size(), 2U);
}

TEST_F(Relayed, WhatWasNotDeliveredIsNotSentAgain) {
    shop.plan();
    EXPECT_THROW(flow::resend(*shop.database, first().id, {"ann", "why not"}, shop.clock),
                 base::Error);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb == "open")
            return MemoryServer::fault(Phase::connect, 0, CURLE_COULDNT_CONNECT);
        return std::nullopt;
    };
    globex(); // reachable
    run();
    const auto other = shop.deliveries(k_sample_id).at(1);
    ASSERT_EQ(other.state, DeliveryState::uploaded);
    const flow::SessionFactory nobody = [this](const remote::Settings&) {
        return m_acme.session();
    };
    EXPECT_THROW(
        static_cast<void>(flow::look_again(*shop.database, shop.settings, other.id, nobody)),
        base::Error);
}

TEST_F(Relayed, ASuffixMarksWhatIsNotWhole) {
    order::Supplier changed = supplier("acme");
    changed.temporary_at = order::TemporaryName::suffix;
    changed.temporary = ".part";
    changed.transport.pin = "sha256//x";
    store::Write write(*shop.database);
    store::put_supplier(write, changed, "test", shop.clock.now());
    write.commit();
    EXPECT_EQ(supplier("acme").temporary_at, order::TemporaryName::suffix);
    EXPECT_EQ(supplier("acme").transport.pin, "sha256//x");
    EXPECT_TRUE(supplier("globex").transport == order::Transport{});
    run();
    EXPECT_EQ(acme().count("put 1001-A-5550001001.xml.1.part"), 1U);
    EXPECT_EQ(acme().files.begin()->first, "1001-A-5550001001.xml");
}
