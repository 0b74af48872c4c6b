// `backup` is killed at many moments: what has a backup's name is whole, what was there before it
// stays, and the next one removes what is left over.
#include "flow/operate/backup_folder.hpp"
#include "store/backup.hpp"
#include "support/paths.hpp"
#include "support/shop.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace shoporder;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int k_orders = 500;

struct KilledBackup {
    test::Shop shop;
    std::filesystem::path folder = shop.folder / "backups";

    KilledBackup() {
        for (int i = 0; i < k_orders; ++i)
            shop.receive(
                test::with(test::sample_order(), "5550001001", std::to_string(7000000000 + i)));
    }
    /// The exit status, or -1 where the signal came first.
    int run(std::chrono::microseconds until, int signal) {
        const std::string program = std::string{SHOPORDER_BINARY_DIR} + "/shoporder";
        const std::string database = shop.settings.database.string();
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(2);
            ::setenv("SHOPORDER_BACKUP_FLOOR", "0", 1);
            ::execl(program.c_str(), "shoporder", "-q", "--database", database.c_str(), "backup",
                    folder.c_str(), "--keep", "2", nullptr);
            ::_exit(127);
        }
        int status = 0;
        if (until > std::chrono::microseconds::zero()) {
            std::this_thread::sleep_for(until);
            ::kill(child, signal);
        }
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    /// How long one takes; two are there afterwards.
    std::chrono::microseconds whole() {
        EXPECT_EQ(run({}, 0), 0);
        const auto begun = Clock::now();
        EXPECT_EQ(run({}, 0), 0);
        return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
    }
    [[nodiscard]] std::set<std::string> backups() const {
        std::set<std::string> names;
        for (const auto& each : std::filesystem::directory_iterator(folder))
            if (flow::is_backup_name(each.path().filename().string()))
                names.insert(each.path().filename().string());
        return names;
    }
    [[nodiscard]] std::size_t others() const {
        std::size_t count = 0;
        for (const auto& each : std::filesystem::directory_iterator(folder))
            count += flow::is_backup_name(each.path().filename().string()) ? 0 : 1;
        return count - 1; // the lock
    }
    void check() const {
        for (const std::string& name : backups()) {
            store::Database copy(folder / name, store::Access::read);
            EXPECT_EQ(store::check_thoroughly(copy), "ok") << name;
            EXPECT_EQ(store::contents(copy, store::newest(copy)).orders, k_orders) << name;
        }
    }
};

} // namespace

TEST(BackupCrash, KilledAtManyMoments) {
    KilledBackup backup;
    const auto whole = backup.whole();
    ASSERT_FALSE(testing::Test::HasFailure());
    constexpr int k_moments = 30;
    std::size_t left_over = 0;
    int killed = 0;
    for (int i = 1; i <= k_moments; ++i) {
        const auto before = backup.backups();
        killed += backup.run(whole * i / k_moments, SIGKILL) == -1 ? 1 : 0;
        left_over += backup.others() > 0 ? 1 : 0;
        const auto after = backup.backups();
        const bool is_new =
            !std::includes(before.begin(), before.end(), after.begin(), after.end());
        if (!is_new)
            EXPECT_EQ(after, before) << "one was removed before there was a newer one";
        EXPECT_GE(after.size(), 2U) << "moment " << i;
        backup.check();
        ASSERT_FALSE(testing::Test::HasFailure()) << "moment " << i;
    }
    EXPECT_GE(killed, k_moments / 2);
    EXPECT_GE(left_over, 5U) << "it was never killed while it wrote: the test looks at nothing";
    ASSERT_EQ(backup.run({}, 0), 0);
    EXPECT_EQ(backup.others(), 0U);
    EXPECT_EQ(backup.backups().size(), 2U);
    backup.check();
}

TEST(BackupCrash, ASignalEndsItTidily) {
    KilledBackup backup;
    const auto whole = backup.whole();
    ASSERT_FALSE(testing::Test::HasFailure());
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        int stopped = 0;
        for (int i = 5; i <= 10; ++i) { // before the first handler stands a signal just kills
            const int status = backup.run(whole * i / 12, signal);
            EXPECT_TRUE(status == 75 || status == 0 || status == -1) << status;
            EXPECT_EQ(status == -1 ? 0U : backup.others(), 0U) << "signal " << signal;
            stopped += status == 75 ? 1 : 0;
            backup.check();
        }
        EXPECT_GE(stopped, 1) << "signal " << signal;
    }
    EXPECT_EQ(backup.backups().size(), 2U);
}
