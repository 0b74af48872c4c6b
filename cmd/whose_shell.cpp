#include "cmd/whose_shell.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

std::string name_of(uid_t user) {
    const passwd* entry = ::getpwuid(user);
    return entry == nullptr ? "#" + std::to_string(user) : entry->pw_name;
}

} // namespace

void become_state_owner(config::Settings& settings, bool writes) {
    const std::string folder = settings.state_folder().string();
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) {
        if (errno == EACCES)
            throw Error(Exit::permission, "the folder " + folder + " is closed to " +
                                              name_of(::geteuid()) + "; run this with sudo");
        return;
    }
    if (info.st_uid == ::geteuid())
        return;
    if (::geteuid() != 0) {
        if (::access(folder.c_str(), R_OK | X_OK | (writes ? W_OK : 0)) != 0)
            throw Error(Exit::permission, "the folder " + folder + " belongs to " +
                                              name_of(info.st_uid) + "; run: sudo -u " +
                                              name_of(info.st_uid) + " shoporder …");
        return;
    }
    settings.credentials.read_all();
    const passwd* owner = ::getpwuid(info.st_uid);
    const gid_t group = owner == nullptr ? info.st_gid : owner->pw_gid;
    const bool left =
        (owner == nullptr ? ::setgroups(1, &group) : ::initgroups(owner->pw_name, group)) == 0 &&
        ::setgid(group) == 0 && ::setuid(info.st_uid) == 0;
    if (!left)
        throw base::system_error("cannot become " + name_of(info.st_uid) + ", who owns " + folder,
                                 errno);
}

} // namespace shoporder::cmd
