#include "store/reserve.hpp"

#include "base/error.hpp"
#include "base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::store {

Reserve::Reserve(const std::filesystem::path& database, std::size_t bytes)
    : m_path(database.string() + ".reserve"), m_bytes(bytes) {}

std::string Reserve::rebuild() {
    if (m_bytes == 0) {
        ::unlink(m_path.c_str());
        return {};
    }
    const std::size_t now = size();
    if (now > m_bytes)
        static_cast<void>(shrink_to(m_bytes)); // the setting is smaller than it was
    if (now >= m_bytes)
        return {};
    try {
        if (base::free_space(m_path.parent_path()) < 2 * m_bytes - now)
            return {};
    } catch (const base::Error& error) {
        return error.what();
    }
    const base::UniqueFd fd{
        ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!fd)
        return "cannot make " + m_path.string() + ": " + std::strerror(errno);
    // Not posix_fallocate: where the file system cannot reserve it would write zeros, which one
    // that compresses does not keep.
    if (::fallocate(fd.get(), 0, 0, static_cast<off_t>(m_bytes)) != 0) {
        const int reason = errno;
        static_cast<void>(shrink_to(now));
        if (reason == ENOSPC)
            return {};
        return "cannot reserve room for " + m_path.string() + ": " + std::strerror(reason);
    }
    return {};
}

bool Reserve::give_way() {
    const std::size_t step = m_bytes / k_steps;
    const std::size_t now = size();
    return step > 0 && now > step && shrink_to(now - std::min(step, now - step));
}

void Reserve::give_all() {
    ::unlink(m_path.c_str());
}

std::size_t Reserve::size() const {
    struct stat info {};
    return ::stat(m_path.c_str(), &info) == 0 ? static_cast<std::size_t>(info.st_size) : 0;
}

bool Reserve::shrink_to(std::size_t bytes) const {
    return ::truncate(m_path.c_str(), static_cast<off_t>(bytes)) == 0;
}

} // namespace shoporder::store
