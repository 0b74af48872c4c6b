// SupplierRun's looking: what became of documents whose sender was lost.
#include "flow/supplier_run.hpp"

#include "store/documents.hpp"
#include "store/suppliers.hpp"

namespace shoporder::flow {

using base::OutcomeClass;
using order::DeliveryState;
using store::Delivery;

/// Looks for every uncertain document before anything is sent again.
void SupplierRun::reconcile(RelayResult& result) {
    store::DeliveryFilter doubtful;
    doubtful.states = {DeliveryState::uncertain};
    doubtful.supplier_id = m_supplier.id;
    doubtful.limit = 10000;
    const auto deliveries = store::list_deliveries(m_database, doubtful);
    if (deliveries.empty() || over() || !connect())
        return;
    for (const Delivery& d : deliveries) {
        if (over())
            return;
        const auto head = store::find_document(m_database, d.document_id);
        if (!head) {
            settle_look(
                d,
                {deliver::Found::undecided,
                 {OutcomeClass::permanent, 0, "its document is gone from the database", "look"}},
                result);
            continue;
        }
        if (!head->target.empty() && head->target != m_supplier.endpoint->url()) {
            settle_look(d,
                        {deliver::Found::undecided,
                         {OutcomeClass::permanent, 0,
                          "the last attempt went to " + head->target +
                              ", which is no more this supplier's url",
                          "look"}},
                        result);
            continue;
        }
        const deliver::Evidence evidence{
            head->id,          head->size,          head->file_name,    head->temporary_name,
            head->rename_next, head->size_verified, m_supplier.consumes};
        const deliver::Look look =
            deliver::look(*m_session, evidence,
                          {[this](std::span<const std::int64_t> ids) { rename_next(ids); },
                           [this](std::span<const std::int64_t> ids) { take_back(ids); }});
        settle_look(d, look, result);
        if (look.found == deliver::Found::unreachable) {
            m_broken = true;
            return;
        }
    }
}

void SupplierRun::settle_look(const Delivery& d, const deliver::Look& look, RelayResult& result) {
    const base::Time now = m_context.clock.now();
    store::Step step{DeliveryState::uncertain, DeliveryState::uploaded};
    step.actor = m_context.options.command;
    step.claim = d.claim;
    switch (look.found) {
    case deliver::Found::delivered:
        step.reason = "found on the server, whole";
        break;
    case deliver::Found::renamed:
        step.reason = "the whole temporary file was found and renamed";
        break;
    case deliver::Found::inferred:
        step.reason = "by inference: verified, renamed, and taken away by the supplier";
        break;
    case deliver::Found::send_again: {
        const auto& schedule =
            m_supplier.schedule.empty() ? m_context.settings.retry.schedule : m_supplier.schedule;
        const bool spent = static_cast<std::size_t>(d.faults) >= schedule.size();
        step.to = spent ? DeliveryState::failed : DeliveryState::deferred;
        step.reason_code = spent ? "gave_up" : "lost";
        step.reason = "looked: it did not arrive" + std::string{spent ? "; gave up" : ""};
        step.add_faults = 1;
        if (!spent)
            step.due_at = now;
        break;
    }
    case deliver::Found::undecided:
        step.to = DeliveryState::held;
        step.reason_code = "undecided";
        step.reason = words(look.outcome);
        break;
    case deliver::Found::unreachable:
        if (look.outcome.cls == OutcomeClass::operator_)
            park(words(look.outcome));
        return;
    }
    store::Write write(m_database);
    if (store::transition(write, d.id, step, now) && step.to == DeliveryState::uploaded) {
        store::mark_uploaded(write, d.document_id, now);
        store::note_connection(write, m_supplier.id, true, true, now);
        ++result.uploaded;
        ++result.reconciled;
    }
    write.commit();
    result.held += step.to == DeliveryState::held ? 1 : 0;
    result.deferred += step.to == DeliveryState::deferred ? 1 : 0;
    result.failed += step.to == DeliveryState::failed ? 1 : 0;
    m_context.journal.write(step.to == DeliveryState::held ? log::Priority::warning
                                                           : log::Priority::info,
                            m_supplier.name, d.po_number + ": " + step.reason);
}

} // namespace shoporder::flow
