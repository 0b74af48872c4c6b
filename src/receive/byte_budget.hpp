#pragma once
// Purpose: how many bytes of announced bodies may be in memory at once, over all connections.
// State: one counter. Fails: by value, when the budget is spent.
// Threads: all of it.
#include <atomic>
#include <cstddef>
#include <utility>

namespace shoporder::receive {

class ByteBudget {
public:
    explicit ByteBudget(std::size_t most) : m_most(most) {}

    [[nodiscard]] bool take(std::size_t bytes) noexcept {
        std::size_t used = m_used.load(std::memory_order_relaxed);
        do {
            if (bytes > m_most || used > m_most - bytes)
                return false;
        } while (!m_used.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
        return true;
    }
    void give(std::size_t bytes) noexcept { m_used.fetch_sub(bytes, std::memory_order_relaxed); }
    [[nodiscard]] std::size_t used() const noexcept {
        return m_used.load(std::memory_order_relaxed);
    }

private:
    const std::size_t m_most;
    std::atomic<std::size_t> m_used{0};
};

/// A part of the budget, given back at the end.
class Reservation {
public:
    Reservation() noexcept = default;
    /// The bytes were taken before.
    Reservation(ByteBudget& budget, std::size_t bytes) noexcept
        : m_budget(&budget), m_bytes(bytes) {}
    Reservation(Reservation&& other) noexcept
        : m_budget(std::exchange(other.m_budget, nullptr)), m_bytes(other.m_bytes) {}
    Reservation& operator=(Reservation&& other) noexcept {
        std::swap(m_budget, other.m_budget);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    ~Reservation() {
        if (m_budget != nullptr)
            m_budget->give(m_bytes);
    }

private:
    ByteBudget* m_budget = nullptr;
    std::size_t m_bytes = 0;
};

} // namespace shoporder::receive
