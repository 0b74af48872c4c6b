#include "flow/operate/migration.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "flow/operate/backup_folder.hpp"
#include "store/spare_file.hpp"

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

} // namespace

Migration::Migration(const config::Settings& settings, const base::Clock& clock,
                     std::function<std::uint64_t(const std::filesystem::path&)> free_bytes)
    : m_settings(settings), m_clock(clock), m_free_bytes(std::move(free_bytes)) {}

std::uint64_t Migration::free_in(const std::filesystem::path& folder) const {
    return m_free_bytes ? m_free_bytes(folder) : base::free_space(folder);
}

MigrationPlan Migration::look() const {
    MigrationPlan plan;
    plan.standing = store::standing(m_settings.database);
    plan.steps = store::steps_from(plan.standing.schema);
    plan.backup_folder = std::filesystem::absolute(m_settings.backup_folder());
    if (!plan.changes())
        return plan;
    auto folder = plan.backup_folder; // it is created with the first backup
    if (!std::filesystem::exists(folder))
        folder = folder.parent_path();
    plan.free = std::filesystem::exists(folder) ? free_in(folder) : 0;
    plan.has_room = plan.free >= plan.standing.size &&
                    plan.free - plan.standing.size >= m_settings.backup.floor_bytes;
    return plan;
}

std::filesystem::path Migration::back_up(const MigrationPlan& plan) const {
    const BackupFolder folder(plan.backup_folder);
    folder.remove_unfinished();
    UnfinishedBackup unfinished(folder.path(), m_clock.now());
    bool full = false;
    const bool whole = store::copy_older(m_settings.database, unfinished.path(), [&] {
        full = free_in(folder.path()) < m_settings.backup.floor_bytes;
        return !full && !m_stopped;
    });
    if (full)
        throw store::DiskFull("too little is free in " + folder.path().string() +
                              " by now (backup.floor); nothing was changed");
    if (!whole)
        throw Error(Exit::partly, "stopped; nothing was changed");
    const store::Inspected copy = store::inspect(unfinished.path());
    if (!copy.fault.empty())
        throw Error(Exit::io, "the copy of " + m_settings.database.string() + " is damaged (" +
                                  copy.fault +
                                  "), and so may be the database; nothing was "
                                  "changed, check the disk");
    return unfinished.publish();
}

} // namespace shoporder::flow
