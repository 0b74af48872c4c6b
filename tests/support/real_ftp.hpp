#pragma once
// Purpose: a real FTP server for one test, by tests/support/ftp-server. Never installed, ended with
// the object. State: a process and a temporary folder. Fails: missing() says why there is none; the
// test then skips loudly. Threads: one test.
#include "remote/session.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace shoporder::test {

class RealFtp {
public:
    explicit RealFtp(const std::string& kind, const std::vector<std::string>& options = {});
    ~RealFtp();
    RealFtp(const RealFtp&) = delete;
    RealFtp& operator=(const RealFtp&) = delete;

    /// Why it does not run; empty when it does.
    [[nodiscard]] const std::string& missing() const { return m_missing; }
    /// For the folder `in`, by explicit or no TLS.
    [[nodiscard]] remote::Settings settings() const;
    [[nodiscard]] std::filesystem::path folder() const { return m_folder / "server/files/in"; }
    [[nodiscard]] int logins() const;

private:
    TemporaryFolder m_folder;
    std::string m_kind;
    std::string m_missing;
    int m_port = 0;
    pid_t m_pid = -1;
};

} // namespace shoporder::test
