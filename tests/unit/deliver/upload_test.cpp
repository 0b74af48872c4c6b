#include "deliver/upload.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace shoporder::deliver {
namespace {

using base::OutcomeClass;
using remote::Phase;
using remote::Reply;

/// A server in memory. `when` may give another reply for "put NAME", "size NAME", …
class MemorySession : public remote::Session {
public:
    std::map<std::string, std::string> files;
    std::vector<std::string> calls;
    std::map<std::string, Reply> faults;

    Reply open() override { return say("open", Phase::folder); }
    Reply put(std::string_view name, std::string_view bytes) override {
        const Reply reply = say("put " + std::string{name}, Phase::put);
        if (reply.ok || reply.data_sent)
            files[std::string{name}] = bytes;
        return reply;
    }
    remote::SizeReply size(std::string_view name) override {
        remote::SizeReply out{say("size " + std::string{name}, Phase::size), std::nullopt};
        if (const auto file = files.find(std::string{name}); out.reply.ok && file != files.end())
            out.bytes = file->second.size();
        return out;
    }
    Reply rename(std::string_view from, std::string_view to) override {
        const Reply reply = say("rename " + std::string{from}, Phase::rename);
        if (reply.ok) {
            files[std::string{to}] = files[std::string{from}];
            files.erase(std::string{from});
        }
        return reply;
    }
    Reply remove(std::string_view name) override {
        const Reply reply = say("remove " + std::string{name}, Phase::remove);
        if (reply.ok)
            files.erase(std::string{name});
        return reply;
    }
    remote::ListReply list() override { return {say("list", Phase::list), {}}; }
    remote::GetReply get(std::string_view, std::uint64_t) override {
        return {say("get", Phase::get), {}};
    }
    void cancel() noexcept override {}

private:
    Reply say(const std::string& call, Phase phase) {
        calls.push_back(call);
        if (const auto fault = faults.find(call); fault != faults.end())
            return fault->second;
        Reply reply;
        reply.ok = true;
        reply.phase = phase;
        return reply;
    }
};

Reply refusal(Phase phase, int curl, int code) {
    Reply reply;
    reply.phase = phase;
    reply.curl = curl;
    reply.code = code;
    reply.text = std::to_string(code) + " no";
    return reply;
}

Reply lost(Phase phase, bool rename_sent = false) {
    Reply reply;
    reply.phase = phase;
    reply.curl = 56;
    reply.rename_sent = rename_sent;
    return reply;
}

const std::vector<Upload> k_window{{1, "one", "a.xml", "tmp-a.1"},
                                   {2, "two2", "b.xml", "tmp-b.1"},
                                   {3, "three", "c.xml", "tmp-c.1"}};

std::string classes(const std::vector<Result>& results) {
    std::string out;
    for (const Result& r : results)
        out += (out.empty() ? "" : " ") + std::string{base::name(r.outcome.cls)};
    return out;
}

const RenameNext k_fine = [](std::span<const std::int64_t>) {};

TEST(Upload, NothingIsRenamedBeforeAllAreThereAndTheCommitIsMade) {
    MemorySession session;
    std::vector<std::int64_t> committed;
    const auto results = upload(session, k_window, [&](std::span<const std::int64_t> documents) {
        session.calls.emplace_back("commit");
        committed.assign(documents.begin(), documents.end());
    });
    EXPECT_EQ(classes(results), "done done done");
    EXPECT_EQ(committed, (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(session.calls,
              (std::vector<std::string>{"put tmp-a.1", "size tmp-a.1", "size a.xml", "put tmp-b.1",
                                        "size tmp-b.1", "size b.xml", "put tmp-c.1", "size tmp-c.1",
                                        "size c.xml", "commit", "rename tmp-a.1", "rename tmp-b.1",
                                        "rename tmp-c.1"}));
    EXPECT_EQ(session.files.at("b.xml"), "two2");
    for (const Result& r : results)
        EXPECT_TRUE(r.size_verified);
}

TEST(Upload, ACommitThatFailsRenamesNothingAndPassesThrough) {
    MemorySession session;
    EXPECT_THROW(static_cast<void>(upload(
                     session, k_window,
                     [](std::span<const std::int64_t>) { throw std::runtime_error("disk full"); })),
                 std::runtime_error);
    EXPECT_EQ(session.files.count("a.xml"), 0U);
    EXPECT_EQ(session.files.size(), 3U);
}

TEST(Upload, AFileOfThatNameIsNeverOverwrittenNorCommitted) {
    MemorySession session;
    session.files["b.xml"] = "two2"; // even one of our size
    std::vector<std::int64_t> committed;
    const auto results = upload(session, k_window, [&](std::span<const std::int64_t> documents) {
        committed.assign(documents.begin(), documents.end());
    });
    EXPECT_EQ(classes(results), "done permanent done");
    EXPECT_NE(results[1].outcome.reason.find("there already"), std::string::npos);
    EXPECT_EQ(committed, (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(session.files.count("tmp-b.1"), 0U) << "the temporary file is cleaned up";
}

TEST(Upload, ADocumentsOwnFaultStaysItsOwn) {
    MemorySession session;
    session.faults["put tmp-b.1"] = refusal(Phase::put, 25, 553);
    EXPECT_EQ(classes(upload(session, k_window, k_fine)), "done permanent done");
}

TEST(Upload, AWrongSizeIsNotRenamed) {
    class Short : public MemorySession {
    public:
        Reply put(std::string_view name, std::string_view bytes) override {
            return MemorySession::put(name, bytes.substr(0, name == "tmp-b.1" ? 2 : 99));
        }
    } shorter;
    const auto results = upload(shorter, k_window, k_fine);
    EXPECT_EQ(classes(results), "done temporary done");
    EXPECT_EQ(shorter.files.count("b.xml"), 0U);
    EXPECT_EQ(shorter.files.count("tmp-b.1"), 0U);
    EXPECT_FALSE(results[1].size_verified);
}

TEST(Upload, AVanishedTemporaryFileNeedsAPerson) {
    class Greedy : public MemorySession {
    public:
        remote::SizeReply size(std::string_view name) override {
            if (name == "tmp-a.1")
                files.erase("tmp-a.1");
            return MemorySession::size(name);
        }
    } greedy;
    const auto results = upload(greedy, k_window, k_fine);
    EXPECT_EQ(results[0].outcome.cls, OutcomeClass::operator_);
}

TEST(Upload, ABrokenConnectionEndsTheWindowAndTouchesNoLaterDocument) {
    MemorySession session;
    session.faults["put tmp-b.1"] = lost(Phase::put);
    const auto results = upload(session, k_window, k_fine);
    EXPECT_EQ(classes(results), "uncertain temporary temporary");
    EXPECT_EQ(results[2].outcome.phase, "connect") << "no fault of the third document";
    EXPECT_EQ(session.calls.back(), "put tmp-b.1");
    EXPECT_TRUE(results[0].size_verified) << "it lies there whole: looking will rename it";
}

TEST(Upload, ARefusedLoginIsSaidForEveryDocument) {
    MemorySession session;
    session.faults["put tmp-a.1"] = refusal(Phase::login, 67, 530);
    const auto results = upload(session, k_window, k_fine);
    EXPECT_EQ(classes(results), "operator operator operator");
    EXPECT_EQ(results[2].outcome.phase, "login");
    EXPECT_EQ(session.calls.size(), 1U) << "one login, no hammering";
}

TEST(Upload, ALostRenameEndsTheWindow) {
    MemorySession session;
    session.faults["rename tmp-b.1"] = lost(Phase::rename, true);
    EXPECT_EQ(classes(upload(session, k_window, k_fine)), "done uncertain uncertain");
    EXPECT_EQ(session.calls.back(), "rename tmp-b.1");
}

TEST(Upload, ARefusedRenameLeavesTheOthersAlone) {
    MemorySession session;
    session.faults["rename tmp-b.1"] = refusal(Phase::rename, 21, 553);
    EXPECT_EQ(classes(upload(session, k_window, k_fine)), "done uncertain done");
}

TEST(TemporaryName, IsUniqueForEachAttemptAndNeverTooLong) {
    EXPECT_EQ(temporary_name("tmp-", "A-1001.xml", 3), "tmp-A-1001.xml.3");
    const std::string longest(64, 'n');
    EXPECT_EQ(temporary_name("tmp-", longest, 12), "tmp-" + longest + ".12");
    const std::string long_prefix(70, 'p');
    const std::string one = temporary_name(long_prefix, longest + "1", 1);
    const std::string two = temporary_name(long_prefix, longest + "2", 1);
    EXPECT_LE(one.size(), 80U);
    EXPECT_NE(one, two);
    EXPECT_NE(one, temporary_name(long_prefix, longest + "1", 2));
}

// ---- looking

const Evidence k_renaming{1, 3, "a.xml", "tmp-a.1", true, true, true};

Look look_at(MemorySession& session, Evidence evidence, int* commits = nullptr,
             int* taken_back = nullptr) {
    const auto check = [&session](std::span<const std::int64_t> documents, const char* verb) {
        EXPECT_EQ(documents.size(), 1U);
        EXPECT_EQ(documents.front(), 1);
        for (const std::string& call : session.calls)
            EXPECT_FALSE(call.starts_with(verb)) << verb << " before the commit";
    };
    return look(session, evidence,
                {[&](std::span<const std::int64_t> documents) {
                     check(documents, "rename");
                     if (commits != nullptr)
                         ++*commits;
                 },
                 [&](std::span<const std::int64_t> documents) {
                     check(documents, "remove");
                     if (taken_back != nullptr)
                         ++*taken_back;
                 }});
}

// A server refused the rename for now, the removal was carried out and its answer lost: both names
// are gone, as when a supplier takes a file. Only what was committed before tells the difference.
TEST(Look, ALostRemovalIsNoProofThatItWasTaken) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    session.faults["rename tmp-a.1"] = refusal(Phase::rename, 21, 450);
    session.faults["remove tmp-a.1"] = lost(Phase::remove);
    int taken_back = 0;
    EXPECT_EQ(look_at(session, k_renaming, nullptr, &taken_back).found, Found::unreachable);
    EXPECT_EQ(taken_back, 1);
    session.files.clear(); // it had been carried out
    session.faults.clear();
    session.calls.clear();
    Evidence after = k_renaming; // as the database has it now
    after.rename_next = false;
    after.size_verified = false;
    EXPECT_EQ(look_at(session, after).found, Found::send_again);
}

TEST(Look, AFinalFileOfOurSizeIsOursOnlyAfterTheCommit) {
    MemorySession session;
    session.files["a.xml"] = "one";
    EXPECT_EQ(look_at(session, k_renaming).found, Found::delivered);
    Evidence before = k_renaming;
    before.rename_next = false;
    EXPECT_EQ(look_at(session, before).found, Found::undecided);
    session.files["a.xml"] = "another";
    EXPECT_EQ(look_at(session, k_renaming).found, Found::undecided);
    EXPECT_EQ(session.files.at("a.xml"), "another") << "a foreign file is left alone";
}

TEST(Look, AWholeTemporaryFileIsRenamedAfterTheCommit) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    int commits = 0;
    Evidence before = k_renaming;
    before.rename_next = false;
    EXPECT_EQ(look_at(session, before, &commits).found, Found::renamed);
    EXPECT_EQ(commits, 1);
    EXPECT_EQ(session.files.at("a.xml"), "one");
}

TEST(Look, APartIsRemovedAndSentAgain) {
    MemorySession session;
    session.files["tmp-a.1"] = "on";
    EXPECT_EQ(look_at(session, k_renaming).found, Found::send_again);
    EXPECT_TRUE(session.files.empty());
}

TEST(Look, GoneIsInferredOnlyWithEveryProof) {
    for (const bool rename_next : {false, true})
        for (const bool verified : {false, true})
            for (const bool consumes : {false, true}) {
                MemorySession session;
                Evidence e = k_renaming;
                e.rename_next = rename_next;
                e.size_verified = verified;
                e.consumes = consumes;
                const Found expected = !rename_next           ? Found::send_again
                                       : verified && consumes ? Found::inferred
                                                              : Found::undecided;
                EXPECT_EQ(look_at(session, e).found, expected)
                    << rename_next << verified << consumes;
                if (expected == Found::undecided) {
                    EXPECT_FALSE(look_at(session, e).outcome.reason.empty());
                }
            }
}

TEST(Look, WithoutATemporaryNameOnlyTheFinalOneIsAskedFor) {
    MemorySession session;
    Evidence e = k_renaming;
    e.temporary_name.clear();
    e.rename_next = false;
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

TEST(Look, ARenameRefusedForNowStartsOverAndForGoodNeedsAPerson) {
    MemorySession session;
    session.files["tmp-a.1"] = "one";
    session.faults["rename tmp-a.1"] = refusal(Phase::rename, 21, 553);
    EXPECT_EQ(look_at(session, k_renaming).found, Found::undecided);
    EXPECT_EQ(session.files.count("tmp-a.1"), 1U) << "the evidence stays";
    session.calls.clear();
    session.faults["rename tmp-a.1"] = refusal(Phase::rename, 21, 450);
    EXPECT_EQ(look_at(session, k_renaming).found, Found::send_again);
    EXPECT_TRUE(session.files.empty()) << "nothing is left that could be taken twice";
}

} // namespace
} // namespace shoporder::deliver
