// A restore brings back a database that is older than what was done: nothing may leave twice.
#include "flow/operate/restore.hpp"
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

#include "base/file.hpp"
#include "flow/operate/backup.hpp"
#include "flow/operate/operate.hpp"
#include "flow/operate/redact.hpp"
#include "flow/operate/views.hpp"
#include "store/backup.hpp"
#include "store/events.hpp"
#include "store/presence.hpp"
#include "store/redaction.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

using namespace shoporder;
using order::DeliveryState;
using order::SupplierMode;
using store::Access;
using test::k_sample_id;
using test::Relayed;
using test::sample_order;
using test::with;

namespace {

const std::string k_name = "1001-A-5550001001.xml";
const flow::Person k_ann{"queue release (ann)", ""};

std::string sql(const std::filesystem::path& path, const std::string& text) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    std::string out;
    char* error = nullptr;
    sqlite3_exec(
        db, text.c_str(),
        [](void* to, int count, char** row, char**) {
            for (int i = 0; i < count; ++i)
                *static_cast<std::string*>(to) += row[i] == nullptr ? "NULL" : row[i];
            return 0;
        },
        &out, &error);
    EXPECT_EQ(error, nullptr) << error;
    sqlite3_close(db);
    return out;
}

struct Restored : Relayed {
    std::filesystem::path back_up() {
        flow::BackupOptions options;
        options.folder = shop.folder / "backups";
        options.keep = 100;
        flow::Backup backup(shop.settings, shop.clock);
        return backup.run(options).file;
    }
    flow::RestoreResult restore(const std::filesystem::path& file) {
        shop.database.reset();
        flow::RestoreResult result;
        {
            flow::Restore restore(shop.settings, shop.clock, {file, "restore (ann)", {}});
            result = restore.run(restore.look());
        }
        shop.database = std::make_unique<store::Database>(shop.settings.database, Access::migrate);
        return result;
    }
    std::string failure(const std::filesystem::path& file, base::Exit code) {
        try {
            flow::Restore restore(shop.settings, shop.clock, {file, "restore (ann)", {}});
            static_cast<void>(restore.run(restore.look()));
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), code) << error.what();
            return error.what();
        }
        ADD_FAILURE() << "it was restored";
        return {};
    }
    void resume_all() {
        resume("acme");
        resume("globex");
    }
    /// What suppliers got in all.
    std::size_t renames() { return acme().count("rename") + globex().count("rename"); }
    /// The names beside the database, without those of locks.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& each : std::filesystem::directory_iterator(shop.folder.path()))
            if (const auto name = each.path().filename().string();
                name.find("shoporder.db") != std::string::npos && !name.ends_with(".lock") &&
                !name.ends_with(".open"))
                out.push_back(name);
        std::sort(out.begin(), out.end());
        return out;
    }
    /// acme's document fails, is backed up, and is sent and taken since; `left` is what then lies
    /// under the temporary name that the backup knows.
    void leaves_once(const std::function<std::string(std::size_t)>& left) {
        acme().before = [](const std::string& line) -> std::optional<remote::Reply> {
            if (line.starts_with("put"))
                return test::MemoryServer::fault(remote::Phase::put, 451);
            return std::nullopt;
        };
        run();
        acme().before = nullptr;
        ASSERT_EQ(first().state, DeliveryState::deferred) << first().reason;
        const auto file = back_up();
        const auto document = store::find_document(*shop.database, first().document_id).value();
        acme().consumes = true;
        shop.clock.advance(std::chrono::hours{1});
        retry();
        ASSERT_EQ(first().state, DeliveryState::uploaded) << first().reason;
        if (const std::string bytes = left(document.size); !bytes.empty())
            acme().files[document.temporary_name] = bytes;
        restore(file);
        EXPECT_EQ(first().reason_code, "restored");
        resume_all();
        retry();
        run();
        EXPECT_EQ(first().state, DeliveryState::held) << first().reason;
        EXPECT_EQ(first().reason_code, "undecided");
        // Asked to look again, it still knows that it knows nothing.
        flow::retry_now(*shop.database, first().id, k_ann, shop.clock);
        retry();
        EXPECT_EQ(first().state, DeliveryState::held) << first().reason;
        EXPECT_EQ(acme().count("rename"), 1U);
        EXPECT_EQ(acme().count("remove"), 0U);
    }
    /// As an order that came after the backup.
    std::string order_of(const std::string& id, const std::string& number,
                         const std::string& created) {
        return with(with(with(sample_order(), std::to_string(k_sample_id), id),
                         "\"order_number\": 1001", "\"order_number\": " + number),
                    "\"created_at\": \"2026-11-22T10:00:00+01:00\"",
                    "\"created_at\": \"" + created + "\"");
    }
};

} // namespace

// ---- the database comes back, and the one there was is kept

TEST_F(Restored, HoldsWhatTheBackupHeldAndKeepsTheOther) {
    shop.plan();
    const auto file = back_up();
    shop.receive(order_of("5550001002", "1002", "2026-11-22T12:00:00Z"));
    const auto result = restore(file);
    EXPECT_TRUE(store::find_order(*shop.database, k_sample_id));
    EXPECT_FALSE(store::find_order(*shop.database, 5550001002));
    EXPECT_EQ(store::check_thoroughly(*shop.database), "ok");
    ASSERT_FALSE(result.kept.empty());
    store::Database kept(result.kept, Access::read);
    EXPECT_TRUE(store::find_order(kept, 5550001002));
    struct stat info {};
    ASSERT_EQ(::stat(shop.settings.database.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(info.st_nlink, 1U);
    EXPECT_EQ(sql(shop.settings.database, "PRAGMA journal_mode; PRAGMA auto_vacuum"), "wal2");
    for (const std::string& name : names())
        EXPECT_EQ(name.find(".restore."), std::string::npos) << name;
}

TEST_F(Restored, WorksWhereThereIsNoDatabaseAnyMore) {
    const auto file = back_up();
    shop.database.reset();
    for (const std::string& name : names())
        std::filesystem::remove(shop.folder / name);
    const auto result = restore(file);
    EXPECT_TRUE(result.kept.empty());
    EXPECT_TRUE(store::find_order(*shop.database, k_sample_id));
}

TEST_F(Restored, ADamagedDatabaseIsKeptWithItsLog) {
    const auto file = back_up();
    shop.database.reset();
    base::write_file(shop.settings.database, std::string(8192, 'x'), 0600);
    base::write_file(shop.settings.database.string() + "-wal", "a log", 0600);
    const auto result = restore(file);
    EXPECT_EQ(base::read_file(result.kept.string() + "-wal"), "a log");
    EXPECT_EQ(base::read_file(result.kept), std::string(8192, 'x'));
    EXPECT_EQ(store::check_thoroughly(*shop.database), "ok");
    EXPECT_TRUE(store::find_order(*shop.database, k_sample_id));
}

TEST_F(Restored, TheDatabaseThatWasKeptCanBeRestoredAgain) {
    shop.plan();
    const auto file = back_up();
    shop.receive(order_of("5550001002", "1002", "2026-11-22T12:00:00Z"));
    const auto first_time = restore(file);
    shop.clock.advance(std::chrono::minutes{1});
    const auto second_time = restore(first_time.kept);
    EXPECT_TRUE(store::find_order(*shop.database, 5550001002));
    EXPECT_NE(first_time.kept, second_time.kept);
}

// ---- who has it open

TEST_F(Restored, IsRefusedWhileAnybodyHasTheDatabase) {
    const auto file = back_up();
    for (const Access access : {Access::read, Access::write}) {
        shop.database.reset();
        const store::Database open(shop.settings.database, access);
        const std::string message = failure(file, base::Exit::unavailable);
        EXPECT_NE(message.find(std::to_string(::getpid()) + " ("), std::string::npos) << message;
        EXPECT_NE(message.find("systemctl stop 'shoporder*.socket'"), std::string::npos) << message;
    }
    EXPECT_EQ(names().size(), 3U) << "the database with its log and index, and nothing else";
}

TEST_F(Restored, NobodyOpensTheDatabaseMeanwhile) {
    shop.database.reset();
    const store::Alone alone(shop.settings.database);
    for (const Access access : {Access::read, Access::write, Access::migrate}) {
        try {
            const store::Database database(shop.settings.database, access);
            ADD_FAILURE() << "opened";
        } catch (const store::Busy& error) {
            EXPECT_NE(std::string{error.what()}.find("restore"), std::string::npos) << error.what();
        }
    }
}

TEST_F(Restored, IsRefusedWhileAForeignProgramReadsTheDatabase) {
    const auto file = back_up();
    shop.database.reset();
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(shop.settings.database.c_str(), &other), SQLITE_OK);
    sqlite3_exec(other, "SELECT count(*) FROM orders", nullptr, nullptr, nullptr);
    failure(file, base::Exit::unavailable);
    sqlite3_close(other);
    EXPECT_TRUE(restore(file).kept.string().find("before-restore") != std::string::npos);
}

// ---- what cannot be restored

TEST_F(Restored, RefusesWhatIsNoGoodBackup) {
    const auto file = back_up();
    shop.database.reset();
    const auto path = shop.folder / "bad.db";
    base::write_file(path, std::string(8192, 'x'));
    EXPECT_NE(failure(path, base::Exit::data).find("no database"), std::string::npos);
    std::filesystem::remove(path);
    failure(path, base::Exit::not_found);
    sql(path, "CREATE TABLE t (x); PRAGMA user_version = 1");
    EXPECT_NE(failure(path, base::Exit::data).find("shoporder"), std::string::npos);
    std::filesystem::copy_file(file, path, std::filesystem::copy_options::overwrite_existing);
    sql(path, "PRAGMA user_version = 99");
    EXPECT_NE(failure(path, base::Exit::data).find("newer version"), std::string::npos);
    failure(shop.settings.database, base::Exit::data);
    failure(shop.folder.path(), base::Exit::data);

    std::string bytes = base::read_file(file);
    for (std::size_t at = 40000; at < bytes.size(); at += 4096)
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 200, 'x');
    base::write_file(path, bytes);
    EXPECT_NE(failure(path, base::Exit::data).find("damaged"), std::string::npos);
    EXPECT_EQ(names(),
              (std::vector<std::string>{"shoporder.db", "shoporder.db-shm", "shoporder.db-wal"}));
}

TEST_F(Restored, NeedsRoomForTheCopy) {
    const auto file = back_up();
    shop.database.reset();
    flow::Restore restore(shop.settings, shop.clock, {file, "", [](const auto&) { return 1000U; }});
    EXPECT_THROW(static_cast<void>(restore.look()), store::DiskFull);
}

// ---- nothing is sent twice

TEST_F(Restored, PausesEverySupplierUntilItIsResumed) {
    pause("globex");
    const auto file = back_up();
    const auto result = restore(file);
    EXPECT_EQ(result.restored.suppliers, (std::vector<std::string>{"acme", "globex"}));
    ASSERT_EQ(result.restored.stopped.size(), 1U);
    EXPECT_TRUE(result.restored.stopped.at("globex").starts_with("paused ("));
    EXPECT_EQ(supplier("acme").mode, SupplierMode::paused);
    EXPECT_NE(supplier("acme").mode_reason.find("supplier resume acme"), std::string::npos);
    EXPECT_FALSE(supplier("acme").mode_until);
    EXPECT_NE(supplier("globex").mode_reason.find("holiday"), std::string::npos);
    const auto notices = [&] {
        std::string all;
        for (const auto& notice :
             flow::status_view(*shop.database, shop.settings, shop.clock.now()).notices)
            all += notice.key + " ";
        return all;
    };
    EXPECT_NE(notices().find("restore "), std::string::npos);
    run();
    EXPECT_EQ(renames(), 0U);
    resume("acme");
    EXPECT_NE(notices().find("restore "), std::string::npos) << "one is left";
    resume("globex");
    EXPECT_EQ(notices().find("restore "), std::string::npos);
    EXPECT_EQ(supplier("acme").mode, SupplierMode::live);
}

TEST_F(Restored, WhatWasReadyAndHasLeftSinceIsNotSentAgain) {
    shop.plan();
    ASSERT_EQ(story(), "acme 1 ready; globex 1 ready");
    const auto file = back_up();
    acme().consumes = true;
    run();
    ASSERT_EQ(renames(), 2U);
    const auto result = restore(file);
    EXPECT_EQ(result.restored.deliveries, 2U);
    EXPECT_EQ(story(), "acme 1 uncertain:restored; globex 1 uncertain:restored");
    run(); // paused: what has no document is held at once, nothing is sent
    EXPECT_EQ(story(), "acme 1 held:restored; globex 1 held:restored");
    resume_all();
    run();
    retry();
    EXPECT_EQ(story(), "acme 1 held:restored; globex 1 held:restored");
    EXPECT_EQ(renames(), 2U);
    // A person has asked, wrongly of globex: the file that lies there is not overwritten.
    for (const auto& d : shop.deliveries(k_sample_id))
        flow::release(*shop.database, d.id, k_ann, shop.clock);
    run();
    EXPECT_EQ(globex().count("rename"), 1U);
    EXPECT_EQ(shop.deliveries(k_sample_id).at(1).reason_code, "refused") << story();
}

TEST_F(Restored, WhatWaitedOrWasHeldMayHaveLeftSinceAsWell) {
    pause("acme");
    shop.plan();
    flow::hold(*shop.database, shop.deliveries(k_sample_id).at(1).id, k_ann, shop.clock);
    ASSERT_EQ(story(), "acme 1 waiting:supplier_paused; globex 1 held:manual");
    const auto file = back_up();
    restore(file);
    resume_all();
    run();
    run();
    EXPECT_EQ(story(), "acme 1 held:restored; globex 1 held:restored");
    EXPECT_EQ(renames(), 0U);
}

TEST_F(Restored, LinesWithoutARouteStayAsTheyAre) {
    shop.receive(with(order_of("5550001003", "1003", "2026-11-22T11:00:00Z"), "Globex", "Nobody"));
    shop.plan();
    const auto file = back_up();
    restore(file);
    run();
    EXPECT_NE(shop.story(5550001003).find("held:unrouted"), std::string::npos)
        << shop.story(5550001003);
}

// What is known of its last attempt is older than the one that sent it, and a leftover of the
// former must not be published, nor taken for a proof that nothing arrived.
TEST_F(Restored, ADocumentThatFailedThenAndLeftSinceIsNotSentAgain) {
    leaves_once([](std::size_t) { return std::string{}; });
}
TEST_F(Restored, NorWhenAPartOfItLiesUnderItsOldTemporaryName) {
    leaves_once([](std::size_t) { return std::string(100, 'x'); });
}
TEST_F(Restored, NorWhenTheWholeOfItDoes) {
    leaves_once([](std::size_t size) { return std::string(size, 'x'); });
}

TEST_F(Restored, AFileThatIsThereAndWasAboutToBePublishedHasArrived) {
    test::break_after(acme(), "rename", test::lost_rename());
    run();
    test::heal(acme());
    ASSERT_EQ(first().state, DeliveryState::uncertain) << story();
    const auto file = back_up();
    restore(file);
    resume_all();
    retry();
    EXPECT_EQ(first().state, DeliveryState::uploaded) << first().reason;
}

TEST_F(Restored, AnOrderFromTheGapIsHeldWhenItComesAgain) {
    const auto file = back_up();
    shop.clock.advance(std::chrono::hours{2});
    const std::string lost = order_of("5550001002", "1002", "2026-11-22T13:00:00Z");
    shop.receive(lost);
    run();
    ASSERT_EQ(shop.story(5550001002), "acme 1 uploaded; globex 1 uploaded");
    shop.clock.advance(std::chrono::hours{1});
    restore(file);
    resume_all();
    shop.receive(with(lost, "2026-11-22T10:00:01+01:00", "2026-11-22T15:01:00Z"), "orders/updated");
    shop.receive(order_of("5550001004", "1004", "2026-11-22T15:30:00Z"));
    run();
    EXPECT_EQ(shop.story(5550001002), "acme 1 held:restored; globex 1 held:restored");
    EXPECT_EQ(shop.story(5550001004), "acme 1 uploaded; globex 1 uploaded")
        << "what is placed since goes as ever";
    // Released although they have it: the folder that still holds the file stops it.
    for (const auto& d : shop.deliveries(5550001002))
        flow::release(*shop.database, d.id, k_ann, shop.clock);
    const auto before = renames();
    run();
    EXPECT_EQ(renames(), before);
    EXPECT_EQ(shop.story(5550001002), "acme 1 held:refused; globex 1 held:refused");
}

TEST_F(Restored, ACancelledOrderStaysInDoubtBecauseASupplierMayHaveIt) {
    shop.plan();
    const auto file = back_up();
    restore(file);
    resume_all();
    run();
    shop.receive(with(with(sample_order(), "\"cancelled_at\": null",
                           "\"cancelled_at\": \"2026-11-22T15:00:00Z\""),
                      "2026-11-22T10:00:01+01:00", "2026-11-22T15:00:00Z"),
                 "orders/cancelled");
    run();
    EXPECT_EQ(story(), "acme 1 held:restored; globex 1 held:restored");
    for (const auto& d : shop.deliveries(k_sample_id))
        flow::release(*shop.database, d.id, k_ann, shop.clock);
    run();
    EXPECT_EQ(story(), "acme 1 cancelled:cancelled; globex 1 cancelled:cancelled");
}

TEST_F(Restored, NumbersThatWereGivenSinceAreNotGivenAgain) {
    {
        store::Write write(*shop.database);
        EXPECT_EQ(store::next_number(write, "po/2", shop.clock.now()), 1);
        EXPECT_EQ(store::next_number(write, "batch/2", shop.clock.now()), 1);
        write.commit();
    }
    restore(back_up());
    store::Write write(*shop.database);
    EXPECT_EQ(store::next_number(write, "po/2", shop.clock.now()), 2 + store::k_numbers_skipped);
    EXPECT_EQ(store::next_number(write, "batch/2", shop.clock.now()), 2 + store::k_numbers_skipped);
}

TEST_F(Restored, WhoWasForgottenStaysSoInAnotherPlace) {
    run();
    const auto file = back_up();
    const flow::DataOf data =
        flow::data_of_person(*shop.database, order::read_person("shopper@example.com").value());
    flow::close_deliveries(*shop.database, flow::open_deliveries(*shop.database, data),
                           {"redact (ann)", "asked for it"}, shop.clock);
    static_cast<void>(flow::redact(*shop.database, data, {"redact (ann)", ""}, shop.clock));
    // A drill: the list lies beside the database that the backup was made of.
    const auto elsewhere = file.parent_path() / "drill";
    std::filesystem::create_directory(elsewhere);
    config::Settings settings = shop.settings;
    settings.database = elsewhere / "shoporder.db";
    {
        flow::Restore restore(settings, shop.clock, {file, "", {}});
        EXPECT_GE(restore.run(restore.look()).redacted, 1U);
    }
    store::Database database(settings.database, store::Access::read);
    EXPECT_TRUE(store::redacted_at(database, k_sample_id));
}

TEST_F(Restored, WhatWasRedactedSinceTheBackupIsForgottenAgain) {
    run();
    const auto file = back_up();
    const flow::DataOf data =
        flow::data_of_person(*shop.database, order::read_person("shopper@example.com").value());
    ASSERT_EQ(data.orders, std::vector<std::int64_t>{k_sample_id});
    flow::close_deliveries(*shop.database, flow::open_deliveries(*shop.database, data),
                           {"redact (ann)", "asked for it"}, shop.clock);
    static_cast<void>(flow::redact(*shop.database, data, {"redact (ann)", ""}, shop.clock));
    const flow::RestoreResult result = restore(file);
    EXPECT_GE(result.redacted, 1U);
    EXPECT_TRUE(store::redacted_at(*shop.database, k_sample_id));
    EXPECT_TRUE(
        flow::data_of_person(*shop.database, order::read_person("shopper@example.com").value())
            .orders.empty());
    resume_all();
    shop.receive(sample_order()); // Shopify repeats it, or somebody imports it
    run();
    EXPECT_EQ(renames(), 2U) << "nothing of it is sent again";
}
