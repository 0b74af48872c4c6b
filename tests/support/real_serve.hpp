#pragma once
// Purpose: the real `shoporder serve` as a process of its own, on a socket in a temporary folder,
// and signed orders for it. State: the process; killed at the end. Fails: post() throws where
// nobody answers. Threads: post() any, the rest one.
#include "base/file.hpp"
#include "receive/client.hpp"
#include "support/paths.hpp"
#include "support/shop.hpp"
#include "verify/signature.hpp"

#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace shoporder::test {

class RealServe {
public:
    explicit RealServe(const TemporaryFolder& folder) : m_folder(folder) {
        base::write_file(folder / "shoporder.toml",
                         "credentials = \"" + (folder / "credentials").string() +
                             "\"\n[[shop]]\ndomain = \"demo.myshopify.com\"\nsecrets = [\"s\"]\n"
                             "start = 2026-01-01T00:00:00Z\n");
        std::filesystem::create_directory(folder / "credentials");
        base::write_file(folder / "credentials/s", k_secret, 0600);
        m_target = receive::parse_target("unix:" + (folder / "s").string());
        m_target.path = "/webhooks/orders/create";
    }
    RealServe(const RealServe&) = delete;
    RealServe& operator=(const RealServe&) = delete;
    ~RealServe() {
        if (m_pid > 0)
            kill();
    }
    void start() {
        const std::string program = std::string{SHOPORDER_BINARY_DIR} + "/shoporder";
        const std::string config = (m_folder / "shoporder.toml").string();
        const std::string database = this->database().string();
        const std::string listen = "unix:" + (m_folder / "s").string();
        m_pid = ::fork();
        if (m_pid == 0) {
            ::close(2);
            ::execl(program.c_str(), "shoporder", "-q", "--config", config.c_str(), "--database",
                    database.c_str(), "serve", "--listen", listen.c_str(), nullptr);
            ::_exit(127);
        }
    }
    void kill() {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }
    [[nodiscard]] std::filesystem::path database() const { return m_folder / "shoporder.db"; }

    /// The sample order under this id, signed; the answer's status.
    [[nodiscard]] int post(std::int64_t id, std::chrono::milliseconds deadline) const {
        const std::string body = with(sample_order(), "5550001001", std::to_string(id));
        return receive::post(m_target,
                             {{"Content-Type", "application/json"},
                              {"X-Shopify-Topic", "orders/create"},
                              {"X-Shopify-Shop-Domain", "demo.myshopify.com"},
                              {"X-Shopify-Webhook-Id", std::to_string(id)},
                              {"X-Shopify-Hmac-Sha256", verify::sign(k_secret, body)}},
                             body, deadline)
            .status;
    }

private:
    static constexpr const char* k_secret = "a secret of tests only";
    const TemporaryFolder& m_folder;
    receive::Target m_target;
    pid_t m_pid = 0;
};

} // namespace shoporder::test
