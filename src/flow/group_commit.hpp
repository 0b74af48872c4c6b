#pragma once
// Purpose: many accepted webhooks, one fsync: a writer thread takes whatever waits, stores it in
// one transaction, and lets every sender answer after the commit. No timer: an idle writer commits
// the first webhook at once, a busy one finds more waiting. What else intake wants written (counts,
// refused requests) goes along; what has grown old is forgotten now and then.
// State: a Database and its reserve, one thread. Fails: store() says so for each webhook; on a full
// disk the reserve gives way first; an error of the disk other than "full" is final: broken() turns
// true and nothing is stored any more. Threads: all public members from any thread.
#include "base/clock.hpp"
#include "flow/side_notes.hpp"
#include "log/journal.hpp"
#include "store/database.hpp"
#include "store/reserve.hpp"
#include "store/webhooks.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

namespace shoporder::flow {

class GroupCommit {
public:
    static constexpr std::size_t k_batch = 64; // keeps the write lock well under 50 ms

    struct Options {
        std::filesystem::path database;
        std::size_t reserve = 0; ///< bytes; see store::Reserve
    };
    /// `broke` is called once, from the writer, when the disk failed for good.
    GroupCommit(const Options& options, const base::Clock& clock, const log::Journal& journal,
                std::function<void()> broke);
    ~GroupCommit(); ///< stores what waits, then ends
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;

    /// Blocks until the webhook is on disk. nullopt: it is not, and was not stored in part.
    [[nodiscard]] std::optional<store::Stored> store(const store::NewWebhook& webhook);
    /// Takes down what a request leaves besides a webhook; written with the next transaction, a
    /// few seconds late, lost in a crash. `add` is called under a lock: it must be short.
    void note(const std::function<void(SideNotes&)>& add);
    /// When the writer last showed that it lives; for the watchdog.
    [[nodiscard]] std::chrono::steady_clock::time_point last_beat() const;
    [[nodiscard]] bool broken() const;
    /// The last commit worked, or nothing was stored yet.
    [[nodiscard]] bool healthy() const;

private:
    struct Pending {
        const store::NewWebhook* webhook;
        std::optional<store::Stored> stored;
        std::binary_semaphore answered{0};
    };
    using Batch = std::vector<Pending*>;
    void run();
    void write(const Batch& batch, const SideNotes& notes);
    void commit(const Batch& batch, const SideNotes& notes);
    void commit_each(const Batch& batch);
    void keep_house();
    void recovered();
    void fail(const std::string& why, bool for_good);

    store::Database m_database;
    store::Reserve m_reserve;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    std::function<void()> m_broke;
    std::chrono::steady_clock::time_point m_house_kept; ///< the writer's own
    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    Batch m_waiting;
    SideNotes m_notes;
    std::chrono::steady_clock::time_point m_beat;
    bool m_healthy = true;
    bool m_broken = false;
    bool m_ending = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace shoporder::flow
