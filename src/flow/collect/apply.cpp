#include "flow/collect/apply.hpp"

#include "base/text.hpp"
#include "flow/collect/arrival.hpp"
#include "flow/collect/match.hpp"
#include "flow/collect/ship.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shoporder::flow {

namespace {

using order::DeliveryState;
using store::AnswerPart;

/// A file is applied in transactions of so many purchase orders: `serve` waits for the same lock.
constexpr std::size_t k_chunk = 20;
/// So many parts that wait for a person are tried again in one run.
constexpr std::size_t k_again = 500;

struct Verdict {
    std::string state; ///< of the part
    std::string code;
    std::string reason;
};

/// Moves the delivery to what its answers say; `part` is the newest arrival among them.
Verdict settle(store::Write& write, const Applying& how, const AnswerPart& part,
               std::int64_t delivery_id, AnswerCounts& counts) {
    auto d = store::find_delivery(how.database, delivery_id);
    if (!d)
        return {"attention", "unknown", "its delivery is gone"};
    if (may_have_arrived(*d)) {
        prove_arrival(write, how, *d);
        d = store::find_delivery(how.database, delivery_id);
    }
    const std::string label = d->po_number + " is " + std::string{order::name(d->state)};
    const confirm::Told told{part.received_at, part.said};
    if (!is_answerable(d->state)) {
        const auto alone = confirm::judge(asked_lines(how.database, *d, how.supplier), {told});
        if (d->state == DeliveryState::settled)
            return {"applied", "", label + ": a person has closed it; " + alone.reason};
        if (d->state == DeliveryState::cancelled && alone.state == DeliveryState::rejected)
            return {"applied", "", label + ", and the supplier says no"};
        if (d->state == DeliveryState::cancelled)
            return {"attention", "called_off",
                    label + " here, and the supplier takes it: tell it that it was called off"};
        return {"attention", "not_sent", label + ": nothing has been sent under this number yet"};
    }
    const confirm::Judgement fate = judge_delivery(how.database, *d, how.supplier, &told);
    store::Step step{d->state, fate.state, fate.reason_code, fate.reason};
    step.actor = how.actor;
    store::transition(write, d->id, step, how.clock.now());
    store::Answered answered{fate.supplier_number, fate.promised, {}};
    for (const confirm::LineFate& line : fate.lines)
        if (line.refused > 0)
            answered.refused.emplace(line.line_id, line.refused);
    store::set_answered(write, d->id, answered);
    switch (fate.state) {
    case DeliveryState::confirmed:
        ++counts.confirmed;
        break;
    case DeliveryState::rejected:
        ++counts.rejected;
        break;
    case DeliveryState::partial:
        ++counts.partial;
        break;
    default:
        ++counts.partly;
    }
    std::string note = d->po_number + " is " + std::string{order::name(fate.state)} +
                       (fate.reason.empty() ? "" : ": " + fate.reason);
    if (part.said.revision > 0 && part.said.revision != d->revision)
        note += "; it speaks of revision " + std::to_string(part.said.revision);
    return {"applied", "", std::move(note)};
}

/// The history of the order, and of the supplier, tells each answer.
void note_answer(store::Write& write, const Applying& how, const AnswerPart& part,
                 const Verdict& verdict, const std::string& file_name) {
    store::Event event{how.clock.now(), "answer"};
    event.delivery_id = part.delivery_id;
    event.supplier_id = how.supplier.id;
    if (part.delivery_id != 0)
        if (const auto d = store::find_delivery(how.database, part.delivery_id))
            event.order_id = d->order_id;
    event.actor = how.actor;
    event.text = "answer " + std::to_string(part.answer_id) + " (" +
                 base::printable(file_name, 100) + "): " + verdict.reason;
    store::add_event(write, event);
}

/// Finds whose it is and applies it, in the caller's transaction.
Verdict apply_part(store::Write& write, const Applying& how, AnswerPart& part,
                   const std::string& file_name, bool alone, AnswerCounts& counts) {
    const Match match = part.delivery_id != 0
                            ? Match{part.delivery_id, {}}
                            : match_answer(how.database, how.supplier, part.said, file_name, alone);
    part.delivery_id = match.delivery_id;
    Verdict verdict = match.delivery_id == 0 ? Verdict{"attention", "unknown", match.why}
                                             : settle(write, how, part, match.delivery_id, counts);
    if (verdict.state == "attention")
        ++counts.attention;
    return verdict;
}

} // namespace

void AnswerCounts::add(const AnswerCounts& other) {
    confirmed += other.confirmed;
    partial += other.partial;
    rejected += other.rejected;
    partly += other.partly;
    shipped += other.shipped;
    attention += other.attention;
}

std::string AnswerCounts::words() const {
    std::string text;
    const auto add = [&](std::size_t count, const char* what) {
        if (count > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
    };
    add(confirmed, "confirmed");
    add(partial, "in part");
    add(rejected, "refused");
    add(partly, "not answered in full yet");
    add(shipped, "shipped");
    add(attention, "for a person");
    return text;
}

void refresh_answer(store::Write& write, store::Database& database, std::int64_t answer_id) {
    const auto head = store::find_answer(database, answer_id);
    if (!head || head->state == "received")
        return; // the rest of it is still to be applied
    std::size_t all = 0;
    std::size_t settled = 0;
    std::string open;
    const auto count = [&](bool needs_person, bool is_settled, const std::string& reason) {
        ++all;
        settled += is_settled ? 1U : 0U;
        if (needs_person && open.empty())
            open = reason.empty() ? "it needs a person" : reason;
    };
    for (const AnswerPart& p : store::answer_parts(database, answer_id))
        count(p.state == "attention", p.state == "settled", p.reason);
    for (const store::Shipment& s : store::answer_shipments(database, answer_id))
        count(store::needs_person(s.state), s.state == store::ShipmentState::settled, s.reason);
    const char* const state = !open.empty()               ? "attention"
                              : all > 0 && settled == all ? "settled"
                                                          : "applied";
    store::set_answer_state(write, answer_id, head->form, state, open);
}

namespace {

/// Calls `apply` with each index, in transactions of some; `last` ends the last one.
template <typename Apply, typename Last>
void in_chunks(store::Database& database, std::size_t count, const Apply& apply, const Last& last) {
    for (std::size_t i = 0; i < count;) {
        store::Write write(database);
        for (const std::size_t end = std::min(i + k_chunk, count); i < end; ++i)
            apply(write, i);
        if (i == count)
            last(write);
        write.commit();
    }
}

void apply_orders(const Applying& how, const store::AnswerHead& head,
                  const confirm::Reading& reading, AnswerCounts& counts) {
    const bool alone = reading.orders.size() == 1;
    const auto apply = [&](store::Write& write, std::size_t i) {
        AnswerPart part;
        part.answer_id = head.id;
        part.position = static_cast<int>(i) + 1;
        part.said = reading.orders[i];
        part.received_at = head.received_at;
        if (store::find_answer_part(how.database, head.id, part.position))
            return; // by a run that was killed
        const Verdict verdict = apply_part(write, how, part, head.file_name, alone, counts);
        part.state = verdict.state;
        part.reason_code = verdict.code;
        part.reason = verdict.reason;
        store::add_answer_part(write, part);
        note_answer(write, how, part, verdict, head.file_name);
    };
    in_chunks(how.database, reading.orders.size(), apply, [&](store::Write& write) {
        store::set_answer_state(write, head.id, reading.form, "applied", "");
        refresh_answer(write, how.database, head.id);
    });
}

void apply_shipments(const Applying& how, const store::AnswerHead& head,
                     const confirm::Reading& reading, AnswerCounts& counts) {
    const bool alone = reading.shipments.size() == 1;
    const auto apply = [&](store::Write& write, std::size_t i) {
        const int position = static_cast<int>(i) + 1;
        if (store::find_shipment(how.database, head.id, position))
            return; // by a run that was killed
        store::Shipment shipment;
        shipment.answer_id = head.id;
        shipment.position = position;
        shipment.said = reading.shipments[i];
        shipment.received_at = head.received_at;
        shipment.id = store::add_shipment(write, shipment);
        apply_shipment(write, how, shipment, head.file_name, alone, counts);
    };
    in_chunks(how.database, reading.shipments.size(), apply, [&](store::Write& write) {
        store::set_answer_state(write, head.id, reading.form, "applied", "");
        refresh_answer(write, how.database, head.id);
    });
}

/// What nobody could be found for, or came too early, once more.
void apply_shipments_again(const Applying& how, AnswerCounts& counts) {
    for (store::Shipment& s : store::open_shipments(how.database, how.supplier.id, k_again)) {
        if (s.reason_code != "unknown" && s.reason_code != "not_sent")
            continue; // nothing but a person changes that
        const auto head = store::find_answer(how.database, s.answer_id);
        if (!head)
            continue;
        AnswerCounts tried;
        store::Write write(how.database);
        const auto current = store::find_shipment(how.database, s.id);
        if (!current || current->state != store::ShipmentState::attention)
            continue; // a person was quicker
        s = *current;
        const bool alone = store::answer_shipments(how.database, s.answer_id).size() == 1;
        const std::string before = s.reason_code;
        apply_shipment(write, how, s, head->file_name, alone, tried);
        if (s.reason_code == before)
            continue; // nothing new: not written, not counted again
        refresh_answer(write, how.database, s.answer_id);
        write.commit();
        counts.add(tried);
    }
}

} // namespace

AnswerCounts apply_answer(const Applying& how, const AnswerReader& reader, std::int64_t answer_id) {
    AnswerCounts counts;
    const auto head = store::find_answer(how.database, answer_id);
    if (!head || head->state != "received")
        return counts;
    const confirm::Reading reading =
        reader.read(store::answer_bytes(how.database, answer_id), head->inbox);
    const std::string form = reading.form.empty() ? "unknown" : reading.form;
    if (!reading.fault.empty()) {
        store::Write write(how.database);
        AnswerPart none;
        none.answer_id = answer_id;
        store::set_answer_state(write, answer_id, form, "attention",
                                "it cannot be read: " + reading.fault);
        note_answer(write, how, none, {"attention", "unreadable", "it cannot be read"},
                    head->file_name);
        write.commit();
        ++counts.attention;
        return counts;
    }
    apply_orders(how, *head, reading, counts);
    apply_shipments(how, *head, reading, counts);
    return counts;
}

AnswerCounts apply_again(const Applying& how) {
    AnswerCounts counts;
    for (AnswerPart& part : store::open_parts(how.database, how.supplier.id, k_again)) {
        if (part.reason_code == "called_off")
            continue; // nothing but a person changes that
        const auto head = store::find_answer(how.database, part.answer_id);
        if (!head)
            continue;
        AnswerCounts tried;
        store::Write write(how.database);
        const bool alone = store::answer_parts(how.database, part.answer_id).size() == 1;
        const std::int64_t before = part.delivery_id;
        const Verdict verdict = apply_part(write, how, part, head->file_name, alone, tried);
        if (verdict.state == "attention" && part.delivery_id == before)
            continue; // nothing new: not written, not counted again
        store::set_answer_part(write, part.id, part.delivery_id, verdict.state, verdict.code,
                               verdict.reason);
        note_answer(write, how, part, verdict, head->file_name);
        refresh_answer(write, how.database, part.answer_id);
        write.commit();
        counts.add(tried);
    }
    apply_shipments_again(how, counts);
    return counts;
}

AnswerCounts assign_part(const Applying& how, const AnswerPart& part, std::int64_t delivery_id) {
    AnswerCounts counts;
    AnswerPart given = part;
    given.delivery_id = delivery_id;
    const auto head = store::find_answer(how.database, part.answer_id);
    store::Write write(how.database);
    const Verdict verdict =
        apply_part(write, how, given, head ? head->file_name : "", false, counts);
    store::set_answer_part(write, part.id, delivery_id, verdict.state, verdict.code,
                           verdict.reason);
    note_answer(write, how, given, verdict, head ? head->file_name : "");
    refresh_answer(write, how.database, part.answer_id);
    write.commit();
    return counts;
}

AnswerCounts assign_shipment(const Applying& how, store::Shipment shipment,
                             std::int64_t delivery_id) {
    AnswerCounts counts;
    const auto head = store::find_answer(how.database, shipment.answer_id);
    shipment.delivery_id = delivery_id;
    store::Write write(how.database);
    apply_shipment(write, how, shipment, head ? head->file_name : "", false, counts);
    refresh_answer(write, how.database, shipment.answer_id);
    write.commit();
    return counts;
}

std::vector<std::string> rehearse_answer(const Applying& how, const confirm::Reading& reading,
                                         const std::string& file_name) {
    std::vector<std::string> out;
    for (const order::OrderAnswer& said : reading.orders) {
        const Match match =
            match_answer(how.database, how.supplier, said, file_name, reading.orders.size() == 1);
        const auto d = store::find_delivery(how.database, match.delivery_id);
        if (!d) {
            out.push_back("attention: " + match.why);
            continue;
        }
        const confirm::Told told{how.clock.now(), said};
        const auto fate = judge_delivery(how.database, *d, how.supplier, &told);
        out.push_back(d->po_number + " would be " + std::string{order::name(fate.state)} +
                      (fate.reason.empty() ? "" : ": " + fate.reason) +
                      (is_answerable(d->state) || may_have_arrived(*d)
                           ? ""
                           : "; but it is " + std::string{order::name(d->state)}));
    }
    for (const order::Shipment& said : reading.shipments) {
        store::Shipment shipment;
        shipment.said = said;
        const ShipmentFate fate =
            judge_shipment(how, shipment, file_name, reading.shipments.size() == 1);
        out.push_back((fate.state == store::ShipmentState::attention ? "attention: " : "") +
                      fate.reason +
                      (fate.state == store::ShipmentState::due ? "; Shopify would be told" : ""));
    }
    return out;
}

} // namespace shoporder::flow
