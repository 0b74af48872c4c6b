// `serve` is killed again and again under load: what it answered 200 for is in the database.
// SHOPORDER_KILLS says how often (default 10; the long run 1000).
#include "receive/client.hpp"
#include "support/shop.hpp"

#include "base/file.hpp"
#include "verify/signature.hpp"

#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace shoporder;
using test::sample_order;
using test::with;

namespace {

const std::string k_secret = "a secret of tests only";

class Serve {
public:
    explicit Serve(const test::TemporaryFolder& folder) : m_folder(folder) {
        base::write_file(folder / "shoporder.toml",
                         "credentials = \"" + (folder / "credentials").string() +
                             "\"\n[[shop]]\ndomain = \"demo.myshopify.com\"\nsecrets = [\"s\"]\n"
                             "start = 2026-01-01T00:00:00Z\n");
        std::filesystem::create_directory(folder / "credentials");
        base::write_file(folder / "credentials/s", k_secret, 0600);
    }
    void start() {
        const std::string program = std::string{SHOPORDER_BINARY_DIR} + "/shoporder";
        const std::string config = (m_folder / "shoporder.toml").string();
        const std::string database = (m_folder / "shoporder.db").string();
        const std::string listen = "unix:" + socket();
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
    ~Serve() {
        if (m_pid > 0)
            kill();
    }
    [[nodiscard]] std::string socket() const { return (m_folder / "s").string(); }

private:
    const test::TemporaryFolder& m_folder;
    pid_t m_pid = 0;
};

} // namespace

TEST(ServeCrash, KilledUnderLoadLosesNoAcknowledgedOrder) {
    const char* wanted = std::getenv("SHOPORDER_KILLS");
    const int kills = wanted == nullptr ? 10 : std::atoi(wanted);
    const test::TemporaryFolder folder;
    Serve serve(folder);
    const receive::Target target = [&] {
        receive::Target t = receive::parse_target("unix:" + serve.socket());
        t.path = "/webhooks/orders/create";
        return t;
    }();

    std::atomic<std::int64_t> next{8000000000};
    std::atomic<bool> done{false};
    std::mutex mutex;
    std::set<std::int64_t> acknowledged;
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i)
        senders.emplace_back([&] {
            while (!done) {
                const std::int64_t id = next++;
                const std::string body = with(sample_order(), "5550001001", std::to_string(id));
                try {
                    const auto reply =
                        receive::post(target,
                                      {{"Content-Type", "application/json"},
                                       {"X-Shopify-Topic", "orders/create"},
                                       {"X-Shopify-Shop-Domain", "demo.myshopify.com"},
                                       {"X-Shopify-Webhook-Id", std::to_string(id)},
                                       {"X-Shopify-Hmac-Sha256", verify::sign(k_secret, body)}},
                                      body, std::chrono::seconds{5});
                    if (reply.status == 200) {
                        const std::scoped_lock guard(mutex);
                        acknowledged.insert(id);
                    }
                } catch (const base::Error&) { // it is dead just now
                    std::this_thread::sleep_for(std::chrono::milliseconds{5});
                }
            }
        });
    const auto count = [&] {
        const std::scoped_lock guard(mutex);
        return acknowledged.size();
    };
    for (int i = 0; i < kills; ++i) {
        serve.start();
        const std::size_t before = count();
        for (int wait = 0; count() < before + 20 && wait < 2000; ++wait)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        std::this_thread::sleep_for(std::chrono::milliseconds{(i * 7) % 40});
        EXPECT_GE(count(), before + 20) << "start " << i << " answered nothing";
        serve.kill();
    }
    done = true;
    for (std::thread& sender : senders)
        sender.join();

    store::Database database(folder / "shoporder.db", store::Access::write);
    EXPECT_EQ(database.check(), "ok");
    std::size_t lost = 0;
    for (const std::int64_t id : acknowledged)
        lost += store::find_order(database, id) ? 0 : 1;
    EXPECT_EQ(lost, 0U) << "of " << acknowledged.size();
    EXPECT_GE(acknowledged.size(), static_cast<std::size_t>(kills) * 20);
}
