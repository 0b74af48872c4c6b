// SupplierRun's sending: claim a window, fix bytes and names, upload, record.
#include "flow/supplier_run.hpp"

#include "flow/retry_policy.hpp"
#include "flow/sheet.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Outcome;
using base::OutcomeClass;
using order::DeliveryState;
using store::Delivery;

constexpr std::size_t k_window = 32;                 // rules.md 4
constexpr std::chrono::seconds k_window_time{10};    // likewise
constexpr std::chrono::seconds k_probe_interval{60}; // one run of the timers

std::string document_replaced(const render::Document& document) {
    std::string text;
    for (const render::Replacement& r : document.replaced)
        text += (text.empty() ? "" : ", ") + r.field + " (" + std::to_string(r.count) + ")";
    return text;
}

/// Did it fail before anything of the document was tried? Then it is the supplier's trouble.
bool is_suppliers_fault(const Outcome& o) {
    return o.phase == "connect" || o.phase == "login" || o.phase == "folder";
}

} // namespace

struct SupplierRun::Item {
    Delivery delivery;
    std::int64_t document = 0;
    std::int64_t attempt = 0;
    std::string bytes;
    std::string final_name;
    std::string temporary_name;
};

void SupplierRun::send(DeliveryState from, RelayResult& result) {
    std::size_t window = 4; // grows while windows stay short
    while (!over()) {
        const std::size_t granted = m_context.reserve(window);
        const std::vector<Item> items = claim(from, granted, result);
        if (items.empty())
            return;
        const base::Time begun = m_context.clock.now();
        if (!m_session && !connect()) {
            // Claimed, and not sent: the same outcome for all of them, and no fault of theirs.
            std::vector<deliver::Result> nothing;
            nothing.reserve(items.size());
            for (const Item& item : items)
                nothing.push_back(
                    {item.document,
                     {OutcomeClass::temporary, 0, "the supplier cannot be reached", "connect"}});
            record(items, nothing, result);
            return;
        }
        std::vector<deliver::Upload> uploads;
        uploads.reserve(items.size());
        for (const Item& item : items)
            uploads.push_back({item.document, item.bytes, item.final_name, item.temporary_name});
        const auto outcomes = deliver::upload(
            *m_session, uploads, [this](std::span<const std::int64_t> ids) { rename_next(ids); });
        record(items, outcomes, result);
        const auto took = m_context.clock.now() - begun;
        window = took > k_window_time       ? std::max<std::size_t>(window / 4, 1)
                 : took * 2 < k_window_time ? std::min(window * 2, k_window)
                                            : window;
    }
}

std::vector<SupplierRun::Item> SupplierRun::claim(DeliveryState from, std::size_t limit,
                                                  RelayResult& result) {
    std::vector<Item> items;
    store::Claim wanted{m_supplier.id, from, m_context.options.deliveries, limit,
                        m_context.options.command};
    while (items.empty() && limit > 0) {
        store::Write write(m_database);
        const auto ids = store::claim_deliveries(write, wanted, m_context.clock.now());
        for (const std::int64_t id : ids)
            if (!prepare(write, id, items))
                ++result.held;
        write.commit();
        if (ids.empty())
            break; // else every one of them was unfit: ask for others
    }
    return items;
}

/// Fixes bytes and name in the transaction of the first claim; false when the order cannot be
/// rendered: then it is held, and the others go on.
bool SupplierRun::prepare(store::Write& write, std::int64_t id, std::vector<Item>& items) {
    const base::Time now = m_context.clock.now();
    Item item;
    item.delivery = store::find_delivery(m_database, id).value();
    try {
        if (item.delivery.document_id == 0) {
            Rendering r =
                render_delivery(m_database, m_context.settings, item.delivery, m_supplier);
            store::NewDocument document{m_supplier.id, r.file_name, m_supplier.format,
                                        std::move(r.document.bytes)};
            for (const render::Replacement& replacement : r.document.replaced)
                document.replaced += replacement.count;
            item.delivery.document_id = store::add_document(write, document, now);
            store::set_document(write, id, item.delivery.document_id);
            if (document.replaced > 0) {
                store::Event event{now, "plan"};
                event.order_id = item.delivery.order_id;
                event.delivery_id = id;
                event.supplier_id = m_supplier.id;
                event.actor = m_context.options.command;
                event.text =
                    "characters XML cannot carry became U+FFFD in " + document_replaced(r.document);
                store::add_event(write, event);
            }
        }
    } catch (const store::DiskFull&) {
        throw;
    } catch (const std::exception& error) {
        store::Step step{DeliveryState::sending, DeliveryState::held, "render",
                         std::string{"its document cannot be made: "} + error.what()};
        step.actor = m_context.options.command;
        store::transition(write, id, step, now);
        m_context.journal.write(log::Priority::error, m_supplier.name,
                                item.delivery.po_number + ": " + step.reason);
        return false;
    }
    item.document = item.delivery.document_id;
    const auto head = store::find_document(m_database, item.document).value();
    item.bytes = store::document_bytes(m_database, item.document);
    item.final_name = head.file_name;
    const bool before = m_supplier.temporary_at == order::TemporaryName::prefix;
    item.temporary_name =
        deliver::temporary_name(before ? m_supplier.temporary : "", head.file_name,
                                item.delivery.claim, before ? "" : m_supplier.temporary);
    item.attempt = store::begin_attempt(write, item.document, item.temporary_name,
                                        m_supplier.endpoint->url(), now);
    items.push_back(std::move(item));
    return true;
}

void SupplierRun::record(const std::vector<Item>& items,
                         const std::vector<deliver::Result>& outcomes, RelayResult& result) {
    std::string park_reason;
    const base::Time now = m_context.clock.now();
    {
        store::Write write(m_database);
        bool reached = false;
        bool uploaded = false;
        for (const Item& item : items) {
            const auto found =
                std::find_if(outcomes.begin(), outcomes.end(),
                             [&](const deliver::Result& r) { return r.document == item.document; });
            const deliver::Result outcome =
                found != outcomes.end()
                    ? *found
                    : deliver::Result{item.document,
                                      {OutcomeClass::uncertain, 0, "no answer", "put"}};
            record_one(write, item, outcome, result);
            uploaded |= outcome.outcome.done();
            reached |= outcome.outcome.done() || !is_suppliers_fault(outcome.outcome);
            if (outcome.outcome.cls == OutcomeClass::operator_)
                park_reason = words(outcome.outcome);
            m_broken |= !outcome.outcome.done() && is_suppliers_fault(outcome.outcome);
            if (outcome.outcome.cls == OutcomeClass::uncertain)
                m_session.reset(); // a doubtful connection is not used again
        }
        if (!m_broken || uploaded)
            store::note_connection(write, m_supplier.id, reached, uploaded, now);
        write.commit();
    }
    if (!park_reason.empty())
        park(park_reason);
}

void SupplierRun::record_one(store::Write& write, const Item& item, const deliver::Result& outcome,
                             RelayResult& result) {
    const base::Time now = m_context.clock.now();
    store::end_attempt(write, item.attempt, outcome.outcome, now);
    store::Step step = after(item, outcome.outcome);
    if (!store::transition(write, item.delivery.id, step, now))
        return; // somebody else has moved it: our claim is over, its word counts
    if (step.to == DeliveryState::uploaded)
        store::mark_uploaded(write, item.document, now);
    result.uploaded += step.to == DeliveryState::uploaded ? 1 : 0;
    result.deferred += step.to == DeliveryState::deferred ? 1 : 0;
    result.uncertain += step.to == DeliveryState::uncertain ? 1 : 0;
    result.held += step.to == DeliveryState::held ? 1 : 0;
    result.failed += step.to == DeliveryState::failed ? 1 : 0;
    const bool good = step.to == DeliveryState::uploaded;
    m_context.journal.write(good ? log::Priority::info : log::Priority::warning, m_supplier.name,
                            item.final_name + ": " + std::string{order::name(step.to)} +
                                (step.reason.empty() ? "" : ", " + step.reason));
}

/// What an outcome means for the delivery.
store::Step SupplierRun::after(const Item& item, const Outcome& outcome) const {
    const base::Time now = m_context.clock.now();
    store::Step step{DeliveryState::sending, DeliveryState::uploaded};
    step.actor = m_context.options.command;
    step.claim = item.delivery.claim;
    if (outcome.done())
        return step;
    step.reason = words(outcome);
    if (outcome.cls == OutcomeClass::uncertain) {
        step.to = DeliveryState::uncertain;
        step.reason_code = "wire";
    } else if (outcome.cls == OutcomeClass::permanent) {
        step.to = DeliveryState::held;
        step.reason_code = "refused";
    } else if (outcome.cls == OutcomeClass::operator_ || is_suppliers_fault(outcome)) {
        const bool expired = item.delivery.created_at + m_context.settings.retry.lifetime < now;
        step.to = expired ? DeliveryState::failed : DeliveryState::deferred;
        step.reason_code = expired ? "gave_up" : "unreachable";
        if (!expired)
            step.due_at = now + k_probe_interval;
    } else {
        const auto& schedule =
            m_supplier.schedule.empty() ? m_context.settings.retry.schedule : m_supplier.schedule;
        const auto wait = next_wait(schedule, item.delivery.faults + 1,
                                    m_context.settings.retry.jitter, m_random());
        step.add_faults = 1;
        step.to = wait ? DeliveryState::deferred : DeliveryState::failed;
        step.reason_code = wait ? "fault" : "gave_up";
        if (wait)
            step.due_at = now + *wait;
        else
            step.reason = "gave up after " + std::to_string(item.delivery.faults + 1) +
                          " tries: " + step.reason;
    }
    return step;
}

} // namespace shoporder::flow
