#pragma once
// Purpose: connections with something to read, waiting for a worker; bounded.
// State: a queue. Fails: push() gives the connection back when there is no room.
// Threads: all of it.
#include "receive/connection.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace shoporder::receive {

class ConnectionQueue {
public:
    explicit ConnectionQueue(std::size_t most) : m_most(most) {}

    /// Leaves `connection` with the caller and returns false when the queue is full.
    [[nodiscard]] bool push(std::unique_ptr<Connection>& connection) {
        {
            const std::lock_guard lock(m_mutex);
            // What idle workers will take at once does not wait.
            if (m_waiting.size() >= m_most + m_idle) {
                return false;
            }
            m_waiting.push_back(std::move(connection));
        }
        m_filled.notify_one();
        return true;
    }

    /// Waits for one; null after close() once all are taken.
    [[nodiscard]] std::unique_ptr<Connection> pop() {
        std::unique_lock lock(m_mutex);
        ++m_idle;
        m_filled.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
        --m_idle;
        if (m_waiting.empty()) {
            return nullptr;
        }
        std::unique_ptr<Connection> connection = std::move(m_waiting.front());
        m_waiting.pop_front();
        return connection;
    }

    void close() {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_filled.notify_all();
    }

private:
    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<std::unique_ptr<Connection>> m_waiting;
    std::size_t m_idle = 0;
    bool m_closed = false;
};

} // namespace shoporder::receive
