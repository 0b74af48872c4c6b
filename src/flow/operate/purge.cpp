#include "flow/operate/purge.hpp"

#include "flow/intake/housekeeping.hpp"
#include "flow/operate/backup_folder.hpp"
#include "flow/operate/lock_time.hpp"
#include "flow/operate/redact.hpp"
#include "flow/operate/redaction_list.hpp"
#include "store/ages.hpp"
#include "store/events.hpp"
#include "store/privacy_tasks.hpp"
#include "store/purge.hpp"
#include "store/reserve.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using store::Kind;

constexpr std::chrono::minutes k_slip{5};
constexpr std::chrono::days k_believed_silence{7}; // `backup` alone writes an event every night
constexpr std::chrono::seconds k_log_patience{5};
constexpr std::size_t k_page = 2000; // ids found in one look

std::chrono::seconds retention_of(const config::Retention& r, Kind kind) {
    switch (kind) {
    case Kind::bodies:
        return r.bodies;
    case Kind::webhooks:
        return r.webhooks;
    case Kind::documents:
        return r.documents;
    case Kind::answers:
        return r.answers;
    case Kind::events:
        return r.events;
    case Kind::rejected:
        break;
    }
    return r.rejected;
}

} // namespace

void Purge::check_clock() const {
    const base::Time now = m_clock.now();
    const auto last = store::last_event(m_database);
    const std::string remedy = "; nothing was purged. Set the clock right (`timedatectl`), or add "
                               "--trust-clock when it is";
    if (store::clock_was_ahead(m_database, now) || (last && *last > now + k_slip))
        throw Error(Exit::no, "the clock says " + base::format_time(now) +
                                  ", and something has happened after that" + remedy);
    if (last && now - *last > k_believed_silence)
        throw Error(Exit::no, "the clock says " + base::format_time(now) +
                                  ", far ahead of the last event at " + base::format_time(*last) +
                                  remedy);
}

template <class Work>
std::chrono::steady_clock::duration Purge::change(const Work& work) {
    LockTime lock;
    LockTime::Span took{0};
    try {
        took = lock.measure(m_database, work);
    } catch (const store::DiskFull&) {
        store::Reserve(m_settings.database, m_settings.reserve_bytes).give_all();
        took = lock.measure(m_database, work);
    }
    m_longest = std::max(m_longest, lock.longest());
    return took;
}

void Purge::finish_redactions(const PurgeOptions& options, PurgeResult& result) {
    result.redacted = reapply_redactions(m_database, m_database.path(), options.person, m_clock);
    for (const std::int64_t order : store::answered_since_redacted(m_database)) {
        change(
            [&](store::Write& write) { store::redact_order(write, order, k_page, m_clock.now()); });
        ++result.redacted;
    }
}

void Purge::carry_out_tasks(const PurgeOptions& options, PurgeResult& result) {
    if (!m_settings.privacy_auto)
        return;
    for (const store::PrivacyTask& task : store::list_privacy_tasks(m_database, false)) {
        if (task.kind == "data_request")
            continue;
        try {
            const DataOf data = data_of_task(m_database, task.id);
            if (const auto open = open_deliveries(m_database, data); !open.empty())
                throw Error(Exit::data, "delivery " + std::to_string(open[0]) +
                                            " is not over; `shoporder redact --task " +
                                            std::to_string(task.id) + "` asks what to do with it");
            static_cast<void>(redact(m_database, data, options.person, m_clock));
            result.tasks.push_back(task.id);
        } catch (const Error& error) {
            if (error.code() != Exit::data)
                throw;
            result.problems.push_back("task " + std::to_string(task.id) +
                                      " was not carried out: " + error.what());
        }
    }
}

void Purge::remove_old_rows(const PurgeOptions& options, PurgeResult& result) {
    for (const Kind kind : store::k_kinds) {
        const std::chrono::seconds keep = retention_of(m_settings.retention, kind);
        const base::Time before = m_clock.now() - keep;
        std::size_t count = 0;
        std::int64_t after = 0;
        ChunkSize chunk(8, 128);
        while (keep.count() > 0 && !m_stopped) {
            const auto found = store::find_old(m_database, kind, before, after, k_page);
            if (found.empty())
                break;
            after = found.back();
            if (options.dry_run)
                count += found.size();
            for (std::size_t at = 0; !options.dry_run && at < found.size() && !m_stopped;) {
                const std::size_t end = std::min(found.size(), at + chunk.get());
                const std::vector<std::int64_t> ids(found.begin() + static_cast<std::ptrdiff_t>(at),
                                                    found.begin() +
                                                        static_cast<std::ptrdiff_t>(end));
                std::size_t removed = 0;
                chunk.learn(change([&](store::Write& write) {
                    removed = store::remove_old(write, kind, before, ids);
                }));
                count += removed;
                at = end;
            }
        }
        result.counts.emplace_back(store::name(kind), count);
    }
}

void Purge::free_space(PurgeResult& result) {
    const std::size_t before = store::count_free_pages(m_database);
    ChunkSize chunk(8, 64);
    bool more = before > 0;
    while (more && !m_stopped)
        chunk.learn(
            change([&](store::Write& write) { more = store::free_pages(write, chunk.get()); }));
    result.freed_pages = before - std::min(before, store::count_free_pages(m_database));
}

/// Of redactions that are a month old no copy may be left.
void Purge::remove_old_backups(PurgeResult& result) {
    const base::Time now = m_clock.now();
    std::optional<base::Time> before;
    for (const Redaction& entry : read_redactions(m_database.path()))
        if (entry.at + store::k_privacy_term <= now)
            before = std::max(before.value_or(entry.at), entry.at);
    const auto folder = m_settings.backup_folder();
    if (!before || !newest_backup(folder))
        return;
    try {
        auto pruned = BackupFolder(std::filesystem::absolute(folder)).prune_before(*before);
        result.backups_removed = std::move(pruned.removed);
        if (!pruned.problem.empty())
            result.problems.push_back(std::move(pruned.problem));
    } catch (const Error& error) { // a backup is running, or others can write there
        result.problems.emplace_back(error.what());
    }
}

PurgeResult Purge::run(const PurgeOptions& options) {
    if (!options.trust_clock)
        check_clock();
    PurgeResult result;
    if (options.dry_run) {
        remove_old_rows(options, result);
        return result;
    }
    store::prepare_purge(m_database);
    finish_redactions(options, result);
    carry_out_tasks(options, result);
    remove_old_rows(options, result);
    while (!m_stopped && keep_house(m_database, m_clock.now())) {
    }
    free_space(result);
    if (!store::empty_log(m_database, k_log_patience))
        result.problems.emplace_back(
            "another program reads the database: old bytes are still in its "
            "write-ahead log, until the next run");
    remove_old_backups(result);
    result.stopped = m_stopped;
    result.longest_lock = m_longest;
    std::string text;
    for (const auto& [kind, count] : result.counts)
        if (count > 0)
            text += (text.empty() ? "" : ", ") + kind + ": " + std::to_string(count);
    change([&](store::Write& write) {
        store::Event event{m_clock.now(), "operator"};
        event.actor = options.person.actor;
        event.text = "purged " + (text.empty() ? "nothing" : text);
        store::add_event(write, event);
        store::add_tally(write, "purge", m_clock.now());
    });
    return result;
}

} // namespace shoporder::flow
