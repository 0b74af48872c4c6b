#include "flow/operate/backup.hpp"
#include "store/backup.hpp"
#include "support/shop.hpp"

#include "base/file.hpp"
#include "flow/operate/backup_folder.hpp"
#include "store/events.hpp"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace shoporder;
using store::Access;
using test::sample_order;
using test::with;

namespace {

std::string order_body(int number) {
    return with(sample_order(), "5550001001", std::to_string(7000000000 + number));
}

unsigned mode_of(const std::filesystem::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

void run_sql(const std::filesystem::path& path, const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

struct BackedUp : testing::Test {
    test::Shop shop;
    std::filesystem::path folder = shop.folder / "backups";

    flow::BackupOptions options(std::size_t keep = 100) {
        flow::BackupOptions out;
        out.folder = folder;
        out.keep = keep;
        out.actor = "backup (test)";
        return out;
    }
    flow::BackupResult back_up(const flow::BackupOptions& how) {
        flow::Backup backup(shop.settings, shop.clock);
        return backup.run(how);
    }
    flow::BackupResult back_up(std::size_t keep = 100) { return back_up(options(keep)); }
    /// The message it failed with.
    std::string failure(const flow::BackupOptions& how, base::Exit code) {
        try {
            static_cast<void>(back_up(how));
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), code) << error.what();
            return error.what();
        }
        ADD_FAILURE() << "a backup was written";
        return {};
    }
    /// What lies in the folder but for the lock, sorted.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& each : std::filesystem::directory_iterator(folder))
            if (each.path().filename() != ".shoporder-backup.lock")
                out.push_back(each.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }
    /// So many that a copy takes a while.
    void receive_many() {
        for (int i = 1; i <= 300; ++i)
            shop.receive(order_body(i));
    }
    /// What lies there then.
    std::vector<std::string> with_two_backups() {
        receive_many();
        static_cast<void>(back_up());
        static_cast<void>(back_up());
        return names();
    }
    void plant(const std::string& name) const { base::write_file(folder / name, "planted", 0600); }
};

} // namespace

TEST_F(BackedUp, TheCopyOpensAndHoldsEverything) {
    for (int i = 1; i <= 3; ++i)
        shop.receive(order_body(i));
    shop.plan();
    const auto result = back_up();
    EXPECT_EQ(result.orders, 3);
    EXPECT_EQ(result.size, std::filesystem::file_size(result.file));
    EXPECT_TRUE(result.problems.empty());
    store::Database copy(result.file, Access::read);
    EXPECT_EQ(store::check_thoroughly(copy), "ok");
    for (int i = 1; i <= 3; ++i) {
        EXPECT_TRUE(store::find_order(copy, 7000000000 + i));
        EXPECT_EQ(store::order_deliveries(copy, 7000000000 + i).size(),
                  shop.deliveries(7000000000 + i).size());
    }
    const auto tallies = store::list_tallies(*shop.database, "backup");
    ASSERT_EQ(tallies.size(), 1U);
    EXPECT_EQ(tallies[0].at, result.at);
    EXPECT_EQ(store::list_events(*shop.database, {}).back().actor, "backup (test)");
}

TEST_F(BackedUp, FileAndFolderArePrivateWhateverTheUmask) {
    for (const mode_t mask : {mode_t{0}, mode_t{0777}}) {
        folder = shop.folder / ("mask-" + std::to_string(mask));
        const mode_t before = ::umask(mask);
        const auto result = back_up();
        ::umask(before);
        EXPECT_EQ(mode_of(folder), 0700U);
        EXPECT_EQ(mode_of(result.file), 0600U);
    }
}

// While orders come in, each backup holds at one moment what was committed before it began.
TEST_F(BackedUp, UnderConcurrentWritesEachIsConsistent) {
    std::atomic<int> committed{0};
    std::atomic<bool> done{false};
    std::thread writer([&] {
        for (int i = 1; !done; ++i) {
            shop.receive(order_body(i));
            committed = i;
        }
    });
    int grown = 0;
    for (int i = 0; i < 10; ++i) {
        const int before = committed;
        const auto result = back_up();
        const int after = committed + 1;
        grown += after > before + 1 ? 1 : 0;
        EXPECT_GE(result.orders, before);
        EXPECT_LE(result.orders, after);
        store::Database copy(result.file, Access::read);
        const auto held = store::contents(copy, store::newest(copy));
        EXPECT_EQ(held.orders, result.orders);
        EXPECT_EQ(held.webhooks, held.orders) << "half of a transaction";
        EXPECT_EQ(store::check_thoroughly(copy), "ok");
        if (before > 0)
            EXPECT_TRUE(store::find_order(copy, 7000000000 + before));
    }
    done = true;
    writer.join();
    EXPECT_GE(grown, 5) << "nothing was written meanwhile: the test looks at nothing";
    EXPECT_EQ(names().size(), 10U);
}

TEST_F(BackedUp, NeedsNoWriteLock) {
    shop.receive(order_body(1));
    store::Database database(shop.settings.database, Access::write);
    base::write_file(shop.folder / "copy.db", "", 0600);
    const store::Write held(*shop.database); // another's; it would wait for ever
    EXPECT_TRUE(store::copy_database(database, shop.folder / "copy.db", [] { return true; }));
}

TEST_F(BackedUp, TwoWithinASecondBothSurvive) {
    const auto first = back_up();
    const auto second = back_up();
    const auto third = back_up(2);
    EXPECT_NE(first.file, second.file);
    EXPECT_EQ(third.kept, 2U);
    EXPECT_EQ(third.removed, std::vector<std::string>{first.file.filename().string()});
    EXPECT_TRUE(second.file.string().ends_with("Z-2.db")) << second.file;
    EXPECT_EQ(names().size(), 2U);
}

TEST_F(BackedUp, OnlyOldBackupsAreRemoved) {
    static_cast<void>(back_up());
    const std::vector<std::string> others = {
        "shoporder-20200101T000000Z.db.gz", "shoporder-20200101T000000.db",    "shoporder-old.db",
        "Xshoporder-20200101T000000Z.db",   "shoporder-20200101T000000Z-.db",  "orders.db",
        ".shoporder-20200101T000000Z.db",   "shoporder-20200101T000000Z-1.db", ".hidden"};
    for (const std::string& name : others)
        plant(name);
    std::filesystem::create_directory(folder / "shoporder-20200102T000000Z.db");
    std::filesystem::create_symlink(shop.settings.database,
                                    folder / "shoporder-20200103T000000Z.db");
    plant("shoporder-20200104T000000Z.db");
    plant("shoporder-20200104T000000Z-2.db");
    plant(".shoporder-20200105T000000Z.db.aB3xYz");
    plant(".shoporder-20200105T000000Z.db.aB3xYz-journal");
    shop.clock.advance(std::chrono::seconds{1});
    const auto result = back_up(2);
    EXPECT_EQ(result.removed, (std::vector<std::string>{"shoporder-20200104T000000Z-2.db",
                                                        "shoporder-20200104T000000Z.db"}));
    EXPECT_EQ(result.kept, 2U);
    for (const std::string& name : others)
        EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
    EXPECT_EQ(names().size(), others.size() + 2 + 2) << "folder, link and two backups";
    EXPECT_TRUE(std::filesystem::exists(shop.settings.database));
}

TEST_F(BackedUp, ABackupThatWasJustWrittenStaysWhateverTheClockSaid) {
    static_cast<void>(back_up());
    plant("shoporder-21000101T000000Z.db");
    shop.clock.advance(std::chrono::seconds{1});
    const auto result = back_up(1);
    EXPECT_EQ(names(), std::vector<std::string>{result.file.filename().string()});
}

TEST_F(BackedUp, NothingIsRemovedWhenTheNewOneIsDamaged) {
    shop.receive(order_body(1));
    static_cast<void>(back_up());
    static_cast<void>(back_up());
    // A row that its index does not know, as a bad disk leaves it.
    shop.database.reset();
    run_sql(shop.settings.database,
            "PRAGMA writable_schema = ON;"
            "CREATE TABLE saved AS SELECT * FROM sqlite_schema WHERE name = 'orders_by_name';"
            "DELETE FROM sqlite_schema WHERE name = 'orders_by_name'");
    run_sql(shop.settings.database, "UPDATE orders SET name = 'another'");
    run_sql(shop.settings.database,
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM saved;"
            "DELETE FROM sqlite_schema WHERE name = 'saved'");
    const auto before = names();
    const std::string message = failure(options(1), base::Exit::io);
    EXPECT_NE(message.find("damaged"), std::string::npos) << message;
    EXPECT_EQ(names(), before);
}

TEST_F(BackedUp, ARowThatIsMissingIsNoticed) {
    store::Contents before{2, 3, 4, 5};
    EXPECT_EQ(store::mismatch({2, 3, 4, 5}, before, {2, 3, 4, 5}), "");
    EXPECT_EQ(store::mismatch({3, 2, 4, 4}, before, {4, 2, 4, 3}), "");
    EXPECT_NE(store::mismatch({1, 3, 4, 5}, before, {2, 3, 4, 5}), "");
    EXPECT_NE(store::mismatch({2, 2, 4, 5}, before, {2, 3, 4, 5}), "");
    EXPECT_NE(store::mismatch({2, 3, 3, 5}, before, {2, 3, 4, 5}), "");
    EXPECT_NE(store::mismatch({2, 3, 4, 6}, before, {2, 3, 4, 5}), "");
}

TEST_F(BackedUp, TheFloorIsKeptBeforeAndWhile) {
    const auto before = with_two_backups();
    auto how = options(1);
    how.floor_bytes = 1U << 20U;
    how.free_bytes = [](const auto&) { return std::uint64_t{(1U << 20U) + 1000U}; };
    const std::string refused = failure(how, base::Exit::io);
    EXPECT_NE(refused.find("1.0 MiB must stay free"), std::string::npos) << refused;
    int asked = 0;
    how.free_bytes = [&asked](const auto&) { return ++asked > 3 ? 1000U : 1U << 30U; };
    const std::string given_up = failure(how, base::Exit::io);
    EXPECT_NE(given_up.find("given up"), std::string::npos) << given_up;
    EXPECT_GT(asked, 3);
    EXPECT_EQ(names(), before);
}

TEST_F(BackedUp, AFullDiskLeavesWhatWasThere) {
    receive_many();
    std::filesystem::create_directory(folder);
    if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=200k,mode=0700") != 0)
        GTEST_SKIP() << "SKIPPED: cannot mount a small file system here";
    plant("shoporder-20200104T000000Z.db");
    const auto before = names();
    auto how = options(1);
    how.free_bytes = [](const auto&) { return std::uint64_t{1} << 40U; };
    const std::string message = failure(how, base::Exit::io);
    EXPECT_NE(message.find("is full"), std::string::npos) << message;
    EXPECT_EQ(names(), before);
    EXPECT_EQ(::umount(folder.c_str()), 0);
}

TEST_F(BackedUp, StopLeavesWhatWasThere) {
    const auto before = with_two_backups();
    flow::Backup backup(shop.settings, shop.clock);
    auto how = options(1);
    int asked = 0;
    how.free_bytes = [&](const auto&) {
        if (++asked == 3)
            backup.stop();
        return std::uint64_t{1} << 40U;
    };
    try {
        static_cast<void>(backup.run(how));
        FAIL() << "a backup was written";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::partly) << error.what();
    }
    EXPECT_EQ(asked, 3) << "it went on";
    EXPECT_EQ(names(), before);
}

TEST_F(BackedUp, OneAtATimeInAFolder) {
    std::filesystem::create_directory(folder);
    ::chmod(folder.c_str(), 0700);
    {
        const flow::BackupFolder other(folder);
        const std::string message = failure(options(), base::Exit::unavailable);
        EXPECT_NE(message.find("another backup"), std::string::npos) << message;
    }
    EXPECT_EQ(back_up().kept, 1U);
}

TEST_F(BackedUp, AFolderThatOthersCanWriteIsRefused) {
    std::filesystem::create_directory(folder);
    for (const mode_t mode : {mode_t{0770}, mode_t{0702}, mode_t{01777}}) {
        ::chmod(folder.c_str(), mode);
        const std::string message = failure(options(), base::Exit::permission);
        EXPECT_NE(message.find("chmod go-w"), std::string::npos) << message;
    }
    ::chmod(folder.c_str(), 0755);
    EXPECT_EQ(back_up().kept, 1U);
    EXPECT_EQ(mode_of(folder), 0755U);
}
