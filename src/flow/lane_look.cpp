// Lane's looking: what became of documents whose sender was lost.
#include "flow/lane.hpp"

#include "store/documents.hpp"
#include "store/leftovers.hpp"
#include "store/suppliers.hpp"

#include <map>

namespace shoporder::flow {

using base::OutcomeClass;
using deliver::Found;
using order::DeliveryState;
using store::Delivery;

namespace {
deliver::Look undecided(const std::string& why) {
    return {Found::undecided, {OutcomeClass::permanent, 0, why, "look"}};
}
} // namespace

void Lane::reconcile() {
    store::DeliveryFilter doubtful;
    doubtful.states = {DeliveryState::uncertain};
    doubtful.supplier_id = m_supplier.id;
    doubtful.limit = 10000;
    std::map<std::int64_t, std::vector<Delivery>> by_document;
    for (Delivery& d : store::list_deliveries(m_database, doubtful))
        by_document[d.document_id].push_back(std::move(d));
    if (by_document.empty() || m_turn.over())
        return;
    // A connection that left a doubt was hung up.
    if (!m_session && !connect())
        return;
    for (const auto& [document, deliveries] : by_document) {
        if (m_turn.over())
            return;
        const deliver::Look look = look_for(document);
        settle_look(deliveries, look);
        if (look.found == Found::unreachable) {
            m_turn.break_off();
            return;
        }
    }
}

deliver::Look Lane::look_for(std::int64_t document) {
    const auto head = store::find_document(m_database, document);
    if (!head)
        return undecided("its document is gone from the database");
    if (!head->target.empty() && head->target != m_supplier.endpoint->url())
        return undecided("the last attempt went to " + head->target +
                         ", which is no more this supplier's url");
    const deliver::Evidence evidence{head->id,         head->size,
                                     head->file_name,  head->temporary_name,
                                     head->final_next, head->size_verified};
    return deliver::look(
        *m_session, manner(), evidence,
        [this](std::span<const std::int64_t> ids, deliver::Mark mark) { commit(ids, mark); });
}

/// The same for all that the document carries.
void Lane::settle_look(std::span<const Delivery> deliveries, const deliver::Look& look) {
    if (look.found == Found::unreachable) {
        if (look.outcome.cls == OutcomeClass::operator_)
            m_turn.park(m_database, words(look.outcome));
        return;
    }
    const base::Time now = m_context.clock.now();
    std::optional<store::Step> taken;
    store::Write write(m_database);
    for (const Delivery& d : deliveries) {
        store::Step step = after_look(d, look);
        if (store::transition(write, d.id, step, now))
            taken = std::move(step);
    }
    const std::int64_t document = deliveries.front().document_id;
    RelayResult result;
    if (taken && taken->to == DeliveryState::uploaded) {
        store::mark_uploaded(write, document, now);
        store::drop_leftover(write, document);
        store::note_connection(write, m_supplier.id, true, true, now);
        result.uploaded = 1;
        result.reconciled = 1;
    }
    write.commit();
    if (!taken)
        return;
    result.held += taken->to == DeliveryState::held ? 1 : 0;
    result.deferred += taken->to == DeliveryState::deferred ? 1 : 0;
    result.failed += taken->to == DeliveryState::failed ? 1 : 0;
    m_turn.add(result);
    m_context.journal.write(taken->to == DeliveryState::held ? log::Priority::warning
                                                             : log::Priority::info,
                            m_supplier.name, deliveries.front().po_number + ": " + taken->reason);
}

store::Step Lane::after_look(const Delivery& d, const deliver::Look& look) const {
    store::Step step{DeliveryState::uncertain, DeliveryState::uploaded};
    step.actor = m_context.options.command;
    step.claim = d.claim;
    switch (look.found) {
    case Found::delivered:
        step.reason = "found on the server, whole";
        break;
    case Found::finished:
        step.reason = m_supplier.upload == order::UploadMode::done_file
                          ? "it was found there, whole, and got its done-file"
                          : "the whole temporary file was found and renamed";
        break;
    case Found::inferred:
        step.reason = "by inference: verified, published, and taken away by the supplier";
        break;
    case Found::send_again: {
        const bool spent = static_cast<std::size_t>(d.faults) >= schedule().size();
        step.to = spent ? DeliveryState::failed : DeliveryState::deferred;
        step.reason_code = spent ? "gave_up" : "lost";
        step.reason = "looked: it did not arrive" + std::string{spent ? "; gave up" : ""};
        step.add_faults = 1;
        if (!spent)
            step.due_at = m_context.clock.now();
        break;
    }
    case Found::undecided:
    case Found::unreachable: // not asked for
        step.to = DeliveryState::held;
        step.reason_code = "undecided";
        step.reason = words(look.outcome);
        break;
    }
    return step;
}

} // namespace shoporder::flow
