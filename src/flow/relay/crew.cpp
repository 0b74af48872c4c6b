#include "flow/relay/crew.hpp"

#include "store/suppliers.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace shoporder::flow {

Crew::Crew(const RunContext& context)
    : m_context(context),
      m_most_probes(std::max<std::size_t>(std::max<std::size_t>(context.options.jobs, 1) / 2, 1)) {}

/// Of the failing ones any may be the first: where a run has no time for all of them, the same ones
/// would else be left out by every run.
std::vector<std::int64_t> Crew::in_order(const std::set<std::int64_t>& suppliers,
                                         const std::set<std::int64_t>& failing) {
    std::vector<std::int64_t> next;
    for (const std::int64_t id : suppliers)
        if (!m_running.contains(id) && !m_closed.contains(id))
            next.push_back(id);
    const auto probes = std::stable_partition(
        next.begin(), next.end(), [&](std::int64_t id) { return !failing.contains(id); });
    std::shuffle(probes, next.end(), m_random);
    const auto earlier = [this](std::int64_t a, std::int64_t b) {
        const auto last = [this](std::int64_t id) {
            const auto found = m_last_turn.find(id);
            return found == m_last_turn.end() ? 0 : found->second;
        };
        return last(a) < last(b);
    };
    std::stable_sort(next.begin(), probes, earlier);
    std::stable_sort(probes, next.end(), earlier);
    return next;
}

void Crew::start(const std::set<std::int64_t>& suppliers, const std::set<std::int64_t>& failing) {
    const std::scoped_lock guard(m_mutex);
    std::size_t waiting = 0; // for a seat that they could have
    std::size_t probes = m_probes.size();
    for (const std::int64_t id : in_order(suppliers, failing)) {
        const bool probe = failing.contains(id);
        if (probe && probes >= m_most_probes)
            continue;
        probes += probe ? 1 : 0;
        if (waiting > 0 || !m_context.seats.take()) {
            ++waiting;
            continue;
        }
        m_running.insert(id);
        if (probe)
            m_probes.insert(id);
        m_threads.emplace_back([this, id] { turn(id); });
    }
    m_context.seats.set_waiting(waiting);
}

bool Crew::wait(std::chrono::milliseconds most) {
    std::unique_lock guard(m_mutex);
    m_ended.wait_for(guard, most, [this] { return m_ends > m_seen || m_running.empty(); });
    const bool one_has = m_ends > m_seen;
    m_seen = m_ends;
    return one_has;
}

std::size_t Crew::running() const {
    const std::scoped_lock guard(m_mutex);
    return m_running.size();
}

void Crew::join_all() {
    for (std::thread& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

void Crew::rethrow() const {
    if (m_error)
        std::rethrow_exception(m_error);
}

void Crew::turn(std::int64_t id) noexcept {
    TurnEnd end = TurnEnd::finished;
    std::exception_ptr error;
    std::string subject = "supplier " + std::to_string(id);
    try {
        store::Database database(m_context.settings.database, store::Access::write);
        if (auto supplier = store::find_supplier(database, id))
            subject = std::move(supplier->name);
        end = run_supplier(m_context, database, id);
        if (end == TurnEnd::busy) {
            RelayResult skipped;
            skipped.skipped_suppliers = 1;
            m_context.totals.add(skipped);
            m_context.journal.write(log::Priority::info, subject,
                                    "busy with another process, left to it");
        }
    } catch (const std::exception& e) {
        m_context.journal.write(log::Priority::error, subject, e.what());
        error = std::current_exception();
    }
    m_context.seats.give_back();
    const std::scoped_lock guard(m_mutex);
    if (error && !m_error)
        m_error = error;
    if (end == TurnEnd::finished || end == TurnEnd::busy)
        m_closed.insert(id);
    m_last_turn[id] = ++m_ends;
    m_running.erase(id);
    m_probes.erase(id);
    m_ended.notify_all();
}

} // namespace shoporder::flow
