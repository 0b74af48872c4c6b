#include "flow/collect/word.hpp"

#include "base/error.hpp"
#include "flow/collect/match.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;
using order::DeliveryState;

store::AnswerHead answer_or_throw(store::Database& database, std::int64_t id) {
    auto head = store::find_answer(database, id);
    if (!head)
        throw Error(Exit::not_found, "no answer " + std::to_string(id));
    return *std::move(head);
}

order::Supplier supplier_or_throw(store::Database& database, std::int64_t id) {
    auto supplier = store::find_supplier(database, id);
    if (!supplier)
        throw Error(Exit::not_found, "its supplier has been removed");
    return *std::move(supplier);
}

} // namespace

AnswerCounts answer_by_word(store::Database& database, const config::Settings& settings,
                            std::int64_t delivery_id, order::Verdict verdict,
                            const std::vector<std::int64_t>& lines, const Person& person,
                            const base::Clock& clock) {
    const auto d = store::find_delivery(database, delivery_id);
    if (!d)
        throw Error(Exit::not_found, "no delivery " + std::to_string(delivery_id));
    const std::string label = d->po_number + " is " + std::string{order::name(d->state)} + ": ";
    if (order::is_unclaimed(d->state) && d->document_id == 0)
        throw Error(Exit::data, label + "nothing has been sent that its supplier could answer");
    if (d->state == DeliveryState::sending)
        throw Error(Exit::data, label + "it is on the wire right now; try again in a moment");
    if (d->state == DeliveryState::cancelled || d->state == DeliveryState::settled)
        throw Error(Exit::data, label + "there is nothing to answer");
    const order::Supplier supplier = supplier_or_throw(database, d->supplier_id);
    const base::Time now = clock.now();

    store::AnswerPart part;
    part.position = 1;
    part.delivery_id = delivery_id;
    part.received_at = now;
    part.said.po_number = d->po_number;
    part.said.revision = d->revision;
    part.said.dated = now;
    part.said.reason = person.reason;
    const auto asked = asked_lines(database, *d, supplier);
    for (const std::int64_t wanted : lines) {
        const bool position = wanted >= 1 && wanted <= static_cast<std::int64_t>(asked.size());
        order::LineAnswer line;
        line.line_id = position ? asked[static_cast<std::size_t>(wanted) - 1].line_id : wanted;
        if (std::none_of(asked.begin(), asked.end(),
                         [&](const auto& a) { return a.line_id == line.line_id; }))
            throw Error(Exit::data, d->po_number + " has no line " + std::to_string(wanted) +
                                        "; see `shoporder queue show " + std::to_string(d->id) +
                                        "`");
        line.verdict = verdict;
        line.reason = person.reason;
        part.said.lines.push_back(std::move(line));
    }
    if (lines.empty())
        part.said.verdict = verdict;

    store::Write write(database);
    part.answer_id =
        store::add_answer(write,
                          {supplier.id, "by word", "by word",
                           base::format_time(now) + " " + std::to_string(base::to_micros(now)) +
                               " " + d->po_number + " " + std::string{order::name(verdict)} + ": " +
                               person.reason + "\n"},
                          now)
            .id;
    // First without a fate: assigning it is what applies it.
    part.state = "attention";
    part.id = store::add_answer_part(write, part);
    store::set_answer_state(write, part.answer_id, "word", "attention", "");
    write.commit();
    return assign_part({database, settings, supplier, clock, person.actor}, part, delivery_id);
}

AnswerCounts assign_answer(store::Database& database, const config::Settings& settings,
                           std::int64_t answer_id, std::int64_t delivery_id, const Person& person,
                           const base::Clock& clock) {
    const store::AnswerHead head = answer_or_throw(database, answer_id);
    const auto d = store::find_delivery(database, delivery_id);
    if (!d)
        throw Error(Exit::not_found, "no delivery " + std::to_string(delivery_id));
    const order::Supplier supplier = supplier_or_throw(database, head.supplier_id);
    if (d->supplier_id != head.supplier_id)
        throw Error(Exit::data,
                    d->po_number + " is not " + supplier.name + "'s, and the answer is");
    const auto parts = store::answer_parts(database, answer_id);
    const auto shipments = store::answer_shipments(database, answer_id);
    std::vector<store::AnswerPart> open;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(open),
                 [](const auto& part) { return part.state == "attention"; });
    std::vector<store::Shipment> shipped;
    std::copy_if(shipments.begin(), shipments.end(), std::back_inserter(shipped),
                 [](const auto& s) { return s.state == store::ShipmentState::attention; });
    if (parts.empty() && shipments.empty())
        throw Error(Exit::data, "answer " + std::to_string(answer_id) +
                                    " could not be read, so it says nothing that could be given to "
                                    "a delivery; `shoporder queue confirm` or `reject` say it by "
                                    "hand, `shoporder answer done` closes it");
    if (open.size() + shipped.size() != 1)
        throw Error(Exit::data, "answer " + std::to_string(answer_id) + " has " +
                                    std::to_string(open.size() + shipped.size()) +
                                    " parts that need a person, and one can be assigned; "
                                    "`shoporder answer show` tells them");
    const Applying how{database, settings, supplier, clock, person.actor};
    return open.empty() ? assign_shipment(how, shipped[0], delivery_id)
                        : assign_part(how, open[0], delivery_id);
}

void settle_answer(store::Database& database, std::int64_t answer_id, const Person& person,
                   const base::Clock& clock) {
    const store::AnswerHead head = answer_or_throw(database, answer_id);
    if (head.state != "attention")
        throw Error(Exit::data, "answer " + std::to_string(answer_id) + " is " + head.state +
                                    ": it needs nobody");
    store::Write write(database);
    for (const store::AnswerPart& part : store::answer_parts(database, answer_id))
        if (part.state == "attention")
            store::set_answer_part(write, part.id, part.delivery_id, "settled", "done",
                                   part.reason + "; closed: " + person.reason);
    for (store::Shipment& s : store::answer_shipments(database, answer_id))
        if (store::needs_person(s.state)) {
            s.state = store::ShipmentState::settled;
            s.reason_code = "done";
            s.reason += "; closed: " + person.reason;
            store::set_shipment(write, s);
        }
    store::set_answer_state(write, answer_id, head.form, "settled", head.reason);
    store::Event event{clock.now(), "answer"};
    event.supplier_id = head.supplier_id;
    event.actor = person.actor;
    event.text = "answer " + std::to_string(answer_id) + " is settled: " + person.reason;
    store::add_event(write, event);
    write.commit();
}

} // namespace shoporder::flow
