// How long and how often something is tried: a document's own faults by its schedule, the
// supplier's by the time since they went out of reach, and a killed sender's not at all.
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "store/documents.hpp"

#include <algorithm>

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using std::chrono::hours;
using std::chrono::minutes;
using test::answering;
using test::heal;
using test::Killed;
using test::lost_reply;
using test::MemoryServer;
using test::Relayed;
using test::unreachable;

namespace {

/// The default of retry.schedule: nine attempts in a bit less than a day.
const std::vector<std::chrono::seconds> k_schedule{minutes{1}, minutes{5}, minutes{15}, hours{1},
                                                   hours{2},   hours{4},   hours{8},    hours{8}};

std::vector<store::Attempt> attempts(Relayed& r, int n = 1) {
    return store::document_attempts(*r.shop.database, r.acme_of(n).document_id);
}

} // namespace

// ---- a document's own faults

TEST_F(Relayed, WhatWasLookedForAndIsNotThereWaitsForItsSchedule) {
    acme().after = [this](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("put"))
            return std::nullopt;
        acme().files.clear();
        return lost_reply(Phase::put, true);
    };
    run();
    ASSERT_EQ(story(), "acme 1 deferred:lost; globex 1 uploaded");
    EXPECT_EQ(first().due_at, shop.clock.now() + shop.settings.retry.schedule[0]);
    EXPECT_EQ(first().faults, 1);
    retry();
    EXPECT_EQ(acme().count("put"), 1U) << "not due yet";
    shop.clock.advance(shop.settings.retry.schedule[0]);
    retry();
    EXPECT_EQ(acme().count("put"), 2U);
    EXPECT_EQ(first().due_at, shop.clock.now() + shop.settings.retry.schedule[1]);
    heal(acme());
    shop.clock.advance(shop.settings.retry.schedule[1]);
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, AFileThatAlwaysBreaksOffIsTriedNineTimesADay) {
    shop.settings.retry.schedule = k_schedule;
    acme().after = [this](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("put"))
            return std::nullopt;
        acme().files.at(verb.substr(4)).resize(100);
        return lost_reply(Phase::put, true);
    };
    for (minutes past{0}; past < hours{24}; past += minutes{5}) {
        run();
        retry();
        shop.clock.advance(minutes{5});
    }
    const auto tries = attempts(*this);
    EXPECT_GE(tries.size(), 8U) << "and it is tried for a whole day";
    EXPECT_LE(tries.size(), 9U);
    for (std::size_t i = 1; i < tries.size(); ++i)
        EXPECT_GE(tries[i].started_at - tries[i - 1].started_at, k_schedule[i - 1]) << i;
    EXPECT_TRUE(acme().files.empty()) << "no part is left";
}

// Faults, then a server that says no for good: nobody's document is tried for ever.
TEST_F(Relayed, RefusalsAfterManyFaultsEndWithinNineAttempts) {
    for (const int faults : {6, 7, 8}) {
        SCOPED_TRACE(std::to_string(faults) + " faults");
        const int n = faults - 5;
        receive(2, n);
        shop.settings.retry.schedule = k_schedule;
        const std::string put = "put tmp-" + std::to_string(1000 + n);
        int puts = 0;
        acme().before = [&](const std::string& verb) -> std::optional<remote::Reply> {
            if (!verb.starts_with(put))
                return std::nullopt;
            return MemoryServer::fault(Phase::put, ++puts <= faults ? 450 : 550);
        };
        run();
        for (int i = 0; i < 20 && acme_of(n).state == DeliveryState::deferred; ++i) {
            shop.clock.advance(hours{8});
            retry();
        }
        EXPECT_EQ(acme_of(n).state, DeliveryState::held) << acme_of(n).reason;
        EXPECT_EQ(acme_of(n).reason_code, "refused");
        EXPECT_EQ(attempts(*this, n).size(), 9U);
    }
}

// ---- a killed sender's

TEST_F(Relayed, WhatAKilledSenderLeftGoesAtOnceAndHasNotAged) {
    for (const bool part : {false, true}) {
        const int n = part ? 2 : 1;
        receive(2, n);
        acme().before = [&](const std::string& verb) -> std::optional<remote::Reply> {
            if (!verb.starts_with("put"))
                return std::nullopt;
            if (part)
                acme().files[verb.substr(4)] = "<ord";
            throw Killed{};
        };
        EXPECT_THROW(run(), Killed);
        ASSERT_EQ(acme_of(n).state, DeliveryState::sending);
        heal(acme());
        EXPECT_EQ(retry().uploaded, 1U);
        EXPECT_EQ(acme_of(n).state, DeliveryState::uploaded);
        EXPECT_EQ(acme_of(n).faults, 0);
        EXPECT_EQ(acme().files.size(), static_cast<std::size_t>(n)) << "no part is left";
    }
}

TEST_F(Relayed, AMachineThatDiesTwentyTimesGivesNothingUp) {
    test::kill_at(acme(), "put");
    EXPECT_THROW(run(), Killed);
    for (int i = 2; i <= 20; ++i)
        ASSERT_THROW(retry(), Killed) << "the next one takes it up at once, " << i;
    heal(acme());
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(first().faults, 0);
}

// ---- the supplier's

TEST_F(Relayed, AnOldOrderOutlivesOneRefusedConnection) {
    pause("acme");
    run();
    shop.clock.advance(hours{24 * 6});
    resume("acme");
    acme().before = unreachable;
    run();
    EXPECT_EQ(acme().count("open"), 1U);
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    retry();
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    heal(acme());
    shop.clock.advance(minutes{1});
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
}

TEST_F(Relayed, TheLifetimeCountsFromTheFirstFailure) {
    pause("acme");
    run();
    shop.clock.advance(hours{24 * 4});
    resume("acme");
    acme().before = unreachable;
    run();
    const auto first_failure = shop.clock.now();
    const auto at = [&](base::Duration since) {
        const auto left = first_failure + since - shop.clock.now();
        retry_hourly(std::chrono::floor<hours>(left));
        shop.clock.advance(first_failure + since - shop.clock.now());
        retry();
        run();
        return first().state;
    };
    EXPECT_EQ(at(hours{25}), DeliveryState::deferred) << "five days old, and they a day away";
    receive(2, 2);
    EXPECT_EQ(at(hours{24 * 5} - minutes{1}), DeliveryState::deferred);
    EXPECT_EQ(at(hours{24 * 5} + minutes{1}), DeliveryState::failed);
    EXPECT_EQ(first().reason_code, "gave_up");
    EXPECT_NE(acme_of(2).state, DeliveryState::failed) << "four days old";
    heal(acme());
    retry();
    run();
    EXPECT_EQ(first().state, DeliveryState::failed) << "given up until a person says so";
    EXPECT_EQ(acme_of(2).state, DeliveryState::uploaded);
}

// One that was reached in between was not out of reach for all that time.
TEST_F(Relayed, OneConnectionThatWorksBeginsTheLifetimeAnew) {
    shop.settings.retry.schedule = {hours{48}, hours{48}, hours{48}};
    acme().before = unreachable;
    run();
    retry_hourly(hours{24 * 4});
    acme().before = answering("put", Phase::put, 450);
    retry();
    ASSERT_EQ(story(), "acme 1 deferred:fault; globex 1 uploaded");
    acme().before = unreachable;
    shop.clock.advance(hours{49});
    retry();
    retry();
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded") << "six days in all";
    retry_hourly(hours{24 * 5 + 1});
    EXPECT_EQ(story(), "acme 1 failed:gave_up; globex 1 uploaded");
}

// A machine that was off for a week, or a clock set ahead, has tried nobody in that time.
TEST_F(Relayed, AWeekInWhichNothingWasTriedGivesNothingUp) {
    acme().before = unreachable;
    run();
    shop.clock.advance(hours{24 * 7});
    retry();
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    retry_hourly(hours{24 * 5 - 1});
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded") << "the week is one hour";
    retry_hourly(hours{1});
    EXPECT_EQ(story(), "acme 1 failed:gave_up; globex 1 uploaded");
}

TEST_F(Relayed, AClockThatGoesBackGivesNothingUpAndLosesNoTime) {
    acme().before = unreachable;
    run();
    retry_hourly(hours{24 * 3});
    shop.clock.advance(-hours{24 * 365});
    run();
    retry_hourly(hours{24 * 2});
    EXPECT_EQ(story(), "acme 1 deferred:unreachable; globex 1 uploaded");
    retry_hourly(hours{2});
    EXPECT_EQ(story(), "acme 1 failed:gave_up; globex 1 uploaded");
}

TEST_F(Relayed, ABatchOfOldAndYoungIsGivenUpAsAWhole) {
    change("acme", [](auto& s) { s.batching = order::Batching::run; });
    pause("acme");
    run();
    shop.clock.advance(hours{24 * 6});
    receive(2, 2);
    run();
    shop.clock.advance(hours{24});
    receive(3, 3);
    run();
    resume("acme");
    acme().before = unreachable;
    run();
    ASSERT_EQ(store::document_deliveries(*shop.database, first().document_id).size(), 3U);
    const auto down_since = shop.clock.now();
    while (shop.clock.now() < down_since + hours{24 * 5} + minutes{30}) {
        for (int n = 1; n <= 3; ++n)
            ASSERT_EQ(acme_of(n).state, DeliveryState::deferred)
                << n << " after " << base::format_time(shop.clock.now());
        shop.clock.advance(hours{1});
        retry();
    }
    for (int n = 1; n <= 3; ++n)
        EXPECT_EQ(acme_of(n).state, DeliveryState::failed) << n;
}

// A firewall that lets logins through and no data: nothing of any document was tried.
TEST_F(Relayed, DataPortsThatAreDeadOverAWeekendAgeNobody) {
    receive(2, 20);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 229, CURLE_COULDNT_CONNECT);
        return std::nullopt;
    };
    std::size_t failed = 0;
    for (minutes past{0}; past < hours{60}; past += minutes{10}) {
        failed += run().failed;
        failed += retry().failed;
        shop.clock.advance(minutes{10});
    }
    EXPECT_EQ(failed, 0U);
    for (int n = 1; n <= 20; ++n)
        EXPECT_EQ(acme_of(n).faults, 0) << acme_of(n).po_number << ": " << acme_of(n).reason;
    EXPECT_TRUE(acme().files.empty());
    heal(acme());
    retry();
    run();
    EXPECT_EQ(acme().files.size(), 20U) << "all leave by themselves";
    for (int n = 1; n <= 20; ++n)
        EXPECT_EQ(acme_of(n).state, DeliveryState::uploaded) << acme_of(n).reason;
}
