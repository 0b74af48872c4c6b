#include "flow/operate/restore.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "flow/operate/backup_folder.hpp"
#include "flow/operate/redact.hpp"
#include "flow/operate/redaction_list.hpp"
#include "flow/operate/restore_files.hpp"
#include "report/size_text.hpp"
#include "store/backup.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

constexpr std::uint64_t k_room_to_work = 16U << 20U; ///< the log of what is changed in the copy

std::uint64_t size_of(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

void check_file(const std::filesystem::path& file, const std::filesystem::path& database) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0 && errno == ENOENT)
        throw Error(Exit::not_found, "no file " + file.string());
    if (::stat(file.c_str(), &info) != 0 || ::access(file.c_str(), R_OK) != 0)
        throw base::system_error("cannot read " + file.string() + " as the owner of " +
                                     database.parent_path().string(),
                                 errno);
    if (!S_ISREG(info.st_mode))
        throw Error(Exit::data, file.string() + " is no file; name a backup");
    std::error_code error;
    if (std::filesystem::equivalent(file, database, error) && !error)
        throw Error(Exit::data, file.string() + " is the database itself; name a backup");
}

/// By a clock that is behind, the restore would seem older than orders that had been sent by then.
/// One that was far ahead once counts for nothing: it would hold all orders to come.
base::Time time_of_restore(const RestorePlan& plan) {
    const base::Time newest = plan.backup.newest_event_at.value_or(plan.now);
    return newest - plan.now < std::chrono::hours{24} ? std::max(plan.now, newest) : plan.now;
}

} // namespace

Restore::Restore(const config::Settings& settings, const base::Clock& clock, RestoreOptions options)
    : m_settings(settings),
      m_clock(clock),
      m_options(std::move(options)),
      m_alone(settings.database) {}

void Restore::leave_if_stopped() const {
    if (m_stopped)
        throw Error(Exit::partly, "stopped; the database is what it was");
}

void Restore::check_room(std::uint64_t needed) const {
    const auto folder = m_settings.state_folder();
    const std::uint64_t free =
        m_options.free_bytes ? m_options.free_bytes(folder) : base::free_space(folder);
    if (free < needed)
        throw store::DiskFull("not enough space in " + folder.string() + ": the copy needs " +
                              report::size_text(needed) + ", and only " + report::size_text(free) +
                              " are free; the database there is now stays beside it");
}

RestorePlan Restore::look() const {
    const auto& file = m_options.file;
    check_file(file, m_settings.database);
    RestorePlan plan;
    plan.now = m_clock.now();
    plan.backup = store::inspect(file);
    if (!plan.backup.fault.empty())
        throw Error(Exit::data, file.string() + " is damaged (" + plan.backup.fault +
                                    "); nothing was changed, take another backup");
    plan.size = size_of(file) + size_of(file.string() + "-wal");
    // A clock that was ahead must not make the backup newer than now.
    plan.at = std::min(backup_time(file.filename().string())
                           .value_or(plan.backup.newest_event_at.value_or(plan.now)),
                       plan.now);
    plan.replaces = std::filesystem::exists(m_settings.database);
    check_room(plan.size + plan.size / 10 + k_room_to_work);
    return plan;
}

namespace {

/// Databases whose lists of redactions count: the one that is replaced, and those that lie where
/// the backup lies or one folder above, where it was made. Who restores into another place, to look
/// or to move, must not see again whom the shop has forgotten.
std::vector<std::filesystem::path> with_redactions(const std::filesystem::path& database,
                                                   const std::filesystem::path& backup) {
    std::vector<std::filesystem::path> out{database};
    const auto own = redaction_list(database);
    const auto folder = std::filesystem::absolute(backup).parent_path();
    for (const auto& where : {folder, folder.parent_path()}) {
        std::error_code closed; // to us: then nobody of ours has made a list there
        for (const auto& entry : std::filesystem::directory_iterator(where, closed)) {
            auto path = entry.path();
            if (path.extension() == own.extension() && path != own)
                out.push_back(path.replace_extension());
        }
    }
    return out;
}

} // namespace

void Restore::make_ready(const std::filesystem::path& copy, const RestorePlan& plan,
                         RestoreResult& result) {
    if (!store::fold(copy))
        throw Error(Exit::io, "the copy of " + m_options.file.string() +
                                  " is damaged; the database is untouched, check the disk");
    store::give_auto_vacuum(copy);
    leave_if_stopped();
    {
        store::Database database(copy, store::Access::migrate);
        const std::string fault = store::check_thoroughly(database);
        if (fault != "ok")
            throw Error(Exit::io, "the copy of " + m_options.file.string() + " is damaged (" +
                                      fault + "); the database is untouched, check the disk");
        leave_if_stopped();
        // Before anybody can read it: what was forgotten since the backup is forgotten again.
        const Person person{m_options.actor, "redacted before the restore"};
        for (const auto& listed_at : with_redactions(m_settings.database, m_options.file))
            result.redacted += reapply_redactions(database, listed_at, person, m_clock);
        store::Restoring how;
        how.backup = plan.at;
        how.actor = m_options.actor;
        how.now = time_of_restore(plan);
        store::Write write(database);
        result.restored = store::mark_restored(write, database, how);
        write.commit();
    }
    store::settle(copy);
}

RestoreResult Restore::run(const RestorePlan& plan) {
    const auto started = std::chrono::steady_clock::now();
    RestoreResult result;
    remove_staged(m_settings.database);
    {
        Staging staging(m_settings.database);
        if (!staging.copy(m_options.file, [this] { return !m_stopped; }))
            leave_if_stopped();
        make_ready(staging.file(), plan, result);
        leave_if_stopped();
        result.kept = staging.publish(stamp_of(plan.now));
    }
    result.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - started);
    return result;
}

} // namespace shoporder::flow
