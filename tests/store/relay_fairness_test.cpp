// Who is served when, and by how many connections.
#include "support/relayed.hpp"

#include "store/documents.hpp"

#include <atomic>
#include <set>

using namespace shoporder;
using order::DeliveryState;
using remote::Phase;
using test::k_sample_id;
using test::MemoryServer;
using test::Relayed;

namespace {

std::optional<remote::Reply> unreachable(const std::string& verb) {
    if (verb == "open")
        return MemoryServer::fault(Phase::connect, 0, CURLE_COULDNT_CONNECT);
    return std::nullopt;
}

} // namespace

TEST_F(Relayed, SeveralConnectionsShareABacklogAndNobodyGetsAFileTwice) {
    change("acme", [](auto& s) { s.sessions = 4; });
    receive(2, 200);
    flow::RelayOptions options;
    options.jobs = 8;
    EXPECT_EQ(run(options).uploaded, 400U);
    EXPECT_EQ(acme().files.size(), 200U);
    std::set<std::string> puts;
    for (const std::string& line : acme().log)
        EXPECT_TRUE(!line.starts_with("put") || puts.insert(line).second) << line;
    EXPECT_GT(acme().count("open"), 1U);
    EXPECT_LE(acme().count("open"), 4U);
    EXPECT_EQ(globex().count("open"), 1U);
}

TEST_F(Relayed, AServerThatWantsNoFurtherConnectionIsServedByOne) {
    change("acme", [](auto& s) { s.sessions = 4; });
    receive(2, 100);
    std::atomic<int> opened = 0;
    acme().before = [&](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb == "open" && ++opened > 1)
            return MemoryServer::fault(Phase::login, 530, CURLE_LOGIN_DENIED);
        return std::nullopt;
    };
    run();
    EXPECT_EQ(acme().files.size(), 100U);
    EXPECT_EQ(supplier("acme").mode, order::SupplierMode::live);
    EXPECT_EQ(store::supplier_health(*shop.database, supplier("acme").id).failures, 0);
}

TEST_F(Relayed, NoMoreConnectionsThanJobs) {
    change(
        "acme", [](auto& s) { s.sessions = 4; });
    change("globex", [](auto& s) { s.sessions = 4; });
    receive(2, 120);
    flow::RelayOptions options;
    options.jobs = 1;
    EXPECT_EQ(run(options).uploaded, 240U);
    EXPECT_EQ(acme().count("open") + globex().count("open"), 2U);
}

TEST_F(Relayed, AFileLimitOfASupplierIsKept) {
    change("acme", [](auto& s) { s.files_per_run = 7; });
    receive(2, 20);
    run();
    EXPECT_EQ(acme().files.size(), 7U);
    EXPECT_EQ(globex().files.size(), 20U);
    run();
    EXPECT_EQ(acme().files.size(), 14U);
}

// A backlog of second tries holds the lock; fresh orders go between its windows.
TEST_F(Relayed, FreshOrdersDoNotWaitBehindABacklogOfSecondTries) {
    receive(2, 200);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450);
        return std::nullopt;
    };
    run();
    acme().before = nullptr;
    acme().log.clear();
    shop.clock.advance(std::chrono::minutes{5});
    receive(201, 202);
    shop.plan();
    retry();
    std::size_t position = 0;
    std::size_t fresh_at = 0;
    for (const std::string& line : acme().log) {
        position += line.starts_with("put") ? 1 : 0;
        if (line.starts_with("put tmp-1202-A"))
            fresh_at = position;
    }
    EXPECT_EQ(position, 202U) << "all of them went";
    EXPECT_GT(fresh_at, 0U);
    EXPECT_LE(fresh_at, 12U) << "right after the first window";
}

TEST_F(Relayed, ABacklogOfFreshOrdersDoesNotStarveSecondTries) {
    receive(2, 10);
    acme().before = [](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put"))
            return MemoryServer::fault(Phase::put, 450);
        return std::nullopt;
    };
    run();
    acme().before = nullptr;
    shop.clock.advance(std::chrono::minutes{5});
    receive(11, 300);
    run(); // dispatch alone
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).state, DeliveryState::uploaded);
}

// Down from Friday evening to Monday morning, dispatch and retry once a minute.
TEST_F(Relayed, FromFridayToMonday) {
    shop.clock.advance(base::parse_time("2026-11-27T18:00:00Z").value() - shop.clock.now());
    receive(2, 40);
    acme().before = unreachable;
    const auto monday = base::parse_time("2026-11-30T07:00:00Z").value();
    std::size_t runs = 0;
    int orders = 40;
    while (shop.clock.now() < monday) {
        const std::size_t before = acme().count("open");
        if (runs % 240 == 0 && orders < 56) { // orders keep coming
            ++orders;
            receive(orders, orders);
        }
        EXPECT_EQ(run().failed, 0U);
        EXPECT_LE(acme().count("open") - before, 1U) << "one login a run";
        EXPECT_EQ(retry().failed, 0U);
        EXPECT_LE(acme().count("open") - before, 2U);
        shop.clock.advance(std::chrono::minutes{1});
        ++runs;
    }
    EXPECT_GT(runs, 3600U);
    EXPECT_EQ(acme().count("put"), 0U);
    EXPECT_EQ(globex().files.size(), static_cast<std::size_t>(orders)) << "nobody else waited";
    acme().before = nullptr;
    const std::size_t logins = acme().count("open");
    run();
    retry();
    EXPECT_EQ(acme().files.size(), static_cast<std::size_t>(orders)) << "all leave by themselves";
    EXPECT_LE(acme().count("open") - logins, 2U) << "over one connection a run: no stampede";
    for (int i = 0; i < orders; ++i) {
        const auto d = shop.deliveries(k_sample_id + i).at(0);
        EXPECT_EQ(d.state, DeliveryState::uploaded) << d.po_number << ": " << d.reason;
        EXPECT_EQ(d.faults, 0) << "nobody has aged";
        EXPECT_LE(store::document_attempts(*shop.database, d.document_id).size(), 9U);
    }
}

TEST_F(Relayed, StopFinishesWhatIsOnTheWireAndBeginsNothing) {
    receive(2, 50);
    flow::Relay relay(shop.settings, shop.clock, shop.journal, [this](const remote::Settings& s) {
        return (s.endpoint.folder == "acme" ? m_acme : m_globex).session();
    });
    std::atomic<int> puts = 0;
    acme().before = [&](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb.starts_with("put") && ++puts == 6)
            relay.stop();
        return std::nullopt;
    };
    static_cast<void>(relay.run({}));
    EXPECT_EQ(acme().files.size(), 6U);
    for (const auto& [name, bytes] : acme().files)
        EXPECT_FALSE(name.starts_with("tmp-")) << name << " is left behind";
    // What was claimed and not begun goes with the next run, and has not aged.
    shop.clock.advance(std::chrono::minutes{1});
    acme().before = nullptr;
    retry();
    run();
    retry();
    EXPECT_EQ(acme().files.size(), 50U);
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(shop.deliveries(k_sample_id + i).at(0).faults, 0);
}
