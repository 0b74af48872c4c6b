#pragma once
// Purpose: copying the write-ahead log into the database file ("checkpoint"): beside a writer that
// leaves it to somebody else, and emptying it after a purge.
// State: the database file and its log. Fails: Error(io) for the disk, DiskFull; both throw what
// the disk said to a checkpoint, which SQLite's automatic one keeps to itself.
// Threads: a Checkpointer belongs to one thread, but for interrupt(); the rest as Database.
#include "store/database.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace shoporder::store {

/// From now on a commit of this connection never copies the log: a Checkpointer must.
void leave_log(Database& database);
/// How many pages the log had after the last commit of a connection that leaves it; 0 before.
[[nodiscard]] std::int64_t log_pages(Database& database);

class Checkpointer {
public:
    explicit Checkpointer(const std::filesystem::path& database);

    struct Progress {
        std::int64_t pages = 0;  ///< in the log when it began
        std::int64_t copied = 0; ///< of these; fewer where a reader still needs older ones
    };
    /// Copies what is committed, while others commit more. Takes no write lock and waits for
    /// nobody; nullopt: another program copies just now. Syncs the database file.
    [[nodiscard]] std::optional<Progress> copy();

    /// Copies the rest under the write lock, so that the next commit begins the log anew. Waits so
    /// long, at most, for readers; false: one is in the way.
    [[nodiscard]] bool begin_anew(std::chrono::milliseconds patience);

    /// From any thread: what copies now throws TimeIsUp.
    void interrupt() noexcept;

private:
    Database m_reader;
    Database m_database;
};

/// Writes everything into the database file and empties the write-ahead log. Tries for so long
/// where readers are in the way; false: it could not, and old bytes are still in the log.
[[nodiscard]] bool empty_log(Database& database, std::chrono::milliseconds patience);

} // namespace shoporder::store
