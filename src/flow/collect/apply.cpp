#include "flow/collect/apply.hpp"

#include "base/text.hpp"
#include "flow/collect/match.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
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

bool is_answerable(DeliveryState state) {
    return state == DeliveryState::uploaded || state == DeliveryState::confirmed ||
           state == DeliveryState::partial || state == DeliveryState::rejected;
}

/// It left here, and nobody knew whether it arrived: whoever answers it has it.
bool may_have_arrived(const store::Delivery& d) {
    return d.document_id != 0 &&
           (d.state == DeliveryState::uncertain || d.state == DeliveryState::deferred ||
            d.state == DeliveryState::held || d.state == DeliveryState::failed);
}

/// All that the document carries is there, then.
void prove_arrival(store::Write& write, const Applying& how, const store::Delivery& d) {
    const base::Time now = how.clock.now();
    for (const store::Delivery& each : store::document_deliveries(how.database, d.document_id)) {
        if (!may_have_arrived(each))
            continue;
        store::Step step{each.state, DeliveryState::uploaded, "", "the supplier has answered it"};
        step.actor = how.actor;
        store::transition(write, each.id, step, now);
    }
    store::mark_uploaded(write, d.document_id, now);
}

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
    add(attention, "for a person");
    return text;
}

void refresh_answer(store::Write& write, store::Database& database, std::int64_t answer_id) {
    const auto head = store::find_answer(database, answer_id);
    if (!head)
        return;
    const auto parts = store::answer_parts(database, answer_id);
    const auto open = std::find_if(
        parts.begin(), parts.end(), [](const AnswerPart& p) { return p.state == "attention"; });
    const bool settled =
        !parts.empty() &&
        std::all_of(parts.begin(), parts.end(), [](const auto& p) { return p.state == "settled"; });
    if (open != parts.end())
        store::set_answer_state(write, answer_id, head->form, "attention", open->reason);
    else
        store::set_answer_state(write, answer_id, head->form, settled ? "settled" : "applied", "");
}

AnswerCounts apply_answer(const Applying& how, const AnswerReader& reader, std::int64_t answer_id) {
    AnswerCounts counts;
    const auto head = store::find_answer(how.database, answer_id);
    if (!head || head->state != "received")
        return counts;
    const confirm::Reading reading = reader.read(store::answer_bytes(how.database, answer_id));
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
    const bool alone = reading.orders.size() == 1;
    for (std::size_t i = 0; i < reading.orders.size();) {
        store::Write write(how.database);
        for (const std::size_t end = std::min(i + k_chunk, reading.orders.size()); i < end; ++i) {
            AnswerPart part;
            part.answer_id = answer_id;
            part.position = static_cast<int>(i) + 1;
            part.said = reading.orders[i];
            part.received_at = head->received_at;
            if (store::find_answer_part(how.database, answer_id, part.position))
                continue; // by a run that was killed
            const Verdict verdict = apply_part(write, how, part, head->file_name, alone, counts);
            part.state = verdict.state;
            part.reason_code = verdict.code;
            part.reason = verdict.reason;
            store::add_answer_part(write, part);
            note_answer(write, how, part, verdict, head->file_name);
        }
        if (i == reading.orders.size()) {
            store::set_answer_state(write, answer_id, form, "applied", "");
            refresh_answer(write, how.database, answer_id);
        }
        write.commit();
    }
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
    return out;
}

} // namespace shoporder::flow
