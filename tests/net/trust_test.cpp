// Whom a session talks to, against real servers: nothing of a login is sent to a stranger, and TLS
// never falls back to clear.
#include "deliver/classify.hpp"
#include "net/real_server.hpp"

#include "base/file.hpp"
#include "base/text.hpp"

#include <cstdlib>
#include <string>
#include <vector>

namespace shoporder {
namespace {

using base::OutcomeClass;
using test::Server;

void run(const std::string& command) {
    ASSERT_EQ(std::system(("( " + command + " ) >/dev/null 2>&1").c_str()), 0) << command;
}

/// A certificate that signs itself, with its key, in one PEM file.
std::string certificate(const std::filesystem::path& folder, const std::string& names,
                        const std::string& from, const std::string& until) {
    std::filesystem::create_directory(folder);
    base::write_file(folder / "cnf",
                     "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nserial=serial\n"
                     "default_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n"
                     "[e]\nsubjectAltName=" +
                         names + "\n",
                     0600);
    base::write_file(folder / "index", "", 0600);
    base::write_file(folder / "serial", "01\n", 0600);
    run("cd '" + folder.string() +
        "' && openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        " -subj /CN=localhost -keyout key -out request && openssl ca -batch -config cnf -selfsign"
        " -keyfile key -in request -out crt -notext -startdate " +
        from + " -enddate " + until + " && cat crt key >pem");
    return (folder / "pem").string();
}

constexpr const char* k_past = "20200101000000Z";
constexpr const char* k_still_past = "20200201000000Z";
constexpr const char* k_future = "20991231000000Z";
constexpr const char* k_own_names = "DNS:localhost,IP:127.0.0.1";

void expect_nothing_said(const test::RealFtp& server) {
    if (!server.has_log())
        return;
    EXPECT_EQ(server.logins(), 0);
    // As both write it: "USER acme". vsftpd's own words have another USER in them.
    EXPECT_EQ(server.log().find("\"USER "), std::string::npos) << server.log();
}

struct Stranger {
    std::string name;
    std::string kind;
    std::string tls;
};
std::vector<Stranger> strangers() {
    return {{"vsftpd", "vsftpd", "--tls"},
            {"vsftpd_implicit", "vsftpd", "--tls=implicit"},
            {"proftpd", "proftpd", "--tls"},
            {"proftpd_implicit", "proftpd", "--tls=implicit"},
            {"pureftpd", "pure-ftpd", "--tls"}};
}
[[maybe_unused]] void PrintTo(const Stranger& each, std::ostream* out) {
    *out << each.name;
}

class CertificateTest : public testing::TestWithParam<Stranger> {
protected:
    [[nodiscard]] test::RealFtp server_with(const std::string& pem) const {
        return test::RealFtp{GetParam().kind, {GetParam().tls, "--cert", pem}};
    }
    static remote::Reply open(const test::RealFtp& server, const std::string& authority) {
        remote::Settings s = server.settings();
        s.ca_file = authority;
        return remote::make_session(s)->open();
    }
    static void expect_stranger(const test::RealFtp& server, const std::string& authority) {
        const base::Outcome outcome = deliver::classify(open(server, authority));
        EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << outcome.reason;
        EXPECT_TRUE(outcome.reason.starts_with("no safe connection")) << outcome.reason;
        expect_nothing_said(server);
    }
    test::TemporaryFolder m_folder;
};

// Each fault alone: all else about the certificate is right.
TEST_P(CertificateTest, OnlyOneOfAKnownAuthorityIsTrusted) {
    const std::string good = certificate(m_folder / "good", k_own_names, k_past, k_future);
    const std::string other = certificate(m_folder / "other", k_own_names, k_past, k_future);
    const test::RealFtp server = server_with(good);
    SHOPORDER_NEEDS(server);
    expect_stranger(server, other);
    expect_stranger(server, ""); // signed by itself, which the system's authorities did not
    const remote::Reply known = open(server, good);
    EXPECT_TRUE(known.ok) << known.text;
}

TEST_P(CertificateTest, AnExpiredOneIsNotTrusted) {
    const std::string expired = certificate(m_folder / "old", k_own_names, k_past, k_still_past);
    const test::RealFtp server = server_with(expired);
    SHOPORDER_NEEDS(server);
    expect_stranger(server, expired);
}

TEST_P(CertificateTest, OneOfAnotherHostIsNotTrusted) {
    const std::string named =
        certificate(m_folder / "named", "DNS:ftp.other.example,IP:127.0.0.9", k_past, k_future);
    const test::RealFtp server = server_with(named);
    SHOPORDER_NEEDS(server);
    expect_stranger(server, named);
}

INSTANTIATE_TEST_SUITE_P(Servers, CertificateTest, testing::ValuesIn(strangers()),
                         [](const auto& each) { return each.param.name; });

class TlsServerTest : public test::RealServerTest {};

// A certificate from the right authority with another key is a stranger all the same.
TEST_P(TlsServerTest, OnlyThePinnedKeyIsTalkedTo) {
    remote::Settings pinned = settings();
    pinned.pin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const base::Outcome outcome = deliver::classify(remote::make_session(pinned)->open());
    EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << outcome.reason;
    expect_nothing_said(*m_server);
    run("openssl x509 -in '" + pinned.ca_file +
        "' -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary |"
        " openssl base64 -A > '" +
        (m_local / "pin").string() + "'");
    pinned.pin = "sha256//" + base::read_file(m_local / "pin");
    const remote::Reply right = remote::make_session(pinned)->open();
    EXPECT_TRUE(right.ok) << right.text;
}

class PlainServerTest : public test::RealServerTest {};

TEST_P(PlainServerTest, NoTlsNoPassword) {
    for (const order::Scheme scheme : {order::Scheme::ftpes, order::Scheme::ftps}) {
        remote::Settings safe = settings();
        safe.endpoint.scheme = scheme;
        safe.response_timeout = std::chrono::seconds{2};
        const base::Outcome outcome = deliver::classify(remote::make_session(safe)->open());
        if (scheme == order::Scheme::ftpes)
            EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << outcome.reason;
        else
            EXPECT_FALSE(outcome.done());
        expect_nothing_said(*m_server);
    }
}

class SshServerTest : public test::RealServerTest {
protected:
    void expect_stranger(const remote::Settings& s, const char* why) {
        const base::Outcome outcome = deliver::classify(remote::make_session(s)->open());
        EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << why << ": " << outcome.reason;
        EXPECT_NE(outcome.reason.find("host key"), std::string::npos)
            << why << ": " << outcome.reason;
        EXPECT_EQ(m_server->logins(), 0);
        // sshd names the user in whatever it says after it has heard one.
        EXPECT_EQ(m_server->log().find("user " + s.endpoint.user), std::string::npos)
            << why << ": " << m_server->log();
    }
    [[nodiscard]] std::string known_hosts(const std::string& lines) const {
        base::write_file(m_local / "known_hosts", lines, 0600);
        return (m_local / "known_hosts").string();
    }
};

TEST_P(SshServerTest, OnlyTheKnownHostKeyIsTalkedTo) {
    const std::string line = base::read_file(m_server->home() / "known_hosts");
    remote::Settings s = settings();
    const std::string fingerprint = s.host_key_sha256;
    s.host_key_sha256 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect_stranger(s, "another fingerprint");
    s.host_key_sha256.clear();
    s.known_hosts = known_hosts("");
    expect_stranger(s, "an unknown host");
    s.known_hosts = (m_local / "no-such-file").string();
    expect_stranger(s, "no file of known hosts");
    // A key of the same kind and name, made anew.
    run("ssh-keygen -q -t '" + std::string{line.find("ecdsa") == line.npos ? "ed25519" : "ecdsa"} +
        "' -N '' -f '" + (m_local / "changed").string() + "'");
    s.known_hosts =
        known_hosts(line.substr(0, line.find(' ') + 1) + base::read_file(m_local / "changed.pub"));
    expect_stranger(s, "a changed key");
    s.known_hosts = known_hosts(line);
    const remote::Reply known = remote::make_session(s)->open();
    EXPECT_TRUE(known.ok) << known.text;
    s.known_hosts.clear();
    s.host_key_sha256 = fingerprint;
    const remote::Reply pinned = remote::make_session(s)->open();
    EXPECT_TRUE(pinned.ok) << pinned.text;
}

TEST_P(SshServerTest, WithoutAKeyToCompareNothingIsCalled) {
    remote::Settings s = settings();
    s.host_key_sha256.clear();
    const remote::Reply reply = remote::make_session(s)->open();
    EXPECT_TRUE(reply.refused_here);
    EXPECT_EQ(deliver::classify(reply).cls, OutcomeClass::operator_);
}

TEST_P(SshServerTest, ARenameNeverReplaces) {
    const auto s = session();
    ASSERT_TRUE(s->put("a.xml", "theirs").ok);
    ASSERT_TRUE(s->put("tmp-a", "ours!").ok);
    const remote::Reply renamed = s->rename("tmp-a", "a.xml");
    EXPECT_FALSE(renamed.ok);
    EXPECT_EQ(base::read_file(folder() / "a.xml"), "theirs");
    EXPECT_EQ(base::read_file(folder() / "tmp-a"), "ours!");
}

INSTANTIATE_TEST_SUITE_P(Servers, TlsServerTest, testing::ValuesIn(test::tls_servers()),
                         test::name_of);
INSTANTIATE_TEST_SUITE_P(Servers, PlainServerTest,
                         testing::Values(Server{"vsftpd", "vsftpd"}, Server{"proftpd", "proftpd"},
                                         Server{"pureftpd", "pure-ftpd"}),
                         test::name_of);
INSTANTIATE_TEST_SUITE_P(Servers, SshServerTest, testing::ValuesIn(test::ssh_servers()),
                         test::name_of);

// libssh2 1.10 speaks ssh-rsa only, which OpenSSH has switched off.
TEST(SshServer, AHostWithAnRsaKeyOnlyNeedsAPerson) {
    const test::RealFtp server{"sshd", {"--host-key", "rsa"}};
    SHOPORDER_NEEDS(server);
    const remote::Reply reply = remote::make_session(server.settings())->open();
    const base::Outcome outcome = deliver::classify(reply);
    EXPECT_EQ(outcome.cls, OutcomeClass::operator_) << reply.curl << ' ' << outcome.reason;
    EXPECT_NE(outcome.reason.find("ed25519 or ECDSA"), std::string::npos) << outcome.reason;
    EXPECT_EQ(server.logins(), 0);
}

} // namespace
} // namespace shoporder
