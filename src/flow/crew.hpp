#pragma once
// Purpose: the threads of one run: one for each supplier whose turn it is, and who comes next.
// State: threads, and which suppliers have had their turn. Fails: rethrow() gives the first Error
// of a turn, once all have ended. Threads: start() and wait() by the run's own.
#include "flow/run_context.hpp"
#include "flow/supplier_run.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace shoporder::flow {

class Crew {
public:
    explicit Crew(const RunContext& context) : m_context(context) {}
    ~Crew() { join_all(); }
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Gives seats to these suppliers, as far as there are any: first to who has had none, then to
    /// who has waited longest. A turn that ended badly is the last one in a run.
    void start(const std::set<std::int64_t>& suppliers);
    /// Waits until a turn has ended, or for so long; true when one has.
    bool wait(std::chrono::milliseconds most);
    [[nodiscard]] std::size_t running() const;
    void join_all();
    void rethrow() const;

private:
    void turn(std::int64_t id) noexcept;

    const RunContext& m_context;
    mutable std::mutex m_mutex;
    std::condition_variable m_ended;
    std::size_t m_ends = 0; ///< turns that have ended; also orders who waits
    std::size_t m_seen = 0; ///< of those, the ones wait() has told
    std::list<std::thread> m_threads;
    std::set<std::int64_t> m_running;
    std::set<std::int64_t> m_closed;
    std::map<std::int64_t, std::size_t> m_last_turn;
    std::exception_ptr m_error;
};

} // namespace shoporder::flow
