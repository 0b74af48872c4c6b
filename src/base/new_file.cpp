#include "base/new_file.hpp"

#include "base/error.hpp"
#include "base/file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::base {

namespace {

/// Bytes on disk without a name yet, or under a temporary one, which goes with this.
class Unnamed {
public:
    Unnamed(const std::filesystem::path& folder, const std::string& name)
        : m_fd(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)) {
        if (m_fd || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
            return;
        m_temporary = (folder / ("." + name + ".XXXXXX")).string();
        m_fd = UniqueFd{::mkostemp(m_temporary.data(), O_CLOEXEC)};
        if (!m_fd)
            m_temporary.clear();
    }
    ~Unnamed() {
        if (!m_temporary.empty())
            ::unlink(m_temporary.c_str());
    }
    Unnamed(const Unnamed&) = delete;
    Unnamed& operator=(const Unnamed&) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(m_fd); }

    [[nodiscard]] bool write(std::string_view bytes, unsigned mode) {
        while (!bytes.empty()) {
            const ssize_t n = ::write(m_fd.get(), bytes.data(), bytes.size());
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return ::fchmod(m_fd.get(), static_cast<mode_t>(mode)) == 0 && ::fsync(m_fd.get()) == 0;
    }
    /// link(2) takes no name that is in use, unlike rename(2).
    [[nodiscard]] bool publish(const std::filesystem::path& path) const {
        if (!m_temporary.empty())
            return ::link(m_temporary.c_str(), path.c_str()) == 0;
        const std::string self = "/proc/self/fd/" + std::to_string(m_fd.get());
        return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
    }

private:
    std::string m_temporary;
    UniqueFd m_fd;
};

bool holds(const std::filesystem::path& path, std::string_view bytes) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) ||
        static_cast<std::size_t>(info.st_size) != bytes.size())
        return false;
    return read_file(path, bytes.size() + 1) == bytes;
}

bool is_taken(const std::filesystem::path& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0;
}

} // namespace

NewFile write_new_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
    const auto found = [&] { return holds(path, bytes) ? NewFile::same : NewFile::other; };
    if (is_taken(path))
        return found();
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    Unnamed file(folder, path.filename().string());
    if (!file)
        throw system_error("cannot write in " + folder.string(), errno);
    if (!file.write(bytes, mode))
        throw system_error("cannot write " + path.string(), errno);
    if (file.publish(path))
        return NewFile::written;
    if (errno != EEXIST)
        throw system_error("cannot write " + path.string(), errno);
    return found();
}

} // namespace shoporder::base
