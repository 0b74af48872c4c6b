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
    return runs && s.answering.how != Confirming::none && s.endpoint;
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

void ask(Asking& asking) {
    const order::Supplier& supplier = asking.how.supplier;
    const AnswerReader reader(supplier);
    take_up(asking, reader);
    asking.result.answers.add(apply_again(asking.how));
    switch (supplier.answering.how) {
    case Confirming::none:
        break;
    case Confirming::receipt:
        return ask_receipts(asking);
    case Confirming::pickup:
        return ask_pickups(asking);
    case Confirming::answer:
        return ask_answers(asking);
    }
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

} // namespace

void expect(const remote::Reply& reply, const std::string& doing) {
    if (reply.ok)
        return;
    const base::Outcome outcome = deliver::classify(reply);
    throw Trouble(doing + ": " + outcome.reason, outcome.cls == base::OutcomeClass::operator_ ||
                                                     outcome.cls == base::OutcomeClass::permanent);
}

std::unique_ptr<remote::Session> Asking::open(const order::Endpoint& where,
                                              const std::string& subfolder) const {
    order::Supplier whose = how.supplier;
    if (whose.answering.endpoint && !whose.answering.credential.empty())
        whose.credential = whose.answering.credential;
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
    std::deque<std::int64_t> healthy;
    std::deque<std::int64_t> failing;
    {
        store::Database database(m_settings.database, store::Access::write);
        for (const order::Supplier& s : store::list_suppliers(database)) {
            const bool wanted = options.suppliers.empty() ||
                                std::find(options.suppliers.begin(), options.suppliers.end(),
                                          s.id) != options.suppliers.end();
            if (!wanted || !is_asked(s))
                continue;
            const auto health = store::answers_health(database, s.id);
            if (!options.by_hand && health.next && *health.next > m_clock.now())
                continue;
            (health.failures > 0 ? failing : healthy).push_back(s.id);
        }
    }

    std::mutex mutex;
    CollectResult total;
    std::exception_ptr error;
    std::size_t probing = 0;
    // Who failed last time comes after the healthy, and holds half of the seats at most: a server
    // that says nothing holds its seat until a time limit.
    const std::size_t most_probes = std::max<std::size_t>(1, options.jobs / 2);
    const auto next = [&](bool& probe) -> std::int64_t {
        const std::scoped_lock guard(mutex);
        std::deque<std::int64_t>& from = healthy.empty() ? failing : healthy;
        probe = healthy.empty();
        if (from.empty() || m_stop || error || (probe && probing >= most_probes))
            return 0;
        probing += probe ? 1U : 0U;
        const std::int64_t id = from.front();
        from.pop_front();
        return id;
    };
    const auto ask_one = [&](std::int64_t id) {
        store::Database database(m_settings.database, store::Access::write);
        const auto lock = supplier_lock(m_settings, id, options.patience);
        const auto supplier = store::find_supplier(database, id); // read under the lock
        CollectResult result;
        if (!lock)
            result.busy = 1;
        else if (supplier && is_asked(*supplier)) {
            const auto until = SteadyClock::now() + options.longest;
            Asking asking{m_settings,
                          m_journal,
                          options,
                          m_sessions,
                          {database, *supplier, m_clock, options.command},
                          [&, until] { return m_stop || SteadyClock::now() > until; },
                          {}};
            try {
                try {
                    ask(asking);
                } catch (const base::Error& bad) {
                    if (bad.code() != base::Exit::config)
                        throw;
                    throw Trouble(bad.what(), true);
                }
                remember(database, *supplier, nullptr, m_clock.now());
            } catch (const Trouble& trouble) {
                asking.result.troubled = 1;
                remember(database, *supplier, &trouble, m_clock.now());
                m_journal.write(log::Priority::warning, supplier->name,
                                std::string{"its answers cannot be collected: "} + trouble.what());
            }
            result = asking.result;
        }
        const std::scoped_lock guard(mutex);
        total.files += result.files;
        total.repeated += result.repeated;
        total.answers.add(result.answers);
        total.troubled += result.troubled;
        total.busy += result.busy;
        total.not_yet += result.not_yet;
        total.skipped += result.skipped;
    };
    const auto work = [&] {
        bool probe = false;
        while (const std::int64_t id = next(probe)) {
            try {
                ask_one(id);
            } catch (const std::exception&) {
                const std::scoped_lock guard(mutex);
                error = std::current_exception();
            }
            const std::scoped_lock guard(mutex);
            probing -= probe ? 1U : 0U;
        }
    };
    std::vector<std::thread> threads;
    const std::size_t count = std::min(options.jobs, healthy.size() + failing.size());
    for (std::size_t i = 1; i < count; ++i)
        threads.emplace_back(work);
    work();
    for (std::thread& thread : threads)
        thread.join();
    if (error)
        std::rethrow_exception(error);
    return total;
}

} // namespace shoporder::flow
