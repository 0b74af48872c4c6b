#include "flow/intake/checkpoints.hpp"

#include "store/time_limit.hpp"

#include <algorithm>
#include <utility>

namespace shoporder::flow {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t k_few = 1000;    // pages: some milliseconds, for which intake waits
constexpr int k_most_passes = 5;        // then it is copied under the lock, however long it is
constexpr milliseconds k_patience{20};  // with readers, under the write lock
constexpr milliseconds k_rest{100};     // where a reader is in the way
constexpr milliseconds k_longest{2000}; // the same, where one look at a long log takes its time
constexpr milliseconds k_failed{1000};
constexpr const char* k_grows =
    "the write-ahead log cannot be copied into the database, and grows: ";

} // namespace

Checkpoints::Checkpoints(store::Database& writer, const log::Journal& journal,
                         std::function<void(const std::string& why)> broke)
    : m_checkpointer(writer.path()),
      m_journal(journal),
      m_broke(std::move(broke)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {
    store::leave_log(writer);
}

Checkpoints::~Checkpoints() {
    m_thread.request_stop();
    while (!m_ended) { // again and again: SQLite forgets it where nothing has begun yet
        m_checkpointer.interrupt();
        std::this_thread::sleep_for(milliseconds{5});
    }
}

void Checkpoints::log_has(std::int64_t pages) {
    if (m_pages.exchange(pages) < k_long && pages >= k_long) {
        const std::scoped_lock guard(m_mutex);
        m_woken.notify_one();
    }
}

void Checkpoints::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock guard(m_mutex);
            m_woken.wait(guard, stop, [this] { return m_pages >= k_long; });
        }
        const auto rest = stop.stop_requested() ? std::nullopt : work();
        if (!rest)
            break;
        std::unique_lock guard(m_mutex);
        m_woken.wait_for(guard, stop, *rest, [] { return false; });
    }
    m_ended = true;
}

/// Returns for how long there is nothing to do; nullopt: for ever.
std::optional<milliseconds> Checkpoints::work() {
    std::string why;
    try {
        const milliseconds rest = copy();
        if (std::exchange(m_failed, false))
            m_journal.write(log::Priority::notice, "store",
                            "the write-ahead log is copied into the database again");
        return rest;
    } catch (const store::TimeIsUp&) { // interrupted: it ends
        return std::nullopt;
    } catch (const store::DiskFull& error) {
        why = error.what();
    } catch (const base::Error& error) {
        why = error.what();
        if (error.code() == base::Exit::io) {
            m_broke(std::string{k_grows} + why);
            return std::nullopt;
        }
    } catch (const std::exception& error) {
        why = error.what();
    }
    if (!std::exchange(m_failed, true))
        m_journal.write(log::Priority::error, "store", std::string{k_grows} + why);
    return k_failed;
}

/// Returns for how long there is nothing to do.
milliseconds Checkpoints::copy() {
    const std::int64_t least = m_pages;
    const auto begun = std::chrono::steady_clock::now();
    const auto done = m_checkpointer.copy();
    const auto took =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
    if (!done || done->copied < std::min(least, done->pages))
        return std::clamp(20 * took, k_rest, k_longest);
    // What came meanwhile is the next pass's, until it is little.
    if (m_pages - done->copied > k_few && ++m_passes < k_most_passes)
        return {};
    m_passes = 0;
    std::int64_t before = m_pages;
    if (!m_checkpointer.begin_anew(k_patience))
        return k_rest;
    m_pages.compare_exchange_strong(before, 0); // unless a commit has told of the new log
    return {};
}

} // namespace shoporder::flow
