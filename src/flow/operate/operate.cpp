#include "flow/operate/operate.hpp"

#include "flow/operate/views.hpp"
#include "flow/plan/situation.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

std::string label(const store::Delivery& d) {
    return "delivery " + std::to_string(d.id) + " (" + d.po_number + ")";
}

store::Delivery delivery_or_throw(store::Database& database, std::int64_t id) {
    auto d = store::find_delivery(database, id);
    if (!d)
        throw Error(Exit::not_found, "no delivery " + std::to_string(id));
    return *std::move(d);
}

[[noreturn]] void refuse(const store::Delivery& d, const std::string& verb,
                         const std::string& remedy) {
    throw Error(Exit::data, label(d) + " is " + std::string{order::name(d.state)} +
                                ": it cannot be " + verb + "; " + remedy);
}

/// Moves it in its own transaction, or says that somebody else was quicker.
void move(store::Database& database, const store::Delivery& d, const store::Step& step,
          base::Time now, Scope scope = Scope::delivery) {
    store::Write write(database);
    if (!store::transition(write, d.id, step, now))
        throw Error(Exit::data, label(d) + " has just been changed by another process; look again");
    if (scope == Scope::file && d.document_id != 0)
        for (const store::Delivery& sibling : store::document_deliveries(database, d.document_id))
            if (sibling.id != d.id)
                store::transition(write, sibling.id, step, now); // of the same state alone
    // It counts as sent now, and so what is left to send may be another part of the order.
    if (step.to == DeliveryState::cancelled)
        store::mark_changed(write, d.order_id);
    write.commit();
}

/// What will go with a file cannot be taken out of it: its bytes are fixed.
void refuse_part(store::Database& database, const store::Delivery& d, const std::string& verb,
                 Scope scope) {
    const bool goes = d.state == DeliveryState::deferred || d.state == DeliveryState::failed;
    if (scope == Scope::file || !goes || d.document_id == 0)
        return;
    const auto all = store::document_deliveries(database, d.document_id);
    const auto file = store::find_document(database, d.document_id);
    if (all.size() < 2 || !file)
        return;
    throw Error(Exit::data, label(d) + " lies in " + file->file_name + " with " +
                                std::to_string(all.size() - 1) +
                                " more, and a file goes or stays as a whole: `shoporder queue " +
                                verb + " " + file->file_name + "`");
}

bool takes_changes(store::Database& database, const store::Delivery& d) {
    const auto supplier = store::find_supplier(database, d.supplier_id);
    return supplier && supplier->takes_changes;
}

std::string words(const Person& person, const std::string& verb) {
    return person.reason.empty() ? verb + " by " + person.actor : person.reason;
}

} // namespace

void release(store::Database& database, std::int64_t id, const Person& person,
             const base::Clock& clock) {
    const store::Delivery d = delivery_or_throw(database, id);
    if (d.state != DeliveryState::held && d.state != DeliveryState::waiting)
        refuse(d, "released", "only what is held or waiting can be");
    if (d.reason_code == "unrouted")
        throw Error(Exit::data,
                    label(d) + " has no supplier; `shoporder order assign` gives its lines one");
    if (d.reason_code == "no_endpoint" || d.reason_code.starts_with("supplier_"))
        throw Error(Exit::data, label(d) + " cannot be released: " + d.reason);
    if (d.reason_code == "not_released")
        throw Error(Exit::data, label(d) + " waits for Shopify; release the goods there (a hold, a "
                                           "pre-order, a schedule), and it goes by itself");
    if (d.reason_code == "earlier_revision")
        throw Error(Exit::data, label(d) + " cannot overtake what was sent before: " + d.reason);
    if (d.kind != "new" && d.reason_code != "manual" && !takes_changes(database, d))
        throw Error(Exit::data, label(d) +
                                    " only says that a change must be told to the supplier; close "
                                    "it with `shoporder queue done`, or `shoporder supplier set "
                                    "NAME changes=document` if the supplier takes documents of it");
    if (d.document_id != 0)
        throw Error(Exit::data,
                    label(d) + " has been attempted: " + d.reason +
                        "; look at the supplier's server, then `shoporder queue done`, or "
                        "`shoporder retry " +
                        std::to_string(d.id) + "` to look again");
    store::Write write(database);
    if (d.reason_code == "manual") {
        store::Step step{d.state, DeliveryState::waiting, "planning",
                         "released, to be planned again"};
        step.actor = person.actor;
        store::transition(write, id, step, clock.now());
    } else {
        store::waive(write, id, d.reason_code);
        store::Event event{clock.now(), "operator"};
        event.order_id = d.order_id;
        event.delivery_id = id;
        event.actor = person.actor;
        event.text = "released from \"" + d.reason_code + "\"" +
                     (person.reason.empty() ? "" : ": " + person.reason);
        store::add_event(write, event);
    }
    store::mark_changed(write, d.order_id);
    write.commit();
}

void hold(store::Database& database, std::int64_t id, const Person& person,
          const base::Clock& clock) {
    const store::Delivery d = delivery_or_throw(database, id);
    if (d.state != DeliveryState::waiting && d.state != DeliveryState::ready &&
        d.state != DeliveryState::held)
        refuse(d, "held", "only what has not been claimed can be");
    if (d.document_id != 0) // its reason is the evidence
        refuse(d, "held", "it is held already, after an attempt");
    store::Step step{d.state, DeliveryState::held, "manual", words(person, "held")};
    step.actor = person.actor;
    move(database, d, step, clock.now());
}

void cancel(store::Database& database, std::int64_t id, const Person& person,
            const base::Clock& clock, Scope scope) {
    const store::Delivery d = delivery_or_throw(database, id);
    if (d.state == DeliveryState::held && d.document_id != 0)
        refuse(d, "cancelled", "it may have left; look at the server, then `shoporder queue done`");
    if (!order::may_follow(d.state, DeliveryState::cancelled))
        refuse(d, "cancelled",
               "it has left or may have; tell the supplier, then `shoporder queue done`");
    store::Step step{d.state, DeliveryState::cancelled, "called_off", words(person, "cancelled")};
    step.actor = person.actor;
    refuse_part(database, d, "cancel", scope);
    move(database, d, step, clock.now(), scope);
}

void settle(store::Database& database, std::int64_t id, const Person& person,
            const base::Clock& clock, Scope scope) {
    const store::Delivery d = delivery_or_throw(database, id);
    if (!order::may_follow(d.state, DeliveryState::settled))
        refuse(d, "closed",
               d.state == DeliveryState::uncertain || d.state == DeliveryState::sending
                   ? "it may be on the server; `shoporder retry " + std::to_string(id) +
                         "` looks for it, once its supplier is not paused"
                   : std::string{"there is nothing to close"});
    store::Step step{d.state, DeliveryState::settled, "done", words(person, "closed")};
    step.actor = person.actor;
    refuse_part(database, d, "done", scope);
    move(database, d, step, clock.now(), scope);
}

void retry_now(store::Database& database, std::int64_t id, const Person& person,
               const base::Clock& clock) {
    const store::Delivery d = delivery_or_throw(database, id);
    const base::Time now = clock.now();
    // What was attempted is looked for before it is sent again.
    const DeliveryState to = d.document_id != 0 && d.state != DeliveryState::deferred
                                 ? DeliveryState::uncertain
                                 : DeliveryState::deferred;
    if (d.state == DeliveryState::uncertain)
        return;
    // What waits for its supplier's mode has not failed; what helps is known.
    if (d.state == DeliveryState::waiting) {
        Names names(database);
        if (const std::string next = report::next_command(delivery_row(database, names, d));
            !next.empty())
            refuse(d, "retried",
                   d.reason.find(next) == std::string::npos ? d.reason + "; next: " + next
                                                            : d.reason);
    }
    if (d.state != DeliveryState::failed && d.state != DeliveryState::deferred &&
        !(d.state == DeliveryState::held && d.document_id != 0))
        refuse(d, "retried", "only what failed, is deferred or was held after an attempt can be");
    constexpr std::string_view k_asked = "asked for by ";
    // Why it has not arrived is still what somebody wants to know.
    const std::string before = d.reason.starts_with(k_asked) || d.reason.empty()
                                   ? std::string{}
                                   : "; before that: " + d.reason;
    store::Step step{d.state, to, "retry", std::string{k_asked} + person.actor + before, now};
    step.actor = person.actor;
    step.add_faults = -d.faults; // a fresh schedule
    move(database, d, step, now, Scope::file);
}

Assigned assign(store::Database& database, const config::Settings& settings, std::int64_t order,
                std::int64_t line, const std::string& supplier, const Person& person,
                const base::Clock& clock) {
    const auto s = store::find_supplier(database, supplier);
    if (!s)
        throw Error(Exit::not_found, "no supplier " + supplier + "; see `shoporder supplier list`");
    const auto suppliers = store::list_suppliers(database);
    const auto loaded = load_situation(database, order, settings, suppliers, clock.now());
    if (!loaded)
        throw Error(Exit::not_found, "no order " + std::to_string(order));
    const route::Plan plan = route::plan(loaded->situation);
    Assigned result;
    for (const route::LineCount& n : plan.counts)
        if (n.line_id == line)
            result.sent = n.sent;
    const bool is_theirs =
        std::any_of(plan.routes.begin(), plan.routes.end(), [&](const route::LineRoute& route) {
            return route.line_id == line && route.supplier_id == s->id;
        });
    store::Write write(database);
    result.freed = store::free_line(write, order, line);
    // It may have been theirs before it was called off elsewhere, or by them.
    result.changes = !is_theirs || result.freed > 0;
    if (!result.changes)
        return result;
    result.sent -= std::min(result.sent, result.freed);
    for (const std::int64_t id : store::fully_freed(write, order)) {
        const auto d = store::find_delivery(database, id);
        store::Step step{d->state, DeliveryState::settled, "assigned",
                         "what it refused was given to another supplier"};
        step.actor = person.actor;
        store::transition(write, id, step, clock.now());
    }
    store::assign_line(write, order, line, s->id, person.reason, person.actor, clock.now());
    store::mark_changed(write, order);
    write.commit();
    return result;
}

} // namespace shoporder::flow
