#include "store/presence.hpp"

#include "base/error.hpp"
#include "base/lock_holders.hpp"
#include "store/connection.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace shoporder::store {

namespace {

base::UniqueFd open_file(const std::filesystem::path& path, int flags) {
    return base::UniqueFd{::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)};
}

/// false: somebody holds the other kind.
bool lock(int fd, int kind, const std::filesystem::path& path) {
    while (::flock(fd, kind | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return false;
        if (errno != EINTR)
            throw base::system_error("cannot lock " + path.string(), errno);
    }
    return true;
}

std::string by_whom(const std::filesystem::path& path) {
    const std::string names = base::words(base::lock_holders(path));
    return names.empty() ? std::string{} : ": " + names;
}

} // namespace

std::filesystem::path presence_file(const std::filesystem::path& database) {
    return database.string() + ".open";
}

base::UniqueFd share_presence(const std::filesystem::path& database, Access access) {
    const auto path = presence_file(database);
    base::UniqueFd fd = open_file(path, access == Access::read ? O_RDONLY : O_RDWR | O_CREAT);
    if (!fd && access == Access::read)
        return fd;
    if (!fd)
        throw_file_error(database, "cannot open the lock file " + path.string(), errno);
    if (!lock(fd.get(), LOCK_SH, path))
        throw Busy("database " + database.string() + ": `shoporder restore` is replacing it" +
                   by_whom(path) + "; try again when that has ended");
    return fd;
}

Alone::Alone(const std::filesystem::path& database) {
    const auto path = presence_file(database);
    m_fd = open_file(path, O_RDWR | O_CREAT);
    if (!m_fd && errno == ENOENT)
        throw base::Error(base::Exit::io,
                          "the folder " + path.parent_path().string() +
                              " of the database does not exist; create it (mode 0700, owned by the "
                              "service's user) or set `database`");
    if (!m_fd)
        throw_file_error(database, "cannot open the lock file " + path.string(), errno);
    if (!lock(m_fd.get(), LOCK_EX, path))
        throw Busy("database " + database.string() + " is in use" + by_whom(path) +
                   "; stop what uses it: systemctl stop 'shoporder*.socket' shoporder.service "
                   "'shoporder-*.timer' 'shoporder-*.service'");
}

} // namespace shoporder::store
