#include "flow/collect/collect.hpp"

#include "base/file.hpp"
#include "deliver/classify.hpp"
#include "flow/collect/asking.hpp"
#include "flow/relay/connect.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace shoporder::flow {

namespace {

using base::Time;
using order::Confirming;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::minutes k_stays{60}; // between tries where a person must act
constexpr std::chrono::minutes k_passes{5}; // the first pause after what may pass; then twice

/// Who is asked at all: something may have been sent to it.
bool is_asked(const order::Supplier& s) {
    const bool runs = s.mode == order::SupplierMode::live ||
                      s.mode == order::SupplierMode::paused ||
                      s.mode == order::SupplierMode::parked;
    return runs && (s.answering.how != Confirming::none || s.shipping.expected) && s.endpoint;
}

void remember(store::Database& database, const order::Supplier& supplier, const Trouble* trouble,
              Time now) {
    store::AnswersHealth health = store::answers_health(database, supplier.id);
    if (trouble == nullptr) {
        health = {};
        health.looked = now;
    } else {
        ++health.failures;
        if (!health.failing_since)
            health.failing_since = now;
        health.problem = trouble->what();
        const int doubled = std::min(health.failures - 1, 4);
        health.next = now + (trouble->stays() ? std::chrono::minutes{k_stays}
                                              : std::min(k_passes * (1 << doubled), k_stays));
    }
    store::Write write(database);
    store::put_answers_health(write, supplier.id, health);
    write.commit();
}

/// A refusal is loud; what is as it should be is one quiet line.
void tell(const log::Journal& journal, const std::string& supplier, const CollectResult& result) {
    const AnswerCounts& a = result.answers;
    const std::string text = a.words();
    if (text.empty())
        return;
    const bool loud = a.partial + a.rejected + a.attention > 0;
    journal.write(loud ? log::Priority::warning : log::Priority::info, supplier,
                  text + (loud ? "; next: shoporder status" : ""));
}

/// What was stored and not applied: by a run that was killed.
void take_up(Asking& asking, const AnswerReader& reader) {
    store::AnswerFilter left;
    left.state = "received";
    left.supplier_id = asking.how.supplier.id;
    left.limit = 1000;
    auto found = store::list_answers(asking.how.database, left);
    std::reverse(found.begin(), found.end());
    for (const store::AnswerHead& head : found)
        asking.result.answers.add(apply_answer(asking.how, reader, head.id));
}

void ask_answers(Asking& asking) {
    switch (asking.how.supplier.answering.how) {
    case Confirming::none:
        break;
    case Confirming::receipt:
        return ask_receipts(asking);
    case Confirming::pickup:
        return ask_pickups(asking);
    case Confirming::answer:
        return ask_files(asking, asking.how.supplier.answering, "answers");
    }
}

void ask(Asking& asking) {
    const order::Supplier& supplier = asking.how.supplier;
    const AnswerReader reader(supplier);
    take_up(asking, reader);
    asking.result.answers.add(apply_again(asking.how));
    // A folder that cannot be read hides no other.
    std::optional<Trouble> trouble;
    try {
        ask_answers(asking);
    } catch (const Trouble& first) {
        trouble = first;
    }
    if (supplier.shipping.expected)
        ask_files(asking, supplier.shipping, "shipments");
    if (trouble)
        throw Trouble(*trouble);
}

/// Delivery may be at it for a moment: worth a little patience.
std::optional<base::FileLock> supplier_lock(const config::Settings& settings, std::int64_t id,
                                            std::chrono::milliseconds patience) {
    const auto path = settings.state_folder() / ("supplier-" + std::to_string(id) + ".lock");
    const auto until = SteadyClock::now() + patience;
    auto lock = base::FileLock::attempt(path);
    while (!lock && SteadyClock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        lock = base::FileLock::attempt(path);
    }
    return lock;
}

/// The suppliers of one run, and the threads that ask them.
class Round {
public:
    Round(const config::Settings& settings, const base::Clock& clock, const log::Journal& journal,
          const Collector::SessionFactory& sessions, const std::atomic<bool>& stop,
          const CollectOptions& options)
        : m_settings(settings),
          m_clock(clock),
          m_journal(journal),
          m_sessions(sessions),
          m_stop(stop),
          m_options(options),
          m_most_probes(std::max<std::size_t>(1, options.jobs / 2)) {}

    /// Who is to be asked now.
    void choose() {
        store::Database database(m_settings.database, store::Access::write);
        const auto& only = m_options.suppliers;
        for (const order::Supplier& s : store::list_suppliers(database)) {
            if (!is_asked(s) ||
                (!only.empty() && std::find(only.begin(), only.end(), s.id) == only.end()))
                continue;
            const auto health = store::answers_health(database, s.id);
            if (m_options.by_hand || is_due(health, m_clock.now()))
                (health.failures > 0 ? m_failing : m_healthy).push_back(s.id);
        }
    }

    CollectResult run() {
        std::vector<std::thread> threads;
        const std::size_t count = std::min(m_options.jobs, m_healthy.size() + m_failing.size());
        for (std::size_t i = 1; i < count; ++i)
            threads.emplace_back([this] { work(); });
        work();
        for (std::thread& thread : threads)
            thread.join();
        if (m_error)
            std::rethrow_exception(m_error);
        return m_total;
    }

private:
    /// Farther away than any pause: the clock was ahead when that was written down.
    static bool is_due(const store::AnswersHealth& health, Time now) {
        return !health.next || *health.next <= now || *health.next > now + k_stays;
    }

    void work() {
        bool probe = false;
        while (const std::int64_t id = next(probe)) {
            std::exception_ptr error;
            try {
                ask_one(id);
            } catch (const std::exception&) {
                error = std::current_exception();
            }
            const std::scoped_lock guard(m_mutex);
            m_error = m_error ? m_error : error;
            m_probing -= probe ? 1U : 0U;
        }
    }

    /// Who failed last time comes after the healthy, and holds half of the seats at most: a server
    /// that says nothing holds its seat until a time limit. 0: nobody is left.
    std::int64_t next(bool& probe) {
        const std::scoped_lock guard(m_mutex);
        probe = m_healthy.empty();
        std::deque<std::int64_t>& from = probe ? m_failing : m_healthy;
        if (from.empty() || m_stop || m_error || (probe && m_probing >= m_most_probes))
            return 0;
        m_probing += probe ? 1U : 0U;
        const std::int64_t id = from.front();
        from.pop_front();
        return id;
    }

    void ask_one(std::int64_t id) {
        store::Database database(m_settings.database, store::Access::write);
        const auto lock = supplier_lock(m_settings, id, m_options.patience);
        const auto supplier = store::find_supplier(database, id); // read under the lock
        CollectResult result;
        if (!lock)
            result.busy = 1;
        else if (supplier && is_asked(*supplier))
            result = ask_locked(database, *supplier);
        const std::scoped_lock guard(m_mutex);
        m_total.add(result);
    }

    CollectResult ask_locked(store::Database& database, const order::Supplier& supplier) {
        const auto until = SteadyClock::now() + m_options.longest;
        Asking asking{m_settings,
                      m_journal,
                      m_options,
                      m_sessions,
                      {database, m_settings, supplier, m_clock, m_options.command},
                      [this, until] { return m_stop || SteadyClock::now() > until; },
                      {}};
        try {
            try {
                ask(asking);
            } catch (const base::Error& bad) {
                if (bad.code() != base::Exit::config)
                    throw;
                throw Trouble(bad.what(), true);
            }
            remember(database, supplier, nullptr, m_clock.now());
        } catch (const Trouble& trouble) {
            asking.result.troubled = 1;
            remember(database, supplier, &trouble, m_clock.now());
            m_journal.write(log::Priority::warning, supplier.name,
                            std::string{"its files cannot be collected: "} + trouble.what());
        }
        tell(m_journal, supplier.name, asking.result);
        return asking.result;
    }

    const config::Settings& m_settings;
    const base::Clock& m_clock;
    const log::Journal& m_journal;
    const Collector::SessionFactory& m_sessions;
    const std::atomic<bool>& m_stop;
    const CollectOptions& m_options;
    const std::size_t m_most_probes;
    std::mutex m_mutex;
    std::deque<std::int64_t> m_healthy;
    std::deque<std::int64_t> m_failing;
    std::size_t m_probing = 0;
    CollectResult m_total;
    std::exception_ptr m_error;
};

} // namespace

void expect(const remote::Reply& reply, const std::string& doing) {
    if (reply.ok)
        return;
    const base::Outcome outcome = deliver::classify(reply);
    throw Trouble(doing + ": " + outcome.reason, outcome.cls == base::OutcomeClass::operator_ ||
                                                     outcome.cls == base::OutcomeClass::permanent);
}

std::unique_ptr<remote::Session> Asking::open(const order::Endpoint& where,
                                              const std::string& subfolder,
                                              const std::string& credential) const {
    order::Supplier whose = how.supplier;
    if (!credential.empty())
        whose.credential = credential;
    remote::Settings wanted;
    try {
        wanted = remote_settings(settings, whose, where);
    } catch (const base::Error& error) {
        throw Trouble(error.what(), true);
    }
    wanted.subfolder = subfolder;
    auto session = sessions(wanted);
    expect(session->open(), "opening " + where.url());
    return session;
}

Collector::Collector(const config::Settings& settings, const base::Clock& clock,
                     const log::Journal& journal, SessionFactory sessions)
    : m_settings(settings), m_clock(clock), m_journal(journal), m_sessions(std::move(sessions)) {}

CollectResult Collector::run(const CollectOptions& options) {
    Round round(m_settings, m_clock, m_journal, m_sessions, m_stop, options);
    round.choose();
    return round.run();
}

void CollectResult::add(const CollectResult& other) {
    files += other.files;
    repeated += other.repeated;
    answers.add(other.answers);
    troubled += other.troubled;
    busy += other.busy;
    not_yet += other.not_yet;
    skipped += other.skipped;
}

} // namespace shoporder::flow
