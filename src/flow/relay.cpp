#include "flow/relay.hpp"

#include "flow/plan.hpp"
#include "flow/plan_order.hpp"
#include "flow/supplier_run.hpp"
#include "store/deliveries.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <list>
#include <mutex>
#include <set>
#include <thread>

namespace shoporder::flow {

namespace {

using order::DeliveryState;

constexpr std::chrono::seconds k_plan_every{10}; // rules.md 4

void add(RelayResult& total, const RelayResult& part) {
    total.uploaded += part.uploaded;
    total.deferred += part.deferred;
    total.uncertain += part.uncertain;
    total.held += part.held;
    total.failed += part.failed;
    total.reconciled += part.reconciled;
    total.skipped_suppliers += part.skipped_suppliers;
}

/// Which suppliers have something to do now.
std::set<std::int64_t> with_work(store::Database& database, const RelayOptions& options,
                                 base::Time now) {
    std::set<std::int64_t> ids;
    const auto collect = [&](DeliveryState state) {
        for (const std::int64_t id : store::suppliers_with(database, state, now))
            ids.insert(id);
    };
    collect(DeliveryState::sending);
    collect(DeliveryState::uncertain);
    if (options.ready)
        collect(DeliveryState::ready);
    if (options.deferred)
        collect(DeliveryState::deferred);
    if (!options.suppliers.empty())
        std::erase_if(ids, [&](std::int64_t id) {
            return std::find(options.suppliers.begin(), options.suppliers.end(), id) ==
                   options.suppliers.end();
        });
    return ids;
}

/// The threads of one run: one for each supplier, at most `jobs` at once.
class Crew {
public:
    Crew(const RunContext& context, std::size_t jobs) : m_context(context), m_jobs(jobs) {}

    ~Crew() { join_all(); }
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Starts what fits of these suppliers; each has one turn in a run, and another one only
    /// when new work was planned after its turn went well.
    void start(const std::set<std::int64_t>& suppliers) {
        const std::scoped_lock guard(m_mutex);
        for (const std::int64_t id : suppliers) {
            if (m_running.size() >= m_jobs)
                return;
            if (m_running.contains(id) || m_closed.contains(id))
                continue;
            m_running.insert(id);
            m_threads.emplace_back([this, id] { turn(id); });
        }
    }
    /// Waits until a turn has ended, or for so long; true while any is running.
    bool wait(std::chrono::milliseconds most) {
        std::unique_lock guard(m_mutex);
        const std::size_t before = m_running.size();
        m_ended.wait_for(guard, most, [&] { return m_running.size() < before || before == 0; });
        return !m_running.empty();
    }
    void join_all() {
        for (std::thread& thread : m_threads)
            if (thread.joinable())
                thread.join();
    }
    [[nodiscard]] RelayResult result() const { return m_result; }
    void rethrow() const {
        if (m_error)
            std::rethrow_exception(m_error);
    }

private:
    void turn(std::int64_t id) noexcept {
        RelayResult result;
        bool again = false;
        std::exception_ptr error;
        try {
            store::Database database(m_context.settings.database, store::Access::write);
            SupplierRun run(m_context, database, id);
            if (!run.run(result)) {
                ++result.skipped_suppliers;
                m_context.journal.write(log::Priority::info, "supplier " + std::to_string(id),
                                        "busy with another process, left to it");
            }
            again = result.uploaded > 0 && result.deferred + result.uncertain == 0;
        } catch (const std::exception& e) {
            m_context.journal.write(log::Priority::error, "supplier " + std::to_string(id),
                                    e.what());
            error = std::current_exception();
        }
        const std::scoped_lock guard(m_mutex);
        add(m_result, result);
        if (error && !m_error)
            m_error = error;
        if (!again)
            m_closed.insert(id);
        m_running.erase(id);
        m_ended.notify_all();
    }

    const RunContext& m_context;
    std::size_t m_jobs;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::list<std::thread> m_threads;
    std::set<std::int64_t> m_running;
    std::set<std::int64_t> m_closed;
    RelayResult m_result;
    std::exception_ptr m_error;
};

/// What a run would send, from what is ready and from what planning would make ready. Planning is
/// tried in transactions that are never committed.
class Rehearsal {
public:
    Rehearsal(const config::Settings& settings, const RelayOptions& options, base::Time now)
        : m_database(settings.database, store::Access::write),
          m_settings(settings),
          m_options(options),
          m_now(now),
          m_suppliers(store::list_suppliers(m_database)) {}

    RelayResult run() {
        if (m_options.deferred)
            collect({DeliveryState::deferred, DeliveryState::uncertain});
        if (m_options.ready) {
            collect({DeliveryState::ready});
            std::int64_t after = 0;
            while (after >= 0)
                after = plan_some(after);
        }
        RelayResult result;
        result.would_send.assign(m_lines.begin(), m_lines.end());
        if (m_options.limit > 0 && result.would_send.size() > m_options.limit)
            result.would_send.resize(m_options.limit);
        return result;
    }

private:
    void collect(std::vector<DeliveryState> states) {
        store::DeliveryFilter filter;
        filter.states = std::move(states);
        filter.due_by = m_now;
        filter.limit = 100000;
        for (const store::Delivery& d : store::list_deliveries(m_database, filter))
            note(d);
    }
    void note(const store::Delivery& d) {
        const auto s =
            std::find_if(m_suppliers.begin(), m_suppliers.end(),
                         [&](const auto& supplier) { return supplier.id == d.supplier_id; });
        const auto& only = m_options.suppliers;
        const bool wanted =
            only.empty() || std::find(only.begin(), only.end(), d.supplier_id) != only.end();
        if (s != m_suppliers.end() && s->mode == order::SupplierMode::live && wanted)
            m_lines.insert(s->name + ": " + d.po_number +
                           (d.revision > 1 ? ", revision " + std::to_string(d.revision) : ""));
    }
    /// Plans a chunk of changed orders, looks, and rolls back; the last order's id, or -1 at the
    /// end.
    std::int64_t plan_some(std::int64_t after) {
        const auto orders = store::changed_orders(m_database, after, 32);
        store::Write write(m_database); // never committed
        PlanResult ignored;
        for (const std::int64_t id : orders) {
            try {
                plan_order(m_database, write, id, m_settings, m_suppliers, m_now, ignored);
            } catch (const base::Error&) {
                continue; // the real run says what is wrong with it
            }
            for (const store::Delivery& d : store::order_deliveries(m_database, id))
                if (d.state == DeliveryState::ready)
                    note(d);
        }
        return orders.empty() ? -1 : orders.back();
    }

    store::Database m_database;
    const config::Settings& m_settings;
    const RelayOptions& m_options;
    base::Time m_now;
    std::vector<order::Supplier> m_suppliers;
    std::set<std::string> m_lines;
};

} // namespace

Relay::Relay(const config::Settings& settings, const base::Clock& clock,
             const log::Journal& journal, SessionFactory sessions)
    : m_settings(settings), m_clock(clock), m_journal(journal), m_sessions(std::move(sessions)) {}

RelayResult Relay::run(const RelayOptions& options) {
    if (options.dry_run)
        return Rehearsal(m_settings, options, m_clock.now()).run();
    store::Database database(m_settings.database, store::Access::write);
    std::mutex budget_mutex;
    std::size_t budget = options.limit;
    const RunContext context{m_settings,
                             m_clock,
                             m_journal,
                             m_sessions,
                             options,
                             m_stop,
                             m_clock.now() + options.longest,
                             [&](std::size_t wanted) {
                                 if (options.limit == 0)
                                     return wanted;
                                 const std::scoped_lock guard(budget_mutex);
                                 const std::size_t granted = std::min(wanted, budget);
                                 budget -= granted;
                                 return granted;
                             }};
    Crew crew(context, std::max<std::size_t>(options.jobs, 1));
    auto planned_at = std::chrono::steady_clock::time_point::min();
    bool running = true;
    while (running) {
        const auto now = std::chrono::steady_clock::now();
        if (options.ready && (planned_at == std::chrono::steady_clock::time_point::min() ||
                              now - planned_at >= k_plan_every)) {
            plan(database, m_settings, m_clock, m_journal);
            planned_at = now;
        }
        if (!m_stop && m_clock.now() < context.end)
            crew.start(with_work(database, options, m_clock.now()));
        running = crew.wait(std::chrono::milliseconds{k_plan_every});
        if (!running && !m_stop && m_clock.now() < context.end) {
            // The last turn may have ended just when there was something for the next supplier.
            crew.start(with_work(database, options, m_clock.now()));
            running = crew.wait(std::chrono::milliseconds{0});
        }
    }
    crew.join_all();
    crew.rethrow();
    return crew.result();
}

} // namespace shoporder::flow
