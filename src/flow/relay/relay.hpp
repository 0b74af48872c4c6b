#pragma once
// Purpose: getting documents to suppliers: claim, render, upload in windows, record; and taking up
// what was left: reconcile what is uncertain, send what is due.
// One lock for each supplier (flock on STATE/supplier-ID.lock) covers dispatch, retry and a
// person's own run; a busy supplier is skipped with one line.
// State: the database and the suppliers' servers. Fails: a supplier's trouble stays its own and is
// recorded; Error for the database. Threads: run() uses one thread for each connection, at most
// `jobs`, each with a Database of its own.
#include "base/clock.hpp"
#include "base/outcome.hpp"
#include "config/settings.hpp"
#include "log/journal.hpp"
#include "remote/session.hpp"
#include "store/database.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace shoporder::flow {

struct RelayResult {
    std::size_t uploaded = 0; ///< documents, as all but the last three
    std::size_t deferred = 0;
    std::size_t uncertain = 0;
    std::size_t held = 0;
    std::size_t failed = 0;
    std::size_t reconciled = 0;          ///< of `uploaded`: found delivered by looking
    std::size_t skipped_suppliers = 0;   ///< busy with another process
    std::set<std::string> unreachable{}; ///< suppliers whose server did not let us in
    std::vector<std::string> would_send; ///< dry run: "acme: 1001-A-5550001001.xml, 3 lines"
};

/// How far a run is, told about five times a second.
struct RelayProgress {
    RelayResult so_far;
    std::size_t left = 0;      ///< deliveries that are ready or under way
    std::size_t suppliers = 0; ///< served right now
    bool stopping = false;     ///< nothing new is begun
};

struct RelayOptions {
    std::string command = "dispatch"; ///< the actor in events: "dispatch", "retry", "retry (ann)"
    bool ready = true;                ///< plan and send what is ready (dispatch)
    bool deferred = false;            ///< reconcile what is uncertain, send what is due (retry)
    std::vector<std::int64_t> suppliers;     ///< empty: all
    std::vector<std::int64_t> deliveries;    ///< only these, due or not (retry ID…); empty: all
    std::size_t limit = 0;                   ///< at most so many documents in all; 0: no limit
    std::size_t jobs = 8;                    ///< connections at once, of all suppliers together
    std::chrono::seconds longest{300};       ///< no window starts after this
    std::chrono::milliseconds window{10000}; ///< no file is begun later in one; rules.md 4
    /// What waits longer than this for its window's documents to be made goes before the rest.
    std::chrono::milliseconds drafting{5000};
    /// Lets time pass while a refusal may pass; empty: the real one, that hears stop(). For tests.
    std::function<void(std::chrono::milliseconds)> pause;
    bool dry_run = false; ///< changes nothing, sends nothing; counts what would go
    std::function<void(const RelayProgress&)> progress; ///< called by the thread of run()
};

/// Opens a session for a supplier; tests put their own in.
using SessionFactory = std::function<std::unique_ptr<remote::Session>(const remote::Settings&)>;

class Relay {
public:
    Relay(const config::Settings& settings, const base::Clock& clock, const log::Journal& journal,
          SessionFactory sessions = remote::make_session);
    [[nodiscard]] RelayResult run(const RelayOptions& options);
    /// From a signal handler: nothing new starts, what is on the wire is finished, and what does
    /// not end within some seconds is cut off and looked for by the next run.
    void stop() noexcept { m_stop = true; }

private:
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    SessionFactory m_sessions;
    std::atomic<bool> m_stop{false};
};

} // namespace shoporder::flow
