#pragma once
// Purpose: collecting what suppliers say of their orders: by receipt, by pick-up, by answer.
// The supplier's lock of delivery (flock on STATE/supplier-ID.lock) is held here, too, so that the
// two never have more sessions together than the supplier allows.
// State: the database and the suppliers' servers. Fails: a supplier's trouble stays its own and is
// recorded; Error for the database.
// Threads: run() uses one thread for each supplier, at most `jobs`, each with a Database of its
// own.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/collect/apply.hpp"
#include "log/journal.hpp"
#include "remote/session.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shoporder::flow {

struct CollectResult {
    std::size_t files = 0;    ///< fetched and stored
    std::size_t repeated = 0; ///< of these, known by their bytes
    AnswerCounts answers;
    std::size_t troubled = 0; ///< suppliers that could not be asked
    std::size_t busy = 0;     ///< suppliers that another process is talking to
    std::size_t not_yet = 0;  ///< files that are not whole yet
    std::size_t skipped = 0;  ///< files with names nobody may ask for
    void add(const CollectResult& other);
};

struct CollectOptions {
    std::string command = "confirm";        ///< the actor in events: "confirm", "confirm (ann)"
    std::vector<std::int64_t> suppliers;    ///< empty: all
    bool by_hand = false;                   ///< also those whose next look is not due yet
    std::size_t jobs = 8;                   ///< connections at once
    std::chrono::seconds longest{120};      ///< of one supplier; the rest waits for the next run
    std::chrono::milliseconds steady{2000}; ///< between two looks at a new file's size
    /// Waits for another process to let go of a supplier.
    std::chrono::milliseconds patience{5000};
};

class Collector {
public:
    using SessionFactory = std::function<std::unique_ptr<remote::Session>(const remote::Settings&)>;
    /// All are kept and must outlive it; tests put sessions of their own in.
    Collector(const config::Settings& settings, const base::Clock& clock,
              const log::Journal& journal, SessionFactory sessions = remote::make_session);
    [[nodiscard]] CollectResult run(const CollectOptions& options);
    /// From a signal handler: nothing new is begun.
    void stop() noexcept { m_stop = true; }

private:
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    SessionFactory m_sessions;
    std::atomic<bool> m_stop{false};
};

} // namespace shoporder::flow
