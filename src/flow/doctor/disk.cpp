#include "flow/doctor/disk.hpp"

#include "report/size_text.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <thread>

namespace shoporder::flow {

namespace {

using report::size_text;

constexpr std::uint64_t k_mib = 1U << 20U;
constexpr std::uint64_t k_gib = 1U << 30U;
/// The log is cut back to 64 MiB whenever it begins anew; twice that is no burst.
constexpr std::uint64_t k_grown = 128 * k_mib;
constexpr std::size_t k_shown = 3;
constexpr std::chrono::milliseconds k_between_looks{300};
/// SQLite's read locks in DATABASE-shm, of one byte each (sqlite.org/walformat.html, 2.3).
constexpr base::ByteRange k_read_marks{123, 127};

std::uint64_t size_of(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

std::uint64_t size_of_folder(const std::filesystem::path& folder) {
    std::uint64_t sum = 0;
    std::error_code error;
    std::filesystem::directory_iterator entry{folder, error};
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error))
        sum += size_of(entry->path());
    return sum;
}

bool is_same_disk(const std::filesystem::path& one, const std::filesystem::path& other) {
    struct stat a {};
    struct stat b {};
    return ::stat(one.c_str(), &a) == 0 && ::stat(other.c_str(), &b) == 0 && a.st_dev == b.st_dev;
}

std::optional<base::Time> started(pid_t pid) {
    struct stat info {};
    if (::stat(("/proc/" + std::to_string(pid)).c_str(), &info) != 0)
        return std::nullopt;
    return base::Time{std::chrono::seconds{info.st_mtim.tv_sec}};
}

std::string words(const Reader& reader, base::Time now) {
    std::string out = "process " + std::to_string(reader.who.pid);
    if (!reader.who.command.empty())
        out += " (" + reader.who.command + ")";
    if (reader.started && now > *reader.started)
        out += ", which runs for " + base::format_span(now - *reader.started);
    return out;
}

std::filesystem::path beside(const std::filesystem::path& database, const char* end) {
    return database.string() + end;
}

} // namespace

void judge_disk(const Disk& disk, Findings& out) {
    const std::string folder = disk.folder.string();
    std::vector<Taken> taken = disk.taken;
    std::sort(taken.begin(), taken.end(),
              [](const Taken& a, const Taken& b) { return a.bytes > b.bytes; });
    std::uint64_t ours = 0;
    std::string biggest;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        ours += taken[i].bytes;
        if (i < k_shown && taken[i].bytes > 0)
            biggest +=
                (biggest.empty() ? "" : ", ") + taken[i].what + " " + size_text(taken[i].bytes);
    }
    const bool scarce = disk.free < disk.total / 10 && disk.free < 20 * k_gib;
    const bool nearly_full = disk.free < disk.total / 100 || disk.free < 256 * k_mib;
    if (scarce || nearly_full) {
        const bool mostly_ours = ours > (disk.total - disk.free) / 4 && !taken.empty();
        out.add(nearly_full ? report::Severity::fault : report::Severity::warning, "disk-full",
                folder,
                "the disk of " + folder + " is nearly full: " + size_text(disk.free) + " of " +
                    size_text(disk.total) +
                    " are free; of shoporder's: " + (biggest.empty() ? "nothing" : biggest),
                mostly_ours ? taken.front().remedy
                            : "most of it is not shoporder's: `du -xhd2 / | sort -h | tail` "
                              "shows the largest folders");
    }
    if (disk.files > 0 && disk.free_files < disk.files / 100)
        out.fault("disk-files", folder,
                  "the disk of " + folder + " can hold only " + std::to_string(disk.free_files) +
                      " more files, however small",
                  "`du --inodes -xd2 / | sort -n | tail` shows the folders with the most files");
}

std::optional<Disk> look_at_disk(const config::Settings& settings) {
    Disk out;
    out.folder = settings.state_folder();
    struct statvfs info {};
    if (::statvfs(out.folder.c_str(), &info) != 0)
        return std::nullopt;
    out.total = info.f_blocks * info.f_frsize;
    out.free = info.f_bavail * info.f_frsize;
    out.files = info.f_files;
    out.free_files = info.f_favail;
    const auto& database = settings.database;
    out.taken = {
        {"database", size_of(database),
         "`shoporder purge --dry-run` says what older data could go; the settings `retention.*` "
         "say how long it stays"},
        {"write-ahead log", size_of(beside(database, "-wal")),
         "`systemctl status shoporder`: the log is emptied by `serve`, unless somebody reads"},
        {"reserve", size_of(beside(database, ".reserve")),
         "the reserve gives way by itself; make room elsewhere"},
    };
    if (const auto backups = settings.backup_folder(); is_same_disk(backups, out.folder))
        out.taken.push_back({"backups", size_of_folder(backups),
                             "lower `backup.keep`, or set `backup.folder` to another disk; then "
                             "`shoporder backup`"});
    return out;
}

void judge_log(const WriteAheadLog& log, base::Time now, Findings& out) {
    if (log.bytes < k_grown)
        return;
    std::string text =
        "the write-ahead log " + log.path.string() + " has grown to " + size_text(log.bytes);
    if (!log.readers.empty()) {
        std::string who;
        std::string pids;
        for (const Reader& reader : log.readers) {
            who += (who.empty() ? "" : "; ") + words(reader, now);
            pids += " " + std::to_string(reader.who.pid);
        }
        out.warning("log-held", log.path.string(),
                    text + ", because somebody reads the database without an end: " + who,
                    "end that program, or `kill" + pids +
                        "`; the log is then emptied with the next orders");
        return;
    }
    if (!log.has_server)
        out.warning("log-grown", log.path.string(), text + ", and no `serve` runs that empties it",
                    "`systemctl start shoporder`");
    else
        out.hint("log-grown", log.path.string(),
                 text + "; nobody keeps it so now, and it gets smaller with the next orders",
                 "if it is as large in an hour: `systemctl restart shoporder`");
}

std::vector<base::LockHolder> readers_of(const std::filesystem::path& database) {
    return base::lock_holders(beside(database, "-shm"), k_read_marks);
}

WriteAheadLog look_at_log(const std::filesystem::path& database) {
    WriteAheadLog out;
    out.path = beside(database, "-wal");
    out.bytes = size_of(out.path);
    if (out.bytes < k_grown)
        return out;
    const auto first = readers_of(database);
    std::this_thread::sleep_for(k_between_looks);
    for (base::LockHolder& holder : readers_of(database)) {
        const bool both = std::any_of(first.begin(), first.end(),
                                      [&](const auto& each) { return each.pid == holder.pid; });
        if (both)
            out.readers.push_back({holder, started(holder.pid)});
    }
    const auto present = base::lock_holders(beside(database, ".open"));
    out.has_server = std::any_of(present.begin(), present.end(), [](const auto& each) {
        return each.command.find(" serve") != std::string::npos;
    });
    return out;
}

void judge_state(const std::vector<StateFile>& files, const StateFile& folder,
                 const std::string& owner_name, Findings& out) {
    for (const StateFile& file : files) {
        const std::string path = file.path.string();
        if (file.owner != folder.owner)
            out.fault("database-owner", path,
                      fmt::format("the file {} belongs to another user than its folder ({}), who "
                                  "may not be able to write it",
                                  path, owner_name),
                      fmt::format("`chown {}: {}`", owner_name, path));
        if ((file.mode & 077U) != 0 && (folder.mode & 077U) != 0)
            out.fault("database-open", path,
                      fmt::format("the file {} is open to others (mode {:04o}), and holds "
                                  "customers' addresses",
                                  path, file.mode),
                      fmt::format("`chmod 600 {}`", path));
    }
}

void look_at_state(const config::Settings& settings, Findings& out) {
    struct stat folder {};
    if (::stat(settings.state_folder().c_str(), &folder) != 0)
        return;
    std::vector<StateFile> files;
    for (const char* const end :
         {"", "-wal", "-shm", ".lock", ".open", ".reserve", ".redactions"}) {
        struct stat info {};
        const auto path = beside(settings.database, end);
        if (::stat(path.c_str(), &info) == 0)
            files.push_back({path, info.st_mode & 0777U, info.st_uid});
    }
    const passwd* entry = ::getpwuid(folder.st_uid);
    judge_state(files, {settings.state_folder(), folder.st_mode & 0777U, folder.st_uid},
                entry == nullptr ? std::to_string(folder.st_uid) : entry->pw_name, out);
}

} // namespace shoporder::flow
