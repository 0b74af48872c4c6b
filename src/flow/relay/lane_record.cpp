// Lane's recording: what an outcome means for the deliveries of a document.
#include "flow/relay/lane.hpp"

#include "deliver/classify.hpp"
#include "flow/relay/retry_policy.hpp"
#include "store/documents.hpp"
#include "store/leftovers.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <array>

namespace shoporder::flow {

namespace {

using base::Outcome;
using base::OutcomeClass;
using order::DeliveryState;
using store::Delivery;

constexpr std::chrono::seconds k_probe_interval{60}; // one run of the timers

deliver::Result result_of(const Lane::Item& item, const std::vector<deliver::Result>& results) {
    const auto found = std::find_if(results.begin(), results.end(), [&](const auto& result) {
        return result.document == item.document;
    });
    if (found != results.end())
        return *found;
    return {item.document, {OutcomeClass::uncertain, 0, "no answer", "put"}, false, true};
}

} // namespace

void Lane::record(const std::vector<Item>& items, const std::vector<deliver::Result>& outcomes) {
    std::string park_reason;
    const base::Time now = m_context.clock.now();
    bool broken = false;
    bool doubtful = false;
    RelayResult result;
    {
        store::Write write(m_database);
        bool reached = false;
        bool uploaded = false;
        for (const Item& item : items) {
            const deliver::Result each = result_of(item, outcomes);
            const Outcome& outcome = each.outcome;
            record_one(write, item, each, result);
            uploaded |= outcome.done();
            reached |= outcome.done() || !deliver::is_suppliers_fault(outcome);
            if (outcome.cls == OutcomeClass::operator_)
                park_reason = words(outcome);
            broken |= !outcome.done() && deliver::is_suppliers_fault(outcome);
            doubtful |= outcome.cls == OutcomeClass::uncertain;
        }
        if (!broken || uploaded)
            store::note_connection(write, m_supplier.id, reached, uploaded, now);
        write.commit();
    }
    m_turn.add(result);
    judge_window(outcomes);
    if (doubtful) // never reuse a connection after an unclear reply
        hang_up();
    if (broken)
        m_turn.break_off();
    if (!park_reason.empty())
        m_turn.park(m_database, park_reason);
}

/// Where the whole window met the same refusal, or was gone, the next one would fare no better.
void Lane::judge_window(const std::vector<deliver::Result>& outcomes) {
    std::size_t refused = 0;
    std::size_t gone = 0;
    std::size_t landed = 0;
    std::string why;
    for (const deliver::Result& each : outcomes) {
        landed += each.acknowledged ? 1 : 0;
        refused += each.refused ? 1 : 0;
        gone += each.gone ? 1 : 0;
        if (each.gone)
            why = words(each.outcome);
    }
    if (landed > 0 && gone == landed)
        m_turn.wind_up(why);
    else if (landed > 0 && gone + refused == landed)
        m_turn.wind_up();
}

void Lane::record_one(store::Write& write, const Item& item, const deliver::Result& sent,
                      RelayResult& result) {
    const base::Time now = m_context.clock.now();
    const Outcome& outcome = sent.outcome;
    store::end_attempt(write, item.attempt, outcome, now);
    // "Final name next" was committed for the whole window. For this one nothing has left since, so
    // that nobody can have taken it: should it be gone, that proves nothing.
    if (outcome.cls == OutcomeClass::uncertain && !sent.publish_begun &&
        !item.temporary_name.empty())
        store::take_back_final(write, std::array{item.document});
    if (outcome.cls == OutcomeClass::uncertain && sent.acknowledged)
        store::mark_acknowledged(write, item.document);
    if (sent.refused) {
        store::count_refused_run(write, item.document);
        m_context.refusals.add(item.document);
    }
    std::optional<store::Step> taken;
    for (const Delivery& d : item.deliveries) {
        store::Step step = after(item, d, outcome);
        // Where somebody else has moved it our claim is over, and their word counts.
        if (store::transition(write, d.id, step, now))
            taken = std::move(step);
    }
    if (!taken)
        return;
    const bool good = taken->to == DeliveryState::uploaded;
    if (good)
        store::mark_uploaded(write, item.document, now);
    else
        store::add_leftover(write, item.document, now);
    result.uploaded += good ? 1 : 0;
    result.deferred += taken->to == DeliveryState::deferred ? 1 : 0;
    result.uncertain += taken->to == DeliveryState::uncertain ? 1 : 0;
    result.held += taken->to == DeliveryState::held ? 1 : 0;
    result.failed += taken->to == DeliveryState::failed ? 1 : 0;
    const std::string many = item.deliveries.size() > 1
                                 ? " with " + std::to_string(item.deliveries.size()) + " orders"
                                 : std::string{};
    m_context.journal.write(good ? log::Priority::info : log::Priority::warning, m_supplier.name,
                            item.final_name + many + ": " + std::string{order::name(taken->to)} +
                                (taken->reason.empty() ? "" : ", " + taken->reason));
}

std::span<const std::chrono::seconds> Lane::schedule() const {
    return m_supplier.schedule.empty() ? m_context.settings.retry.schedule : m_supplier.schedule;
}

store::Step Lane::after(const Item& item, const Delivery& d, const Outcome& outcome) {
    const base::Time now = m_context.clock.now();
    store::Step step{DeliveryState::sending, DeliveryState::uploaded};
    step.actor = m_context.options.command;
    step.claim = d.claim;
    if (outcome.done())
        return step;
    step.reason = words(outcome);
    const auto defer = [&](const char* code, base::Time due) {
        step.to = DeliveryState::deferred;
        step.reason_code = code;
        step.due_at = due;
    };
    if (outcome.phase == "unsent") {
        defer("postponed", now);
    } else if (outcome.cls == OutcomeClass::uncertain) {
        step.to = DeliveryState::uncertain;
        step.reason_code = "wire";
    } else if (outcome.cls == OutcomeClass::permanent) {
        const auto refusals = store::count_refusals(m_database, item.document);
        step.to = DeliveryState::held;
        step.reason_code = "refused";
        if (refusals < outcome.tries && static_cast<std::size_t>(d.faults) < schedule().size()) {
            step.add_faults = 1;
            defer("refused", now + wait_after_refusal(refusals));
        }
    } else if (outcome.cls == OutcomeClass::operator_ || deliver::is_suppliers_fault(outcome)) {
        defer("unreachable", now + k_probe_interval);
        if (m_turn.is_lapsed(m_database, d)) {
            step.to = DeliveryState::failed;
            step.reason_code = "gave_up";
            step.due_at.reset();
        }
    } else {
        const auto wait =
            next_wait(schedule(), d.faults + 1, m_context.settings.retry.jitter, m_random());
        step.add_faults = 1;
        if (wait) {
            defer("fault", now + *wait);
        } else {
            step.to = DeliveryState::failed;
            step.reason_code = "gave_up";
            step.reason =
                "gave up after " + std::to_string(d.faults + 1) + " tries: " + step.reason;
        }
    }
    return step;
}

} // namespace shoporder::flow
