#pragma once
// Purpose: who has the database open, so that `restore` can have it for itself.
// State: an flock(2) on DATABASE.open: shared by every Database from before its file is opened
// until it is closed, exclusive while a restore replaces the file. It dies with its process. Nobody
// ever removes or renames the file: a lock on another inode would keep nobody out. Fails: Busy
// while the other kind is held; Error(io|permission). Threads: an object belongs to one thread at a
// time.
//
// Rejected: to use DATABASE.lock, which is held around writes alone; to ask SQLite, whose locks end
// with the file that is renamed away, and which a reader holds only while it reads.
#include "base/file.hpp"
#include "store/database.hpp"

#include <filesystem>

namespace shoporder::store {

/// Where the lock is.
[[nodiscard]] std::filesystem::path presence_file(const std::filesystem::path& database);

/// Taken by every Database. A reader makes no file: a backup, or a disk that cannot be written, is
/// read without a lock, and a restore that has begun since harms nobody who only reads.
[[nodiscard]] base::UniqueFd share_presence(const std::filesystem::path& database, Access access);

/// The database is nobody else's for as long as this lives. Busy, naming who has it, else.
class Alone {
public:
    explicit Alone(const std::filesystem::path& database);

private:
    base::UniqueFd m_fd;
};

} // namespace shoporder::store
