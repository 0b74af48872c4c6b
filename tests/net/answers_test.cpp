// Answers over real servers: an order goes out, its answer is fetched, applied and put aside, by
// every transport and in every way.
#include "flow/collect/collect.hpp"
#include "support/real_ftp.hpp"
#include "support/shop.hpp"

#include "base/file.hpp"
#include "flow/relay/relay.hpp"
#include "store/deliveries.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <ostream>
#include <set>

namespace shoporder {
namespace {

namespace fs = std::filesystem;
using order::Afterwards;

struct Server {
    const char* name;
    const char* kind;
    std::vector<std::string> options;
};
[[maybe_unused]] void PrintTo(const Server& server, std::ostream* out) {
    *out << server.name;
}

class RealAnswers : public testing::TestWithParam<Server> {
protected:
    test::RealFtp m_server{GetParam().kind, GetParam().options};
    test::Shop m_shop;
    order::Supplier m_acme;

    void SetUp() override {
        if (!m_server.missing().empty())
            GTEST_SKIP() << m_server.missing();
        out = m_server.folder() / "out";
        fs::create_directories(out / "read");
        for (const fs::path& folder : {out, out / "read"})
            fs::permissions(folder, fs::perms::all);
        m_acme.name = "acme";
        m_acme.mode = order::SupplierMode::live;
        m_acme.takes_unmatched = true;
        m_acme.endpoint = m_server.settings().endpoint;
        m_acme.answering.how = order::Confirming::answer;
        m_acme.answering.folder =
            m_acme.endpoint->folder + (m_acme.endpoint->folder.ends_with('/') ? "out" : "/out");
        put();
    }
    void put() {
        store::Write write(*m_shop.database);
        store::put_supplier(write, m_acme, "test", m_shop.clock.now());
        write.commit();
    }
    std::unique_ptr<remote::Session> session(const remote::Settings& wanted) {
        remote::Settings real = m_server.settings();
        real.endpoint.folder = wanted.endpoint.folder;
        real.subfolder = wanted.subfolder;
        return remote::make_session(real);
    }
    void send(int n) {
        m_shop.receive(test::with(
            test::with(test::sample_order(), "5550001001", std::to_string(7000000000 + n)),
            "\"order_number\": 1001", "\"order_number\": " + std::to_string(2000 + n)));
        flow::Relay relay(m_shop.settings, m_shop.clock, m_shop.journal,
                          [this](const remote::Settings& s) { return session(s); });
        ASSERT_EQ(relay.run({}).uploaded, 1U);
        const fs::path file = out / ("ANS " + std::to_string(n) + ".xml");
        base::write_file(file, "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\" "
                               "verdict=\"accepted\"><purchase-order>" +
                                   std::to_string(2000 + n) + "-A</purchase-order></answer>");
        fs::permissions(file, fs::perms::owner_all | fs::perms::group_all | fs::perms::others_all);
    }
    flow::CollectResult collect() {
        flow::CollectOptions quick;
        quick.steady = std::chrono::milliseconds{10};
        quick.by_hand = true;
        flow::Collector collector(m_shop.settings, m_shop.clock, m_shop.journal,
                                  [this](const remote::Settings& s) { return session(s); });
        return collector.run(quick);
    }
    [[nodiscard]] std::string names() const {
        std::set<std::string> all;
        for (const auto& file : fs::recursive_directory_iterator(out))
            if (file.is_regular_file())
                all.insert(fs::relative(file.path(), out).string());
        std::string text;
        for (const std::string& name : all)
            text += name + ";";
        return text;
    }
    fs::path out;
};

TEST_P(RealAnswers, AreFetchedAppliedAndPutAside) {
    struct {
        Afterwards after;
        const char* to;
        const char* left;
    } const ways[]{{Afterwards::keep, "", "ANS 1.xml;"},
                   {Afterwards::move, "read", "ANS 1.xml;read/ANS 2.xml;"},
                   {Afterwards::rename, ".read", "ANS 1.xml;ANS 3.xml.read;read/ANS 2.xml;"},
                   {Afterwards::remove, "", "ANS 1.xml;ANS 3.xml.read;read/ANS 2.xml;"}};
    int n = 0;
    m_acme.answering.names = "*.xml";
    for (const auto& way : ways) {
        m_acme.answering.after = way.after;
        m_acme.answering.after_to = way.to;
        put();
        ++n;
        send(n);
        if (n > 1) // the first one is kept, and no longer ours to read
            fs::permissions(out / "ANS 1.xml", fs::perms::none);
        const auto result = collect();
        EXPECT_EQ(result.troubled, 0U)
            << order::name(way.after) << ": " << store::answers_health(*m_shop.database, 2).problem;
        EXPECT_EQ(result.answers.confirmed, 1U) << order::name(way.after);
        EXPECT_EQ(names(), way.left) << order::name(way.after);
        EXPECT_EQ(collect().files, 0U);
    }
}

TEST_P(RealAnswers, TenThousandOldOnesCostOneListing) {
    send(1);
    EXPECT_EQ(collect().files, 1U);
    store::Write write(*m_shop.database);
    order::Endpoint where = *m_acme.endpoint;
    where.folder = m_acme.answering.folder;
    for (int i = 0; i < 10'000; ++i) {
        const std::string name = "OLD" + std::to_string(i) + ".xml";
        std::ofstream{out / name} << "x";
        store::put_file(write, 2, where.url(), name, {1, 1, true});
    }
    write.commit();
    const int logins = m_server.logins();
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(collect().files, 0U);
    RecordProperty("ms", std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(
                                            std::chrono::steady_clock::now() - began)
                                            .count()));
    if (m_server.has_log())
        EXPECT_EQ(m_server.logins(), logins + 1);
}

INSTANTIATE_TEST_SUITE_P(
    Servers, RealAnswers,
    testing::Values(Server{"vsftpd", "vsftpd", {}}, Server{"vsftpd_tls", "vsftpd", {"--tls"}},
                    Server{"proftpd", "proftpd", {}}, Server{"pure_ftpd", "pure-ftpd", {}},
                    Server{"sshd", "sshd", {}}, Server{"proftpd_sftp", "proftpd", {"--sftp"}}),
    [](const auto& each) { return std::string{each.param.name}; });

} // namespace
} // namespace shoporder
