#pragma once
// Purpose: an online backup: a copy of the database, checked by opening it, then older ones
// removed. State: the database, read without the write lock (the time of the backup is recorded
// under it); the folder of backups. Fails: Error; then nothing new has a backup's name and no
// earlier backup was removed. Threads: one; stop() from any, and from a signal handler.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "store/backup.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace shoporder::flow {

class UnfinishedBackup;

struct BackupOptions {
    std::filesystem::path folder;
    std::size_t keep = 1;          ///< with the new one
    std::uint64_t floor_bytes = 0; ///< must stay free in the folder
    std::string actor;             ///< for the history
    /// Bytes that are free in a folder; for tests.
    std::function<std::uint64_t(const std::filesystem::path&)> free_bytes;
};

struct BackupResult {
    std::filesystem::path file;
    std::uint64_t size = 0; ///< bytes
    base::Time at;          ///< when it was begun
    std::chrono::milliseconds took{0};
    std::int64_t orders = 0;
    std::size_t kept = 0;
    std::vector<std::string> removed; ///< file names of older backups
    /// The backup is good, and yet something went wrong after it, a line each.
    std::vector<std::string> problems;
};

class Backup {
public:
    Backup(const config::Settings& settings, const base::Clock& clock)
        : m_settings(settings), m_clock(clock) {}

    /// Error(partly) when stop() was called meanwhile.
    [[nodiscard]] BackupResult run(const BackupOptions& options);
    void stop() noexcept { m_stopped = true; }

private:
    void write(store::Database& database, UnfinishedBackup& unfinished,
               const BackupOptions& options);
    [[nodiscard]] std::int64_t check(store::Database& database, const std::filesystem::path& path,
                                     const store::Newest& up_to, const store::Contents& before);
    void leave_if_stopped() const;

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    std::atomic<bool> m_stopped{false};
};

} // namespace shoporder::flow
