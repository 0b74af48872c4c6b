#include "base/file.hpp"
#include "store/database.hpp"
#include "store/documents.hpp"
#include "store/leftovers.hpp"
#include "store/suppliers.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace shoporder;
using store::Access;
using store::Database;

namespace {

base::Exit code_of(const std::filesystem::path& path, Access access,
                   std::string* message = nullptr) {
    try {
        const Database database(path, access);
    } catch (const base::Error& error) {
        if (message != nullptr)
            *message = error.what();
        return error.code();
    }
    return base::Exit::ok;
}

void run_sql(const std::filesystem::path& path, const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

} // namespace

TEST(Database, IsMadePrivateWhateverTheUmask) {
    const test::TemporaryFolder folder;
    const mode_t before = ::umask(0);
    {
        Database database(folder / "a.db", Access::migrate);
        store::Write write(database);
        write.commit();
        for (const char* name : {"a.db", "a.db-wal", "a.db-shm", "a.db.lock"}) {
            struct stat info {};
            ASSERT_EQ(::stat((folder / name).c_str(), &info), 0) << name;
            EXPECT_EQ(info.st_mode & 0777U, 0600U) << name;
        }
        EXPECT_EQ(database.check(), "ok");
    }
    ::umask(before);
}

TEST(Database, IsNotMadeByMistake) {
    const test::TemporaryFolder folder;
    std::string message;
    EXPECT_EQ(code_of(folder / "typo.db", Access::write, &message), base::Exit::not_found);
    EXPECT_NE(message.find("shoporder migrate"), std::string::npos) << message;
    EXPECT_EQ(code_of(folder / "typo.db", Access::read), base::Exit::not_found);
    EXPECT_FALSE(std::filesystem::exists(folder / "typo.db"));
}

TEST(Database, NamesAMissingFolder) {
    const test::TemporaryFolder folder;
    std::string message;
    EXPECT_EQ(code_of(folder / "no/such/a.db", Access::migrate, &message), base::Exit::io);
    EXPECT_NE(message.find((folder / "no/such").string()), std::string::npos) << message;
}

TEST(Database, RefusesAnotherProgramsFile) {
    const test::TemporaryFolder folder;
    run_sql(folder / "a.db", "CREATE TABLE t (x)");
    EXPECT_EQ(code_of(folder / "a.db", Access::migrate), base::Exit::config);
    run_sql(folder / "b.db", "CREATE TABLE t (x); PRAGMA user_version = 1");
    EXPECT_EQ(code_of(folder / "b.db", Access::write), base::Exit::config);
}

TEST(Database, RefusesANewerSchemaAndAsksToMigrateAnOlderOne) {
    const test::TemporaryFolder folder;
    { const Database database(folder / "a.db", Access::migrate); }
    run_sql(folder / "a.db", "PRAGMA user_version = 99");
    for (const Access access : {Access::read, Access::write, Access::migrate})
        EXPECT_EQ(code_of(folder / "a.db", access), base::Exit::config);
    run_sql(folder / "a.db", "PRAGMA user_version = 0");
    EXPECT_EQ(code_of(folder / "a.db", Access::write), base::Exit::partly);
}

TEST(Database, SaysThatAFileIsNoDatabase) {
    const test::TemporaryFolder folder;
    base::write_file(folder / "a.db", std::string(8192, 'x'));
    EXPECT_EQ(code_of(folder / "a.db", Access::write), base::Exit::io);
}

TEST(Write, IsDiscardedUnlessCommitted) {
    const test::TemporaryFolder folder;
    Database database(folder / "a.db", Access::migrate);
    const auto count = [&] {
        sqlite3* db = nullptr;
        sqlite3_open((folder / "a.db").c_str(), &db);
        int n = -1;
        sqlite3_exec(
            db, "SELECT count(*) FROM suppliers",
            [](void* out, int, char** row, char**) {
                *static_cast<int*>(out) = std::atoi(row[0]);
                return 0;
            },
            &n, nullptr);
        sqlite3_close(db);
        return n;
    };
    ASSERT_EQ(count(), 1);
    { const store::Write write(database); }
    EXPECT_EQ(count(), 1);
    // A second transaction must not find the first one's lock or transaction open.
    store::Write again(database);
    again.commit();
}

TEST(Write, LeavesWhenTheSchemaMoved) {
    const test::TemporaryFolder folder;
    Database database(folder / "a.db", Access::migrate);
    run_sql(folder / "a.db", "PRAGMA user_version = 99");
    try {
        const store::Write write(database);
        FAIL() << "a write was begun on a schema this binary does not know";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::partly);
    }
    const std::string back = "PRAGMA user_version = " + std::to_string(store::schema_version());
    run_sql(folder / "a.db", back.c_str());
    store::Write write(database); // the lock was given back
    write.commit();
}

// A database of version 1 with documents in it, as that version left it.
TEST(Migration, KeepsWhatWasCommittedOfADocument) {
    const test::TemporaryFolder folder;
    const auto path = folder / "a.db";
    { const Database database(path, Access::migrate); }
    run_sql(
        path,
        "DROP TABLE leftovers; DROP INDEX deliveries_open; DROP INDEX documents_sent;"
        "ALTER TABLE deliveries DROP COLUMN units;"
        "ALTER TABLE deliveries DROP COLUMN goods;"
        "ALTER TABLE deliveries DROP COLUMN cost;"
        "DROP INDEX orders_unmarked; ALTER TABLE orders DROP COLUMN marked;"
        "DROP TABLE order_marks; DROP TABLE mark_key;"
        "DROP TABLE alerts; DROP TABLE uploads; DROP TABLE privacy_tasks; DROP TABLE "
        "redacted_orders;"
        "ALTER TABLE documents RENAME COLUMN final_next TO rename_next;"
        "ALTER TABLE documents DROP COLUMN done_name;"
        "ALTER TABLE documents DROP COLUMN acknowledged;"
        "ALTER TABLE documents DROP COLUMN refused_runs;"
        "ALTER TABLE documents DROP COLUMN stale;"
        "ALTER TABLE deliveries DROP COLUMN part;"
        "ALTER TABLE deliveries DROP COLUMN revision;"
        "ALTER TABLE deliveries RENAME COLUMN serial TO revision;"
        "ALTER TABLE delivery_lines DROP COLUMN freed;"
        "ALTER TABLE delivery_lines DROP COLUMN elsewhere;"
        "ALTER TABLE deliveries DROP COLUMN since;"
        "DROP INDEX deliveries_by_owed;"
        "DROP INDEX deliveries_by_supplier_number;"
        "DROP TABLE shop_syncs;"
        "DROP TABLE answer_lines; DROP TABLE answer_parts; DROP TABLE answer_files;"
        "DROP TABLE shipment_troubles;"
        "DROP TABLE fulfillments;"
        "DROP TABLE shipment_lines;"
        "DROP TABLE shipments;"
        "DROP TABLE answers;"
        "DROP TABLE supplier_schemas; DROP TABLE supplier_skus; DROP TABLE sku_tables;"
        "ALTER TABLE deliveries DROP COLUMN supplier_number;"
        "ALTER TABLE deliveries DROP COLUMN promised;"
        "ALTER TABLE delivery_lines DROP COLUMN refused;"
        "ALTER TABLE suppliers DROP COLUMN answers_failures;"
        "ALTER TABLE suppliers DROP COLUMN answers_failing_since;"
        "ALTER TABLE suppliers DROP COLUMN answers_problem;"
        "ALTER TABLE suppliers DROP COLUMN answers_next;"
        "ALTER TABLE suppliers DROP COLUMN answers_looked;"
        "ALTER TABLE deliveries DROP COLUMN owed;"
        "ALTER TABLE deliveries DROP COLUMN tried;"
        "ALTER TABLE suppliers DROP COLUMN tried;"
        "ALTER TABLE suppliers DROP COLUMN tried_before;"
        "ALTER TABLE suppliers DROP COLUMN last_try;"
        "ALTER TABLE supplier_rules DROP COLUMN rest;"
        "ALTER TABLE supplier_rules DROP COLUMN excludes;"
        "INSERT INTO suppliers (id, name, mode, mode_reason, priority, takes_unmatched, account,"
        " format, show_prices, url, test_url, credential, temporary, consumes, schedule)"
        " VALUES (2, 'acme', 'live', '', 100, 0, '', 'native', 0, '', '', '', 'tmp-', 0, '');"
        "INSERT INTO supplier_rules VALUES (2, 0, 'Acme', '', '', ''), (2, 1, '', 'A-*', '', 'x');"
        "INSERT INTO documents (supplier_id, file_name, format, codec, size, sha256, bytes,"
        " replaced, rendered_at, target, temporary_name, size_verified, rename_next)"
        " VALUES (1, 'a.xml', 'native', 'raw', 1, x'00', x'41', 0, 0, '', 'tmp-a.1', 1, 1);"
        "PRAGMA user_version = 1");
    try { // only `serve` and `migrate` change a schema
        const Database database(path, Access::write);
        FAIL() << "opened a database of an older schema";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::partly);
    }
    Database database(path, Access::migrate);
    const auto document = store::find_document(database, 1);
    ASSERT_TRUE(document);
    EXPECT_TRUE(document->final_next);
    EXPECT_TRUE(document->size_verified);
    EXPECT_EQ(document->temporary_name, "tmp-a.1");
    const auto acme = store::find_supplier(database, "acme");
    ASSERT_TRUE(acme);
    EXPECT_EQ(acme->match,
              (std::vector<order::MatchRule>{{"Acme", "", "", ""}, {"", "A-*", "", "x"}}));
    EXPECT_TRUE(acme->exclude.empty());
    store::Write write(database);
    store::add_leftover(write, 1, base::Time{});
    write.commit();
    EXPECT_EQ(store::stale_leftovers(database, 1, base::Time::max(), 9).size(), 1U);
}

// flock(2) alone lets the one who gives it back take it again at once: a backlog being planned kept
// `serve` waiting for a second.
TEST(WriteLock, WhoComesBackStandsBehindWhoWaits) {
    const test::TemporaryFolder folder;
    const auto path = folder / "a.db";
    store::Database greedy(path, store::Access::migrate);
    store::Database patient(path, store::Access::write);
    std::atomic<int> taken{0};
    std::atomic<bool> done{false};
    std::thread hog([&] {
        while (!done) {
            const store::Write write(greedy);
            ++taken;
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    });
    int worst = 0;
    for (int i = 0; i < 20; ++i) {
        while (taken == 0)
            std::this_thread::yield();
        const int before = taken;
        { const store::Write write(patient); }
        worst = std::max(worst, taken - before);
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    done = true;
    hog.join();
    EXPECT_LE(worst, 3); // without the gate: dozens
}
