// What doctor says of suppliers' real servers: each thing that goes wrong on the first day has its
// own code, and a server that works has none.
#include "flow/doctor/connections.hpp"
#include "support/real_ftp.hpp"
#include "support/shop.hpp"

#include <functional>
#include <gtest/gtest.h>

namespace shoporder {
namespace {

using Options = std::vector<std::string>;

struct Case {
    const char* name;
    const char* kind;
    Options options;
    bool write = false;
    std::function<void(remote::Settings&)> change = [](remote::Settings&) {};
    const char* found = ""; ///< codes
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

class DoctorServerTest : public testing::TestWithParam<Case> {};

TEST_P(DoctorServerTest, IsDiagnosed) {
    const Case& c = GetParam();
    const test::RealFtp server{c.kind, c.options};
    if (!server.missing().empty())
        GTEST_SKIP() << "NOT TESTED against " << c.name << ": " << server.missing();
    test::Shop shop;
    remote::Settings settings = server.settings();
    settings.connect_timeout = std::chrono::seconds{5};
    settings.response_timeout = std::chrono::seconds{5};
    c.change(settings);
    order::Supplier acme;
    acme.id = 7;
    acme.name = "acme";
    acme.mode = order::SupplierMode::live;
    acme.endpoint = settings.endpoint;
    acme.transport.tls13 = settings.tls13;
    flow::Findings out(report::Area::suppliers);
    std::vector<report::Unchecked> unchecked;
    flow::test_connections(shop.settings, {&acme, 1}, c.write, shop.clock.now(), out, unchecked,
                           [&](const remote::Settings&) { return remote::make_session(settings); });
    std::string codes;
    std::string texts;
    for (const report::Finding& f : out.all()) {
        codes += (codes.empty() ? "" : "; ") + f.code;
        texts += f.text + "\n" + f.remedy + "\n";
    }
    EXPECT_EQ(codes, c.found) << texts;
    EXPECT_TRUE(settings.password.empty() || // a key
                texts.find(settings.password) == std::string::npos)
        << "the password is in it: " << texts;
    EXPECT_TRUE(std::filesystem::is_empty(server.folder())) << "a file is left there";
}

void wrong_password(remote::Settings& s) {
    s.password = "wrong";
}
void wrong_user(remote::Settings& s) {
    s.endpoint.user = "nobody-here";
}
void wrong_folder(remote::Settings& s) {
    s.endpoint.folder = "nowhere";
}
void unknown_host(remote::Settings& s) {
    s.endpoint.host = "ftp.acme.invalid";
}
void wrong_port(remote::Settings& s) {
    s.endpoint.port = 1;
}
void distrust(remote::Settings& s) {
    s.ca_file.clear();
}
void plain(remote::Settings& s) {
    s.endpoint.scheme = order::Scheme::ftp;
}
void other_key(remote::Settings& s) {
    s.host_key_sha256 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
}
void no_key(remote::Settings& s) {
    s.host_key_sha256.clear();
    s.known_hosts.clear();
}
void as_it_is(remote::Settings&) {}

INSTANTIATE_TEST_SUITE_P(
    Servers, DoctorServerTest,
    testing::Values(
        Case{"works", "vsftpd", {}, false, as_it_is, ""},
        Case{"works_whole", "vsftpd", {}, true, as_it_is, ""},
        Case{"works_tls", "vsftpd", {"--tls"}, true, as_it_is, ""},
        Case{"sftp_works", "sshd", {}, true, as_it_is, ""},
        Case{"unknown_host", "vsftpd", {}, false, unknown_host, "supplier-dns"},
        Case{"wrong_port", "vsftpd", {}, false, wrong_port, "supplier-refused"},
        Case{"wrong_password", "vsftpd", {}, false, wrong_password, "supplier-login"},
        Case{"sftp_wrong_user", "sshd", {}, false, wrong_user, "supplier-login"},
        Case{"wrong_folder", "vsftpd", {}, false, wrong_folder, "supplier-folder"},
        Case{"sftp_wrong_folder", "sshd", {}, false, wrong_folder, "supplier-folder"},
        Case{"distrusted", "vsftpd", {"--tls"}, false, distrust, "supplier-certificate"},
        Case{"wants_tls", "vsftpd", {"--tls"}, false, plain, "supplier-wants-tls"},
        Case{"other_host_key", "sshd", {}, false, other_key, "supplier-host-key"},
        Case{"no_host_key", "sshd", {}, false, no_key, "supplier-unusable"},
        Case{"rsa_only", "sshd", {"--host-key", "rsa"}, false, as_it_is, "supplier-rsa-only"},
        Case{"no_passive",
             "vsftpd",
             {"--set", "pasv_enable=NO"},
             false,
             as_it_is,
             "supplier-data-connection"},
        Case{"read_only",
             "vsftpd",
             {"--set", "cmds_denied=STOR"},
             true,
             as_it_is,
             "supplier-not-writable"},
        Case{"xml_denied",
             "vsftpd",
             {"--set", "deny_file={*.xml*}"},
             true,
             as_it_is,
             "supplier-not-writable"},
        Case{"no_rename",
             "vsftpd",
             {"--set", "cmds_denied=RNFR,RNTO"},
             true,
             as_it_is,
             "supplier-rename-refused"}),
    [](const auto& each) { return std::string{each.param.name}; });

} // namespace
} // namespace shoporder
