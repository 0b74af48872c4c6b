#pragma once
// Purpose: a real FTP or SFTP server for one test, by tests/support/ftp-server. Never installed,
// ended with the object. State: a process and a temporary folder. Fails: missing() says why there
// is none; the test then skips loudly. Threads: one test.
#include "remote/session.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace shoporder::test {

class RealFtp {
public:
    /// A kind and options of `ftp-server run`, which settings() follows: --tls, --sftp, --address.
    explicit RealFtp(const std::string& kind, const std::vector<std::string>& options = {});
    ~RealFtp();
    RealFtp(const RealFtp&) = delete;
    RealFtp& operator=(const RealFtp&) = delete;

    /// Why it does not run; empty when it does.
    [[nodiscard]] const std::string& missing() const { return m_missing; }
    /// All it takes to log in: the scheme, the certificate or host key to trust, the folder `in`.
    [[nodiscard]] remote::Settings settings() const;
    [[nodiscard]] std::filesystem::path folder() const { return home() / "files/in"; }
    /// What the server keeps: certificates, keys, logs.
    [[nodiscard]] std::filesystem::path home() const { return m_folder / "server"; }
    /// pure-ftpd logs to syslog only.
    [[nodiscard]] bool has_log() const { return m_kind != "pure-ftpd"; }
    [[nodiscard]] int logins() const;
    /// Commands and replies so far, as the server writes them.
    [[nodiscard]] std::string log() const;

private:
    TemporaryFolder m_folder;
    std::string m_kind;
    std::string m_missing;
    std::string m_address = "127.0.0.1";
    order::Scheme m_scheme = order::Scheme::ftp;
    int m_port = 0;
    pid_t m_pid = -1;
};

} // namespace shoporder::test
