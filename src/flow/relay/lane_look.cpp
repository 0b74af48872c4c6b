// Lane's looking: what became of documents whose sender was lost.
#include "flow/relay/lane.hpp"

#include "flow/relay/retry_policy.hpp"
#include "store/documents.hpp"
#include "store/leftovers.hpp"
#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

using base::OutcomeClass;
using deliver::Found;
using order::DeliveryState;
using store::Delivery;

namespace {
constexpr int k_runs_of_a_refusal = 3; // rules.md 4

deliver::Look undecided(const std::string& why) {
    return {Found::undecided, {OutcomeClass::permanent, 0, why, "look"}};
}
/// No retry ends this.
deliver::Look elsewhere(const std::string& why) {
    return {Found::elsewhere, {OutcomeClass::permanent, 0, why, "look"}};
}
} // namespace

/// What is in doubt, by document; of a turn for certain deliveries, only theirs.
std::map<std::int64_t, std::vector<Delivery>> Lane::doubtful() const {
    store::DeliveryFilter filter;
    filter.states = {DeliveryState::uncertain};
    filter.supplier_id = m_supplier.id;
    filter.limit = 10000;
    std::map<std::int64_t, std::vector<Delivery>> out;
    for (Delivery& d : store::list_deliveries(m_database, filter))
        if (!m_context.refusals.has(d.document_id)) // only the next run tells more
            out[d.document_id].push_back(std::move(d));
    const std::vector<std::int64_t>& only = m_turn.only;
    if (!only.empty())
        std::erase_if(out, [&only](const auto& each) {
            return std::none_of(each.second.begin(), each.second.end(), [&only](const Delivery& d) {
                return std::find(only.begin(), only.end(), d.id) != only.end();
            });
        });
    return out;
}

void Lane::reconcile() {
    const auto documents = doubtful();
    if (documents.empty() || m_turn.over())
        return;
    // A connection that left a doubt was hung up.
    if (!m_session && !connect())
        return;
    for (const auto& [document, deliveries] : documents) {
        if (m_turn.over())
            return;
        deliver::Look look = look_for(document);
        if (look.outcome.cls == OutcomeClass::operator_ && look.outcome.phase == "rename" &&
            renames_others(document)) // promise 5: one bad file never stops the others
            look = undecided("it lies whole under its temporary name, and of all files this one is "
                             "not renamed: " +
                             look.outcome.reason);
        settle_look(deliveries, look);
        if (look.found == Found::unreachable && !look.others_may_fare_better) {
            m_turn.break_off();
            return;
        }
    }
}

/// Has a file been taken since this one's last attempt?
bool Lane::renames_others(std::int64_t document) {
    const auto attempts = store::document_attempts(m_database, document);
    const auto last = store::supplier_health(m_database, m_supplier.id).last_success;
    return last && !attempts.empty() && *last >= attempts.back().started_at;
}

deliver::Look Lane::look_for(std::int64_t document) {
    if (document == 0)
        return undecided("no document of it was fixed, so that nothing has left: `shoporder queue "
                         "release` lets it go");
    const auto head = store::find_document(m_database, document);
    if (!head)
        return elsewhere("its document is gone from the database, so that nothing can be sent or "
                         "looked for: ask " +
                         m_supplier.name + ", then `shoporder queue done`");
    if (!head->target.empty() && head->target != m_supplier.endpoint->url())
        return elsewhere("the last attempt went to " + head->target +
                         ", which is no longer the url "
                         "of " +
                         m_supplier.name + ", so that nobody looks there: ask whether " +
                         head->file_name +
                         " has arrived; if so `shoporder queue done`, if not "
                         "`shoporder queue resend`");
    const deliver::Evidence evidence{head->id,
                                     head->size,
                                     head->file_name,
                                     head->temporary_name,
                                     head->done_name,
                                     head->final_next,
                                     head->size_verified,
                                     head->acknowledged,
                                     head->refused_runs + 1 >= k_runs_of_a_refusal,
                                     head->stale};
    return deliver::look(
        *m_session, manner(), evidence,
        [this](std::span<const std::int64_t> ids, deliver::Mark mark) { commit(ids, mark); });
}

/// A word that may pass: this run has heard it, the next ones ask again.
void Lane::count_refusal(std::span<const Delivery> deliveries, const deliver::Look& look) {
    const std::int64_t document = deliveries.front().document_id;
    m_context.refusals.add(document);
    store::Write write(m_database);
    const int runs = store::count_refused_run(write, document);
    write.commit();
    m_context.journal.write(log::Priority::warning, m_supplier.name,
                            deliveries.front().po_number + ": refused in " + std::to_string(runs) +
                                " of " + std::to_string(k_runs_of_a_refusal) +
                                " runs, the next one asks again: " + words(look.outcome));
}

/// The same for all that the document carries.
void Lane::settle_look(std::span<const Delivery> deliveries, const deliver::Look& look) {
    if (look.refused)
        return count_refusal(deliveries, look);
    if (look.found == Found::unreachable) {
        m_context.journal.write(log::Priority::warning, m_supplier.name,
                                deliveries.front().po_number +
                                    ": looked for in vain, uncertain: " + words(look.outcome));
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

store::Step Lane::after_look(const Delivery& d, const deliver::Look& look) {
    store::Step step{DeliveryState::uncertain, DeliveryState::uploaded};
    step.actor = m_context.options.command;
    step.claim = d.claim;
    switch (look.found) {
    case Found::delivered:
        step.reason = "found on the server, whole";
        break;
    case Found::finished:
        step.reason = "it was found there, whole, and has been renamed or got its done-file";
        break;
    case Found::inferred:
        step.reason = "by inference: verified, published, and taken away by the supplier";
        break;
    case Found::send_again: {
        step.reason_code = "lost";
        step.reason = "looked: it did not arrive";
        step.to = DeliveryState::deferred;
        step.due_at = m_context.clock.now();
        if (d.reason_code != "wire") // its sender died, or a person asked: nobody's fault
            break;
        const auto wait =
            next_wait(schedule(), d.faults + 1, m_context.settings.retry.jitter, m_random());
        step.add_faults = 1;
        if (wait) {
            step.due_at = *step.due_at + *wait;
            break;
        }
        step.to = DeliveryState::failed;
        step.reason_code = "gave_up";
        step.reason += "; gave up";
        step.due_at.reset();
        break;
    }
    case Found::elsewhere:
        step.to = DeliveryState::held;
        step.reason_code = "elsewhere";
        step.reason = look.outcome.reason;
        break;
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
