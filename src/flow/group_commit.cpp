#include "flow/group_commit.hpp"

#include "flow/housekeeping.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {
constexpr std::chrono::seconds k_beat{1};       // an idle writer wakes as often
constexpr std::chrono::seconds k_note_delay{2}; // notes alone are worth no fsync of their own
} // namespace

GroupCommit::GroupCommit(const Options& options, const base::Clock& clock,
                         const log::Journal& journal, std::function<void()> broke)
    : m_database(options.database, store::Access::migrate),
      m_reserve(options.database, options.reserve),
      m_clock(clock),
      m_journal(journal),
      m_most_waiting(options.most_waiting),
      m_broke(std::move(broke)),
      m_beat(std::chrono::steady_clock::now()),
      m_thread([this] { run(); }) {}

GroupCommit::~GroupCommit() {
    {
        const std::scoped_lock guard(m_mutex);
        m_ending = true;
    }
    m_work.notify_one();
    m_thread.join();
}

void GroupCommit::store(store::NewWebhook&& webhook, std::unique_ptr<Sender> sender) {
    bool idle = false;
    bool taken = false;
    {
        const std::scoped_lock guard(m_mutex);
        taken = !m_broken && !m_ending && m_waiting.size() < m_most_waiting;
        idle = m_waiting.empty();
        if (taken)
            m_waiting.push_back({std::move(webhook), std::move(sender), std::nullopt});
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
    auto noted = std::chrono::steady_clock::now();
    keep_house();
    while (true) {
        Batch batch;
        batch.reserve(k_batch);
        SideNotes notes;
        {
            std::unique_lock guard(m_mutex);
            m_work.wait_for(guard, k_beat, [this] { return !m_waiting.empty() || m_ending; });
            m_beat = std::chrono::steady_clock::now();
            for (; !m_waiting.empty() && batch.size() < k_batch; m_waiting.pop_front())
                batch.push_back(std::move(m_waiting.front()));
            if (!batch.empty() || m_ending || m_beat - noted > k_note_delay) {
                notes = std::exchange(m_notes, {});
                noted = m_beat;
            }
            if (batch.empty() && notes.empty() && m_ending)
                return;
        }
        if (!batch.empty() || !notes.empty())
            write(batch, notes);
        for (const Pending& pending : batch)
            pending.sender->stored(pending.webhook, pending.stored);
        keep_house();
    }
}

void GroupCommit::write(std::span<Pending> batch, const SideNotes& notes) {
    while (true) {
        try {
            commit(batch, notes);
            recovered();
            return;
        } catch (const store::DiskFull& error) {
            if (!m_reserve.give_way()) {
                fail(error.what(), false);
                return;
            }
            m_journal.write(log::Priority::error, "store",
                            "the disk is full: " + std::to_string(m_reserve.size() >> 20U) +
                                " MiB of the reserve are left, then nothing more can be stored; "
                                "free some space now");
        } catch (const base::Error& error) {
            if (error.code() == base::Exit::bug)
                commit_each(batch); // one of them is the reason; the others shall not suffer
            else
                fail(error.what(),
                     error.code() == base::Exit::io || error.code() == base::Exit::partly);
            return;
        } catch (const std::exception& error) {
            fail(error.what(), true);
            return;
        }
    }
}

void GroupCommit::commit(std::span<Pending> batch, const SideNotes& notes) {
    std::vector<store::Stored> stored;
    SideNotes all = notes;
    store::Write write(m_database);
    for (const Pending& pending : batch) {
        stored.push_back(store::accept_webhook(write, pending.webhook));
        all.accepted(pending.webhook.shop, pending.webhook.secret);
    }
    all.write(write, m_clock.now());
    write.commit();
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].stored = std::move(stored[i]);
}

void GroupCommit::commit_each(std::span<Pending> batch) {
    for (Pending& pending : batch) {
        try {
            commit({&pending, 1}, {});
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
        const bool more = flow::keep_house(m_database, m_clock.now());
        m_house_kept = now + (more ? k_beat : std::chrono::seconds{60});
        if (const std::string why = m_reserve.rebuild(); !why.empty()) {
            m_house_kept = now + std::chrono::hours{1};
            m_journal.write(log::Priority::warning, "store",
                            "there is no reserve for a full disk: " + why);
        }
    } catch (const store::DiskFull&) { // nothing of it is urgent
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
