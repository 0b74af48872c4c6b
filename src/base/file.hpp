#pragma once
// Purpose: file descriptors that close themselves, whole files in and out, and
// advisory locks that die with their process.
// State: the file system. Fails: Error(io|permission|not_found), naming the path.
// Threads: an object belongs to one thread at a time; UniqueFd may move between.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace shoporder::base {

/// Owns one descriptor; closes it.
class UniqueFd {
public:
    UniqueFd() noexcept = default;
    explicit UniqueFd(int fd) noexcept : m_fd(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;
    ~UniqueFd();

    [[nodiscard]] int get() const noexcept { return m_fd; }
    [[nodiscard]] explicit operator bool() const noexcept { return m_fd >= 0; }
    [[nodiscard]] int release() noexcept { return std::exchange(m_fd, -1); }
    void reset() noexcept { *this = UniqueFd{}; }

private:
    int m_fd = -1;
};

/// The whole of a file, or of standard input for "-". More than `limit` bytes is
/// Error(data); no such file is Error(not_found).
[[nodiscard]] std::string read_file(const std::filesystem::path& path,
                                    std::size_t limit = 64U << 20U);

/// Writes a new file beside `path`, syncs it, renames it over `path` and syncs the folder:
/// readers see the old bytes or the new ones. `mode` is exact, whatever the umask.
void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

/// What was created, renamed or removed in it is on disk when this returns.
void sync_folder(const std::filesystem::path& folder);

/// Bytes that are free for us on the folder's disk.
[[nodiscard]] std::uint64_t free_space(const std::filesystem::path& folder);

/// An exclusive flock(2) on a file made when missing (0600). The file itself says
/// nothing; only the kernel's lock counts, and it is gone when its process is.
class FileLock {
public:
    /// Waits as long as it takes.
    [[nodiscard]] static FileLock wait(const std::filesystem::path& path);
    /// nullopt when another holds it.
    [[nodiscard]] static std::optional<FileLock> attempt(const std::filesystem::path& path);

private:
    explicit FileLock(UniqueFd fd) noexcept : m_fd(std::move(fd)) {}
    UniqueFd m_fd;
};

} // namespace shoporder::base
