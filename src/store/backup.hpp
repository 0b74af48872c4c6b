#pragma once
// Purpose: a copy of the database, written while others write to it, and the checks that show it is
// whole. State: the copy's file. The database is only read, without the write lock: nobody waits.
// Fails: DiskFull; Error(io) for a disk or a damaged database, Error(permission). Whoever named
// the copy's file removes it then.
// Threads: as Database.
//
// Rejected: SQLite's backup API, which starts again whenever another process writes, and so never
// ends beside a busy `serve`; copying the file, which is nothing without its write-ahead log.
#include "store/database.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace shoporder::store {

/// How much room a copy takes: the database without its free pages.
[[nodiscard]] std::uint64_t copy_size(Database& database);

/// Writes what the database holds at one moment into `to`, which must be an empty file. `go_on` is
/// asked again and again: false when it said no, and the file is of no use then.
/// The write-ahead log grows while this runs, because the copy still reads it.
/// `database` must be open with Access::write, although nothing is written to it and the lock is
/// not taken: SQLite 3.40 drops CHECK constraints when it reads the schema of a read-only file, so
/// the tables of the copy seem to differ, and VACUUM fails for those with generated columns.
[[nodiscard]] bool copy_database(Database& database, const std::filesystem::path& to,
                                 const std::function<bool()>& go_on);

/// PRAGMA integrity_check, which compares each index with its table as well: "ok", or the first
/// fault.
[[nodiscard]] std::string check_thoroughly(Database& database);

/// The highest ids; a row that is written later has a higher one.
struct Newest {
    std::int64_t webhook = 0;
    std::int64_t delivery = 0;
    std::int64_t event = 0;
};
[[nodiscard]] Newest newest(Database& database);

/// How many rows there are up to these ids. Reads indexes, never a body.
struct Contents {
    std::int64_t orders = 0;   ///< all of them
    std::int64_t webhooks = 0; ///< those that speak of an order
    std::int64_t deliveries = 0;
    std::int64_t events = 0;
};
[[nodiscard]] Contents contents(Database& database, const Newest& up_to);

/// Can a copy that was written between two counts hold this? Empty: yes; else what it lacks or has
/// too much. All three count up to the same ids, of which no rows are added and some may be purged.
[[nodiscard]] std::string mismatch(const Contents& copy, const Contents& before,
                                   const Contents& after);

} // namespace shoporder::store
