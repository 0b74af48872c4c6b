#include "flow/operate/restore_files.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "store/spare_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

constexpr const char* k_kept_suffix = ".before-restore-";
constexpr int k_most_of_a_second = 1000;
constexpr std::size_t k_chunk = std::size_t{1} << 20U;

std::string staging_prefix(const std::filesystem::path& database) {
    return "." + database.filename().string() + ".restore.";
}

std::filesystem::path folder_of(const std::filesystem::path& database) {
    return database.has_parent_path() ? database.parent_path() : ".";
}

bool is_there(const std::filesystem::path& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0;
}

[[noreturn]] void write_failed(const std::filesystem::path& to, int reason) {
    if (reason == ENOSPC || reason == EDQUOT)
        throw store::DiskFull("the disk of " + to.parent_path().parent_path().string() +
                              " is full; the database is untouched, free some space");
    throw base::system_error("cannot write " + to.string(), reason);
}

void write_all(int fd, const char* bytes, std::size_t length, const std::filesystem::path& to) {
    while (length > 0) {
        const ssize_t n = ::write(fd, bytes, length);
        if (n < 0 && errno != EINTR)
            write_failed(to, errno);
        if (n > 0) {
            bytes += n;
            length -= static_cast<std::size_t>(n);
        }
    }
}

bool copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
               const std::function<bool()>& go_on) {
    const base::UniqueFd in{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!in)
        throw base::system_error("cannot read " + from.string(), errno);
    const base::UniqueFd out{
        ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!out || ::fchmod(out.get(), 0600) != 0)
        write_failed(to, errno);
    std::vector<char> bytes(k_chunk);
    while (go_on()) {
        const ssize_t n = ::read(in.get(), bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            throw base::system_error("cannot read " + from.string(), errno);
        if (n > 0) {
            write_all(out.get(), bytes.data(), static_cast<std::size_t>(n), to);
            continue;
        }
        if (::fsync(out.get()) != 0)
            write_failed(to, errno);
        return true;
    }
    return false;
}

void sync_file(const std::filesystem::path& path) {
    const base::UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd || ::fsync(fd.get()) != 0)
        throw base::system_error("cannot write " + path.string(), errno);
}

/// A name that this very file has already, from a restore that was killed before its last step.
std::filesystem::path earlier_name(const std::filesystem::path& database,
                                   const std::string& prefix) {
    struct stat own {};
    if (::stat(database.c_str(), &own) != 0)
        return {};
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder_of(database), error);
         !error && at != std::filesystem::directory_iterator{}; at.increment(error)) {
        struct stat info {};
        if (at->path().filename().string().starts_with(prefix) &&
            ::lstat(at->path().c_str(), &info) == 0 && info.st_ino == own.st_ino &&
            info.st_dev == own.st_dev)
            return at->path();
    }
    return {};
}

/// Gives the file a second name.
std::filesystem::path keep(const std::filesystem::path& database, const std::string& stamp) {
    const std::string prefix = database.filename().string() + k_kept_suffix;
    if (auto earlier = earlier_name(database, prefix); !earlier.empty())
        return earlier;
    for (int number = 1; number <= k_most_of_a_second; ++number) {
        auto name = folder_of(database) /
                    (prefix + stamp + (number == 1 ? "" : "-" + std::to_string(number)));
        if (::link(database.c_str(), name.c_str()) == 0)
            return name;
        if (errno != EEXIST)
            throw base::system_error("cannot give the database the second name " + name.string(),
                                     errno);
    }
    throw Error(Exit::io,
                "too many restores of the same second in " + folder_of(database).string());
}

/// Moves a side file to the name its database keeps; it may be all that is left of somebody's
/// orders.
void set_aside(const std::filesystem::path& database, const std::filesystem::path& kept,
               const char* suffix) {
    const std::string from = database.string() + suffix;
    if (!is_there(from))
        return;
    const std::string to = kept.string() + suffix;
    if (::rename(from.c_str(), to.c_str()) != 0)
        throw base::system_error("cannot rename " + from + " to " + to, errno);
}

} // namespace

Staging::Staging(const std::filesystem::path& database) : m_database(database) {
    std::string name = (folder_of(database) / (staging_prefix(database) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr) // 0700
        throw base::system_error("cannot write in the folder " + folder_of(database).string(),
                                 errno);
    m_folder = name;
    m_file = m_folder / database.filename();
}

Staging::~Staging() {
    std::error_code ignored; // the next restore tries again
    std::filesystem::remove_all(m_folder, ignored);
}

bool Staging::copy(const std::filesystem::path& from, const std::function<bool()>& go_on) {
    if (!copy_file(from, m_file, go_on))
        return false;
    const std::string log = from.string() + "-wal";
    return !is_there(log) || copy_file(log, m_file.string() + "-wal", go_on);
}

std::filesystem::path Staging::publish(const std::string& stamp) {
    sync_file(m_file);
    std::filesystem::path kept;
    const bool replaces = is_there(m_database);
    const bool whole = replaces && store::fold(m_database);
    if (replaces)
        kept = keep(m_database, stamp);
    if (!whole) { // damaged or gone; its log may still hold something for a person
        const std::filesystem::path to =
            replaces ? kept : std::filesystem::path{m_database.string() + k_kept_suffix + stamp};
        for (const char* suffix : {"-wal", "-journal"})
            set_aside(m_database, to, suffix);
    }
    ::unlink((m_database.string() + "-shm").c_str()); // an index, made anew by whoever comes first
    base::sync_folder(folder_of(m_database));
    if (::rename(m_file.c_str(), m_database.c_str()) != 0)
        throw base::system_error("cannot rename " + m_file.string() + " to " + m_database.string(),
                                 errno);
    base::sync_folder(folder_of(m_database));
    return kept;
}

void remove_staged(const std::filesystem::path& database) {
    std::vector<std::filesystem::path> left;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder_of(database), error);
         !error && at != std::filesystem::directory_iterator{}; at.increment(error))
        if (at->path().filename().string().starts_with(staging_prefix(database)))
            left.push_back(at->path());
    for (const auto& folder : left)
        std::filesystem::remove_all(folder, error); // what stays takes room, and is tried again
}

} // namespace shoporder::flow
