// What a turn may do at most: so many files, only in sending hours, only until somebody pauses.
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "flow/operate/operate.hpp"
#include "store/documents.hpp"

#include <atomic>

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using test::answering;
using test::heal;
using test::MemoryServer;
using test::Relayed;

namespace {

/// Batches of one order each, all to be tried again now.
void defer_batches(Relayed& r, int batches) {
    r.change("acme", [](auto& s) { s.batching = order::Batching::run; });
    r.acme().before = answering("put", Phase::put, 450);
    for (int n = 1; n <= batches; ++n) {
        r.receive(std::max(n, 2), n);
        r.run();
    }
    heal(r.acme());
    r.acme().log.clear();
    r.shop.clock.advance(std::chrono::minutes{5});
}

} // namespace

TEST_F(Relayed, AFileLimitCountsBatchesThatAreTriedAgain) {
    defer_batches(*this, 12);
    change("acme", [](auto& s) { s.files_per_run = 2; });
    EXPECT_EQ(retry().uploaded, 2U);
    EXPECT_EQ(acme().files.size(), 2U);
    EXPECT_EQ(acme().count("put"), 2U);
    EXPECT_EQ(retry().uploaded, 2U);
    EXPECT_EQ(acme().files.size(), 4U);
    for (int n = 1; n <= 12; ++n)
        EXPECT_NE(acme_of(n).state, DeliveryState::sending) << n;
}

TEST_F(Relayed, TheLimitOfARunCountsBatchesThatAreTriedAgain) {
    defer_batches(*this, 12);
    flow::RelayOptions one;
    one.ready = false;
    one.deferred = true;
    one.limit = 1;
    EXPECT_EQ(run(one).uploaded, 1U);
    EXPECT_EQ(acme().files.size(), 1U);
    EXPECT_EQ(acme().count("put"), 1U);
    EXPECT_EQ(retry().uploaded, 11U) << "and without one, all";
    EXPECT_EQ(acme().files.size(), 12U);
}

// A batch of many is one file, however many orders it carries.
TEST_F(Relayed, ABatchOfManyCountsOnce) {
    change("acme", [](auto& s) {
        s.batching = order::Batching::run;
        s.files_per_run = 1;
    });
    acme().before = answering("put", Phase::put, 450);
    receive(2, 30);
    run();
    receive(31, 60);
    run();
    heal(acme());
    shop.clock.advance(std::chrono::minutes{5});
    EXPECT_EQ(retry().uploaded, 1U);
    ASSERT_EQ(acme().files.size(), 1U);
    for (int n = 1; n <= 60; ++n)
        EXPECT_EQ(acme_of(n).state, n <= 30 ? DeliveryState::uploaded : DeliveryState::deferred)
            << n;
}

// Looking could publish what it finds; a person has let one order through, not this one.
TEST_F(Relayed, OutsideOfSendingHoursOneThatIsReleasedGoesAndADoubtRests) {
    test::break_after(acme(), "put", test::lost_reply(Phase::put, true));
    run();
    ASSERT_EQ(story(), "acme 1 uncertain:wire; globex 1 uploaded");
    ASSERT_EQ(acme().files.size(), 1U) << "whole, under its temporary name";
    heal(acme());
    change("acme", [](auto& s) {
        s.send.days = 0x02; // mondays; it is Sunday
        s.send.zone = "UTC";
    });
    receive(2, 2);
    shop.plan();
    ASSERT_EQ(acme_of(2).reason_code, "send_window");
    flow::release(*shop.database, acme_of(2).id, {"queue release (ann)", ""}, shop.clock);
    acme().log.clear();
    run();
    retry();
    EXPECT_EQ(acme_of(2).state, DeliveryState::uploaded) << acme_of(2).reason;
    EXPECT_EQ(story(), "acme 1 uncertain:wire; globex 1 uploaded");
    for (const std::string& line : acme().log)
        EXPECT_EQ(line.find("1001-A"), std::string::npos) << line;
    shop.clock.advance(std::chrono::hours{13}); // Monday
    retry();
    EXPECT_EQ(story(), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(acme().count("put tmp-1001-A"), 0U);
    EXPECT_EQ(acme().files.size(), 2U);
}

// Somebody says stop while a long backlog goes: what is on the wire ends well, and no more.
TEST_F(Relayed, APauseIsHeardBetweenTwoWindows) {
    receive(2, 60);
    acme().before = answering("put", Phase::put, 450);
    run();
    acme().log.clear();
    shop.clock.advance(std::chrono::minutes{5});
    const std::int64_t id = supplier("acme").id;
    std::atomic<int> puts = 0;
    acme().before = [&](const std::string& verb) -> std::optional<remote::Reply> {
        if (!verb.starts_with("put") || ++puts != 6) // in the second window, of eight
            return std::nullopt;
        store::Database other(shop.settings.database, store::Access::write);
        store::Write write(other);
        store::set_supplier_mode(write, id, order::SupplierMode::paused, "stop!", std::nullopt,
                                 "ann", shop.clock.now());
        store::mark_changed(write, 0);
        write.commit();
        return std::nullopt;
    };
    retry();
    EXPECT_GE(acme().count("put"), 6U);
    EXPECT_LE(acme().count("put"), 12U) << "its window at most";
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::paused);
    for (const auto& [name, bytes] : acme().files)
        EXPECT_FALSE(name.starts_with("tmp-")) << name << " is left behind";
    std::size_t uploaded = 0;
    for (int n = 1; n <= 60; ++n) {
        const auto d = acme_of(n);
        uploaded += d.state == DeliveryState::uploaded ? 1 : 0;
        EXPECT_TRUE(d.state == DeliveryState::uploaded || d.state == DeliveryState::deferred)
            << d.po_number << " is " << order::name(d.state);
    }
    EXPECT_EQ(uploaded, acme().files.size());
    resume("acme");
    heal(acme());
    shop.clock.advance(std::chrono::minutes{5});
    retry();
    EXPECT_EQ(acme().files.size(), 60U);
    EXPECT_EQ(acme().count("put"), 60U) << "each once";
}
