#include "base/file.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace shoporder::base {

namespace {

UniqueFd open_lock(const std::filesystem::path& path) {
    UniqueFd fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!fd)
        throw system_error("cannot open the lock file " + path.string(), errno);
    return fd;
}

void write_all(int fd, std::string_view bytes, const std::string& name) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            throw system_error("cannot write " + name, errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

/// Removes its file unless the rename took it away.
struct Temporary {
    std::string path;
    bool keep = false;
    ~Temporary() {
        if (!keep)
            ::unlink(path.c_str());
    }
};

} // namespace

UniqueFd::~UniqueFd() {
    if (m_fd >= 0)
        ::close(m_fd);
}

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
    const bool standard_input = path == "-";
    UniqueFd owned;
    if (!standard_input) {
        owned = UniqueFd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!owned && errno == ENOENT)
            throw Error(Exit::not_found, "no such file: " + path.string());
        if (!owned)
            throw system_error("cannot read " + path.string(), errno);
    }
    const std::string name = standard_input ? "standard input" : path.string();
    std::string out;
    std::size_t used = 0;
    while (true) {
        out.resize(used + 65536);
        const ssize_t n = ::read(standard_input ? 0 : owned.get(), out.data() + used, 65536);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            throw system_error("cannot read " + name, errno);
        used += static_cast<std::size_t>(n);
        if (used > limit)
            throw Error(Exit::data,
                        name + " is larger than the limit of " + std::to_string(limit) + " bytes");
        if (n == 0)
            break;
    }
    out.resize(used);
    return out;
}

void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    Temporary temporary{(folder / ("." + path.filename().string() + ".XXXXXX")).string()};
    UniqueFd fd{::mkostemp(temporary.path.data(), O_CLOEXEC)};
    if (!fd) {
        temporary.keep = true;
        throw system_error("cannot write in " + folder.string(), errno);
    }
    write_all(fd.get(), bytes, path.string());
    if (::fchmod(fd.get(), static_cast<mode_t>(mode)) != 0 || ::fsync(fd.get()) != 0)
        throw system_error("cannot write " + path.string(), errno);
    if (::rename(temporary.path.c_str(), path.c_str()) != 0)
        throw system_error("cannot write " + path.string(), errno);
    temporary.keep = true;
    sync_folder(folder);
}

void sync_folder(const std::filesystem::path& folder) {
    const UniqueFd directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory || ::fsync(directory.get()) != 0)
        throw system_error("cannot sync the folder " + folder.string(), errno);
}

std::uint64_t free_space(const std::filesystem::path& folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0)
        throw system_error("cannot see how much space is free in " + folder.string(), errno);
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

FileLock FileLock::wait(const std::filesystem::path& path) {
    UniqueFd fd = open_lock(path);
    while (::flock(fd.get(), LOCK_EX) != 0)
        if (errno != EINTR)
            throw system_error("cannot lock " + path.string(), errno);
    return FileLock{std::move(fd)};
}

std::optional<FileLock> FileLock::attempt(const std::filesystem::path& path) {
    UniqueFd fd = open_lock(path);
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return std::nullopt;
        if (errno != EINTR)
            throw system_error("cannot lock " + path.string(), errno);
    }
    return FileLock{std::move(fd)};
}

} // namespace shoporder::base
