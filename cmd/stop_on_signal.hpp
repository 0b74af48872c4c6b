#pragma once
// Purpose: SIGINT, SIGTERM and SIGHUP stop a long run for as long as this lives. A second one ends
// the process: the handler is there once.
// State: the process's handlers; one at a time.
// Fails: not at all. Threads: main's.
#include <functional>

namespace shoporder::cmd {

class StopOnSignal {
public:
    /// `stop` is called from a signal handler: it may set a lock-free atomic and nothing else.
    explicit StopOnSignal(std::function<void()> stop);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
};

} // namespace shoporder::cmd
