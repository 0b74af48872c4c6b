#include "flow/operate/backup.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "flow/operate/backup_folder.hpp"
#include "report/size_text.hpp"
#include "store/events.hpp"

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

std::uint64_t free_in(const std::filesystem::path& folder, const BackupOptions& options) {
    return options.free_bytes ? options.free_bytes(folder) : base::free_space(folder);
}

void check_room(const std::filesystem::path& folder, std::uint64_t needed,
                const BackupOptions& options) {
    const std::uint64_t free = free_in(folder, options);
    if (free >= needed && free - needed >= options.floor_bytes)
        return;
    throw store::DiskFull("not enough space in " + folder.string() + ": the backup needs " +
                          report::size_text(needed) + " and " +
                          report::size_text(options.floor_bytes) +
                          " must stay free (backup.floor), but only " + report::size_text(free) +
                          " are free; free some space, or name a folder on another disk");
}

Error stopped() {
    return {Exit::partly, "stopped before the backup was complete; nothing was kept of it, and "
                          "earlier backups are untouched"};
}

/// For `log`, and so that it can be said how old the last backup is.
void record(store::Database& database, const BackupOptions& options, const BackupResult& result,
            base::Time now) {
    store::Write write(database);
    store::Event event{now, "operator"};
    event.actor = options.actor;
    event.text = "backup " + result.file.string() + " written, " + report::size_text(result.size);
    store::add_event(write, event);
    store::add_tally(write, "backup", result.at);
    write.commit();
}

} // namespace

void Backup::leave_if_stopped() const {
    if (m_stopped)
        throw stopped();
}

void Backup::write(store::Database& database, UnfinishedBackup& unfinished,
                   const BackupOptions& options) {
    const std::filesystem::path& to = unfinished.path();
    bool full = false;
    const bool whole = store::copy_database(database, to, [&] {
        unfinished.sync_some();
        // Others write to this disk as well, `serve` for one: it must not run full because of us.
        full = free_in(to.parent_path(), options) < options.floor_bytes;
        return !full && !m_stopped;
    });
    if (full)
        throw store::DiskFull("less than " + report::size_text(options.floor_bytes) +
                              " (backup.floor) are free in " + to.parent_path().string() +
                              " by now; the backup was given up, earlier ones are untouched");
    if (!whole)
        throw stopped();
}

std::int64_t Backup::check(store::Database& database, const std::filesystem::path& path,
                           const store::Newest& up_to, const store::Contents& before) {
    store::Database copy(path, store::Access::read);
    const std::string fault = store::check_thoroughly(copy);
    if (fault != "ok")
        throw Error(Exit::io, "the copy of " + database.path().string() + " is damaged (" + fault +
                                  "), and so may be the database; earlier backups are untouched, "
                                  "check the disk");
    leave_if_stopped();
    const store::Contents found = store::contents(copy, up_to);
    const std::string wrong = store::mismatch(found, before, store::contents(database, up_to));
    if (!wrong.empty())
        throw Error(Exit::io, "the copy of " + database.path().string() + " is not complete (" +
                                  wrong + "); earlier backups are untouched");
    return found.orders;
}

BackupResult Backup::run(const BackupOptions& options) {
    const auto started = std::chrono::steady_clock::now();
    BackupResult result;
    store::Database database(m_settings.database, store::Access::write);
    {
        const BackupFolder folder(std::filesystem::absolute(options.folder));
        // First, although nothing new is safe yet: they are of no use, and may take the room.
        folder.remove_unfinished();
        check_room(folder.path(), store::copy_size(database), options);
        result.at = m_clock.now();
        UnfinishedBackup unfinished(folder.path(), result.at);
        const store::Newest up_to = store::newest(database);
        const store::Contents before = store::contents(database, up_to);
        write(database, unfinished, options);
        result.orders = check(database, unfinished.path(), up_to, before);
        result.size = std::filesystem::file_size(unfinished.path());
        leave_if_stopped();
        result.file = unfinished.publish();
        auto pruned = folder.prune(options.keep, result.file.filename().string());
        result.kept = pruned.kept;
        result.removed = std::move(pruned.removed);
        if (!pruned.problem.empty())
            result.problems.push_back(std::move(pruned.problem));
    }
    try {
        record(database, options, result, m_clock.now());
    } catch (const Error& error) {
        result.problems.push_back(std::string{"the time of this backup was not recorded: "} +
                                  error.what());
    }
    result.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - started);
    return result;
}

} // namespace shoporder::flow
