// Suppliers whose servers let nobody rename: final names are written themselves.
#include "unit/deliver/memory_session.hpp"

#include <gtest/gtest.h>

namespace shoporder::deliver {
namespace {

const std::vector<Upload> k_window{
    {1, "one", "a.xml", ""}, {2, "two2", "b.xml", ""}, {3, "three", "c.xml", ""}};
const Manner k_done_file{order::UploadMode::done_file, ".done", false};
const Manner k_direct{order::UploadMode::direct, ".done", false};

Reply broken_off() {
    Reply reply = lost(Phase::put);
    reply.curl = 55;
    reply.data_sent = true;
    return reply;
}

TEST(DoneFile, FollowsItsWholeFileAfterTheCommit) {
    MemorySession session;
    Commits commits{{}, &session};
    EXPECT_EQ(classes(upload(session, k_done_file, k_window, commits.taker(), k_never)),
              "done done done");
    EXPECT_EQ(session.calls,
              (std::vector<std::string>{
                  "size a.xml", "size a.xml.done", "size b.xml", "size b.xml.done", "size c.xml",
                  "size c.xml.done", "writing 1 2 3", "put a.xml", "put b.xml", "put c.xml",
                  "size a.xml", "size b.xml", "size c.xml", "publishing 1 2 3", "put a.xml.done",
                  "put b.xml.done", "put c.xml.done"}));
    EXPECT_EQ(session.files.at("a.xml"), "one");
    EXPECT_EQ(session.files.at("a.xml.done"), "");
}

TEST(DoneFile, NeitherAFileNorADoneFileOfOthersIsTouched) {
    MemorySession session;
    session.files["a.xml"] = "theirs";
    session.files["b.xml.done"] = "";
    Commits commits;
    EXPECT_EQ(classes(upload(session, k_done_file, k_window, commits.taker(), k_never)),
              "permanent permanent done");
    EXPECT_EQ(commits.made, (std::vector<std::string>{"writing 3", "publishing 3"}));
    EXPECT_EQ(session.files.at("a.xml"), "theirs");
    EXPECT_EQ(session.files.count("b.xml"), 0U);
}

TEST(DoneFile, APartIsNeverDeclaredDone) {
    MemorySession session;
    session.faults["put b.xml"] = broken_off();
    const auto results = upload(session, k_done_file, k_window, k_fine, k_never);
    EXPECT_EQ(classes(results), "uncertain uncertain temporary");
    EXPECT_EQ(session.files.count("a.xml.done") + session.files.count("b.xml.done"), 0U);
    EXPECT_EQ(results[2].outcome.phase, "connect");
}

TEST(DoneFile, ALostDoneFileIsLookedFor) {
    MemorySession session;
    session.faults["put a.xml.done"] = lost(Phase::put);
    const auto results = upload(session, k_done_file, k_window, k_fine, k_never);
    EXPECT_EQ(classes(results), "uncertain uncertain uncertain");
    EXPECT_EQ(results[0].outcome.phase, "done");
}

TEST(DoneFile, WhatIsRefusedAMomentAfterItsStorIsTakenAgain) {
    Passing session;
    session.pass = {{"size b.xml", 2}, {"put c.xml.done", 2}};
    session.pass_from = 6; // the names are free: that is asked before
    Commits commits;
    EXPECT_EQ(
        classes(upload(session, k_done_file, k_window, commits.taker(), k_never, session.waiter())),
        "done done done");
    EXPECT_EQ(session.waited, (std::vector<int>{1, 3}));
    EXPECT_EQ(commits.made,
              (std::vector<std::string>{"writing 1 2 3", "publishing 1 3", "publishing 2"}));
    EXPECT_EQ(session.files.size(), 6U);
}

TEST(DoneFile, ASupplierWhoDoesNotWaitForItNeedsAPerson) {
    class Greedy : public MemorySession {
    public:
        Reply put(std::string_view name, std::string_view bytes) override {
            const Reply reply = MemorySession::put(name, bytes);
            files.erase("b.xml");
            return reply;
        }
    } greedy;
    EXPECT_EQ(classes(upload(greedy, k_done_file, k_window, k_fine, k_never)),
              "done uncertain done")
        << "it may have been taken, so it must not go again by itself";
    Evidence left{2, 4, "b.xml", "", "b.xml.done", true, false, true};
    EXPECT_EQ(look(greedy, k_done_file, left, k_fine).found, Found::undecided);
    left.acknowledged = false;
    EXPECT_EQ(look(greedy, k_done_file, left, k_fine).found, Found::send_again);
}

TEST(Direct, IsDoneByTheServersWordAndItsSize) {
    MemorySession session;
    Commits commits{{}, &session};
    EXPECT_EQ(classes(upload(session, k_direct, k_window, commits.taker(), k_never)),
              "done done done");
    EXPECT_EQ(commits.made, (std::vector<std::string>{"writing 1", "writing 2", "writing 3"}));
    EXPECT_EQ(session.calls[3], "writing 1") << "before the first byte";
    EXPECT_EQ(session.calls[5], "writing 2") << "and no earlier: a crash leaves one in doubt";
}

TEST(Direct, WhatBrokeOffIsInDoubtAndWhatWasRefusedIsNot) {
    MemorySession session;
    session.faults["put a.xml"] = refusal(Phase::put, 25, 450);
    session.faults["put b.xml"] = broken_off();
    EXPECT_EQ(classes(upload(session, k_direct, k_window, k_fine, k_never)),
              "temporary uncertain temporary");
}

TEST(Direct, ATakenFileIsDoneAndAShortOneInDoubt) {
    class Taken : public MemorySession {
    public:
        Reply put(std::string_view name, std::string_view bytes) override {
            const Reply reply = MemorySession::put(name, bytes.substr(0, name == "b.xml" ? 1 : 9));
            if (name == "a.xml")
                files.erase("a.xml");
            return reply;
        }
    } taken;
    EXPECT_EQ(classes(upload(taken, k_direct, k_window, k_fine, k_never)), "done uncertain done");
}

TEST(Direct, AsksNoMoreOfAServerThanItCan) {
    class Mute : public MemorySession {
    public:
        remote::SizeReply size(std::string_view) override {
            return {refusal(Phase::size, 21, 502), std::nullopt};
        }
    } mute;
    EXPECT_EQ(classes(upload(mute, k_direct, k_window, k_fine, k_never)), "done done done");
    EXPECT_EQ(classes(upload(mute, k_done_file, k_window, k_fine, k_never)),
              "operator operator operator");
}

TEST(Direct, ALostConnectionBeforeAnythingIsNobodysFault) {
    MemorySession session;
    for (const Upload& u : k_window)
        session.faults["size " + u.final_name] = lost(Phase::size);
    const auto results = upload(session, k_direct, k_window, k_fine, k_never);
    EXPECT_EQ(classes(results), "temporary temporary temporary");
    EXPECT_EQ(results[2].outcome.phase, "connect");
}

// ---- looking

Look look_at(MemorySession& session, const Manner& manner, bool final_next, bool verified) {
    const bool done = manner.mode == order::UploadMode::done_file;
    return look(session, manner,
                {1, 3, "a.xml", "", done ? "a.xml.done" : "", final_next, verified}, k_fine);
}

// How it was written decides, not how the supplier takes files by now: what was written directly
// may have been taken without any done-file.
TEST(LookInPlace, TheAttemptsOwnMannerDecides) {
    MemorySession session;
    const Evidence direct{1, 3, "a.xml", "", "", true, false};
    EXPECT_EQ(look(session, k_done_file, direct, k_fine).found, Found::undecided);
    session.files["a.xml"] = "on";
    EXPECT_EQ(look(session, k_done_file, direct, k_fine).found, Found::undecided);
    EXPECT_EQ(session.files.at("a.xml"), "on");
    const Evidence with_done{1, 3, "a.xml", "", "a.xml.ok", true, false};
    session.files["a.xml"] = "one";
    EXPECT_EQ(look(session, k_direct, with_done, k_fine).found, Found::finished);
    EXPECT_EQ(session.files.count("a.xml.ok"), 1U) << "the suffix it was promised with";
}

TEST(LookInPlace, ANameThatCannotBeAskedForNeedsAPerson) {
    MemorySession session;
    Reply refused = refusal(Phase::size, 0, 0);
    refused.refused_here = true;
    session.faults["size old/a.1"] = refused;
    EXPECT_EQ(look(session, {}, {1, 3, "a.xml", "old/a.1", "", false, false}, k_fine).found,
              Found::undecided);
}

TEST(Look, OneFilesRefusalLeavesTheConnectionToTheOthers) {
    MemorySession session;
    session.faults["size a.xml"] = refusal(Phase::size, 21, 450);
    const Evidence evidence{1, 3, "a.xml", "tmp-a.1", "", true, true};
    EXPECT_TRUE(look(session, {}, evidence, k_fine).others_may_fare_better);
    session.faults["size a.xml"] = lost(Phase::size);
    EXPECT_FALSE(look(session, {}, evidence, k_fine).others_may_fare_better);
}

TEST(LookInPlace, BeforeTheCommitNothingIsOurs) {
    for (const Manner& manner : {k_done_file, k_direct}) {
        MemorySession session;
        session.files["a.xml"] = "one";
        EXPECT_EQ(look_at(session, manner, false, false).found, Found::send_again);
        EXPECT_EQ(session.files.at("a.xml"), "one");
    }
}

TEST(LookInPlace, DirectIsDeliveredWholeOrBeforeAPerson) {
    MemorySession session;
    EXPECT_EQ(look_at(session, k_direct, true, false).found, Found::undecided);
    session.files["a.xml"] = "on";
    EXPECT_EQ(look_at(session, k_direct, true, false).found, Found::undecided);
    EXPECT_EQ(session.files.at("a.xml"), "on") << "the supplier may have read it";
    session.files["a.xml"] = "one";
    EXPECT_EQ(look_at(session, k_direct, true, false).found, Found::delivered);
}

TEST(LookInPlace, AWholeFileGetsItsDoneFileAndAPartStartsOver) {
    MemorySession session;
    session.files["a.xml"] = "one";
    EXPECT_EQ(look_at(session, k_done_file, true, false).found, Found::finished);
    EXPECT_EQ(session.files.count("a.xml.done"), 1U);
    EXPECT_EQ(look_at(session, k_done_file, true, true).found, Found::delivered);
    EXPECT_EQ(look_at(session, k_done_file, true, false).found, Found::undecided)
        << "a done-file that ours never was";
    session.files = {{"a.xml", "on"}};
    EXPECT_EQ(look_at(session, k_done_file, true, false).found, Found::send_again);
    EXPECT_TRUE(session.files.empty());
}

TEST(LookInPlace, GoneAfterItsDoneFileIsTakenOnlyWhereTheyTakeFiles) {
    MemorySession session;
    EXPECT_EQ(look_at(session, k_done_file, true, false).found, Found::send_again);
    EXPECT_EQ(look_at(session, k_done_file, true, true).found, Found::undecided);
    const Manner consuming{order::UploadMode::done_file, ".done", true};
    EXPECT_EQ(look_at(session, consuming, true, true).found, Found::inferred);
}

} // namespace
} // namespace shoporder::deliver
