#pragma once
// Purpose: ends a transformation that takes too much memory or time. A stylesheet that doubles a
// text forty times, or calls itself twice at each of fifty levels, has no other end.
// State: libxml2's allocator, replaced once by ours (it is malloc, and counts); the running limit
// of this thread. Fails: not by itself; it tells the transformation to stop, which then says so.
// Threads: any; a limit belongs to the thread that made it.
//
// libxslt has no deadline. Its operation limits count instructions and visited nodes, not the bytes
// that one instruction makes, so both are set, and every allocation is counted and now and then
// compares the clock. Rejected: to fail the allocation (libxslt is not safe against that), a child
// process with an rlimit (a fork of a process with threads), a second thread (none can be ended).
// Not ended in time: one comparison of two large node sets with each other, `//a = //b`.
#include <chrono>
#include <cstddef>
#include <libxslt/xsltInternals.h>

namespace shoporder::xml {

/// Before libxml2 has allocated anything that outlives the call.
void count_allocations();

class WorkLimit {
public:
    /// `bytes` is what may be asked for in all, given back or not: at most twice as much is ever
    /// held.
    WorkLimit(xsltTransformContext& work, std::size_t bytes, std::chrono::milliseconds time);
    ~WorkLimit();
    WorkLimit(const WorkLimit&) = delete;
    WorkLimit& operator=(const WorkLimit&) = delete;

    [[nodiscard]] bool exceeded() const noexcept { return m_exceeded; }
    /// Called for each allocation of this thread.
    void count(std::size_t bytes) noexcept;

private:
    xsltTransformContext& m_work;
    std::size_t m_left;
    std::chrono::steady_clock::time_point m_end;
    unsigned m_calls = 0;
    bool m_exceeded = false;
    WorkLimit* m_previous;
};

} // namespace shoporder::xml
