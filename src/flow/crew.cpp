#include "flow/crew.hpp"

#include "store/suppliers.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace shoporder::flow {

void Crew::start(const std::set<std::int64_t>& suppliers) {
    const std::scoped_lock guard(m_mutex);
    std::vector<std::int64_t> next;
    for (const std::int64_t id : suppliers)
        if (!m_running.contains(id) && !m_closed.contains(id))
            next.push_back(id);
    std::stable_sort(next.begin(), next.end(), [this](std::int64_t a, std::int64_t b) {
        const auto last = [this](std::int64_t id) {
            const auto found = m_last_turn.find(id);
            return found == m_last_turn.end() ? 0 : found->second;
        };
        return last(a) < last(b);
    });
    std::size_t waiting = next.size();
    for (const std::int64_t id : next) {
        if (!m_context.seats.take())
            break;
        --waiting;
        m_running.insert(id);
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
    m_ended.notify_all();
}

} // namespace shoporder::flow
