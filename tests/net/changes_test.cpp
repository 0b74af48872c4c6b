// Changes and cancellations over real servers: each arrives as a file of its own, after what it
// changes, whatever happened to the order's first try.
#include "flow/relay/relay.hpp"
#include "support/changing_body.hpp"
#include "support/real_ftp.hpp"

#include "base/file.hpp"

#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ostream>
#include <set>

namespace shoporder {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct Server {
    const char* name;
    const char* kind;
    std::vector<std::string> options;
};
[[maybe_unused]] void PrintTo(const Server& server, std::ostream* out) {
    *out << server.name;
}

constexpr const char* k_order = "1001-A-5550001001.xml";
constexpr const char* k_second = "1001-A-5550001001-r2.xml";
constexpr const char* k_third = "1001-A-5550001001-r3.xml";

class RealChanges : public testing::TestWithParam<Server> {
protected:
    test::RealFtp m_server{GetParam().kind, GetParam().options};
    test::Shop m_shop;
    test::ChangingBody m_body;
    bool m_reachable = true;

    void SetUp() override {
        if (!m_server.missing().empty())
            GTEST_SKIP() << "NOT TESTED: " << m_server.missing();
        order::Supplier acme;
        acme.name = "acme";
        acme.mode = order::SupplierMode::live;
        acme.takes_unmatched = true;
        acme.takes_changes = true;
        acme.endpoint = m_server.settings().endpoint;
        store::Write write(*m_shop.database);
        store::put_supplier(write, acme, "test", m_shop.clock.now());
        write.commit();
        m_shop.receive(m_body.text());
    }
    void run(bool retry = false) {
        flow::Relay relay(m_shop.settings, m_shop.clock, m_shop.journal,
                          [this](const remote::Settings&) {
                              remote::Settings real = m_server.settings();
                              if (!m_reachable)
                                  real.endpoint.port = 1;
                              return remote::make_session(real);
                          });
        flow::RelayOptions options;
        options.ready = !retry;
        options.deferred = retry;
        [[maybe_unused]] const auto result = relay.run(options);
    }
    void edit_and_run() {
        m_shop.receive(m_body.text());
        run();
    }
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> all;
        for (const auto& file : fs::directory_iterator(m_server.folder()))
            all.insert(file.path().filename().string());
        return all;
    }
    [[nodiscard]] std::string file(const char* name) const {
        return base::read_file(m_server.folder() / name);
    }
};

using Names = std::set<std::string>;

TEST_P(RealChanges, ArriveAsTheNextRevisions) {
    run();
    ASSERT_EQ(names(), Names{k_order}) << m_shop.story(test::k_sample_id);
    m_body.ordered(test::k_mug, 1).open(test::k_mug, 1).city("New Town");
    edit_and_run();
    ASSERT_EQ(names(), (Names{k_order, k_second})) << m_shop.story(test::k_sample_id);
    EXPECT_THAT(file(k_second), HasSubstr("kind=\"change\" revision=\"2\""));
    EXPECT_THAT(file(k_second), HasSubstr("<city>New Town</city>"));
    m_body.cancel();
    edit_and_run();
    ASSERT_EQ(names(), (Names{k_order, k_second, k_third})) << m_shop.story(test::k_sample_id);
    EXPECT_THAT(file(k_third), HasSubstr("kind=\"cancel\" revision=\"3\""));
    EXPECT_THAT(file(k_order), Not(HasSubstr("New Town"))) << "what was sent stays as it was";
}

TEST_P(RealChanges, FollowAnOrderWhoseFirstTryFailed) {
    m_reachable = false;
    run();
    ASSERT_EQ(names(), Names{});
    for (const auto line : {test::k_mug, test::k_tea})
        m_body.ordered(line, 0).open(line, 0);
    m_body.ordered(14550001003, 0).open(14550001003, 0);
    m_body.ordered(14550001004, 0).open(14550001004, 0);
    edit_and_run();
    EXPECT_EQ(m_shop.story(test::k_sample_id),
              "acme 1 deferred:unreachable; acme 2 waiting:earlier_revision");
    m_reachable = true;
    m_shop.clock.advance(std::chrono::minutes{5});
    run(true);
    ASSERT_EQ(names(), Names{k_order}) << m_shop.story(test::k_sample_id);
    run();
    ASSERT_EQ(names(), (Names{k_order, k_second})) << m_shop.story(test::k_sample_id);
    EXPECT_THAT(file(k_second), HasSubstr("kind=\"cancel\" revision=\"2\""));
}

INSTANTIATE_TEST_SUITE_P(Servers, RealChanges,
                         testing::Values(Server{"vsftpd", "vsftpd", {}},
                                         Server{"proftpd_tls", "proftpd", {"--tls"}},
                                         Server{"pure_ftpd", "pure-ftpd", {}},
                                         Server{"sshd", "sshd", {}}),
                         [](const auto& each) { return std::string{each.param.name}; });

} // namespace
} // namespace shoporder
