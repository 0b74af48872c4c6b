#pragma once
// Purpose: a backup becomes the database again, and nothing that may have been sent since is sent
// a second time (rules.md 3).
// State: the database's file and folder, which nobody else uses meanwhile. All that must be true
// before anyone may send is written into the copy before it becomes the database: every supplier is
// paused, and what was open is in doubt.
// Fails: Error; then the database is what it was. store::Busy where somebody has it open.
// Threads: one; stop() from any, and from a signal handler.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "store/presence.hpp"
#include "store/restored.hpp"
#include "store/spare_file.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace shoporder::flow {

struct RestoreOptions {
    std::filesystem::path file;
    std::string actor; ///< for the history
    /// Bytes that are free in a folder; for tests.
    std::function<std::uint64_t(const std::filesystem::path&)> free_bytes;
};

/// What a restore would do, and from when.
struct RestorePlan {
    store::Inspected backup;
    std::uint64_t size = 0; ///< bytes
    base::Time at;          ///< of the backup: by its name, else its newest event
    base::Time now;
    bool replaces = false; ///< there is a database
};

struct RestoreResult {
    std::filesystem::path kept; ///< the database there was; empty: none
    store::Restored restored;
    std::size_t redacted = 0; ///< orders and webhooks that were redacted since the backup
    std::chrono::milliseconds took{0};
};

class Restore {
public:
    /// Nobody else can open the database for as long as this lives.
    Restore(const config::Settings& settings, const base::Clock& clock, RestoreOptions options);

    /// Checks the file and the room. Error(data) for a file that cannot be restored.
    [[nodiscard]] RestorePlan look() const;
    /// Error(partly) when stop() was called before the last step.
    [[nodiscard]] RestoreResult run(const RestorePlan& plan);
    void stop() noexcept { m_stopped = true; }

private:
    void check_room(std::uint64_t needed) const;
    void make_ready(const std::filesystem::path& copy, const RestorePlan& plan,
                    RestoreResult& result);
    void leave_if_stopped() const;

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    RestoreOptions m_options;
    store::Alone m_alone;
    std::atomic<bool> m_stopped{false};
};

} // namespace shoporder::flow
