#include "flow/operate/resend.hpp"

#include "base/file.hpp"
#include "deliver/classify.hpp"
#include "flow/relay/connect.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
#include "store/suppliers.hpp"

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

store::Delivery sent_delivery(store::Database& database, std::int64_t id) {
    const auto d = store::find_delivery(database, id);
    if (!d)
        throw Error(Exit::not_found, "no delivery " + std::to_string(id));
    const std::string label = "delivery " + std::to_string(id) + " (" + d->po_number + ") is " +
                              std::string{order::name(d->state)};
    switch (d->state) {
    case DeliveryState::uploaded:
    case DeliveryState::confirmed:
    case DeliveryState::partial:
    case DeliveryState::rejected:
        return *d;
    case DeliveryState::held:
        if (d->document_id != 0) // the supplier has been asked, and does not have it
            return *d;
        throw Error(Exit::data, label + ": it has never left; `shoporder queue release " +
                                    std::to_string(id) + "` lets it go");
    case DeliveryState::deferred:
    case DeliveryState::failed:
        throw Error(Exit::data, label + ": it never arrived; `shoporder retry " +
                                    std::to_string(id) + "` looks and sends it");
    default:
        throw Error(Exit::data, label + ": only what was delivered can be sent again");
    }
}

/// What replaced it left, too: the older one must not have the last word.
void refuse_outdated(store::Database& database, const store::Delivery& d) {
    for (const store::Delivery& later : store::order_deliveries(database, d.order_id))
        if (later.supplier_id == d.supplier_id && later.part == d.part &&
            later.revision > d.revision && later.document_id != 0 &&
            later.state != DeliveryState::cancelled)
            throw Error(Exit::data, "delivery " + std::to_string(d.id) + " (" + d.po_number +
                                        ") is out of date: its " + later.kind + ", revision " +
                                        std::to_string(later.revision) + ", is " +
                                        std::string{order::name(later.state)} +
                                        " and says all that counts; `shoporder queue resend " +
                                        std::to_string(later.id) + "` sends that again");
}

[[noreturn]] void cannot_look(const std::string& supplier, const base::Outcome& outcome) {
    throw Error(Exit::unavailable, "nobody can look at " + supplier + "'s server now: " +
                                       outcome.reason + "; nothing was sent, try again later");
}

} // namespace

SecondLook look_again(store::Database& database, const config::Settings& settings,
                      std::int64_t delivery, const SessionFactory& sessions) {
    const store::Delivery d = sent_delivery(database, delivery);
    refuse_outdated(database, d);
    const order::Supplier supplier = store::find_supplier(database, d.supplier_id).value();
    if (!supplier.endpoint)
        throw Error(Exit::data, "supplier " + supplier.name + " has no url any more");
    const auto lock = base::FileLock::attempt(
        settings.state_folder() / ("supplier-" + std::to_string(supplier.id) + ".lock"));
    if (!lock)
        throw Error(Exit::partly, "another process is sending to " + supplier.name +
                                      " just now; try again in a moment");
    const auto document = store::find_document(database, d.document_id);
    if (!document)
        throw Error(Exit::data, "its document is gone from the database");
    SecondLook out{supplier.name,         supplier.endpoint->url(),
                   document->file_name,   document->size,
                   std::nullopt,          false,
                   document->uploaded_at, store::document_attempts(database, document->id).size()};
    if (!document->target.empty() && document->target != out.server) {
        out.server = document->target;
        out.elsewhere = true;
        return out; // nobody of ours has any business there
    }
    const auto session = sessions(remote_settings(settings, supplier, *supplier.endpoint));
    if (const base::Outcome opened = deliver::classify(session->open()); !opened.done())
        cannot_look(supplier.name, opened);
    const remote::SizeReply seen = session->size(document->file_name);
    if (!seen.reply.ok)
        cannot_look(supplier.name, deliver::classify(seen.reply));
    out.there = seen.bytes;
    return out;
}

void resend(store::Database& database, std::int64_t delivery, const Person& person,
            const base::Clock& clock) {
    const store::Delivery d = sent_delivery(database, delivery);
    refuse_outdated(database, d);
    store::Step step{d.state, DeliveryState::deferred, "resend",
                     "to be sent again: " + person.reason, clock.now()};
    static_cast<void>(
        store::document_bytes(database, d.document_id)); // or there is nothing to send
    step.actor = person.actor;
    step.add_faults = -d.faults; // a fresh schedule
    store::Write write(database);
    if (!store::transition(write, delivery, step, clock.now()))
        throw Error(Exit::data, "delivery " + std::to_string(delivery) +
                                    " has just been changed by another process; look again");
    for (const store::Delivery& sibling : store::document_deliveries(database, d.document_id))
        if (sibling.id != d.id) // a batch goes as a whole
            store::transition(write, sibling.id, step, clock.now());
    write.commit();
}

} // namespace shoporder::flow
