#pragma once
// Purpose: much work in small write transactions, so that `serve`, which waits for the same lock,
// is never kept for long. State: the longest time the lock was held. Fails: as the work.
// Threads: one.
#include "store/database.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <thread>

namespace shoporder::flow {

class LockTime {
public:
    using Span = std::chrono::steady_clock::duration;

    /// One transaction, then as much time for the others. Returns how long it held the lock.
    template <class Work>
    Span measure(store::Database& database, const Work& work) {
        store::Write write(database);
        const auto begun = std::chrono::steady_clock::now();
        work(write);
        write.commit();
        const Span took = std::chrono::steady_clock::now() - begun;
        m_longest = std::max(m_longest, took);
        std::this_thread::sleep_for(std::min<Span>(took, std::chrono::milliseconds{20}));
        return took;
    }
    /// Milliseconds.
    [[nodiscard]] std::size_t longest() const {
        return static_cast<std::size_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(m_longest).count());
    }

private:
    Span m_longest{0};
};

/// How many rows or pages a transaction takes, by how long the last one held the lock: the limit is
/// 50 ms, on whatever disk.
class ChunkSize {
public:
    ChunkSize(std::size_t least, std::size_t most) : m_least(least), m_most(most), m_size(least) {}
    [[nodiscard]] std::size_t get() const noexcept { return m_size; }
    void learn(LockTime::Span took) {
        if (took > std::chrono::milliseconds{15})
            m_size = std::max(m_least, m_size / 2);
        else if (took < std::chrono::milliseconds{7})
            m_size = std::min(m_most, m_size + m_size / 2 + 1);
    }

private:
    std::size_t m_least;
    std::size_t m_most;
    std::size_t m_size;
};

} // namespace shoporder::flow
