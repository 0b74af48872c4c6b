#pragma once
// Purpose: many accepted webhooks, one fsync: a writer thread gets the write lock, takes whatever
// waits, stores it in one transaction, and tells every sender after the commit. No timer: an idle
// writer commits the first webhook at once, a busy one finds more waiting. What else intake wants
// written (counts, refused requests) goes along; what has grown old is forgotten now and then.
// State: a Database and its reserve, two threads. Fails: store() says so for each webhook, also for
// one that waited too long (a second thread sees to that); on a full disk the reserve gives way
// first; an error of the disk other than "full" is final: broken() turns true and nothing is stored
// any more. Threads: all public members from any thread.
#include "base/clock.hpp"
#include "flow/intake/side_notes.hpp"
#include "log/journal.hpp"
#include "store/database.hpp"
#include "store/reserve.hpp"
#include "store/webhooks.hpp"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace shoporder::flow {

class GroupCommit {
public:
    static constexpr std::size_t k_batch =
        32; // two of them keep two processors busy; see tests/bench

    /// Shopify hangs up after 5 s. Who has waited so long in vain is told, a moment later at most,
    /// whatever the writer waits for: another program's lock, a slow disk.
    static constexpr std::chrono::seconds k_patience{4};

    struct Options {
        std::filesystem::path database;
        std::size_t reserve = 0;         ///< bytes; see store::Reserve
        std::size_t most_waiting = 1024; ///< webhooks; more are not stored
    };
    /// `broke` is called once, from the writer, when the disk failed for good.
    GroupCommit(const Options& options, const base::Clock& clock, const log::Journal& journal,
                std::function<void()> broke);
    ~GroupCommit(); ///< stores what waits, then ends
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;

    /// Who waits for a webhook to be on disk. Told once, by a thread of ours or (when nothing can
    /// be stored any more) the caller's: it must not take long.
    class Sender {
    public:
        virtual ~Sender() = default;
        /// Without a value it is not stored, not even in part.
        virtual void stored(const store::NewWebhook& webhook,
                            const std::optional<store::Stored>& what) = 0;
    };
    void store(store::NewWebhook&& webhook, std::unique_ptr<Sender> sender);
    /// Takes down what a request leaves besides a webhook; written with the next transaction, a
    /// few seconds late, lost in a crash. `add` is called under a lock: it must be short.
    void note(const std::function<void(SideNotes&)>& add);
    /// When the writer last showed that it lives; for the watchdog. Waiting for another program's
    /// lock is living: a restart would end nothing but the answers.
    [[nodiscard]] std::chrono::steady_clock::time_point last_beat() const;
    [[nodiscard]] bool broken() const;
    /// The last commit worked, or nothing was stored yet.
    [[nodiscard]] bool healthy() const;

private:
    struct Pending {
        store::NewWebhook webhook;
        std::unique_ptr<Sender> sender;
        std::optional<store::Stored> stored;
        std::chrono::steady_clock::time_point since;
    };
    /// What one transaction stores. Taken under the write lock, so that until then whoever waits
    /// too long can be told.
    struct Load {
        std::vector<Pending> batch;
        SideNotes notes;
        bool taken = false;
    };
    class AtTheLock;
    void run();
    void write(Load& load);
    void take(Load& load);
    void commit(Load& load);
    void store_all(store::Write& write, std::span<Pending> batch, SideNotes notes);
    void commit_each(std::span<Pending> batch);
    void keep_house();
    void mind();
    void recovered();
    void fail(const std::string& why, bool for_good);

    store::Database m_database;
    store::Reserve m_reserve;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    const std::size_t m_most_waiting;
    std::function<void()> m_broke;
    std::chrono::steady_clock::time_point m_house_kept; ///< the writer's own, as the next two
    std::chrono::steady_clock::time_point m_noted;
    bool m_locked_out = false; ///< the last transaction could not begin
    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_end;
    std::deque<Pending> m_waiting;
    SideNotes m_notes;
    std::chrono::steady_clock::time_point m_beat;
    bool m_healthy = true;
    bool m_broken = false;
    bool m_ending = false;
    bool m_ended = false; ///< the writer has
    bool m_at_the_lock = false;
    std::thread m_thread; // last, both: they use all of the above
    std::thread m_minder;
};

} // namespace shoporder::flow
