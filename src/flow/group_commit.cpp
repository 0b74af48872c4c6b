#include "flow/group_commit.hpp"

#include "store/events.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {
constexpr std::chrono::seconds k_beat{1};        // an idle writer wakes as often
constexpr std::chrono::seconds k_tally_delay{2}; // counts alone are worth no fsync of their own
} // namespace

GroupCommit::GroupCommit(const std::filesystem::path& database, const base::Clock& clock,
                         std::function<void(const std::string&)> broke)
    : m_database(database, store::Access::migrate),
      m_clock(clock),
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

std::optional<store::Stored> GroupCommit::store(const store::NewWebhook& webhook) {
    Pending pending{&webhook, std::nullopt};
    {
        const std::scoped_lock guard(m_mutex);
        if (m_broken || m_ending)
            return std::nullopt;
        m_waiting.push_back(&pending);
    }
    m_work.notify_one();
    pending.answered.acquire();
    return pending.stored;
}

void GroupCommit::count(const std::string& tally) {
    const std::scoped_lock guard(m_mutex);
    ++m_tallies[tally];
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
    auto tallied = std::chrono::steady_clock::now();
    while (true) {
        std::vector<Pending*> batch;
        std::map<std::string, int> tallies;
        {
            std::unique_lock guard(m_mutex);
            m_work.wait_for(guard, k_beat, [this] { return !m_waiting.empty() || m_ending; });
            m_beat = std::chrono::steady_clock::now();
            const std::size_t n = std::min(m_waiting.size(), k_batch);
            batch.assign(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(n));
            m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(n));
            if (!batch.empty() || m_ending || m_beat - tallied > k_tally_delay) {
                tallies.swap(m_tallies);
                tallied = m_beat;
            }
            if (batch.empty() && tallies.empty()) {
                if (m_ending)
                    return;
                continue;
            }
        }
        try {
            commit(batch, tallies);
            const std::scoped_lock guard(m_mutex);
            m_healthy = true;
        } catch (const store::DiskFull& error) {
            fail(error.what(), false);
        } catch (const base::Error& error) {
            if (error.code() == base::Exit::bug)
                commit_each(batch); // one of them is the reason; the others shall not suffer
            else
                fail(error.what(),
                     error.code() == base::Exit::io || error.code() == base::Exit::partly);
        } catch (const std::exception& error) {
            fail(error.what(), true);
        }
        for (Pending* pending : batch)
            pending->answered.release();
    }
}

void GroupCommit::commit(const std::vector<Pending*>& batch,
                         const std::map<std::string, int>& tallies) {
    std::vector<store::Stored> stored;
    store::Write write(m_database);
    for (const Pending* pending : batch)
        stored.push_back(store::accept_webhook(write, *pending->webhook));
    for (const auto& [name, by] : tallies)
        store::add_tally(write, name, m_clock.now(), by);
    write.commit();
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i]->stored = std::move(stored[i]);
}

void GroupCommit::commit_each(const std::vector<Pending*>& batch) {
    for (Pending* pending : batch) {
        try {
            commit({pending}, {});
        } catch (const std::exception& error) {
            fail(error.what(), false);
        }
    }
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
        m_broke(why);
}

} // namespace shoporder::flow
