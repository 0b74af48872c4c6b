// Another program holds the database's write lock for longer than Shopify waits: every post has its
// answer in time, and nothing that was answered 200 is missing.
#include "support/real_serve.hpp"

#include <chrono>
#include <future>
#include <gtest/gtest.h>
#include <map>
#include <sqlite3.h>
#include <thread>
#include <vector>

using namespace shoporder;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

/// A process that holds the lock from its construction on, for so long.
class Holder {
public:
    Holder(void (*hold)(const std::string&), const std::filesystem::path& database,
           std::chrono::seconds how_long) {
        int ends[2];
        if (::pipe(ends) != 0)
            throw std::runtime_error("no pipe");
        m_pid = ::fork();
        if (m_pid == 0) {
            hold(database.string());
            static_cast<void>(!::write(ends[1], "x", 1));
            ::sleep(static_cast<unsigned>(how_long.count()));
            ::_exit(0);
        }
        ::close(ends[1]);
        char held = 0;
        if (::read(ends[0], &held, 1) != 1)
            throw std::runtime_error("the lock was not to be had");
        ::close(ends[0]);
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder() { wait(); }
    void wait() {
        if (m_pid > 0)
            ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
};

/// As another shoporder would.
void by_lock_file(const std::string& database) {
    static const base::FileLock lock = base::FileLock::wait(database + ".lock");
}

/// As the sqlite3 shell or a backup tool would.
void by_transaction(const std::string& database) {
    sqlite3* db = nullptr;
    if (sqlite3_open(database.c_str(), &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA busy_timeout=5000; BEGIN IMMEDIATE", nullptr, nullptr, nullptr) !=
            SQLITE_OK)
        ::_exit(1);
}

struct LockedDatabase : testing::TestWithParam<void (*)(const std::string&)> {
    test::TemporaryFolder folder;
    test::RealServe serve{folder};

    [[nodiscard]] int post_patiently(std::int64_t id) const {
        for (int i = 0; i < 1000; ++i)
            try {
                return serve.post(id, 30s);
            } catch (const base::Error&) { // it is starting
                std::this_thread::sleep_for(10ms);
            }
        return 0;
    }
};

} // namespace

TEST_P(LockedDatabase, EveryPostIsAnsweredWhileShopifyListens) {
    serve.start();
    ASSERT_EQ(post_patiently(8000000000), 200);
    struct Answer {
        int status = 0;
        Clock::duration took{};
    };
    std::map<std::int64_t, std::future<Answer>> posts;
    Holder holder(GetParam(), serve.database(), 12s);
    const auto begun = Clock::now();
    for (std::int64_t id = 8000000001; Clock::now() - begun < 11s; ++id) {
        posts[id] = std::async(std::launch::async, [this, id] {
            const auto sent = Clock::now();
            const int status = serve.post(id, 30s);
            return Answer{status, Clock::now() - sent};
        });
        std::this_thread::sleep_for(50ms);
    }
    int refused = 0;
    std::vector<std::int64_t> acknowledged;
    for (auto& [id, post] : posts) {
        const Answer answer = post.get();
        EXPECT_LT(std::chrono::duration<double>(answer.took).count(), 4.5) << id;
        EXPECT_TRUE(answer.status == 200 || answer.status == 503) << answer.status;
        refused += answer.status == 503 ? 1 : 0;
        if (answer.status == 200)
            acknowledged.push_back(id);
    }
    EXPECT_GT(refused, 50) << "the test has looked at nothing";
    EXPECT_GT(acknowledged.size(), 20U) << "who waited less than 4 s at the end is stored";
    holder.wait();
    EXPECT_EQ(post_patiently(8000009999), 200);
    store::Database database(serve.database(), store::Access::read);
    for (const std::int64_t id : acknowledged)
        EXPECT_TRUE(store::find_order(database, id)) << id;
}

INSTANTIATE_TEST_SUITE_P(ByLockFile, LockedDatabase, testing::Values(&by_lock_file));
INSTANTIATE_TEST_SUITE_P(ByTransaction, LockedDatabase, testing::Values(&by_transaction));
