#include "flow/intake/group_commit.hpp"

#include "flow/intake/housekeeping.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {
constexpr std::chrono::seconds k_beat{1};       // an idle writer wakes as often
constexpr std::chrono::seconds k_note_delay{2}; // notes alone are worth no fsync of their own
constexpr std::chrono::milliseconds k_tick{200};
} // namespace

/// The writer waits for the write lock.
class GroupCommit::AtTheLock {
public:
    explicit AtTheLock(GroupCommit& writer) : m_writer(writer) { set(true); }
    ~AtTheLock() { set(false); }
    AtTheLock(const AtTheLock&) = delete;
    AtTheLock& operator=(const AtTheLock&) = delete;

private:
    void set(bool waiting) {
        const std::scoped_lock guard(m_writer.m_mutex);
        m_writer.m_at_the_lock = waiting;
        m_writer.m_beat = std::chrono::steady_clock::now();
    }
    GroupCommit& m_writer;
};

GroupCommit::GroupCommit(const Options& options, const base::Clock& clock,
                         const log::Journal& journal, std::function<void()> broke)
    : m_database(options.database, store::Access::migrate),
      m_reserve(options.database, options.reserve),
      m_clock(clock),
      m_journal(journal),
      m_most_waiting(options.most_waiting),
      m_broke(std::move(broke)),
      m_noted(std::chrono::steady_clock::now()),
      m_beat(m_noted),
      m_thread([this] { run(); }),
      m_minder([this] { mind(); }) {}

GroupCommit::~GroupCommit() {
    {
        const std::scoped_lock guard(m_mutex);
        m_ending = true;
    }
    m_work.notify_one();
    m_thread.join();
    {
        const std::scoped_lock guard(m_mutex);
        m_ended = true;
    }
    m_end.notify_one();
    m_minder.join();
}

void GroupCommit::store(store::NewWebhook&& webhook, std::unique_ptr<Sender> sender) {
    bool idle = false;
    bool taken = false;
    {
        const std::scoped_lock guard(m_mutex);
        taken = !m_broken && !m_ending && m_waiting.size() < m_most_waiting;
        idle = m_waiting.empty();
        if (taken)
            m_waiting.push_back({std::move(webhook), std::move(sender), std::nullopt,
                                 std::chrono::steady_clock::now()});
    }
    if (taken && idle)
        m_work.notify_one();
    if (!taken)
        sender->stored(webhook, std::nullopt); // NOLINT(bugprone-use-after-move): not moved then
}

void GroupCommit::note(const std::function<void(SideNotes&)>& add) {
    const std::scoped_lock guard(m_mutex);
    add(m_notes);
}

std::chrono::steady_clock::time_point GroupCommit::last_beat() const {
    const std::scoped_lock guard(m_mutex);
    return m_beat;
}
bool GroupCommit::broken() const {
    const std::scoped_lock guard(m_mutex);
    return m_broken;
}
bool GroupCommit::healthy() const {
    const std::scoped_lock guard(m_mutex);
    return m_healthy && !m_broken;
}

void GroupCommit::run() {
    keep_house();
    while (true) {
        bool work = false;
        {
            std::unique_lock guard(m_mutex);
            m_work.wait_for(guard, k_beat, [this] { return !m_waiting.empty() || m_ending; });
            m_beat = std::chrono::steady_clock::now();
            const bool notes = !m_notes.empty() && (m_ending || m_beat - m_noted > k_note_delay);
            // Once locked out it tries without work, too: else nobody would see that it is over.
            work =
                !m_waiting.empty() || (m_ending ? notes && !m_locked_out : notes || m_locked_out);
            if (m_ending && !work)
                return;
        }
        Load load;
        if (work)
            write(load);
        for (const Pending& pending : load.batch)
            pending.sender->stored(pending.webhook, pending.stored);
        keep_house();
    }
}

/// Tells those who have waited too long; the writer cannot, it waits itself.
void GroupCommit::mind() {
    std::unique_lock guard(m_mutex);
    while (!m_end.wait_for(guard, k_tick, [this] { return m_ended; })) {
        const auto now = std::chrono::steady_clock::now();
        if (m_at_the_lock)
            m_beat = now;
        std::vector<Pending> late;
        for (; !m_waiting.empty() && now - m_waiting.front().since >= k_patience;
             m_waiting.pop_front())
            late.push_back(std::move(m_waiting.front()));
        if (late.empty())
            continue;
        const bool locked = m_at_the_lock;
        guard.unlock();
        const std::string database = m_database.path().string();
        std::string why = locked ? "another program has held the write lock of " : "the disk of ";
        why += database;
        if (locked) {
            why += " for seconds; webhooks are answered 503 and come again. `fuser -v ";
            why += database;
            why += ".lock ";
            why += database;
            why += "` names it";
        } else {
            why += " is too slow; webhooks are answered 503 and come again";
        }
        fail(why, false);
        for (const Pending& pending : late)
            pending.sender->stored(pending.webhook, std::nullopt);
        guard.lock();
    }
}

void GroupCommit::write(Load& load) {
    while (true) {
        try {
            commit(load);
            m_locked_out = false;
            recovered();
            return;
        } catch (const store::Busy& error) { // what waits goes on waiting, for its time
            m_locked_out = true;
            return fail(error.what(), false);
        } catch (const store::DiskFull& error) {
            if (!m_reserve.give_way()) {
                take(load);
                return fail(error.what(), false);
            }
            m_journal.write(log::Priority::error, "store",
                            "the disk is full: " + std::to_string(m_reserve.size() >> 20U) +
                                " MiB of the reserve are left, then nothing more can be stored; "
                                "free some space now");
        } catch (const base::Error& error) {
            take(load);
            if (error.code() == base::Exit::bug) // one of them is the reason; the others shall not
                return commit_each(load.batch);  // suffer
            return fail(error.what(),
                        error.code() == base::Exit::io || error.code() == base::Exit::partly);
        } catch (const std::exception& error) {
            take(load);
            return fail(error.what(), true);
        }
    }
}

void GroupCommit::commit(Load& load) {
    std::optional<store::Write> write;
    {
        const AtTheLock waiting(*this);
        write.emplace(m_database);
    }
    take(load);
    store_all(*write, load.batch, load.notes);
}

/// Once for each load: a second try stores what the first one took.
void GroupCommit::take(Load& load) {
    if (std::exchange(load.taken, true))
        return;
    load.batch.reserve(k_batch);
    const std::scoped_lock guard(m_mutex);
    for (; !m_waiting.empty() && load.batch.size() < k_batch; m_waiting.pop_front())
        load.batch.push_back(std::move(m_waiting.front()));
    load.notes = std::exchange(m_notes, {});
    m_noted = m_beat;
}

void GroupCommit::store_all(store::Write& write, std::span<Pending> batch, SideNotes notes) {
    std::vector<store::Stored> stored;
    for (const Pending& pending : batch) {
        stored.push_back(store::accept_webhook(write, pending.webhook));
        notes.accepted(pending.webhook.shop, pending.webhook.secret);
    }
    notes.write(write, m_clock.now());
    write.commit();
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].stored = std::move(stored[i]);
}

void GroupCommit::commit_each(std::span<Pending> batch) {
    for (Pending& pending : batch) {
        try {
            store::Write write(m_database);
            store_all(write, {&pending, 1}, {});
        } catch (const std::exception& error) {
            fail(error.what(), false);
        }
    }
}

void GroupCommit::keep_house() {
    const auto now = std::chrono::steady_clock::now();
    if (broken() || now < m_house_kept)
        return;
    try {
        bool more = false;
        {
            const AtTheLock waiting(*this);
            more = flow::keep_house(m_database, m_clock.now());
        }
        m_house_kept = now + (more ? k_beat : std::chrono::seconds{60});
        if (const std::string why = m_reserve.rebuild(); !why.empty()) {
            m_house_kept = now + std::chrono::hours{1};
            m_journal.write(log::Priority::warning, "store",
                            "there is no reserve for a full disk: " + why);
        }
    } catch (const store::Busy&) { // nothing of it is urgent
        m_house_kept = now + k_beat;
    } catch (const store::DiskFull&) {
        m_house_kept = now + std::chrono::seconds{60};
    } catch (const base::Error& error) {
        m_house_kept = now + std::chrono::seconds{60};
        fail(error.what(), error.code() == base::Exit::io || error.code() == base::Exit::partly);
    }
}

void GroupCommit::recovered() {
    {
        const std::scoped_lock guard(m_mutex);
        if (std::exchange(m_healthy, true))
            return;
    }
    m_journal.write(log::Priority::notice, "store", "the database can be written again");
}

void GroupCommit::fail(const std::string& why, bool for_good) {
    bool first = false;
    {
        const std::scoped_lock guard(m_mutex);
        first = m_healthy;
        m_healthy = false;
        // After a failed fsync nothing is known about what is on disk: a fresh process must
        // read it again, a second fsync would only pretend (PostgreSQL's lesson of 2018).
        m_broken = m_broken || for_good;
    }
    if (first || for_good)
        m_journal.write(log::Priority::error, "store", why);
    if (for_good)
        m_broke();
}

} // namespace shoporder::flow
