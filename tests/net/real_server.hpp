#pragma once
// Purpose: the table of real servers, each at its default and at its strict settings, and what a
// case of the conformance suite gets: one of them, running, with an empty folder.
// State: the server's process for one case. Fails: a server that is not to be had skips the case
// loudly, by its name. Threads: one test.
#include "remote/session.hpp"
#include "support/real_ftp.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace shoporder::test {

struct Server {
    std::string name;
    std::string kind; ///< of RealFtp, or "file": a folder here
    std::vector<std::string> options{};
    bool epsv = true;
    bool active = false;
    bool keeps = false; ///< forbids what delivery can do without: overwriting or deleting
};

/// How googletest names it in a failure.
[[maybe_unused]] inline void PrintTo(const Server& server, std::ostream* out) {
    *out << server.name;
}
[[nodiscard]] inline std::string name_of(const testing::TestParamInfo<Server>& each) {
    return each.param.name;
}

/// Every server of the conformance suite.
[[nodiscard]] const std::vector<Server>& all_servers();
[[nodiscard]] std::vector<Server> servers_named(const std::vector<std::string>& names);
/// Those of them with TLS, by SSH.
[[nodiscard]] std::vector<Server> tls_servers();
[[nodiscard]] std::vector<Server> ssh_servers();

class RealServerTest : public testing::TestWithParam<Server> {
protected:
    void SetUp() override;

    [[nodiscard]] bool is_local() const { return GetParam().kind == "file"; }
    [[nodiscard]] bool has_log() const { return m_server && m_server->has_log(); }
    [[nodiscard]] bool is_ssh() const;
    [[nodiscard]] bool is_ftp() const { return !is_local() && !is_ssh(); }
    [[nodiscard]] remote::Settings settings() const;
    [[nodiscard]] std::unique_ptr<remote::Session> session() const {
        return remote::make_session(settings());
    }
    /// What the session's folder is to us.
    [[nodiscard]] std::filesystem::path folder() const;

    std::unique_ptr<RealFtp> m_server; ///< none for a folder here
    TemporaryFolder m_local;
};

/// For servers of the test's own making: skips the test when it is missing.
#define SHOPORDER_NEEDS(server)                                                                    \
    if (!(server).missing().empty())                                                               \
    GTEST_SKIP() << "NOT TESTED: " << (server).missing()

} // namespace shoporder::test
