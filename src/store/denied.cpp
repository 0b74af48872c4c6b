#include "store/denied.hpp"

#include <cerrno>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::store {

namespace {

std::string user_name(uid_t user) {
    const passwd* entry = ::getpwuid(user);
    return entry == nullptr ? "#" + std::to_string(user) : entry->pw_name;
}

} // namespace

std::string denied_text(const std::filesystem::path& database) {
    const std::string folder =
        database.has_parent_path() ? database.parent_path().string() : std::string{"."};
    struct stat home {};
    if (::stat(folder.c_str(), &home) != 0)
        return {};
    const std::string read_only =
        "its disk is mounted read-only; `findmnt --target " + folder + "` names it";
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        if (errno == EROFS)
            return read_only;
        return home.st_uid == ::geteuid()
                   ? "the folder " + folder + " is closed to its owner; run: chmod u+rwx " + folder
                   : "the folder " + folder + " belongs to " + user_name(home.st_uid) +
                         "; run: sudo -u " + user_name(home.st_uid) + " shoporder …";
    }
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock", ".open"}) {
        const std::string file = database.string() + suffix;
        struct stat info {};
        if (::stat(file.c_str(), &info) != 0 || ::access(file.c_str(), R_OK | W_OK) == 0)
            continue;
        if (errno == EROFS)
            return read_only;
        if (info.st_uid == home.st_uid)
            return file + " may not be written; run: sudo chmod u+rw " + file;
        return file + " belongs to " + user_name(info.st_uid) + ", its folder to " +
               user_name(home.st_uid) + "; run: sudo chown " + user_name(home.st_uid) + " " + file;
    }
    return {};
}

} // namespace shoporder::store
