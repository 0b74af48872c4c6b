#include "flow/supplier_run.hpp"

#include "base/file.hpp"
#include "deliver/classify.hpp"
#include "flow/connect.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

namespace shoporder::flow {

using base::Outcome;
using base::OutcomeClass;
using order::DeliveryState;
using store::Delivery;

std::string words(const Outcome& o) {
    return o.reason + (o.phase.empty() ? "" : " (at " + o.phase + ")");
}

SupplierRun::SupplierRun(const RunContext& context, store::Database& database,
                         std::int64_t supplier_id)
    : m_context(context), m_database(database) {
    if (auto s = store::find_supplier(database, supplier_id))
        m_supplier = *std::move(s);
}

bool SupplierRun::over() const {
    return m_broken || m_context.stop || m_context.clock.now() >= m_context.end;
}

bool SupplierRun::run(RelayResult& result) {
    const auto lock =
        base::FileLock::attempt(m_context.settings.state_folder() /
                                ("supplier-" + std::to_string(m_supplier.id) + ".lock"));
    if (!lock)
        return false;
    // Its settings may have changed while we waited for a thread.
    if (auto s = store::find_supplier(m_database, m_supplier.id))
        m_supplier = *std::move(s);
    recover();
    if (m_supplier.mode != order::SupplierMode::live || !m_supplier.endpoint)
        return true;
    const bool breaker_open = store::supplier_health(m_database, m_supplier.id).failures > 0;
    if (breaker_open && !connect()) {
        expire(result);
        return true;
    }
    reconcile(result);
    if (m_context.options.deferred)
        send(DeliveryState::deferred, result);
    if (m_context.options.ready)
        send(DeliveryState::ready, result);
    if (!over()) // what became uncertain in this run: look at once, on a fresh connection
        reconcile(result);
    return true;
}

/// Work that a killed process left: nobody else can be sending, we hold the lock.
void SupplierRun::recover() {
    store::DeliveryFilter left;
    left.states = {DeliveryState::sending};
    left.supplier_id = m_supplier.id;
    left.limit = 100000;
    const auto deliveries = store::list_deliveries(m_database, left);
    if (deliveries.empty())
        return;
    store::Write write(m_database);
    for (const Delivery& d : deliveries) {
        store::Step step{DeliveryState::sending, DeliveryState::uncertain, "abandoned",
                         "its sender ended without a word"};
        step.actor = m_context.options.command;
        store::transition(write, d.id, step, m_context.clock.now());
    }
    write.commit();
}

/// A fresh session, logged in. Counts for the breaker; parks where a person must act.
bool SupplierRun::connect() {
    const base::Time now = m_context.clock.now();
    Outcome outcome;
    try {
        m_session = m_context.sessions(
            remote_settings(m_context.settings, m_supplier, *m_supplier.endpoint));
        outcome = deliver::classify(m_session->open());
    } catch (const base::Error& error) { // a credential that is not there, an unusable url
        outcome = {OutcomeClass::operator_, 0, error.what(), "login"};
    }
    if (outcome.cls == OutcomeClass::operator_) {
        park(words(outcome));
        return false;
    }
    store::Write write(m_database);
    store::note_connection(write, m_supplier.id, outcome.done(), false, now);
    write.commit();
    if (!outcome.done()) {
        m_broken = true;
        m_context.journal.write(log::Priority::warning, m_supplier.name,
                                "cannot be reached: " + words(outcome));
    }
    return outcome.done();
}

/// Gives up, loudly, what has been out of reach for its whole lifetime.
void SupplierRun::expire(RelayResult& result) {
    const base::Time now = m_context.clock.now();
    store::DeliveryFilter waiting;
    waiting.states = {DeliveryState::deferred};
    waiting.supplier_id = m_supplier.id;
    waiting.limit = 10000;
    std::vector<Delivery> expired = store::list_deliveries(m_database, waiting);
    std::erase_if(expired, [&](const Delivery& d) {
        return d.created_at + m_context.settings.retry.lifetime >= now;
    });
    if (expired.empty())
        return;
    store::Write write(m_database);
    for (const Delivery& d : expired) {
        store::Step step{DeliveryState::deferred, DeliveryState::failed, "gave_up",
                         "gave up: the supplier was out of reach for too long"};
        step.actor = m_context.options.command;
        result.failed += store::transition(write, d.id, step, now) ? 1 : 0;
    }
    write.commit();
    m_context.journal.write(log::Priority::error, m_supplier.name,
                            std::to_string(expired.size()) + " deliveries given up after " +
                                base::format_span(m_context.settings.retry.lifetime) +
                                " out of reach; `shoporder retry --failed` when it is back");
}

/// Stops everything for this supplier until a person has looked.
void SupplierRun::park(const std::string& reason) {
    m_broken = true;
    store::Write write(m_database);
    store::set_supplier_mode(write, m_supplier.id, order::SupplierMode::parked, reason,
                             std::nullopt, m_context.options.command, m_context.clock.now());
    store::mark_changed(write, 0);
    write.commit();
    m_context.journal.write(log::Priority::error, m_supplier.name,
                            "parked, nothing is sent: " + reason +
                                "; mend it, then `shoporder supplier"
                                " test " +
                                m_supplier.name + "` and `shoporder supplier resume " +
                                m_supplier.name + "`");
}

void SupplierRun::rename_next(std::span<const std::int64_t> documents) {
    store::Write write(m_database);
    store::mark_rename_next(write, documents);
    write.commit();
}

void SupplierRun::take_back(std::span<const std::int64_t> documents) {
    store::Write write(m_database);
    store::take_back_rename(write, documents);
    write.commit();
}

} // namespace shoporder::flow
