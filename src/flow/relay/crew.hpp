#pragma once
// Purpose: the threads of one run: one for each supplier whose turn it is, and who comes next.
// State: threads, and which suppliers have had their turn. Fails: rethrow() gives the first Error
// of a turn, once all have ended. Threads: start() and wait() by the run's own.
#include "flow/relay/run_context.hpp"
#include "flow/relay/supplier_run.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

namespace shoporder::flow {

class Crew {
public:
    explicit Crew(const RunContext& context);
    ~Crew() { join_all(); }
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Gives seats to these suppliers, as far as there are any: first to who has had none, then to
    /// who has waited longest. A turn that ended badly is the last one in a run.
    /// `failing`: those whose last connection failed. They come after the others and hold at most
    /// half of the seats, because a server that says nothing holds its seat until a time limit.
    void start(const std::set<std::int64_t>& suppliers, const std::set<std::int64_t>& failing);
    /// Waits until a turn has ended, or for so long; true when one has.
    bool wait(std::chrono::milliseconds most);
    [[nodiscard]] std::size_t running() const;
    void join_all();
    void rethrow() const;

private:
    [[nodiscard]] std::vector<std::int64_t> in_order(const std::set<std::int64_t>& suppliers,
                                                     const std::set<std::int64_t>& failing);
    void turn(std::int64_t id) noexcept;

    const RunContext& m_context;
    const std::size_t m_most_probes;
    std::mt19937_64 m_random{std::random_device{}()};
    mutable std::mutex m_mutex;
    std::condition_variable m_ended;
    std::size_t m_ends = 0; ///< turns that have ended; also orders who waits
    std::size_t m_seen = 0; ///< of those, the ones wait() has told
    std::list<std::thread> m_threads;
    std::set<std::int64_t> m_running;
    std::set<std::int64_t> m_probes; ///< of those running, who was failing
    std::set<std::int64_t> m_closed;
    std::map<std::int64_t, std::size_t> m_last_turn;
    std::exception_ptr m_error;
};

} // namespace shoporder::flow
