#pragma once
// Purpose: what the turns and connections of one run share: settings, the run's budget of documents
// and of connections, what has been done so far, and the sessions that are on the wire.
// State: counters under mutexes. Fails: not at all. Threads: any.
#include "flow/plan/formats.hpp"
#include "flow/relay/relay.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <set>

namespace shoporder::flow {

/// A number of things to be taken from and given back to.
class Budget {
public:
    /// 0: without an end.
    explicit Budget(std::size_t most)
        : m_left(most == 0 ? std::numeric_limits<std::size_t>::max() : most) {}
    /// Up to `wanted`.
    [[nodiscard]] std::size_t take(std::size_t wanted);
    void give_back(std::size_t count);

private:
    std::mutex m_mutex;
    std::size_t m_left;
};

/// Connections that may be open at once. Each supplier gets one before anybody gets a second one.
class Seats {
public:
    explicit Seats(std::size_t most) : m_free(most) {}
    [[nodiscard]] bool take();
    /// A further one for a supplier who has one: only while no other supplier waits.
    [[nodiscard]] bool take_spare();
    void give_back();
    /// How many suppliers have work and no seat.
    void set_waiting(std::size_t suppliers);
    [[nodiscard]] bool are_wanted() const;

private:
    mutable std::mutex m_mutex;
    std::size_t m_free;
    std::size_t m_waiting = 0;
};

/// What a run has done.
class Totals {
public:
    void add(const RelayResult& part);
    [[nodiscard]] RelayResult so_far() const;

private:
    mutable std::mutex m_mutex;
    RelayResult m_result;
};

/// Documents whose next step was refused in this run by a word that may pass. Only another run
/// counts as another try.
class Refusals {
public:
    void add(std::int64_t document);
    [[nodiscard]] bool has(std::int64_t document) const;

private:
    mutable std::mutex m_mutex;
    std::set<std::int64_t> m_documents;
};

/// The sessions that are open, so that they can be cut off.
class Wire {
public:
    void add(remote::Session& session);
    void remove(remote::Session& session);
    void cut();

private:
    std::mutex m_mutex;
    std::set<remote::Session*> m_sessions;
    bool m_cut = false;
};

struct RunContext {
    const config::Settings& settings;
    const base::Clock& clock;
    const log::Journal& journal;
    const SessionFactory& sessions;
    const RelayOptions& options;
    const std::atomic<bool>& stop;
    base::Time end; ///< no window starts after this
    Budget& documents;
    Seats& seats;
    Totals& totals;
    Wire& wire;
    Refusals& refusals;
    Formats& formats;
};

} // namespace shoporder::flow
