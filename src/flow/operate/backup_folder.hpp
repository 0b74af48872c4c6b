#pragma once
// Purpose: the folder of backups: who may write there, what lies in it, what may be removed.
// State: the folder and a lock in it, held while this lives. Fails: Error(permission) where others
// could write, too; store::Busy while another backup runs; Error(io).
// Threads: one.
//
// A backup is `shoporder-20261129T120000Z.db`, with the time in UTC at which it was begun, or
// `…Z-2.db` where that second has one already. Until it is whole it is `.shoporder-…Z.db.XXXXXX`.
// Nothing that is named otherwise is ever touched, so that a folder may hold other things.
#include "base/clock.hpp"
#include "base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

/// A file with mode 0600 that is being written. Removed unless publish() returned.
class UnfinishedBackup {
public:
    UnfinishedBackup(std::filesystem::path folder, base::Time begun);
    ~UnfinishedBackup();
    UnfinishedBackup(const UnfinishedBackup&) = delete;
    UnfinishedBackup& operator=(const UnfinishedBackup&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    /// To be called while it grows: writes what is new to the disk, so that the end of a large copy
    /// leaves no gigabytes to be written at once, for which everybody else's commit would wait.
    void sync_some();
    /// On disk under its final name when it returns. Never replaces a file.
    [[nodiscard]] std::filesystem::path publish();

private:
    std::filesystem::path m_folder;
    std::string m_stamp;
    std::filesystem::path m_path;
    base::UniqueFd m_fd;
    std::int64_t m_synced = 0; ///< bytes
};

class BackupFolder {
public:
    /// Creates the folder with mode 0700 where there is none.
    explicit BackupFolder(std::filesystem::path folder);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    /// File names of the backups, newest first, by the time in their names.
    [[nodiscard]] std::vector<std::string> backups() const;
    /// Removes what backups that were killed have left.
    void remove_unfinished() const;

    struct Pruned {
        std::size_t kept = 0;
        std::vector<std::string> removed;
        std::string problem; ///< why something that is too old is still there; empty: nothing is
    };
    /// Keeps the newest `keep`. `made` is one of them whatever the clock said.
    [[nodiscard]] Pruned prune(std::size_t keep, const std::string& made) const;
    /// Removes those that were begun before then, but never the newest of all.
    [[nodiscard]] Pruned prune_before(base::Time before) const;

private:
    std::filesystem::path m_path;
    base::FileLock m_lock;
};

/// The newest by the time in its name; nullopt: there is none, or no such folder. Needs no lock.
struct NewestBackup {
    std::string name;
    base::Time begun;
};
[[nodiscard]] std::optional<NewestBackup> newest_backup(const std::filesystem::path& folder);

/// Is it the name of a backup, `shoporder-20261129T120000Z.db`?
[[nodiscard]] bool is_backup_name(std::string_view name) noexcept;
/// The time in such a name; nullopt for any other name.
[[nodiscard]] std::optional<base::Time> backup_time(std::string_view name);
/// "20261129T120000Z", as in the names of files.
[[nodiscard]] std::string stamp_of(base::Time time);

} // namespace shoporder::flow
