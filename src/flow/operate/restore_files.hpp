#pragma once
// Purpose: the files of a restore: the copy that is made ready beside the database, and the swap.
// State: the database's folder. The caller holds store::Alone.
// Fails: Error(io|permission|not_found), store::DiskFull; then the database is what it was.
// Threads: one.
//
// At every moment DATABASE is the old file or the new one, whole: the old one gets a second name
// (link), then the new one takes its name (rename). Before that the old one's write-ahead log is
// folded into it, so that a new file never meets an old log.
//
// Rejected: to rename the old one away first, which leaves a moment without a database, in which
// `serve` would create an empty one; to exchange both names, which leaves the old one in a folder
// that is taken for rubbish.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace shoporder::flow {

/// A folder of its own beside the database, so that SQLite's side files are no concern of anybody.
/// Removed with all that is in it.
class Staging {
public:
    explicit Staging(const std::filesystem::path& database);
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    /// Where the copy is, or is to be.
    [[nodiscard]] const std::filesystem::path& file() const noexcept { return m_file; }
    /// Copies a database and its write-ahead log, if it has one. `go_on` is asked again and again:
    /// false when it said no.
    [[nodiscard]] bool copy(const std::filesystem::path& from, const std::function<bool()>& go_on);
    /// The copy, which must have no side files, becomes the database. What was there before keeps
    /// `stamp` in its name; returns that name, empty where there was nothing.
    [[nodiscard]] std::filesystem::path publish(const std::string& stamp);

private:
    std::filesystem::path m_database;
    std::filesystem::path m_folder;
    std::filesystem::path m_file;
};

/// Removes what restores that were killed have left.
void remove_staged(const std::filesystem::path& database);

} // namespace shoporder::flow
