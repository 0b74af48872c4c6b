// Documents in doubt: what looking may conclude, whatever was changed meanwhile, and that one of
// them stops nobody else.
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "flow/operate/operate.hpp"
#include "store/documents.hpp"

#include <algorithm>
#include <filesystem>

using namespace shoporder;
using order::DeliveryState;
using order::UploadMode;
using remote::Phase;
using test::answering;
using test::break_after;
using test::heal;
using test::Killed;
using test::lost_rename;
using test::lost_reply;
using test::MemoryServer;
using test::Relayed;

namespace {

const flow::Person k_ann{"retry (ann)", ""};
const std::string k_name = "1001-A-5550001001.xml";

} // namespace

// ---- judged by what was attempted, not by what the settings say now

TEST_F(Relayed, ADirectAttemptInDoubtStaysSoWhenTheSupplierNowTakesDoneFiles) {
    change(
        "acme", [](auto& s) { s.upload = UploadMode::direct; });
    break_after(acme(), "put", lost_reply(Phase::put, true), [this] { acme().files.clear(); });
    run();
    heal(acme());
    retry();
    ASSERT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    change("acme", [](auto& s) { s.upload = UploadMode::done_file; });
    flow::retry_now(*shop.database, first().id, k_ann, shop.clock);
    retry();
    retry();
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 1U) << "the supplier has taken it: it would be there twice";
}

TEST_F(Relayed, APartUnderAFinalNameIsNotRemovedWhenTheSupplierNowTakesDoneFiles) {
    change(
        "acme", [](auto& s) { s.upload = UploadMode::direct; });
    break_after(acme(), "put", lost_reply(Phase::put, true),
                [this] { acme().files.at(k_name).resize(100); });
    run();
    heal(acme());
    change("acme", [](auto& s) { s.upload = UploadMode::done_file; });
    retry();
    retry();
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    EXPECT_EQ(acme().count("remove"), 0U) << "the supplier may be reading it";
    EXPECT_EQ(acme().count("put"), 1U);
}

TEST_F(Relayed, AWholeFileInDoubtStillGetsItsDoneFile) {
    for (const UploadMode now : {UploadMode::direct, UploadMode::rename}) {
        const int n = now == UploadMode::direct ? 1 : 2;
        receive(2, n);
        change("acme", [](auto& s) { s.upload = UploadMode::done_file; });
        break_after(acme(), "put", lost_reply(Phase::put, true));
        run();
        ASSERT_EQ(acme_of(n).state, DeliveryState::uncertain);
        heal(acme());
        change("acme", [&](auto& s) { s.upload = now; });
        retry();
        EXPECT_EQ(acme_of(n).state, DeliveryState::uploaded) << acme_of(n).reason;
        EXPECT_EQ(acme().files.size(), 2U * static_cast<std::size_t>(n))
            << "whoever waits for done-files never sees it, now " << order::name(now);
    }
}

TEST_F(Relayed, AFileThatNeverGotItsDoneFileIsSentAgainTheNewWay) {
    for (const UploadMode now : {UploadMode::direct, UploadMode::rename}) {
        const int n = now == UploadMode::direct ? 1 : 2;
        receive(2, n);
        change(
            "acme", [](auto& s) { s.upload = UploadMode::done_file; });
        break_after(acme(), "put", lost_reply(Phase::put, true), [this, n] {
            std::erase_if(acme().files, [n](const auto& file) {
                return file.first.starts_with(std::to_string(1000 + n));
            });
        });
        run();
        ASSERT_EQ(acme_of(n).state, DeliveryState::uncertain);
        heal(acme());
        change("acme", [&](auto& s) { s.upload = now; });
        retry();
        EXPECT_EQ(acme_of(n).state, DeliveryState::deferred) << acme_of(n).reason;
        shop.clock.advance(std::chrono::minutes{5});
        retry();
        EXPECT_EQ(acme_of(n).state, DeliveryState::uploaded) << acme_of(n).reason;
        EXPECT_EQ(acme().files.size(), static_cast<std::size_t>(n)) << "and no done-file";
    }
}

// ---- one document in doubt stops nobody else

// The real session refuses a name in a folder that is no more the supplier's temporary one.
TEST_F(Relayed, ATemporaryFolderThatWasChangedEndsBeforeAPersonAndTheOthersGo) {
    const auto in = shop.folder / "in";
    std::filesystem::create_directories(in / "incoming");
    change("acme", [&](auto& s) {
        s.endpoint = order::Endpoint::parse("file://" + in.string());
        s.temporary_at = order::TemporaryName::folder;
        s.temporary = "incoming";
    });
    test::kill_at(acme(), "rename"); // which was about to leave, so that nobody may guess
    EXPECT_THROW(run(), Killed);
    change("acme", [](auto& s) {
        s.temporary_at = order::TemporaryName::prefix;
        s.temporary = "tmp-";
    });
    receive(2, 5);
    flow::Relay relay(shop.settings, shop.clock, shop.journal,
                      [this](const remote::Settings& s) -> std::unique_ptr<remote::Session> {
                          return s.endpoint.folder == "globex" ? globex().session()
                                                               : remote::make_session(s);
                      });
    static_cast<void>(relay.run({}));
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    EXPECT_FALSE(first().reason.empty());
    for (int n = 2; n <= 5; ++n)
        EXPECT_EQ(acme_of(n).state, DeliveryState::uploaded) << acme_of(n).po_number;
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::live);
}

TEST_F(Relayed, AFileWhoseSizeIsNeverToldHoldsNobodyUp) {
    break_after(acme(), "put", lost_reply(Phase::put, true));
    run();
    ASSERT_EQ(story(), "acme 1 uncertain:wire; globex 1 uploaded");
    acme().after = nullptr;
    acme().before = answering("size " + k_name, Phase::size, 450);
    receive(2, 6);
    run();
    for (int n = 2; n <= 6; ++n)
        EXPECT_EQ(acme_of(n).state, DeliveryState::uploaded) << acme_of(n).po_number;
    EXPECT_EQ(acme().count("put tmp-1001-A"), 1U) << "nobody knows that it is not there";
    EXPECT_NE(first().state, DeliveryState::uploaded);
    heal(acme());
    if (first().state == DeliveryState::held)
        flow::retry_now(*shop.database, first().id, k_ann, shop.clock);
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().count("put tmp-1001-A"), 1U);
}

// ---- only what may have left may be taken for delivered

TEST_F(Relayed, WhatNeverCameToItsRenameIsNotInferredToBeTaken) {
    change("acme", [](auto& s) { s.consumes = true; });
    receive(2, 4); // a turn's first window
    bool broken = false;
    acme().before = [&](const std::string& verb) -> std::optional<remote::Reply> {
        if (broken)
            return test::unreachable(verb);
        if (!verb.starts_with("rename"))
            return std::nullopt;
        broken = true;
        return lost_rename();
    };
    run();
    ASSERT_EQ(acme().count("rename"), 1U);
    ASSERT_EQ(acme().files.size(), 4U) << "all lie under their temporary names";
    acme().files.clear(); // they tidied up
    heal(acme());
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded") << "this one may have been renamed";
    shop.clock.advance(std::chrono::hours{1});
    retry();
    for (int n = 2; n <= 4; ++n) { // acknowledged, and under neither name: they may have it
        EXPECT_EQ(acme_of(n).state, DeliveryState::held) << acme_of(n).reason;
        EXPECT_EQ(acme_of(n).reason_code, "undecided");
    }
    EXPECT_EQ(acme().count("put"), 4U) << "sent again by itself";
}

TEST_F(Relayed, AKilledDirectUploadHoldsTheOneThatWasOnTheWire) {
    change("acme", [](auto& s) { s.upload = UploadMode::direct; });
    receive(2, 12);
    test::kill_at(acme(), "put");
    EXPECT_THROW(run(), Killed);
    const auto put = std::find_if(acme().log.begin(), acme().log.end(),
                                  [](const auto& line) { return line.starts_with("put"); });
    ASSERT_NE(put, acme().log.end());
    const std::string on_the_wire = *put;
    heal(acme());
    for (int i = 0; i < 2; ++i) {
        run();
        retry();
        shop.clock.advance(std::chrono::minutes{10});
    }
    for (int n = 1; n <= 12; ++n) {
        const auto d = acme_of(n);
        const auto name = store::find_document(*shop.database, d.document_id).value().file_name;
        const bool doubtful = on_the_wire == "put " + name;
        EXPECT_EQ(d.state, doubtful ? DeliveryState::held : DeliveryState::uploaded)
            << d.po_number << ": " << d.reason;
        EXPECT_EQ(acme().count("put " + name), 1U);
    }
    EXPECT_EQ(acme().files.size(), 11U);
}

// ---- looking has an end

TEST_F(Relayed, WhatNobodyCouldLookForEndsBeforeAPerson) {
    break_after(acme(), "put", lost_reply(Phase::put, true));
    run();
    for (int hours = 0; hours < 24 * 5 - 6; hours += 6) {
        retry_hourly(std::chrono::hours{6});
        run();
        ASSERT_EQ(story(), "acme 1 uncertain:wire; globex 1 uploaded") << hours;
    }
    retry_hourly(std::chrono::hours{8});
    run();
    EXPECT_EQ(story(), "acme 1 held:undecided; globex 1 uploaded");
    EXPECT_NE(first().reason.find("look"), std::string::npos) << first().reason;
    EXPECT_EQ(acme().count("put"), 1U);
    // Looked for when they are back, by hand.
    heal(acme());
    flow::retry_now(*shop.database, first().id, k_ann, shop.clock);
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().count("put"), 1U);
}

// ---- evidence

TEST_F(Relayed, WhatIsHeldAfterAnAttemptKeepsItsReason) {
    acme().files[k_name] = "somebody else's";
    run();
    ASSERT_EQ(story(), "acme 1 held:refused; globex 1 uploaded");
    const std::string reason = first().reason;
    EXPECT_THROW(flow::hold(*shop.database, first().id, {"queue hold (ann)", "wait"}, shop.clock),
                 base::Error);
    EXPECT_EQ(story(), "acme 1 held:refused; globex 1 uploaded");
    EXPECT_EQ(first().reason, reason);
    // What was never attempted can be held anew, with other words.
    receive(2, 2);
    shop.plan();
    flow::hold(*shop.database, acme_of(2).id, {"queue hold (ann)", "wait"}, shop.clock);
    flow::hold(*shop.database, acme_of(2).id, {"queue hold (ann)", "still"}, shop.clock);
    EXPECT_EQ(acme_of(2).reason, "still");
}
