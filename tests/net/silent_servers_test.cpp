// Twenty suppliers whose servers accept a connection and never speak, and one that is healthy: from
// the second run on it does not wait for their time limits.
#include "flow/relay/relay.hpp"
#include "remote/session.hpp"
#include "store/suppliers.hpp"
#include "support/scripted_ftp.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>

namespace shoporder {
namespace {

using test::Fault;
using test::ScriptedFtp;
using test::with;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr int k_silent = 20;
constexpr double k_silence = 1.0; // seconds until a session gives up

class SilentServers : public testing::Test {
protected:
    test::Shop m_shop;
    ScriptedFtp m_silent;
    ScriptedFtp m_healthy;
    int m_orders = 0;

    void SetUp() override {
        m_silent.add({"CONNECT", Fault::Kind::hang, "", 0, 0, -1});
        m_shop.settings.remote.response_timeout = std::chrono::seconds{1};
        for (int i = 1; i <= k_silent; ++i)
            add("silent-" + std::to_string(i), "Silent " + std::to_string(i) + ".", m_silent);
        add("healthy", "Healthy", m_healthy); // the last one, as luck would have it
    }
    void add(const std::string& name, const std::string& vendor, const ScriptedFtp& server) {
        m_shop.add_supplier(name, vendor, order::SupplierMode::live,
                            "ftp://acme@127.0.0.1:" + std::to_string(server.port()) + "/in");
    }
    /// An order for each of so many silent suppliers, and in each a line for the healthy one.
    void receive(int silent = k_silent) {
        for (int i = 1; i <= silent; ++i) {
            ++m_orders;
            std::string body = with(test::sample_order(), std::to_string(test::k_sample_id),
                                    std::to_string(test::k_sample_id + m_orders));
            body = with(body, "#1001", "#" + std::to_string(1001 + m_orders));
            body = with(body, "\"Acme\"", "\"Silent " + std::to_string(i) + ".\"");
            m_shop.receive(with(body, "\"Globex\"", "\"Healthy\""));
        }
    }
    struct Run {
        std::size_t uploaded = 0;
        std::optional<Seconds> healthy_began; ///< its session, after the run's first one
        Seconds took{};
    };
    Run run(std::size_t jobs, bool dispatch = true) {
        Run out;
        const auto begun = Clock::now();
        flow::RelayOptions options;
        options.jobs = jobs;
        options.ready = dispatch;
        options.deferred = !dispatch;
        std::mutex mutex;
        std::optional<Clock::time_point> first; // planning comes before, and takes its own time
        flow::Relay relay(m_shop.settings, m_shop.clock, m_shop.journal,
                          [&](remote::Settings settings) {
                              const std::scoped_lock guard(mutex);
                              first = first.value_or(Clock::now());
                              if (settings.endpoint.port == m_healthy.port())
                                  out.healthy_began = Clock::now() - *first;
                              settings.password = "secret";
                              return remote::make_session(settings);
                          });
        out.uploaded = relay.run(options).uploaded;
        out.took = Clock::now() - begun;
        m_shop.clock.advance(std::chrono::minutes{5});
        return out;
    }
    [[nodiscard]] std::int64_t failures(const std::string& name) {
        const auto id = store::find_supplier(*m_shop.database, name).value().id;
        return store::supplier_health(*m_shop.database, id).failures;
    }
};

TEST_F(SilentServers, DelayTheHealthyOneInNoRunButTheFirst) {
    receive();
    const Run first = run(8);
    EXPECT_EQ(first.uploaded, static_cast<std::size_t>(k_silent));
    EXPECT_EQ(store::failing_suppliers(*m_shop.database).size(), k_silent);
    receive();
    const Run next = run(8);
    EXPECT_EQ(next.uploaded, static_cast<std::size_t>(k_silent));
    ASSERT_TRUE(next.healthy_began);
    EXPECT_LT(next.healthy_began->count(), k_silence / 2)
        << "in the first run it was " << first.healthy_began.value_or(Seconds{}).count();
    // Five times four of them, where eight at a time need three.
    EXPECT_GE(next.took.count(), k_silence * k_silent / 4 * 0.9) << "half of the seats at most";
    EXPECT_EQ(failures("silent-1"), 2) << "each is tried once a run";
    EXPECT_EQ(failures("silent-20"), 2);
}

TEST_F(SilentServers, LeaveTheOnlySeatToTheHealthyOneFirst) {
    receive(3);
    static_cast<void>(run(8));
    receive(3);
    const Run next = run(1);
    ASSERT_TRUE(next.healthy_began);
    EXPECT_LT(next.healthy_began->count(), k_silence / 2);
    EXPECT_EQ(failures("silent-3"), 2) << "the rest have their turns, too";
}

TEST_F(SilentServers, AreAllServedOnceTheyAnswer) {
    receive();
    static_cast<void>(run(8));
    m_silent.heal();
    const Run next = run(8, false);
    EXPECT_EQ(next.uploaded, static_cast<std::size_t>(k_silent));
    EXPECT_TRUE(store::failing_suppliers(*m_shop.database).empty());
}

} // namespace
} // namespace shoporder
