#include "store/spare_file.hpp"

#include "store/connection.hpp"
#include "store/schema.hpp"

#include <sqlite3.h>
#include <system_error>

namespace shoporder::store {

namespace {

using base::Error;
using base::Exit;

constexpr int k_patience = 2000; ///< milliseconds, for a program that is just leaving

/// "immutable" keeps SQLite from creating files beside it, and from locks that a medium may lack.
SQLite::Database open_to_read(const std::filesystem::path& path) {
    std::error_code error;
    const bool has_log = std::filesystem::file_size(path.string() + "-wal", error) > 0 && !error;
    std::string uri = "file:";
    for (const char c : path.string())
        uri += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string{c};
    uri += has_log ? "?mode=ro" : "?mode=ro&immutable=1";
    return {uri, SQLite::OPEN_READONLY | SQLite::OPEN_URI, k_patience};
}

int number(SQLite::Database& db, const char* sql) {
    return db.execAndGet(sql).getInt();
}

std::optional<base::Time> time_of(SQLite::Database& db, const char* sql) {
    const SQLite::Column value = db.execAndGet(sql);
    if (value.isNull())
        return std::nullopt;
    return base::from_micros(value.getInt64());
}

bool is_damage(const SQLite::Exception& error) {
    const int code = error.getErrorCode() & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

Inspected read(SQLite::Database& db, const std::filesystem::path& path) {
    Inspected out;
    out.schema = number(db, "PRAGMA user_version");
    if (number(db, "PRAGMA application_id") != k_application_id || out.schema == 0)
        throw Error(Exit::data, path.string() + " is no database of shoporder's");
    if (out.schema > k_schema_version)
        throw Error(Exit::data, path.string() + " has schema " + std::to_string(out.schema) +
                                    ", this shoporder knows " + std::to_string(k_schema_version) +
                                    "; install the newer version, then restore with that");
    out.fault = db.execAndGet("PRAGMA integrity_check(1)").getString();
    if (out.fault == "ok")
        out.fault.clear();
    if (!out.fault.empty())
        return out;
    out.orders = db.execAndGet("SELECT count(*) FROM orders").getInt64();
    out.suppliers =
        db.execAndGet("SELECT count(*) FROM suppliers WHERE id > 1 AND removed = 0").getInt64();
    out.open = db.execAndGet("SELECT count(*) FROM deliveries WHERE supplier_id > 1 AND state IN"
                             " ('waiting', 'held', 'ready', 'sending', 'uncertain', 'deferred',"
                             " 'failed')")
                   .getInt64();
    // By its number: a name is whatever an app made of it, and this is said on standard error.
    SQLite::Statement newest(db,
                             "SELECT CASE number WHEN 0 THEN id ELSE '#' || number END,"
                             " first_seen FROM orders ORDER BY first_seen DESC, id DESC LIMIT 1");
    if (newest.executeStep()) {
        out.newest_order = newest.getColumn(0).getString();
        out.newest_order_at = base::from_micros(newest.getColumn(1).getInt64());
    }
    // By the key: a webhook that is stored later has a higher one.
    out.newest_webhook_at =
        time_of(db, "SELECT max(received_at) FROM (SELECT received_at FROM webhooks ORDER BY id"
                    " DESC LIMIT 1)");
    out.newest_event_at = time_of(db, "SELECT max(at) FROM events");
    return out;
}

} // namespace

Inspected inspect(const std::filesystem::path& path) {
    try {
        SQLite::Database db = open_to_read(path);
        sqlite3_extended_result_codes(db.getHandle(), 1);
        return read(db, path);
    } catch (const SQLite::Exception& error) {
        if ((error.getErrorCode() & 0xff) == SQLITE_NOTADB)
            throw Error(Exit::data, path.string() + " is no database");
        if (is_damage(error))
            throw Error(Exit::data, path.string() + " is damaged (" + error.what() + ")");
        throw_database_error(path, error);
    }
}

bool fold(const std::filesystem::path& path) {
    try {
        SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, k_patience);
        sqlite3_extended_result_codes(db.getHandle(), 1);
        // Of a damaged one the log stays: it may be all there is.
        sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        db.exec("PRAGMA synchronous = FULL");
        // Only who is alone may leave the WAL mode; SQLite checkpoints, removes both files, and
        // says "locked" while anybody else is there.
        if (db.execAndGet("PRAGMA journal_mode = DELETE").getString() != "delete")
            throw Busy("database " + path.string() + ": another program has it open");
        return true;
    } catch (const SQLite::Exception& error) {
        if (is_damage(error))
            return false;
        throw_database_error(path, error);
    }
}

void settle(const std::filesystem::path& path) {
    try {
        SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, k_patience);
        sqlite3_extended_result_codes(db.getHandle(), 1);
        db.exec("PRAGMA synchronous = FULL");
        if (db.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt() != 0)
            throw Busy("database " + path.string() + ": another program has it open");
    } catch (const SQLite::Exception& error) {
        throw_database_error(path, error);
    }
    std::error_code error;
    if (std::filesystem::file_size(path.string() + "-wal", error) > 0 && !error)
        throw Error(Exit::io, "the write-ahead log of " + path.string() + " was not emptied");
}

void give_auto_vacuum(const std::filesystem::path& path) {
    constexpr int k_incremental = 2;
    try {
        SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, k_patience);
        sqlite3_extended_result_codes(db.getHandle(), 1);
        if (number(db, "PRAGMA auto_vacuum") == k_incremental)
            return;
        db.exec("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
    } catch (const SQLite::Exception& error) {
        throw_database_error(path, error);
    }
}

} // namespace shoporder::store
