#pragma once
// Purpose: the write-ahead log is copied into the database beside the writer, not by its commits.
// A reader (`backup`, for one) makes the log long; SQLite's automatic checkpoint would then copy
// all of it, and sync it, within one commit, and intake would wait for a third of a second.
// State: two connections of its own, one thread, which sleeps until the log is long. Fails: `broke`
// is told once when the disk fails, because what a failed sync has written nobody knows; a full
// disk and everything else is journalled once, and tried again.
// Threads: all public members from any thread.
#include "log/journal.hpp"
#include "store/checkpoint.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace shoporder::flow {

class Checkpoints {
public:
    /// Pages of the log, 4 KiB each, with which it is copied; SQLite's own measure is 1,000.
    static constexpr std::int64_t k_long = 2000;

    /// `writer` leaves its log from now on.
    Checkpoints(store::Database& writer, const log::Journal& journal,
                std::function<void(const std::string& why)> broke);
    ~Checkpoints(); ///< what it copies just now is given up
    Checkpoints(const Checkpoints&) = delete;
    Checkpoints& operator=(const Checkpoints&) = delete;

    /// After a commit: how long the log is, as store::log_pages().
    void log_has(std::int64_t pages);

private:
    void run(const std::stop_token& stop);
    std::optional<std::chrono::milliseconds> work();
    std::chrono::milliseconds copy();

    store::Checkpointer m_checkpointer;
    const log::Journal& m_journal;
    std::function<void(const std::string& why)> m_broke;
    std::atomic<std::int64_t> m_pages{0};
    int m_passes = 0;      ///< of the thread alone, as the next: without the log begun anew
    bool m_failed = false; ///< the last try, and that is journalled
    std::atomic<bool> m_ended{false};
    std::mutex m_mutex;
    std::condition_variable_any m_woken;
    std::jthread m_thread; // last: it uses the others
};

} // namespace shoporder::flow
