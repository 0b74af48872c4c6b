#pragma once
// Purpose: what is older than its retention goes, while `serve` writes; and what a redaction left
// behind: one that was interrupted, answers that came later, backups that are too old.
// State: the database, in small transactions; the folder of backups. Fails: Error(no) for a clock
// that may be wrong; Error from the database. What was removed stays removed.
// Threads: one; stop() from any, and from a signal handler.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/operate/operate.hpp"
#include "store/database.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::flow {

struct PurgeOptions {
    bool dry_run = false;
    bool trust_clock = false;
    Person person;
};

struct PurgeResult {
    std::vector<std::pair<std::string, std::size_t>> counts; ///< by kind of retention
    std::size_t redacted = 0;          ///< orders and webhooks of redactions that were not complete
    std::vector<std::int64_t> tasks{}; ///< carried out, with privacy.auto
    std::vector<std::string> backups_removed{}; ///< older than a redaction of over a month ago
    std::size_t freed_pages = 0;
    std::size_t longest_lock = 0; ///< ms
    bool stopped = false;
    std::vector<std::string> problems{}; ///< a line each
};

class Purge {
public:
    Purge(store::Database& database, const config::Settings& settings, const base::Clock& clock)
        : m_database(database), m_settings(settings), m_clock(clock) {}

    [[nodiscard]] PurgeResult run(const PurgeOptions& options);
    void stop() noexcept { m_stopped = true; }

private:
    void check_clock() const;
    void finish_redactions(const PurgeOptions& options, PurgeResult& result);
    void carry_out_tasks(const PurgeOptions& options, PurgeResult& result);
    void remove_old_rows(const PurgeOptions& options, PurgeResult& result);
    void free_space(PurgeResult& result);
    void remove_old_backups(PurgeResult& result);
    /// A transaction; when the disk is full the reserve gives way. How long others waited.
    template <class Work>
    std::chrono::steady_clock::duration change(const Work& work);

    store::Database& m_database;
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    std::size_t m_longest = 0; ///< ms
    std::atomic<bool> m_stopped{false};
};

} // namespace shoporder::flow
