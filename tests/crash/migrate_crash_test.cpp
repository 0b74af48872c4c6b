// `migrate` is killed before each of its system calls that change a file: the next one finishes it,
// and nothing of what was in the database is lost.
#include "support/killed_at.hpp"
#include "support/old_database.hpp"
#include "support/paths.hpp"

#include "flow/operate/backup_folder.hpp"
#include "store/backup.hpp"
#include "store/database.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>

using namespace shoporder;
using store::Access;

namespace {

/// What is in it, whatever the schema.
std::string contents(const std::filesystem::path& path) {
    return test::run_sql(path, "SELECT id, po_number, state, reason_code, document_id, claim,"
                               " faults, changed_at FROM deliveries;"
                               "SELECT id, file_name, hex(bytes), temporary_name, size_verified"
                               " FROM documents; SELECT id, sha256, body FROM webhooks;"
                               "SELECT * FROM counters; SELECT id, text FROM events;"
                               "SELECT id, name, mode FROM suppliers; SELECT * FROM tallies");
}

struct KilledMigration {
    test::TemporaryFolder folder;
    std::filesystem::path state = folder / "state";
    std::filesystem::path database = state / "shoporder.db";

    KilledMigration() { ::setenv("SHOPORDER_BACKUP_FLOOR", "0", 1); }
    void begin_again(int schema) const {
        std::filesystem::remove_all(state);
        std::filesystem::create_directory(state);
        std::filesystem::permissions(state, std::filesystem::perms::owner_all);
        if (schema > 0)
            test::build_old_database(database, schema);
    }
    [[nodiscard]] test::KilledRun run(int n) const {
        return test::run_killed_at({std::string{SHOPORDER_BINARY_DIR} + "/shoporder", "--database",
                                    database.string(), "migrate", "--yes"},
                                   n);
    }
    /// Backups of the database as it was.
    void check_backups(int schema, const std::string& before, bool must_be) const {
        std::size_t found = 0;
        std::error_code none;
        for (const auto& each : std::filesystem::directory_iterator(state / "backups", none))
            if (flow::is_backup_name(each.path().filename().string())) {
                ++found;
                EXPECT_EQ(test::run_sql(each.path(), "PRAGMA user_version"),
                          std::to_string(schema) + "\n");
                EXPECT_EQ(contents(each.path()), before);
            }
        if (must_be)
            EXPECT_GE(found, 1U) << "it was changed before there was a backup";
    }
};

struct MigrateCrash : testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Each, MigrateCrash, testing::Range(0, store::schema_version()));

} // namespace

TEST_P(MigrateCrash, KilledBeforeEachOfItsSteps) {
    const KilledMigration migration;
    const int schema = GetParam(); // 0: there is none, and it is created
    const auto fresh = migration.folder / "fresh.db";
    { const store::Database database(fresh, Access::migrate); }
    const std::string schema_wanted = test::schema_of(fresh);
    const std::string empty = contents(fresh);
    std::map<std::string, int> calls;
    int moved = 0;
    for (int n = 1;; ++n) {
        migration.begin_again(schema);
        const std::string before = schema > 0 ? contents(migration.database) : empty;
        const test::KilledRun killed = migration.run(n);
        ASSERT_TRUE(!killed.ended || killed.status == 0) << killed.status;
        ++calls[killed.call];
        if (schema > 0) {
            const std::string version = test::run_sql(migration.database, "PRAGMA user_version");
            const bool is_new = version == std::to_string(store::schema_version()) + "\n";
            EXPECT_TRUE(is_new || version == std::to_string(schema) + "\n") << version;
            moved += is_new ? 1 : 0;
            EXPECT_EQ(contents(migration.database), before);
            migration.check_backups(schema, before, is_new);
        }
        // As `serve` would, and the operator.
        if (n % 4 != 0) {
            const store::Database database(migration.database, Access::migrate);
        } else {
            const test::KilledRun again = migration.run(1 << 30);
            EXPECT_TRUE(again.ended);
            EXPECT_EQ(again.status, 0);
        }
        {
            store::Database database(migration.database, Access::write);
            EXPECT_EQ(store::check_thoroughly(database), "ok");
        }
        EXPECT_EQ(contents(migration.database), before);
        EXPECT_EQ(test::schema_of(migration.database), schema_wanted);
        ASSERT_FALSE(testing::Test::HasFailure()) << "killed before " << killed.call << " " << n;
        if (killed.ended)
            break;
    }
    EXPECT_GT(calls["pwrite64"], 5);
    EXPECT_GT(calls["fdatasync"] + calls["fsync"], 2);
    if (schema > 0)
        EXPECT_GT(moved, 0);
}
