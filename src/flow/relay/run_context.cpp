#include "flow/relay/run_context.hpp"

#include <algorithm>

namespace shoporder::flow {

std::size_t Budget::take(std::size_t wanted) {
    const std::scoped_lock guard(m_mutex);
    const std::size_t granted = std::min(wanted, m_left);
    if (m_left != std::numeric_limits<std::size_t>::max())
        m_left -= granted;
    return granted;
}

void Budget::give_back(std::size_t count) {
    const std::scoped_lock guard(m_mutex);
    if (m_left != std::numeric_limits<std::size_t>::max())
        m_left += count;
}

bool Seats::take() {
    const std::scoped_lock guard(m_mutex);
    if (m_free == 0)
        return false;
    --m_free;
    return true;
}

bool Seats::take_spare() {
    const std::scoped_lock guard(m_mutex);
    if (m_free <= m_waiting)
        return false;
    --m_free;
    return true;
}

void Seats::give_back() {
    const std::scoped_lock guard(m_mutex);
    ++m_free;
}

void Seats::set_waiting(std::size_t suppliers) {
    const std::scoped_lock guard(m_mutex);
    m_waiting = suppliers;
}

bool Seats::are_wanted() const {
    const std::scoped_lock guard(m_mutex);
    return m_waiting > m_free;
}

void Totals::add(const RelayResult& part) {
    const std::scoped_lock guard(m_mutex);
    m_result.uploaded += part.uploaded;
    m_result.deferred += part.deferred;
    m_result.uncertain += part.uncertain;
    m_result.held += part.held;
    m_result.failed += part.failed;
    m_result.reconciled += part.reconciled;
    m_result.skipped_suppliers += part.skipped_suppliers;
    m_result.unreachable.insert(part.unreachable.begin(), part.unreachable.end());
}

RelayResult Totals::so_far() const {
    const std::scoped_lock guard(m_mutex);
    return m_result;
}

void Refusals::add(std::int64_t document) {
    const std::scoped_lock guard(m_mutex);
    m_documents.insert(document);
}

bool Refusals::has(std::int64_t document) const {
    const std::scoped_lock guard(m_mutex);
    return m_documents.contains(document);
}

void Wire::add(remote::Session& session) {
    const std::scoped_lock guard(m_mutex);
    m_sessions.insert(&session);
    if (m_cut)
        session.cancel();
}

void Wire::remove(remote::Session& session) {
    const std::scoped_lock guard(m_mutex);
    m_sessions.erase(&session);
}

void Wire::cut() {
    const std::scoped_lock guard(m_mutex);
    m_cut = true;
    for (remote::Session* const session : m_sessions)
        session->cancel();
}

} // namespace shoporder::flow
