#pragma once
// Purpose: is there room for orders, and what takes it? Who keeps the write-ahead log from being
// emptied, and does somebody else own files beside the database?
// State: look_at_disk() and look_at_state() read the file system and /proc; the rest is pure.
// Fails: not at all; what cannot be read is left out. Threads: any.
#include "base/clock.hpp"
#include "base/lock_holders.hpp"
#include "config/settings.hpp"
#include "flow/doctor/findings.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::flow {

struct Taken {
    std::string what; ///< "backups"
    std::uint64_t bytes = 0;
    std::string remedy; ///< how to make it smaller
};
struct Disk {
    std::filesystem::path folder; ///< what lies on it
    std::uint64_t total = 0;      ///< bytes
    std::uint64_t free = 0;       ///< for us
    std::uint64_t files = 0;      ///< that it can hold; 0: not told
    std::uint64_t free_files = 0;
    std::vector<Taken> taken; ///< by us
};
void judge_disk(const Disk& disk, Findings& out);
/// nullopt: the folder cannot be asked.
[[nodiscard]] std::optional<Disk> look_at_disk(const config::Settings& settings);

/// A process that reads the database, or has done so for a moment.
struct Reader {
    base::LockHolder who;
    std::optional<base::Time> started; ///< the process
};
struct WriteAheadLog {
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    /// In the middle of reading, both times that were looked at: what they read cannot be
    /// overwritten.
    std::vector<Reader> readers;
    bool has_server = true; ///< a `serve` has the database open: it empties the log
};
void judge_log(const WriteAheadLog& log, base::Time now, Findings& out);
/// Processes in the middle of reading.
[[nodiscard]] std::vector<base::LockHolder> readers_of(const std::filesystem::path& database);
/// Waits for a moment where it is grown, to tell those that read for long from others.
[[nodiscard]] WriteAheadLog look_at_log(const std::filesystem::path& database);

struct StateFile {
    std::filesystem::path path;
    unsigned mode = 0;
    std::uint32_t owner = 0;
};
/// Files beside the database, and their folder; `owner_name` of the folder, as `chown` takes it.
void judge_state(const std::vector<StateFile>& files, const StateFile& folder,
                 const std::string& owner_name, Findings& out);
void look_at_state(const config::Settings& settings, Findings& out);

} // namespace shoporder::flow
