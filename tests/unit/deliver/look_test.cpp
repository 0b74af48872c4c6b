#include "unit/deliver/memory_session.hpp"

#include <gtest/gtest.h>

namespace shoporder::deliver {
namespace {

const Evidence k_renaming{1, 3, "a.xml", "tmp-a.1", "", true, true};
const Evidence k_believing{1, 3, "a.xml", "tmp-a.1", "", true, true, false, true};
const Manner k_consuming{order::UploadMode::rename, ".done", true};

Look look_at(MemorySession& session, const Evidence& evidence, const Manner& manner = k_consuming,
             Commits* commits = nullptr) {
    Commits own;
    return look(session, manner, evidence, [&](std::span<const std::int64_t> documents, Mark mark) {
        const char* const verb = mark == Mark::publishing ? "rename" : "remove";
        for (const std::string& call : session.calls)
            EXPECT_FALSE(call.starts_with(verb)) << verb << " before the commit";
        (commits == nullptr ? own : *commits).taker()(documents, mark);
    });
}

// A server refused the rename for now, the removal was carried out and its answer lost: both names
// are gone, as when a supplier takes a file. Only what was committed before tells the difference.
TEST(Look, ALostRemovalIsNoProofThatItWasTaken) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    session.faults["rename tmp-a.1"] = refusal(Phase::rename, 21, 450);
    session.faults["remove tmp-a.1"] = lost(Phase::remove);
    Commits commits;
    EXPECT_EQ(look_at(session, k_believing, k_consuming, &commits).found, Found::unreachable);
    EXPECT_EQ(commits.made, (std::vector<std::string>{"publishing 1", "taken_back 1"}));
    session.files.clear(); // it had been carried out
    session.faults.clear();
    session.calls.clear();
    Evidence after = k_renaming; // as the database has it now
    after.final_next = false;
    after.size_verified = false;
    EXPECT_EQ(look_at(session, after).found, Found::send_again);
}

TEST(Look, AFinalFileOfOurSizeIsOursOnlyAfterTheCommit) {
    MemorySession session;
    session.files["a.xml"] = "one";
    EXPECT_EQ(look_at(session, k_renaming).found, Found::delivered);
    Evidence before = k_renaming;
    before.final_next = false;
    EXPECT_EQ(look_at(session, before).found, Found::undecided);
    session.files["a.xml"] = "another";
    EXPECT_EQ(look_at(session, k_renaming).found, Found::undecided);
    EXPECT_EQ(session.files.at("a.xml"), "another") << "a foreign file is left alone";
}

TEST(Look, AWholeTemporaryFileIsRenamedAfterTheCommit) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    Commits commits;
    Evidence before = k_renaming;
    before.final_next = false;
    EXPECT_EQ(look_at(session, before, k_consuming, &commits).found, Found::finished);
    EXPECT_EQ(commits.made, std::vector<std::string>{"publishing 1"});
    EXPECT_EQ(session.files.at("a.xml"), "one");
}

TEST(Look, APartIsRemovedAndSentAgain) {
    MemorySession session;
    session.files["tmp-a.1"] = "on";
    EXPECT_EQ(look_at(session, k_renaming).found, Found::send_again);
    EXPECT_TRUE(session.files.empty());
}

TEST(Look, GoneIsInferredOnlyWithEveryProof) {
    for (const bool final_next : {false, true})
        for (const bool verified : {false, true})
            for (const bool consumes : {false, true}) {
                MemorySession session;
                Evidence e = k_renaming;
                e.final_next = final_next;
                e.size_verified = verified;
                const Manner manner{order::UploadMode::rename, "", consumes};
                const Found expected = !final_next            ? Found::send_again
                                       : verified && consumes ? Found::inferred
                                                              : Found::undecided;
                EXPECT_EQ(look_at(session, e, manner).found, expected)
                    << final_next << verified << consumes;
                if (expected == Found::undecided)
                    EXPECT_FALSE(look_at(session, e, manner).outcome.reason.empty());
            }
}

TEST(Look, WithoutATemporaryNameOnlyTheFinalOneIsAskedFor) {
    MemorySession session;
    Evidence e = k_renaming;
    e.temporary_name.clear();
    e.final_next = false;
    EXPECT_EQ(look_at(session, e).found, Found::send_again);
    EXPECT_EQ(session.calls, (std::vector<std::string>{"size a.xml"}));
}

TEST(Look, ADeadConnectionDecidesNothing) {
    for (const char* const call : {"size a.xml", "size tmp-a.1", "remove tmp-a.1"}) {
        MemorySession session;
        session.files["tmp-a.1"] = "on";
        session.faults[call] = lost(Phase::size);
        const Look seen = look_at(session, k_renaming);
        EXPECT_EQ(seen.found, Found::unreachable) << call;
        EXPECT_EQ(seen.outcome.cls, OutcomeClass::temporary) << call;
    }
}

TEST(Look, ALostRenameStaysUncertain) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    session.faults["rename tmp-a.1"] = lost(Phase::rename, true);
    const Look seen = look_at(session, k_renaming);
    EXPECT_EQ(seen.found, Found::unreachable);
    EXPECT_EQ(seen.outcome.cls, OutcomeClass::uncertain);
}

// A scanner, a lock: it stays in doubt, with its evidence, and nothing is touched.
TEST(Look, ARefusalThatMayPassDecidesNothingYet) {
    for (const int code : {550, 450})
        for (const char* const call :
             {"size a.xml", "size tmp-a.1", "rename tmp-a.1", "remove tmp-a.1"}) {
            MemorySession session;
            const std::string verb{call, 4};
            session.files["tmp-a.1"] = verb == "remo" ? "on" : "one";
            session.faults[call] = refusal(verb == "size"   ? Phase::size
                                           : verb == "rena" ? Phase::rename
                                                            : Phase::remove,
                                           21, code);
            const Look seen = look_at(session, k_renaming);
            EXPECT_EQ(seen.found, Found::unreachable) << call << code;
            EXPECT_TRUE(seen.refused && seen.others_may_fare_better) << call << code;
            EXPECT_EQ(seen.outcome.cls, OutcomeClass::temporary) << call << code;
            EXPECT_EQ(session.files.size(), 1U);
        }
}

// 226, and it is under neither name: they may have it, whatever came next.
TEST(Look, WhatWasAcknowledgedAndIsGoneIsNeverSentAgainByItself) {
    MemorySession session;
    Evidence e = k_renaming;
    e.final_next = e.size_verified = false;
    e.acknowledged = true;
    for (const bool consumes : {false, true}) {
        const Look seen = look_at(session, e, {order::UploadMode::rename, "", consumes});
        EXPECT_EQ(seen.found, Found::undecided);
        EXPECT_NE(seen.outcome.reason.find("acknowledged"), std::string::npos);
    }
    e.acknowledged = false;
    EXPECT_EQ(look_at(session, e).found, Found::send_again);
}

TEST(Look, ARenameRefusedForNowStartsOverAndForGoodParksTheSupplier) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    session.faults["rename tmp-a.1"] = refusal(Phase::rename, 21, 550);
    const Look refused = look_at(session, k_believing);
    EXPECT_EQ(refused.found, Found::unreachable) << "it stays uncertain, with its evidence";
    EXPECT_EQ(refused.outcome.cls, OutcomeClass::operator_);
    EXPECT_NE(refused.outcome.reason.find("upload.mode"), std::string::npos);
    EXPECT_EQ(session.files.count("tmp-a.1"), 1U);
    session.calls.clear();
    session.faults["rename tmp-a.1"] = refusal(Phase::rename, 21, 450);
    EXPECT_EQ(look_at(session, k_believing).found, Found::send_again);
    EXPECT_TRUE(session.files.empty()) << "nothing is left that could be taken twice";
}

// The way out of a server that does not rename: another mode, and what lies there is of no use.
TEST(Look, ASupplierWhoTakesNoRenamesAnyMoreGetsItAgain) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    Commits commits;
    const Manner direct{order::UploadMode::direct, "", false};
    EXPECT_EQ(look_at(session, k_renaming, direct, &commits).found, Found::send_again);
    EXPECT_EQ(commits.made, std::vector<std::string>{"taken_back 1"});
    EXPECT_TRUE(session.files.empty());
}

} // namespace
} // namespace shoporder::deliver
