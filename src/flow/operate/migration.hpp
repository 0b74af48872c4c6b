#pragma once
// Purpose: what bringing the database to this binary's schema would do, and the backup before it.
// The change itself is store's, one transaction at the opening.
// State: the database, read; the folder of backups. Fails: Error; then nothing was changed.
// Threads: one; stop() from any, and from a signal handler.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "store/migration.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace shoporder::flow {

struct MigrationPlan {
    store::Standing standing;
    std::vector<std::string> steps;
    std::filesystem::path backup_folder;
    std::uint64_t free = 0; ///< bytes, where backups are
    bool has_room = false;  ///< for a backup, with `backup.floor` left

    /// There is something to bring to another version.
    [[nodiscard]] bool changes() const { return standing.schema > 0 && !steps.empty(); }
};

class Migration {
public:
    Migration(const config::Settings& settings, const base::Clock& clock,
              std::function<std::uint64_t(const std::filesystem::path&)> free_bytes = {});

    [[nodiscard]] MigrationPlan look() const;
    /// The database as it is, checked, among the other backups, of which none is removed. Error(io)
    /// where it is damaged, Error(partly) after stop().
    [[nodiscard]] std::filesystem::path back_up(const MigrationPlan& plan) const;
    void stop() noexcept { m_stopped = true; }

private:
    [[nodiscard]] std::uint64_t free_in(const std::filesystem::path& folder) const;

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    std::function<std::uint64_t(const std::filesystem::path&)> m_free_bytes;
    std::atomic<bool> m_stopped{false};
};

} // namespace shoporder::flow
