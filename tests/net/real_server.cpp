#include "net/real_server.hpp"

#include <algorithm>
#include <iterator>

namespace shoporder::test {

namespace {

using Options = std::vector<std::string>;

/// The table. TLS with vsftpd and proftpd requires the data connection to resume the control
/// connection's session: that is their default. As root both have a chroot, pure-ftpd always.
const std::vector<Server>& table() {
    static const std::vector<Server> servers{
        {"vsftpd", "vsftpd"},
        {"vsftpd_without_EPSV", "vsftpd", Options{}, false},
        {"vsftpd_EPSV_refused", "vsftpd", Options{"--set", "cmds_denied=EPSV"}},
        {"vsftpd_active", "vsftpd", Options{}, true, true},
        {"vsftpd_ipv6", "vsftpd", Options{"--address", "::1"}},
        {"vsftpd_strict", "vsftpd",
         Options{"--set", "pasv_promiscuous=NO", "--set", "max_clients=5", "--set", "max_per_ip=5",
                 "--set", "chmod_enable=NO", "--set", "ls_recurse_enable=NO"}},
        {"vsftpd_private_address", "vsftpd",
         Options{"--set", "pasv_address=10.9.8.7", "--set", "cmds_denied=EPSV"}},
        {"vsftpd_tls", "vsftpd", Options{"--tls"}},
        {"vsftpd_implicit_tls", "vsftpd", Options{"--tls=implicit"}},
        {"proftpd", "proftpd"},
        {"proftpd_EPSV_refused", "proftpd",
         Options{"--set", "<Limit EPSV>", "--set", "DenyAll", "--set", "</Limit>"}},
        {"proftpd_active", "proftpd", Options{}, true, true},
        {"proftpd_ipv6", "proftpd", Options{"--address", "::1"}},
        {"proftpd_strict", "proftpd",
         Options{"--set", "MaxClientsPerHost 5", "--set", "DefaultRoot ~", "--set",
                 "MaxLoginAttempts 1", "--set", "<Limit SITE_CHMOD MFMT>", "--set", "DenyAll",
                 "--set", "</Limit>"}},
        {"proftpd_tls", "proftpd", Options{"--tls"}},
        {"proftpd_implicit_tls", "proftpd", Options{"--tls=implicit"}},
        {"proftpd_sftp", "proftpd", Options{"--sftp"}},
        {"pureftpd", "pure-ftpd"},
        {"pureftpd_active", "pure-ftpd", Options{}, true, true},
        {"pureftpd_ipv6", "pure-ftpd", Options{"--address", "::1"}},
        {"pureftpd_strict", "pure-ftpd",
         Options{"--set", "--maxclientsperip", "--set", "5", "--set", "--nochmod", "--set",
                 "--prohibitdotfilesread", "--set", "--prohibitdotfileswrite"}},
        {"pureftpd_tls", "pure-ftpd", Options{"--tls"}},
        {"sshd", "sshd"},
        {"sshd_ecdsa", "sshd", Options{"--host-key", "ecdsa"}},
        {"sshd_ipv6", "sshd", Options{"--address", "::1"}},
        {"folder", "file"},
        {"vsftpd_deletes_nothing", "vsftpd", Options{"--set", "cmds_denied=DELE,RMD,APPE"}, true,
         false, true},
        {"proftpd_overwrites_nothing", "proftpd",
         Options{"--set", "AllowOverwrite off", "--set", "<Limit DELE>", "--set", "DenyAll",
                 "--set", "</Limit>"},
         true, false, true},
        {"proftpd_sftp_overwrites_nothing", "proftpd",
         Options{"--sftp", "--set", "AllowOverwrite off"}, true, false, true},
        {"pureftpd_renames_aside", "pure-ftpd", Options{"--set", "--autorename"}, true, false,
         true},
        {"pureftpd_keeps_all_files", "pure-ftpd", Options{"--set", "--keepallfiles"}, true, false,
         true},
        {"sshd_deletes_nothing", "sshd",
         Options{"--set", "ForceCommand internal-sftp -P remove,rmdir -d @DIR@/files"}, true, false,
         true},
    };
    return servers;
}

bool has(const Server& server, const char* option) {
    return std::find(server.options.begin(), server.options.end(), option) != server.options.end();
}
bool has_tls(const Server& server) {
    return has(server, "--tls") || has(server, "--tls=implicit");
}
bool is_ssh(const Server& server) {
    return server.kind == "sshd" || has(server, "--sftp");
}

template <class F>
std::vector<Server> those(F&& wanted) {
    std::vector<Server> out;
    std::copy_if(table().begin(), table().end(), std::back_inserter(out), wanted);
    return out;
}

} // namespace

const std::vector<Server>& all_servers() {
    return table();
}

std::vector<Server> servers_named(const std::vector<std::string>& names) {
    return those([&](const Server& server) {
        return std::find(names.begin(), names.end(), server.name) != names.end();
    });
}
std::vector<Server> tls_servers() {
    return those(has_tls);
}
std::vector<Server> ssh_servers() {
    return those([](const Server& server) { return is_ssh(server) && !server.keeps; });
}

void RealServerTest::SetUp() {
    if (is_local())
        return;
    m_server = std::make_unique<RealFtp>(GetParam().kind, GetParam().options);
    if (!m_server->missing().empty())
        GTEST_SKIP() << "NOT TESTED against " << GetParam().name << ": " << m_server->missing();
}

bool RealServerTest::is_ssh() const {
    return test::is_ssh(GetParam());
}

remote::Settings RealServerTest::settings() const {
    if (!m_server) {
        remote::Settings s;
        s.endpoint.scheme = order::Scheme::file;
        s.endpoint.folder = folder().string();
        return s;
    }
    remote::Settings s = m_server->settings();
    s.connect_timeout = std::chrono::seconds{5}; // a case that fails need not take minutes
    s.response_timeout = std::chrono::seconds{10};
    s.epsv = GetParam().epsv;
    s.active = GetParam().active;
    return s;
}

std::filesystem::path RealServerTest::folder() const {
    if (m_server)
        return m_server->folder();
    std::filesystem::create_directory(m_local / "in");
    return m_local / "in";
}

} // namespace shoporder::test
