#pragma once
// Purpose: which of a database's files may not be read or written, whose it is, and what to type.
// State: the file system and the list of users, read.
// Fails: not at all. Threads: as getpwuid: one at a time.
#include <filesystem>
#include <string>

namespace shoporder::store {

/// "FILE belongs to root; run: sudo chown shoporder FILE": the first of the database, its journals
/// and its locks that this process may not read and write, or their folder. Empty: it may.
[[nodiscard]] std::string denied_text(const std::filesystem::path& database);

} // namespace shoporder::store
