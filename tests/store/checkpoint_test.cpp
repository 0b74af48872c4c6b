// The write-ahead log, copied beside who writes it.
#include "flow/intake/checkpoints.hpp"
#include "store/backup.hpp"
#include "store/checkpoint.hpp"
#include "store/connection.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <thread>

using namespace shoporder;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t k_page = 4096;

/// Some more pages in the log, in one commit.
void write_pages(store::Database& database, std::size_t pages) {
    store::Write write(database);
    store::Query(write.connection(),
                 "INSERT INTO events (at, kind, actor, text)"
                 " VALUES (1, 'test', 'test', hex(zeroblob(?1)))",
                 pages * k_page / 2)
        .run();
    write.commit();
}

/// A reader who has begun now, and goes on.
class LongReader {
public:
    explicit LongReader(const std::filesystem::path& path)
        : m_database(path, store::Access::read), m_snapshot(m_database) {
        store::Query query(m_database.connection(), "SELECT count(*) FROM events");
        query.step();
    }

private:
    store::Database m_database;
    store::Snapshot m_snapshot;
};

template <class Condition>
bool soon(const Condition& condition) {
    for (int i = 0; i < 500 && !condition(); ++i)
        std::this_thread::sleep_for(10ms);
    return condition();
}

} // namespace

TEST(Checkpoint, WhoLeavesTheLogCopiesNothingInACommit) {
    test::Shop shop;
    store::Database& writer = *shop.database;
    const auto size = [&] { return std::filesystem::file_size(writer.path()); };
    store::Checkpointer checkpointer(writer.path());
    store::leave_log(writer);
    ASSERT_TRUE(checkpointer.begin_anew(1s));
    const auto before = size();
    for (int i = 0; i < 40; ++i)
        write_pages(writer, 100);
    EXPECT_EQ(size(), before);
    EXPECT_GE(store::log_pages(writer), 4000);

    const auto done = checkpointer.copy();
    ASSERT_TRUE(done);
    EXPECT_EQ(done->pages, store::log_pages(writer));
    EXPECT_EQ(done->copied, done->pages);
    EXPECT_GE(size(), before + 4000 * k_page);
    EXPECT_TRUE(checkpointer.begin_anew(20ms));
    write_pages(writer, 1);
    EXPECT_LT(store::log_pages(writer), 20) << "the log is used from its beginning again";
}

TEST(Checkpoint, AReaderIsWaitedForNoLongerThanIsSaid) {
    test::Shop shop;
    store::Database& writer = *shop.database;
    store::leave_log(writer);
    store::Checkpointer checkpointer(writer.path());
    write_pages(writer, 100);
    {
        const LongReader reader(writer.path());
        write_pages(writer, 100);
        const auto done = checkpointer.copy();
        ASSERT_TRUE(done);
        EXPECT_LE(done->copied, done->pages - 100);
        EXPECT_GE(done->copied, 100);
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_FALSE(checkpointer.begin_anew(20ms));
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
    }
    EXPECT_TRUE(checkpointer.begin_anew(20ms));
}

// SQLite 3.40 can damage a database when a commit begins the log anew in the middle of a
// checkpoint. Here it does so as often as it can.
TEST(Checkpoint, BesideManyCommitsTheDatabaseStaysWhole) {
    test::Shop shop;
    store::Database& writer = *shop.database;
    store::leave_log(writer);
    std::atomic<bool> done{false};
    std::thread copies([&] {
        store::Checkpointer checkpointer(writer.path());
        while (!done)
            static_cast<void>(checkpointer.copy());
    });
    std::thread commits([&] { // as a batch command: with SQLite's own checkpoint, under the lock
        store::Database other(writer.path(), store::Access::write);
        other.connection().db.exec("PRAGMA wal_autocheckpoint = 3");
        while (!done)
            write_pages(other, 1);
    });
    const auto until = std::chrono::steady_clock::now() + 1s;
    while (std::chrono::steady_clock::now() < until)
        write_pages(writer, 2);
    done = true;
    copies.join();
    commits.join();
    EXPECT_EQ(store::check_thoroughly(writer), "ok");
}

TEST(Checkpoints, TheLogIsBegunAnewOnceAReaderHasEnded) {
    test::Shop shop;
    store::Database& writer = *shop.database;
    flow::Checkpoints checkpoints(writer, shop.journal,
                                  [](const std::string& why) { ADD_FAILURE() << why; });
    const auto write = [&](std::size_t pages) {
        write_pages(writer, pages);
        checkpoints.log_has(store::log_pages(writer));
        return store::log_pages(writer);
    };
    std::int64_t most = 0;
    {
        const LongReader reader(writer.path());
        for (int i = 0; i < 60; ++i)
            most = write(100);
        EXPECT_GE(most, 6000) << "the reader needs all of it";
    }
    EXPECT_TRUE(soon([&] { return write(1) < 1000; }));
    for (int i = 0; i < 200; ++i) { // and without one it never gets long
        most = std::max(most, write(100));
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_LT(most, 16'000);
}

TEST(Checkpoints, TheEndWaitsForNoReader) {
    test::Shop shop;
    store::Database& writer = *shop.database;
    const LongReader reader(writer.path());
    std::optional<flow::Checkpoints> checkpoints;
    checkpoints.emplace(writer, shop.journal, [](const std::string&) {});
    write_pages(writer, 2 * flow::Checkpoints::k_long);
    checkpoints->log_has(store::log_pages(writer));
    std::this_thread::sleep_for(50ms);
    const auto begun = std::chrono::steady_clock::now();
    checkpoints.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
}
