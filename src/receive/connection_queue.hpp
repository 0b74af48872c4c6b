#pragma once
// Purpose: what waits for a worker: connections with something to read, bounded, and answers to be
// sent, which are bounded by the connections that wait for them and go first.
// State: two queues. Fails: push() gives the connection back when there is no room.
// Threads: all of it.
#include "receive/connection.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace shoporder::receive {

struct Task {
    std::unique_ptr<Connection> connection;
    std::optional<Response> answer; ///< to its request; without one there is something to read
    bool may_keep = false;          ///< with an answer: the connection may carry another request
};

class ConnectionQueue {
public:
    explicit ConnectionQueue(std::size_t most) : m_most(most) {}

    /// Leaves `connection` with the caller and returns false when the queue is full.
    [[nodiscard]] bool push(std::unique_ptr<Connection>& connection) {
        {
            const std::lock_guard lock(m_mutex);
            // What idle workers will take at once does not wait.
            if (m_waiting.size() >= m_most + m_idle)
                return false;
            m_waiting.push_back(std::move(connection));
        }
        m_filled.notify_one();
        return true;
    }

    void push_answer(Task&& task) {
        // Said under the lock: once a worker has this answer the server may end, and the queue with
        // it, while the thread that answers is still in here.
        const std::lock_guard lock(m_mutex);
        // Answers come by the dozen and cost little: whoever was woken for the first takes them
        // all.
        if (m_answers.empty())
            m_filled.notify_one();
        m_answers.push_back(std::move(task));
    }

    /// Waits for one; without a connection after close() once all are taken.
    [[nodiscard]] Task pop() {
        std::unique_lock lock(m_mutex);
        ++m_idle;
        m_filled.wait(lock,
                      [this] { return m_closed || !m_waiting.empty() || !m_answers.empty(); });
        --m_idle;
        Task task;
        if (!m_answers.empty()) {
            task = std::move(m_answers.front());
            m_answers.pop_front();
        } else if (!m_waiting.empty()) {
            task.connection = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        return task;
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
    std::deque<Task> m_answers;
    std::size_t m_idle = 0;
    bool m_closed = false;
};

} // namespace shoporder::receive
