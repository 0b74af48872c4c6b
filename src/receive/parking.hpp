#pragma once
// Purpose: where connections wait that have nothing to read, and the listeners with them: one
// epoll set. A connection is armed for one event; whoever takes it out owns it.
// State: an epoll and an event descriptor. Fails: Error(io) when they cannot be made.
// Threads: park() and wake() from anywhere, all else from the one loop.
#include "receive/connection.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace shoporder::receive {

class Parking {
public:
    Parking();

    void watch(int listening_fd);
    void unwatch(int listening_fd) noexcept;

    /// A connection that epoll cannot take (no memory) is closed.
    void park(std::unique_ptr<Connection> connection);

    /// Ends the wait under way, or the next one. Async-signal-safe.
    void wake() noexcept;

    struct Ready {
        std::vector<int> listeners;
        std::vector<std::unique_ptr<Connection>> connections;
    };
    /// At most `most`, and no longer than a tenth of a second while connections are parked.
    void wait(Ready& ready, std::chrono::milliseconds most);

    /// Takes out what has waited too long. Idle connections also when `idle_until` has passed.
    [[nodiscard]] std::vector<std::unique_ptr<Connection>> take_expired(Instant now,
                                                                        Instant idle_until);

private:
    base::UniqueFd m_epoll;
    base::UniqueFd m_event;
    std::mutex m_mutex;
    std::unordered_map<int, std::unique_ptr<Connection>> m_parked;
    bool m_sleeps_long = false; ///< the loop waits without looking at deadlines
};

} // namespace shoporder::receive
