// `restore` is killed before each of its system calls that change a file: the database is the old
// one or the new one, whole, and the next `restore` ends what was begun.
#include "flow/operate/backup.hpp"
#include "store/backup.hpp"
#include "store/restored.hpp"
#include "support/killed_at.hpp"
#include "support/paths.hpp"
#include "support/shop.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <sqlite3.h>

using namespace shoporder;
using store::Access;

namespace {

constexpr int k_before = 8; ///< orders in the backup
constexpr int k_since = 3;  ///< more in the database

struct KilledRestore {
    test::Shop shop;
    std::filesystem::path backup;
    std::filesystem::path template_folder = shop.folder / "template";
    std::filesystem::path state = shop.folder / "state";
    std::filesystem::path database = state / "shoporder.db";

    KilledRestore() {
        shop.add_supplier("acme", "Acme");
        receive(0, k_before);
        shop.plan();
        flow::BackupOptions options;
        options.folder = shop.folder / "backups";
        flow::Backup writer(shop.settings, shop.clock);
        backup = writer.run(options).file;
        receive(k_before, k_before + k_since);
        std::filesystem::create_directory(template_folder);
        for (const char* suffix : {"", "-wal"}) // as a kill of `serve` leaves it: not checkpointed
            std::filesystem::copy_file(shop.settings.database.string() + suffix,
                                       template_folder / ("shoporder.db" + std::string{suffix}));
        EXPECT_GT(std::filesystem::file_size(template_folder / "shoporder.db-wal"), 0U);
    }
    void receive(int from, int to) {
        for (int i = from; i < to; ++i)
            shop.receive(
                test::with(test::sample_order(), "5550001001", std::to_string(7000000000 + i)));
    }
    void begin_again() const {
        std::filesystem::remove_all(state);
        std::filesystem::copy(template_folder, state);
        std::filesystem::permissions(state, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] test::KilledRun run(int n) const {
        return test::run_killed_at({std::string{SHOPORDER_BINARY_DIR} + "/shoporder", "--database",
                                    database.string(), "restore", backup.string(), "--yes"},
                                   n);
    }
    /// Is it the backup's by now? Whole in either case.
    [[nodiscard]] bool is_new() const {
        store::Database opened(database, Access::migrate); // as `serve` would
        EXPECT_EQ(store::check_thoroughly(opened), "ok");
        const auto orders = store::contents(opened, store::newest(opened)).orders;
        const bool restored = store::restored_at(opened).has_value();
        EXPECT_EQ(orders, restored ? k_before : k_before + k_since);
        const bool paused =
            store::find_supplier(opened, "acme").value().mode == order::SupplierMode::paused;
        EXPECT_EQ(paused, restored) << "a restored database from which something may be sent";
        EXPECT_EQ(store::count_in(opened, 2, order::DeliveryState::uncertain),
                  restored ? static_cast<std::size_t>(k_before) : 0U);
        return restored;
    }
    [[nodiscard]] std::size_t count(const std::string& part) const {
        std::size_t n = 0;
        for (const auto& each : std::filesystem::directory_iterator(state))
            n += each.path().filename().string().find(part) == std::string::npos ? 0 : 1;
        return n;
    }
    /// The orders of the database that was kept.
    [[nodiscard]] std::int64_t kept_orders() const {
        for (const auto& each : std::filesystem::directory_iterator(state))
            if (each.path().filename().string().find("before-restore") != std::string::npos) {
                store::Database kept(each.path(), Access::read);
                EXPECT_EQ(store::check_thoroughly(kept), "ok");
                return store::contents(kept, store::newest(kept)).orders;
            }
        return 0;
    }
};

} // namespace

TEST(RestoreCrash, KilledBeforeEachOfItsSteps) {
    KilledRestore restore;
    int old_ones = 0;
    int new_ones = 0;
    std::map<std::string, int> calls;
    for (int n = 1;; ++n) {
        restore.begin_again();
        const test::KilledRun killed = restore.run(n);
        if (killed.ended) {
            EXPECT_EQ(killed.status, 0);
            EXPECT_TRUE(restore.is_new());
            break;
        }
        ++calls[killed.call];
        const bool is_new = restore.is_new();
        ++(is_new ? new_ones : old_ones);
        EXPECT_FALSE(!is_new && new_ones > 0) << "it became the old one again";
        if (is_new)
            EXPECT_EQ(restore.kept_orders(), k_before + k_since);
        // The next one ends it, whatever was left.
        if (n % 8 == 0 || is_new || killed.call.starts_with("rename") ||
            killed.call.starts_with("link")) {
            const test::KilledRun again = restore.run(1 << 30);
            EXPECT_TRUE(again.ended);
            EXPECT_EQ(again.status, 0) << "after " << killed.call;
            EXPECT_TRUE(restore.is_new());
            EXPECT_EQ(restore.count(".restore."), 0U);
            if (!is_new)
                EXPECT_EQ(restore.count("before-restore"), 1U) << "after " << killed.call;
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "killed before " << killed.call << " " << n;
    }
    EXPECT_GE(old_ones, 20);
    EXPECT_GE(new_ones, 1) << "it was never killed after the swap";
    for (const char* call : {"pwrite64", "fsync"})
        EXPECT_GT(calls[call], 0) << call;
}
