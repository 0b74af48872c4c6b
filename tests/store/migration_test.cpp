// Databases of each earlier schema become what a fresh one is, keep what is in them, and go on
// working from where they were.
#include "support/old_database.hpp"
#include "support/relayed.hpp"

#include "base/file.hpp"
#include "flow/operate/backup_folder.hpp"
#include "flow/operate/migration.hpp"
#include "flow/operate/restore.hpp"
#include "store/backup.hpp"
#include "store/migration.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using order::DeliveryState;
using store::Access;

namespace {

constexpr std::int64_t k_first = 5550001001; ///< order #1001 of the fixtures

struct OldDatabase : testing::TestWithParam<int> {
    test::Shop shop;
    test::MemoryServer m_acme;
    test::MemoryServer m_globex;

    OldDatabase() {
        shop.database.reset();
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(shop.settings.database.string() + suffix);
        test::build_old_database(shop.settings.database, GetParam());
    }
    void open() {
        shop.database = std::make_unique<store::Database>(shop.settings.database, Access::migrate);
    }
    void run(bool ready) {
        flow::RelayOptions options;
        options.ready = ready;
        options.deferred = !ready;
        flow::Relay relay(shop.settings, shop.clock, shop.journal,
                          [this](const remote::Settings& s) {
                              return (s.endpoint.folder == "globex" ? m_globex : m_acme).session();
                          });
        static_cast<void>(relay.run(options));
    }
    flow::MigrationPlan look(std::uint64_t free) {
        const flow::Migration migration(shop.settings, shop.clock,
                                        [free](const auto&) { return free; });
        return migration.look();
    }
};

INSTANTIATE_TEST_SUITE_P(Each, OldDatabase,
                         testing::Range(test::k_oldest_schema, store::schema_version()));

} // namespace

TEST_P(OldDatabase, HasTheSchemaOfAFreshOneAfterwards) {
    open();
    const auto fresh = shop.folder / "fresh.db";
    { const store::Database database(fresh, Access::migrate); }
    EXPECT_EQ(test::schema_of(shop.settings.database), test::schema_of(fresh));
    EXPECT_EQ(store::check_thoroughly(*shop.database), "ok");
    EXPECT_EQ(test::run_sql(shop.settings.database, "PRAGMA foreign_key_check"), "");
}

TEST_P(OldDatabase, KeepsWhatIsInItAndGoesOnFromThere) {
    open();
    EXPECT_EQ(shop.story(k_first), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(shop.story(k_first + 1), "acme 1 ready; globex 1 uploaded");
    EXPECT_EQ(shop.story(k_first + 2), "acme 1 sending; globex 1 deferred:fault");
    EXPECT_EQ(shop.story(k_first + 3), "- 1 held:unrouted");
    const auto acme = store::find_supplier(*shop.database, "acme").value();
    EXPECT_EQ(acme.account, "C-4711");
    EXPECT_EQ(acme.sessions, 2);
    EXPECT_EQ(acme.match,
              (std::vector<order::MatchRule>{{"Acme", "", "", ""}, {"", "ACME-*", "", "x"}}));
    EXPECT_EQ(store::find_supplier(*shop.database, "globex").value().prices, order::Prices::retail);
    const auto d = shop.deliveries(k_first + 2).at(0);
    EXPECT_EQ(d.part, 1);
    EXPECT_EQ(d.revision, 1);
    EXPECT_EQ(d.po_number, "1003-A");
    EXPECT_EQ(d.since, d.changed_at);
    const auto document = store::find_document(*shop.database, d.document_id).value();
    EXPECT_TRUE(document.final_next);
    EXPECT_TRUE(document.size_verified);
    EXPECT_FALSE(document.stale);
    EXPECT_EQ(document.temporary_name, "tmp-1003-A-5550001003.xml.1");
    if (GetParam() >= 2)
        EXPECT_EQ(test::run_sql(shop.settings.database, "SELECT name FROM leftovers"),
                  "tmp-1003-B-5550001003.xml.1\n");

    // What lies there is ours: its sender had come to the rename. Nothing is sent a second time.
    m_acme.files[document.file_name] = store::document_bytes(*shop.database, document.id);
    run(true);
    run(false);
    EXPECT_EQ(shop.story(k_first), "acme 1 uploaded; globex 1 uploaded")
        << "a migration is no change of an order";
    EXPECT_EQ(shop.story(k_first + 1), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(shop.story(k_first + 2), "acme 1 uploaded; globex 1 uploaded");
    EXPECT_EQ(m_acme.count("put"), 1U);
    EXPECT_EQ(m_globex.count("put"), 1U);
    EXPECT_EQ(shop.story(k_first + 3), "- 1 held:unrouted");
}

TEST_P(OldDatabase, IsBackedUpBeforeAndSaysWhatIsDone) {
    const flow::MigrationPlan plan = look(std::uint64_t{1} << 40U);
    EXPECT_TRUE(plan.changes());
    EXPECT_TRUE(plan.has_room);
    EXPECT_EQ(plan.standing.schema, GetParam());
    EXPECT_EQ(plan.steps.size(), static_cast<std::size_t>(store::schema_version() - GetParam()));
    shop.settings.backup.floor_bytes = 0;
    const flow::Migration migration(shop.settings, shop.clock);
    const auto file = migration.back_up(plan);
    EXPECT_TRUE(flow::is_backup_name(file.filename().string()));
    EXPECT_EQ(store::standing(file).schema, GetParam());
    EXPECT_EQ(store::standing(shop.settings.database).schema, GetParam()) << "only read so far";
    open();
    EXPECT_FALSE(look(1).changes());
    EXPECT_FALSE(look(1).standing.size == 0);
}

TEST_P(OldDatabase, SaysWhenThereIsNoRoomForABackup) {
    shop.settings.backup.floor_bytes = 1000;
    const std::uint64_t size = look(0).standing.size;
    EXPECT_FALSE(look(size + 999).has_room);
    EXPECT_TRUE(look(size + 1000).has_room);
}

// A backup of an earlier version is brought to ours while it is restored.
TEST_P(OldDatabase, CanBeRestored) {
    const auto file = shop.folder / "old.db";
    std::filesystem::rename(shop.settings.database, file);
    flow::RestoreResult result;
    {
        flow::Restore restore(shop.settings, shop.clock, {file, "restore (ann)", {}});
        const flow::RestorePlan plan = restore.look();
        EXPECT_EQ(plan.backup.schema, GetParam());
        EXPECT_EQ(plan.backup.newest_order, "#1004");
        EXPECT_EQ(plan.backup.open, 3);
        result = restore.run(plan);
    }
    EXPECT_EQ(store::standing(file).schema, GetParam()) << "the backup stays what it is";
    open();
    EXPECT_EQ(result.restored.deliveries, 3U);
    EXPECT_EQ(shop.story(k_first + 2), "acme 1 uncertain:restored; globex 1 uncertain:restored");
    EXPECT_EQ(shop.story(k_first), "acme 1 uploaded; globex 1 uploaded");
}

TEST(Standing, OfNoDatabaseAndOfAForeignOne) {
    const test::TemporaryFolder folder;
    EXPECT_FALSE(store::standing(folder / "a.db").exists);
    EXPECT_FALSE(std::filesystem::exists(folder / "a.db"));
    base::write_file(folder / "a.db", "", 0600);
    EXPECT_EQ(store::standing(folder / "a.db").schema, 0);
    EXPECT_EQ(store::steps_from(0).size(), static_cast<std::size_t>(store::schema_version()));
    test::run_sql(folder / "b.db", "CREATE TABLE t (x)");
    EXPECT_THROW(static_cast<void>(store::standing(folder / "b.db")), base::Error);
}
