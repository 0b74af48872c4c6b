#include "unit/deliver/memory_session.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace shoporder::deliver {
namespace {

const std::vector<Upload> k_window{{1, "one", "a.xml", "tmp-a.1"},
                                   {2, "two2", "b.xml", "tmp-b.1"},
                                   {3, "three", "c.xml", "tmp-c.1"}};

std::vector<Result> send(MemorySession& session, const Commit& commit = k_fine) {
    return upload(session, {}, k_window, commit, k_never);
}

TEST(Upload, NothingIsRenamedBeforeAllAreThereAndTheCommitIsMade) {
    MemorySession session;
    Commits commits{{}, &session};
    const auto results = send(session, commits.taker());
    EXPECT_EQ(classes(results), "done done done");
    EXPECT_EQ(session.calls,
              (std::vector<std::string>{"put tmp-a.1", "put tmp-b.1", "put tmp-c.1", "size tmp-a.1",
                                        "size a.xml", "size tmp-b.1", "size b.xml", "size tmp-c.1",
                                        "size c.xml", "publishing 1 2 3", "rename tmp-a.1",
                                        "rename tmp-b.1", "rename tmp-c.1"}));
    EXPECT_EQ(session.files.at("b.xml"), "two2");
    for (const Result& r : results)
        EXPECT_TRUE(r.size_verified);
}

TEST(Upload, ACommitThatFailsRenamesNothingAndPassesThrough) {
    MemorySession session;
    EXPECT_THROW(
        static_cast<void>(send(session, [](std::span<const std::int64_t>,
                                           Mark) { throw std::runtime_error("disk full"); })),
        std::runtime_error);
    EXPECT_EQ(session.files.count("a.xml"), 0U);
    EXPECT_EQ(session.files.size(), 3U);
}

TEST(Upload, AFileOfThatNameIsNeverOverwrittenNorCommitted) {
    MemorySession session;
    session.files["b.xml"] = "two2"; // even one of our size
    Commits commits;
    const auto results = send(session, commits.taker());
    EXPECT_EQ(classes(results), "done permanent done");
    EXPECT_NE(results[1].outcome.reason.find("there already"), std::string::npos);
    EXPECT_EQ(results[1].outcome.tries, 1) << "no second try makes it go away";
    EXPECT_EQ(commits.made, std::vector<std::string>{"publishing 1 3"});
    EXPECT_EQ(session.files.count("tmp-b.1"), 0U) << "the temporary file is cleaned up";
}

TEST(Upload, ADocumentsOwnFaultStaysItsOwnAndIsBelievedAtTheThirdTime) {
    MemorySession session;
    session.faults["put tmp-b.1"] = refusal(Phase::put, 25, 553);
    const auto results = send(session);
    EXPECT_EQ(classes(results), "done permanent done");
    EXPECT_EQ(results[1].outcome.tries, 3);
}

TEST(Upload, AWrongSizeIsNotRenamed) {
    class Short : public MemorySession {
    public:
        Reply put(std::string_view name, std::string_view bytes) override {
            return MemorySession::put(name, bytes.substr(0, name == "tmp-b.1" ? 2 : 99));
        }
    } shorter;
    const auto results = send(shorter);
    EXPECT_EQ(classes(results), "done temporary done");
    EXPECT_EQ(shorter.files.count("b.xml"), 0U);
    EXPECT_EQ(shorter.files.count("tmp-b.1"), 0U);
    EXPECT_FALSE(results[1].size_verified);
}

// 226, and then under neither name: the supplier may have it.
TEST(Upload, WhatWasAcknowledgedAndIsGoneIsInDoubt) {
    class Greedy : public Passing {
    public:
        Reply put(std::string_view name, std::string_view bytes) override {
            const Reply reply = MemorySession::put(name, bytes);
            files.erase("tmp-a.1");
            return reply;
        }
    } greedy;
    const auto results = upload(greedy, {}, k_window, k_fine, k_never, greedy.waiter());
    EXPECT_EQ(classes(results), "uncertain done done");
    EXPECT_TRUE(results[0].acknowledged && results[0].gone);
    EXPECT_FALSE(results[0].publish_begun);
    EXPECT_EQ(greedy.waited, (std::vector<int>{1, 3, 10})) << "it may only be hidden for now";
    EXPECT_EQ(greedy.calls.back(), "size a.xml");
}

TEST(Upload, WhatIsRefusedAMomentAfterItsStorIsTakenAgain) {
    Passing session;
    session.pass = {{"size tmp-a.1", 2}, {"rename tmp-b.1", 2}, {"size c.xml", 1}};
    Commits commits;
    const auto results = upload(session, {}, k_window, commits.taker(), k_never, session.waiter());
    EXPECT_EQ(classes(results), "done done done");
    EXPECT_EQ(session.waited, (std::vector<int>{1, 3}));
    EXPECT_EQ(commits.made,
              (std::vector<std::string>{"publishing 2", "publishing 3", "publishing 1"}));
    for (const Result& r : results)
        EXPECT_FALSE(r.refused || r.gone);
    EXPECT_EQ(session.files.size(), 3U);
}

TEST(Upload, ARefusalThatLastsIsInDoubtAndLeftToTheNextRuns) {
    Passing session;
    session.pass = {{"size tmp-a.1", 9}, {"rename tmp-b.1", 9}};
    const auto results = upload(session, {}, k_window, k_fine, k_never, session.waiter());
    EXPECT_EQ(classes(results), "uncertain uncertain done");
    EXPECT_TRUE(results[0].refused && results[1].refused);
    EXPECT_EQ(session.waited, (std::vector<int>{1, 3, 10}));
    EXPECT_NE(results[1].outcome.reason.find("550"), std::string::npos);
}

TEST(Upload, AWaitThatIsCutShortEndsTheTries) {
    Passing session;
    session.pass = {{"rename tmp-b.1", 9}};
    session.patience = 1;
    EXPECT_EQ(classes(upload(session, {}, k_window, k_fine, k_never, session.waiter())),
              "done uncertain done");
    EXPECT_EQ(session.waited.size(), 2U);
    EXPECT_EQ(session.pass.at("rename tmp-b.1"), 7);
}

// Between the refusal and the next try somebody may have come: what is there is nobody's guess.
TEST(Upload, ARefusedRenameIsNotTakenAgainOverAFileThatCameMeanwhile) {
    class Meddled : public Passing {
    protected:
        std::optional<Reply> before(const std::string& call) override {
            if (waited.size() == 1)
                files["b.xml"] = "theirs";
            return Passing::before(call);
        }
    } session;
    session.pass = {{"rename tmp-b.1", 1}};
    const auto results = upload(session, {}, k_window, k_fine, k_never, session.waiter());
    EXPECT_EQ(classes(results), "done uncertain done");
    EXPECT_FALSE(results[1].refused) << "to be looked at, not tried again";
    EXPECT_EQ(session.files.at("b.xml"), "theirs");
}

TEST(Upload, ACommandTheServerDoesNotKnowIsBelievedAtOnce) {
    Passing session;
    session.faults["rename tmp-b.1"] = refusal(Phase::rename, 21, 502);
    EXPECT_EQ(classes(upload(session, {}, k_window, k_fine, k_never, session.waiter())),
              "done uncertain done");
    EXPECT_TRUE(session.waited.empty());
}

TEST(Upload, ABrokenConnectionEndsTheWindowAndTouchesNoLaterDocument) {
    MemorySession session;
    session.faults["put tmp-b.1"] = lost(Phase::put);
    const auto results = send(session);
    EXPECT_EQ(classes(results), "uncertain temporary temporary");
    EXPECT_EQ(results[2].outcome.phase, "connect") << "no fault of the third document";
    EXPECT_EQ(session.calls.back(), "put tmp-b.1");
    EXPECT_EQ(session.files.count("tmp-a.1"), 1U) << "it lies there whole: looking will rename it";
}

TEST(Upload, AConnectionLostWhileSizesAreAskedLeavesAllInDoubt) {
    MemorySession session;
    for (const char* const name : {"size b.xml", "size tmp-c.1", "size c.xml"})
        session.faults[name] = lost(Phase::size);
    Commits commits;
    EXPECT_EQ(classes(send(session, commits.taker())), "uncertain uncertain uncertain");
    EXPECT_TRUE(commits.made.empty());
    EXPECT_EQ(session.files.size(), 3U);
}

TEST(Upload, ARefusedLoginIsSaidForEveryDocument) {
    MemorySession session;
    session.faults["put tmp-a.1"] = refusal(Phase::login, 67, 530);
    const auto results = send(session);
    EXPECT_EQ(classes(results), "operator operator operator");
    EXPECT_EQ(results[2].outcome.phase, "login");
    EXPECT_EQ(session.calls.size(), 1U) << "one login, no hammering";
}

TEST(Upload, ALostRenameEndsTheWindow) {
    MemorySession session;
    session.faults["rename tmp-b.1"] = lost(Phase::rename, true);
    EXPECT_EQ(classes(send(session)), "done uncertain uncertain");
    EXPECT_EQ(session.calls.back(), "rename tmp-b.1");
}

TEST(Upload, ARefusedRenameLeavesTheOthersAlone) {
    MemorySession session;
    session.faults["rename tmp-b.1"] = refusal(Phase::rename, 21, 553);
    EXPECT_EQ(classes(send(session)), "done uncertain done");
}

// Ctrl-C, or a window that took too long: what is there is finished, the rest is not begun.
TEST(Upload, EnoughFinishesWhatIsThereAndLeavesTheRest) {
    MemorySession session;
    const auto results =
        upload(session, {}, k_window, k_fine, [&session] { return session.calls.size() >= 2; });
    EXPECT_EQ(classes(results), "done done temporary");
    EXPECT_EQ(results[2].outcome.phase, "unsent");
    EXPECT_EQ(session.files.count("b.xml"), 1U);
    EXPECT_EQ(session.files.size(), 2U);
}

TEST(TemporaryName, IsUniqueForEachAttemptAndNeverTooLong) {
    using order::TemporaryName;
    constexpr auto k_prefix = TemporaryName::prefix;
    EXPECT_EQ(temporary_name(k_prefix, "tmp-", "A-1001.xml", 3), "tmp-A-1001.xml.3");
    EXPECT_EQ(temporary_name(TemporaryName::suffix, ".part", "a.xml", 3), "a.xml.3.part");
    EXPECT_EQ(temporary_name(TemporaryName::folder, "in", "a.xml", 3), "in/a.xml.3");
    const std::string longest(64, 'n');
    EXPECT_EQ(temporary_name(k_prefix, "tmp-", longest, 12), "tmp-" + longest + ".12");
    const std::string long_prefix(70, 'p');
    const std::string one = temporary_name(k_prefix, long_prefix, longest + "1", 1);
    const std::string two = temporary_name(k_prefix, long_prefix, longest + "2", 1);
    EXPECT_LE(one.size(), 80U);
    EXPECT_NE(one, two);
    EXPECT_NE(one, temporary_name(k_prefix, long_prefix, longest + "1", 2));
}

} // namespace
} // namespace shoporder::deliver
