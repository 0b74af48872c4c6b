#pragma once
// Purpose: a clock that moves only when told. Threads: reading is safe beside advance().
#include "base/clock.hpp"

#include <atomic>

namespace shoporder::test {

class FixedClock final : public base::Clock {
public:
    explicit FixedClock(const char* now = "2026-11-22T12:00:00Z")
        : m_micros(base::to_micros(base::parse_time(now).value())) {}
    [[nodiscard]] base::Time now() const override { return base::from_micros(m_micros); }
    void advance(base::Duration by) { m_micros += by.count(); }

private:
    std::atomic<std::int64_t> m_micros;
};

} // namespace shoporder::test
