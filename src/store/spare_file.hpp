#pragma once
// Purpose: database files that nobody has open: what one holds, and one file of it without a
// write-ahead log, fit to be renamed. For `restore`, which checks a backup and replaces a database.
// State: the named files alone; no lock is taken, the caller sees to it that nobody else is there.
// Fails: DiskFull; Error(io) for the disk, Error(data) for a file that is no database of ours.
// Threads: one.
#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace shoporder::store {

struct Inspected {
    int schema = 0;
    std::int64_t orders = 0;
    std::int64_t suppliers = 0;
    std::int64_t open = 0;    ///< deliveries that may still leave
    std::string newest_order; ///< its number, of the one that was first heard of last; "" for none
    std::optional<base::Time> newest_order_at;
    std::optional<base::Time> newest_webhook_at;
    std::optional<base::Time> newest_event_at;
    std::string fault; ///< of PRAGMA integrity_check; "" for none
};
/// Reads a database of any schema up to ours, without a trace beside it where it has no write-ahead
/// log. Error(data) for another program's file, a newer schema, or what is no database at all.
[[nodiscard]] Inspected inspect(const std::filesystem::path& path);

/// Puts what the write-ahead log holds into the file, and leaves no file beside it: then the file
/// can be renamed without mixing one database with the log of another. Busy when a program without
/// our lock has it open. false: it is damaged, or no database; nothing was changed.
[[nodiscard]] bool fold(const std::filesystem::path& path);

/// The same of a file whose header says that it has a log: it keeps that mode, and its log is
/// empty.
void settle(const std::filesystem::path& path);

/// Gives the file what only an empty or vacuumed database can get: auto_vacuum=INCREMENTAL.
void give_auto_vacuum(const std::filesystem::path& path);

} // namespace shoporder::store
