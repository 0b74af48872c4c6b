#pragma once
// Purpose: many accepted webhooks, one fsync: a writer thread takes whatever waits, stores it in
// one transaction, and lets every sender answer after the commit. No timer: an idle writer commits
// the first webhook at once, a busy one finds more waiting. State: a Database of its own, one
// thread. Fails: store() says so for each webhook; an error of the disk other than "full" is final:
// broken() turns true and nothing is stored any more. Threads: store(), count() and broken() from
// any thread.
#include "base/clock.hpp"
#include "store/database.hpp"
#include "store/webhooks.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
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

    /// `broke` is called once, from the writer, when the disk failed for good.
    GroupCommit(const std::filesystem::path& database, const base::Clock& clock,
                std::function<void(const std::string&)> broke);
    ~GroupCommit(); ///< stores what waits, then ends
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;

    /// Blocks until the webhook is on disk. nullopt: it is not, and was not stored in part.
    [[nodiscard]] std::optional<store::Stored> store(const store::NewWebhook& webhook);
    /// Adds to a tally with the next transaction; a few seconds late, lost in a crash.
    void count(const std::string& tally);
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
    void run();
    void commit(const std::vector<Pending*>& batch, const std::map<std::string, int>& tallies);
    void commit_each(const std::vector<Pending*>& batch);
    void fail(const std::string& why, bool for_good);

    store::Database m_database;
    const base::Clock& m_clock;
    std::function<void(const std::string&)> m_broke;
    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::vector<Pending*> m_waiting;
    std::map<std::string, int> m_tallies;
    std::chrono::steady_clock::time_point m_beat;
    bool m_healthy = true;
    bool m_broken = false;
    bool m_ending = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace shoporder::flow
