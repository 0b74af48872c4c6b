// One conformance suite against real servers: what the protocol of delivery needs of each.
#include "deliver/classify.hpp"
#include "deliver/upload.hpp"
#include "remote/session.hpp"
#include "support/real_ftp.hpp"

#include "base/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using remote::Phase;

struct Server {
    std::string name;
    std::string kind;
    std::vector<std::string> options;
    order::Scheme scheme = order::Scheme::ftp;
    bool counts_logins = true; ///< pure-ftpd logs to syslog only
    bool epsv = true;
    bool active = false;
};

/// How googletest names it in a failure.
[[maybe_unused]] void PrintTo(const Server& server, std::ostream* out) {
    *out << server.name;
}

std::vector<Server> plain_servers() {
    return {{"vsftpd", "vsftpd", {}},
            {"vsftpd_without_EPSV", "vsftpd", {}, order::Scheme::ftp, true, false},
            {"vsftpd_active", "vsftpd", {}, order::Scheme::ftp, true, true, true},
            {"proftpd", "proftpd", {}},
            {"pureftpd", "pure-ftpd", {}, order::Scheme::ftp, false}};
}

std::vector<Server> tls_servers() {
    // Both require the data connection to resume the control connection's TLS session.
    return {{"vsftpd_tls", "vsftpd", {"--tls"}, order::Scheme::ftpes},
            {"proftpd_tls", "proftpd", {"--tls"}, order::Scheme::ftpes}};
}

std::vector<Server> servers() {
    std::vector<Server> all = plain_servers();
    for (Server& server : tls_servers())
        all.push_back(std::move(server));
    return all;
}

class RealServerTest : public ::testing::TestWithParam<Server> {
protected:
    void SetUp() override {
        m_server = std::make_unique<test::RealFtp>(GetParam().kind, GetParam().options);
        if (!m_server->missing().empty())
            GTEST_SKIP() << "NOT TESTED against " << GetParam().name << ": " << m_server->missing();
    }
    [[nodiscard]] remote::Settings settings() const {
        remote::Settings s = m_server->settings();
        s.endpoint.scheme = GetParam().scheme;
        s.epsv = GetParam().epsv;
        s.active = GetParam().active;
        if (s.endpoint.scheme == order::Scheme::ftpes)
            s.ca_file = (m_server->folder() / "../../tls.pem.crt").string();
        return s;
    }
    [[nodiscard]] std::unique_ptr<remote::Session> session() const {
        return remote::make_session(settings());
    }
    std::unique_ptr<test::RealFtp> m_server;
};

TEST_P(RealServerTest, PutSizeRenameListGetRemoveOverwriteMissing) {
    const auto s = session();
    const remote::Reply opened = s->open();
    ASSERT_TRUE(opened.ok) << opened.text;
    EXPECT_TRUE(opened.text.ends_with("/in")) << opened.text;
    EXPECT_TRUE(s->list().reply.ok) << "an empty folder";
    EXPECT_TRUE(s->list().entries.empty());
    // After a listing the connection is in ASCII mode: SIZE must not mind.
    const std::string bytes = std::string("a\r\nb\n\0\xff", 7) + std::string(100000, '\r');
    for (const std::string& content : {bytes, std::string{}, std::string{"again"}}) {
        const remote::Reply put = s->put("tmp-a", content); // overwrites
        ASSERT_TRUE(put.ok) << put.text;
        EXPECT_TRUE(put.data_sent);
        const remote::SizeReply size = s->size("tmp-a");
        ASSERT_TRUE(size.reply.ok) << size.reply.text;
        ASSERT_EQ(size.bytes, content.size());
        EXPECT_TRUE(base::read_file(m_server->folder() / "tmp-a") == content);
        const remote::GetReply got = s->get("tmp-a", 200000);
        ASSERT_TRUE(got.reply.ok) << got.reply.text;
        EXPECT_TRUE(got.bytes == content);
    }
    const remote::SizeReply absent = s->size("a.xml");
    EXPECT_TRUE(absent.reply.ok) << absent.reply.text;
    EXPECT_FALSE(absent.bytes);
    const remote::Reply renamed = s->rename("tmp-a", "#1001 a;type=a.xml");
    ASSERT_TRUE(renamed.ok) << renamed.text;
    EXPECT_TRUE(renamed.rename_sent);
    EXPECT_EQ(renamed.code, 250);
    const remote::ListReply listed = s->list();
    ASSERT_EQ(listed.entries.size(), 1U);
    EXPECT_EQ(listed.entries[0].name, "#1001 a;type=a.xml");
    EXPECT_EQ(s->size("#1001 a;type=a.xml").bytes, 5U);
    const remote::Reply missing = s->rename("tmp-a", "b.xml");
    EXPECT_FALSE(missing.ok);
    EXPECT_FALSE(missing.rename_sent) << "RNFR was refused, so RNTO never left";
    EXPECT_EQ(missing.code, 550);
    EXPECT_EQ(missing.phase, Phase::rename);
    EXPECT_TRUE(s->remove("#1001 a;type=a.xml").ok);
    EXPECT_EQ(s->remove("#1001 a;type=a.xml").code, 550);
    const remote::GetReply gone = s->get("tmp-a", 10);
    EXPECT_FALSE(gone.reply.ok);
    EXPECT_EQ(gone.reply.code, 550);
    EXPECT_TRUE(std::filesystem::is_empty(m_server->folder()));
}

TEST_P(RealServerTest, AWindowIsOneLogin) {
    std::vector<std::string> bytes;
    std::vector<deliver::Upload> window;
    for (int i = 0; i < 20; ++i)
        bytes.push_back("<order number=\"" + std::to_string(i) + "\"/>" + std::string(3000, ' '));
    for (int i = 0; i < 20; ++i) {
        const std::string name = "PO-" + std::to_string(i) + ".xml";
        window.push_back({i, bytes[static_cast<std::size_t>(i)], name,
                          deliver::temporary_name("tmp-", name, 1)});
    }
    {
        const auto s = session();
        ASSERT_TRUE(s->open().ok);
        for (const auto& result :
             deliver::upload(*s, window, [](std::span<const std::int64_t> documents) {
                 EXPECT_EQ(documents.size(), 20U);
             }))
            EXPECT_TRUE(result.outcome.done()) << result.outcome.reason;
        EXPECT_EQ(s->list().entries.size(), 20U);
    }
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(base::read_file(m_server->folder() / ("PO-" + std::to_string(i) + ".xml")),
                  bytes[static_cast<std::size_t>(i)]);
    if (GetParam().counts_logins) {
        EXPECT_EQ(m_server->logins(), 1);
    }
}

TEST_P(RealServerTest, AFileOfThatNameIsLeftAlone) {
    const auto s = session();
    ASSERT_TRUE(s->put("a.xml", "theirs").ok);
    const deliver::Upload ours{1, "ours", "a.xml", "tmp-a.xml.1"};
    int commits = 0;
    const auto results =
        deliver::upload(*s, {&ours, 1}, [&](std::span<const std::int64_t>) { ++commits; });
    EXPECT_EQ(results[0].outcome.cls, OutcomeClass::permanent) << results[0].outcome.reason;
    EXPECT_EQ(commits, 0);
    EXPECT_EQ(base::read_file(m_server->folder() / "a.xml"), "theirs");
    EXPECT_FALSE(std::filesystem::exists(m_server->folder() / "tmp-a.xml.1"));
}

TEST_P(RealServerTest, ALostSessionIsTakenUpByLooking) {
    {
        const auto s = session();
        ASSERT_TRUE(s->put("tmp-a.1", "whole").ok);
        ASSERT_TRUE(s->put("tmp-b.1", "ha").ok);
        ASSERT_TRUE(s->put("c.xml", "there").ok);
    }
    const auto s = session();
    const auto nothing = [](std::span<const std::int64_t>) {};
    const deliver::Commits commit{nothing, nothing};
    using deliver::Found;
    EXPECT_EQ(deliver::look(*s, {1, 5, "a.xml", "tmp-a.1", false, false, false}, commit).found,
              Found::renamed);
    EXPECT_EQ(deliver::look(*s, {2, 4, "b.xml", "tmp-b.1", false, false, false}, commit).found,
              Found::send_again);
    EXPECT_EQ(deliver::look(*s, {3, 5, "c.xml", "tmp-c.1", true, true, false}, commit).found,
              Found::delivered);
    EXPECT_EQ(deliver::look(*s, {4, 5, "d.xml", "tmp-d.1", true, true, false}, commit).found,
              Found::undecided);
    std::vector<std::string> names;
    for (const auto& entry : s->list().entries)
        names.push_back(entry.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"a.xml", "c.xml"}));
}

TEST_P(RealServerTest, AWrongPasswordAndAMissingFolderNeedAPerson) {
    remote::Settings wrong = settings();
    wrong.password = "wrong-one";
    const remote::Reply refused = remote::make_session(wrong)->open();
    EXPECT_FALSE(refused.ok);
    const base::Outcome login = deliver::classify(refused);
    EXPECT_EQ(login.cls, OutcomeClass::operator_) << login.reason;
    EXPECT_EQ(login.phase, "login");
    EXPECT_EQ(login.reason.find("wrong-one"), std::string::npos);
    wrong = settings();
    wrong.endpoint.folder = "not-there";
    const base::Outcome folder = deliver::classify(remote::make_session(wrong)->open());
    EXPECT_EQ(folder.cls, OutcomeClass::operator_) << folder.reason;
    EXPECT_EQ(folder.phase, "folder");
    EXPECT_EQ(folder.code, 550);
}

class RealTlsServerTest : public RealServerTest {};

TEST_P(RealTlsServerTest, AForeignCertificateIsRefusedBeforeThePassword) {
    remote::Settings strangers = settings();
    strangers.ca_file.clear(); // the system's authorities do not know this one
    const base::Outcome outcome = deliver::classify(remote::make_session(strangers)->open());
    EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << outcome.reason;
    EXPECT_EQ(m_server->logins(), 0);
}

// A certificate from the right authority with another key is a stranger all the same.
TEST_P(RealTlsServerTest, OnlyThePinnedKeyIsTalkedTo) {
    remote::Settings pinned = settings();
    pinned.pin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const base::Outcome outcome = deliver::classify(remote::make_session(pinned)->open());
    EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << outcome.reason;
    EXPECT_EQ(m_server->logins(), 0);
    const std::string certificate = pinned.ca_file;
    const test::TemporaryFolder folder;
    const std::string command =
        "openssl x509 -in '" + certificate +
        "' -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary |"
        " openssl base64 -A > '" +
        (folder / "pin").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    pinned.pin = "sha256//" + base::read_file(folder / "pin");
    EXPECT_TRUE(remote::make_session(pinned)->open().ok);
}

class RealPlainServerTest : public RealServerTest {};

TEST_P(RealPlainServerTest, NoTlsNoPassword) {
    remote::Settings safe = settings();
    safe.endpoint.scheme = order::Scheme::ftpes;
    const base::Outcome outcome = deliver::classify(remote::make_session(safe)->open());
    EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << outcome.reason;
    if (GetParam().counts_logins) {
        EXPECT_EQ(m_server->logins(), 0);
    }
}

std::string name_of(const ::testing::TestParamInfo<Server>& each) {
    return each.param.name;
}

INSTANTIATE_TEST_SUITE_P(Servers, RealServerTest, ::testing::ValuesIn(servers()), name_of);
INSTANTIATE_TEST_SUITE_P(Servers, RealTlsServerTest, ::testing::ValuesIn(tls_servers()), name_of);
INSTANTIATE_TEST_SUITE_P(Servers, RealPlainServerTest, ::testing::ValuesIn(plain_servers()),
                         name_of);

} // namespace
} // namespace shoporder
