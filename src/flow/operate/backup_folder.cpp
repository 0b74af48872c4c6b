#include "flow/operate/backup_folder.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/database.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

constexpr std::string_view k_prefix = "shoporder-";
constexpr std::string_view k_suffix = ".db";
constexpr std::string_view k_stamp = "00000000T000000Z"; ///< 0 stands for a digit
constexpr std::size_t k_random = 6;                      ///< characters of mkostemp(3)
constexpr int k_most_of_a_second = 1000;
constexpr std::int64_t k_sync_step = std::int64_t{8} << 20U;

bool take(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start))
        return false;
    text.remove_prefix(start.size());
    return true;
}

bool take_stamp(std::string_view& text) {
    if (text.size() < k_stamp.size())
        return false;
    for (std::size_t i = 0; i < k_stamp.size(); ++i)
        if (k_stamp[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != k_stamp[i])
            return false;
    text.remove_prefix(k_stamp.size());
    return true;
}

/// The number of a second's second, third, … backup; 1 of its first; 0: it is no backup's name.
std::int64_t number_of(std::string_view name) {
    if (!take(name, k_prefix) || !take_stamp(name) || !name.ends_with(k_suffix))
        return 0;
    name.remove_suffix(k_suffix.size());
    if (name.empty())
        return 1;
    const bool plain = take(name, "-") && name.size() <= 4 && name[0] != '0' &&
                       name.find_first_not_of("0123456789") == std::string_view::npos;
    const std::int64_t number = plain ? base::parse_int(name).value_or(0) : 0;
    return number > 1 ? number : 0;
}

bool is_unfinished_name(std::string_view name) {
    if (!take(name, ".") || !take(name, k_prefix) || !take_stamp(name) || !take(name, k_suffix) ||
        !take(name, ".") || name.size() < k_random)
        return false;
    name.remove_prefix(k_random);
    return name.empty() || name == "-journal"; // SQLite's, while it writes
}

/// Newest first.
bool is_newer(const std::string& a, const std::string& b) {
    const std::size_t length = k_prefix.size() + k_stamp.size();
    const int order = a.compare(0, length, b, 0, length);
    return order != 0 ? order > 0 : number_of(a) > number_of(b);
}

/// Names of regular files that `wanted` takes.
template <class Wanted>
std::vector<std::string> files(const std::filesystem::path& folder, Wanted wanted) {
    std::vector<std::string> names;
    std::error_code error;
    std::filesystem::directory_iterator at(folder, error);
    for (; !error && at != std::filesystem::directory_iterator{}; at.increment(error)) {
        std::error_code gone;
        const std::string name = at->path().filename().string();
        if (wanted(name) && at->symlink_status(gone).type() == std::filesystem::file_type::regular)
            names.push_back(name);
    }
    if (error)
        throw base::system_error("cannot read the folder " + folder.string(), error.value());
    return names;
}

void create_private(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) {
        if (::chmod(folder.c_str(), 0700) != 0) // whatever the umask took away
            throw base::system_error("cannot set the mode of " + folder.string(), errno);
        base::sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
        return;
    }
    if (errno == ENOENT)
        throw Error(Exit::not_found, "no folder " + folder.parent_path().string() +
                                         ", in which the backup folder would be created");
    if (errno != EEXIST)
        throw base::system_error("cannot create the folder " + folder.string(), errno);
}

/// Whoever can write here could plant a database for `restore`, or remove backups.
void check_private(const std::filesystem::path& folder) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0)
        throw base::system_error("cannot look at the folder " + folder.string(), errno);
    if (!S_ISDIR(info.st_mode))
        throw Error(Exit::config, folder.string() + " is no folder; backups need one");
    if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        throw Error(Exit::permission, "other users can write in the folder " + folder.string() +
                                          "; type: chmod go-w " + folder.string());
    if (info.st_uid != ::geteuid() && info.st_uid != 0)
        throw Error(Exit::permission, "the folder " + folder.string() +
                                          " belongs to another user, who could change backups; "
                                          "name a folder of the database's owner");
}

base::FileLock lock(const std::filesystem::path& folder) {
    auto lock = base::FileLock::attempt(folder / ".shoporder-backup.lock");
    if (!lock)
        throw store::Busy("another backup is writing to " + folder.string() +
                          "; nothing was done, try again when it has finished");
    return std::move(*lock);
}

std::filesystem::path prepared(std::filesystem::path folder) {
    while (!folder.has_filename() && folder.has_relative_path()) // "backups/"
        folder = folder.parent_path();
    create_private(folder);
    check_private(folder);
    return folder;
}

/// false: there is such a file already.
bool rename_new(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    if (errno != EINVAL && errno != ENOSYS)
        throw base::system_error("cannot write " + to.string(), errno);
    // This file system cannot do both in one step (NFS). No other backup runs: we hold the lock.
    struct stat info {};
    if (::lstat(to.c_str(), &info) == 0)
        return false;
    if (::rename(from.c_str(), to.c_str()) != 0)
        throw base::system_error("cannot write " + to.string(), errno);
    return true;
}

} // namespace

UnfinishedBackup::UnfinishedBackup(std::filesystem::path folder, base::Time begun)
    : m_folder(std::move(folder)), m_stamp(stamp_of(begun)) {
    std::string name = (m_folder / ("." + std::string{k_prefix} + m_stamp + std::string{k_suffix} +
                                    "." + std::string(k_random, 'X')))
                           .string();
    m_fd = base::UniqueFd{::mkostemp(name.data(), O_CLOEXEC)};
    if (!m_fd)
        throw base::system_error("cannot write in the folder " + m_folder.string(), errno);
    m_path = name;
    if (::fchmod(m_fd.get(), 0600) != 0) {
        const int reason = errno;
        ::unlink(m_path.c_str());
        throw base::system_error("cannot write in the folder " + m_folder.string(), reason);
    }
}

UnfinishedBackup::~UnfinishedBackup() {
    if (m_path.empty())
        return;
    ::unlink(m_path.c_str());
    ::unlink((m_path.string() + "-journal").c_str());
}

void UnfinishedBackup::sync_some() {
    struct stat info {};
    if (::fstat(m_fd.get(), &info) != 0 || info.st_size - m_synced < k_sync_step)
        return;
    if (::fdatasync(m_fd.get()) != 0)
        throw base::system_error("cannot write " + m_path.string(), errno);
    m_synced = info.st_size;
}

std::filesystem::path UnfinishedBackup::publish() {
    if (::fsync(m_fd.get()) != 0)
        throw base::system_error("cannot write " + m_path.string(), errno);
    for (int number = 1; number <= k_most_of_a_second; ++number) {
        const std::string which = number == 1 ? "" : "-" + std::to_string(number);
        auto to = m_folder / (std::string{k_prefix} + m_stamp + which + std::string{k_suffix});
        if (!rename_new(m_path, to))
            continue;
        m_path.clear();
        base::sync_folder(m_folder);
        return to;
    }
    throw Error(Exit::io, "too many backups of the same second in " + m_folder.string());
}

BackupFolder::BackupFolder(std::filesystem::path folder)
    : m_path(prepared(std::move(folder))), m_lock(lock(m_path)) {}

std::vector<std::string> BackupFolder::backups() const {
    auto names = files(m_path, is_backup_name);
    std::sort(names.begin(), names.end(), is_newer);
    return names;
}

void BackupFolder::remove_unfinished() const {
    for (const std::string& name : files(m_path, is_unfinished_name))
        ::unlink((m_path / name).c_str()); // what stays takes room, and is tried again next time
}

BackupFolder::Pruned BackupFolder::prune(std::size_t keep, const std::string& made) const {
    auto names = backups();
    // A clock that was ahead has left names that are newer than all to come.
    if (const auto at = std::find(names.begin(), names.end(), made); at != names.end())
        std::rotate(names.begin(), at, at + 1);
    Pruned out;
    out.kept = std::min(keep, names.size());
    for (std::size_t i = keep; i < names.size(); ++i) {
        const auto path = m_path / names[i];
        if (::unlink(path.c_str()) == 0 || errno == ENOENT) {
            out.removed.push_back(names[i]);
            continue;
        }
        ++out.kept;
        out.problem =
            "cannot remove " + path.string() + ": " + std::generic_category().message(errno);
    }
    return out;
}

BackupFolder::Pruned BackupFolder::prune_before(base::Time before) const {
    Pruned out;
    const auto names = backups();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto path = m_path / names[i];
        const bool old = backup_time(names[i]).value_or(before) < before;
        if (i > 0 && old && (::unlink(path.c_str()) == 0 || errno == ENOENT)) {
            out.removed.push_back(names[i]);
            continue;
        }
        ++out.kept;
        if (i > 0 && old)
            out.problem =
                "cannot remove " + path.string() + ": " + std::generic_category().message(errno);
        else if (old)
            out.problem = path.string() +
                          " holds data that was redacted over a month ago, and is "
                          "the only backup; run `shoporder backup`, then this again";
    }
    return out;
}

std::optional<NewestBackup> newest_backup(const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder))
        return std::nullopt;
    std::optional<NewestBackup> newest;
    for (const std::string& name : files(folder, is_backup_name))
        if (const auto begun = backup_time(name);
            begun && (!newest || is_newer(name, newest->name)))
            newest = NewestBackup{name, *begun};
    return newest;
}

bool is_backup_name(std::string_view name) noexcept {
    return number_of(name) > 0;
}

std::optional<base::Time> backup_time(std::string_view name) {
    if (!is_backup_name(name))
        return std::nullopt;
    const std::string stamp{name.substr(k_prefix.size(), k_stamp.size())};
    const auto part = [&stamp](std::size_t at, std::size_t length) {
        return stamp.substr(at, length);
    };
    return base::parse_time(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 5) + ":" + part(11, 2) +
                            ":" + part(13, 3));
}

std::string stamp_of(base::Time time) {
    std::string stamp;
    for (const char c : base::format_time(time).substr(0, 19)) // without a fraction
        if (c != '-' && c != ':')
            stamp += c;
    return stamp + "Z";
}

} // namespace shoporder::flow
