#include "flow/collect/ship.hpp"

#include "base/text.hpp"
#include "flow/collect/arrival.hpp"
#include "flow/collect/match.hpp"
#include "report/table.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"
#include "store/restored.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <set>

namespace shoporder::flow {

namespace {

using order::DeliveryState;
using store::Pieces;
using store::Shipment;
using store::ShipmentState;

std::int64_t count(const Pieces& pieces, std::int64_t line) {
    const auto found = pieces.find(line);
    return found == pieces.end() ? 0 : found->second;
}

std::int64_t sum(const Pieces& pieces) {
    std::int64_t out = 0;
    for (const auto& [line, some] : pieces)
        out += some;
    return out;
}

/// What a person closed because it could not be has no pieces: it did not ship, so that its
/// correction can.
bool has_shipped(const Shipment& s) {
    return s.state != ShipmentState::attention && s.state != ShipmentState::repeated &&
           !(s.state == ShipmentState::settled && s.pieces.empty());
}

void add(Pieces& to, const Pieces& more) {
    for (const auto& [line, some] : more)
        to[line] += some;
}

std::set<std::string> numbers_of(const order::Shipment& said) {
    std::set<std::string> out;
    for (const order::Tracking& each : said.tracking)
        if (!each.number.empty())
            out.insert(each.number);
    return out;
}

enum class Likeness { other, same, mixed };

/// The number tells; without one the parcels do; without either the day and the lines: a list that
/// is written anew each day ships nothing twice. Parcels that are told again among others: mixed.
Likeness likeness(store::Database& database, const Shipment& earlier, const Shipment& s) {
    const auto same_if = [](bool same) { return same ? Likeness::same : Likeness::other; };
    if (!earlier.said.number.empty() && !s.said.number.empty())
        return same_if(earlier.said.number == s.said.number);
    const auto ours = numbers_of(s.said);
    const auto theirs = numbers_of(earlier.said);
    if (ours.empty() && theirs.empty())
        return same_if(earlier.said.shipped_at == s.said.shipped_at &&
                       earlier.said.lines == s.said.lines);
    if (theirs.empty()) { // redacted or purged since: what Shopify was told is remembered
        const auto told = store::shipment_fulfillments(database, earlier.id);
        return same_if(std::any_of(told.begin(), told.end(), [&](const auto& f) {
            return f.parcels == store::parcels_digest(ours);
        }));
    }
    if (ours == theirs)
        return Likeness::same;
    const bool shared = std::any_of(ours.begin(), ours.end(), [&](const std::string& number) {
        return theirs.contains(number);
    });
    return shared ? Likeness::mixed : Likeness::other;
}

/// One delivery's lines, and what may still ship of them.
class Shelf {
public:
    Shelf(const Applying& how, const store::Delivery& d)
        : m_database(how.database),
          m_asked(asked_lines(how.database, d, how.supplier)),
          m_all(store::part_shipments(how.database, d.id)) {
        for (const store::DeliveryLine& line : d.lines)
            m_refused[line.line_id] = line.refused;
    }

    [[nodiscard]] const Shipment* like(const Shipment& s, Likeness wanted) const {
        const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const Shipment& each) {
            return each.id != s.id && has_shipped(each) && likeness(m_database, each, s) == wanted;
        });
        return found == m_all.end() ? nullptr : &*found;
    }
    /// Shopify has been asked to create it, or was: its pieces stand.
    [[nodiscard]] bool is_asked_for(const Shipment& s) const {
        return !store::shipment_fulfillments(m_database, s.id).empty();
    }

    /// What `s` ships; `without`: a shipment that it takes the place of. Else why that cannot be.
    [[nodiscard]] std::string take(const Shipment& s, const Shipment* without, Pieces& out) const {
        Pieces gone;
        for (const Shipment& each : m_all)
            if (each.id != s.id && has_shipped(each) &&
                (without == nullptr || each.id != without->id))
                add(gone, each.pieces);
        const auto left = [&](const confirm::AskedLine& line) {
            return line.quantity - count(m_refused, line.line_id) - count(gone, line.line_id) -
                   count(out, line.line_id);
        };
        if (s.said.lines.empty())
            for (const confirm::AskedLine& line : m_asked)
                if (left(line) > 0)
                    out[line.line_id] = left(line);
        for (const order::ShippedLine& line : s.said.lines) {
            const auto at = confirm::find_line(m_asked, line);
            if (!at)
                return "it ships " + confirm::words_of(line) + ", which was not ordered";
            const confirm::AskedLine& asked = m_asked[*at];
            const std::int64_t some =
                line.quantity.value_or(std::max<std::int64_t>(left(asked), 0));
            if (some > left(asked))
                return too_many(asked, count(gone, asked.line_id), some);
            if (some > 0)
                out[asked.line_id] += some;
        }
        return out.empty() ? "it ships nothing that had not shipped before" : std::string{};
    }

private:
    [[nodiscard]] std::string too_many(const confirm::AskedLine& asked, std::int64_t gone,
                                       std::int64_t some) const {
        const std::int64_t refused = count(m_refused, asked.line_id);
        return "it ships " + report::count_of(static_cast<std::size_t>(some), "piece") + " of " +
               confirm::words_of(asked) + (gone > 0 ? " after " + std::to_string(gone) : "") +
               ", and " + std::to_string(asked.quantity) +
               (asked.quantity == 1 ? " was ordered" : " were ordered") +
               (refused > 0 ? ", of which it had refused " + std::to_string(refused) : "");
    }

    store::Database& m_database;
    std::vector<confirm::AskedLine> m_asked;
    std::vector<Shipment> m_all;
    Pieces m_refused;
};

/// Why nothing can ship of it in its state; empty: it can.
std::string why_not(const store::Delivery& d, std::string& code) {
    const std::string label = d.po_number + " is " + std::string{order::name(d.state)};
    if (d.kind == "cancel") {
        code = "called_off";
        return d.po_number + " was called off, and the supplier ships it: speak to it";
    }
    if (is_answerable(d.state) || may_have_arrived(d) || d.state == DeliveryState::settled)
        return {};
    code = d.state == DeliveryState::cancelled ? "called_off" : "not_sent";
    return d.state == DeliveryState::cancelled
               ? label + " here, and the supplier ships it: tell it that it was called off"
               : label + ": nothing has been sent under this number yet";
}

bool tells_shopify(const Applying& how, std::int64_t order_id) {
    const auto head = store::find_order(how.database, order_id);
    const config::Shop* const shop = head ? how.settings.find_shop(head->shop) : nullptr;
    return shop != nullptr && shop->api.tells_or_observes();
}

/// Since the backup that was restored it may have been read, and Shopify told.
bool may_be_told_already(const Applying& how, const store::Delivery& d, const Shipment& s) {
    constexpr std::chrono::hours k_doubtful{24};
    const auto restored = store::restored_at(how.database);
    const auto document = store::find_document(how.database, d.document_id);
    if (!restored || !document || how.clock.now() - *restored > k_doubtful)
        return false;
    const bool sent_before = !document->uploaded_at || *document->uploaded_at <= *restored;
    return sent_before && (!s.said.shipped_at || *s.said.shipped_at <= *restored);
}

ShipmentFate again(const Shelf& shelf, const Shipment& s, const Shipment& earlier,
                   const std::string& number) {
    ShipmentFate fate;
    fate.same_as = earlier.id;
    fate.state = ShipmentState::repeated;
    const std::string label = "shipment " + std::to_string(earlier.id) + " of " + number;
    if (earlier.state == ShipmentState::settled) {
        fate.reason = label + ", which a person has closed, is told again";
        return fate;
    }
    const auto parcels = [](const order::Shipment& said) {
        return std::pair{said.carrier, said.tracking};
    };
    Pieces pieces;
    const std::string wrong = shelf.take(s, &earlier, pieces);
    const bool other_pieces = wrong.empty() && !s.said.lines.empty() && pieces != earlier.pieces;
    const bool open =
        (earlier.state == ShipmentState::due || earlier.state == ShipmentState::known) &&
        !shelf.is_asked_for(earlier);
    if (!wrong.empty() || (other_pieces && !open)) {
        fate = {};
        fate.reason_code = "corrected";
        fate.reason = label + " is told again otherwise: " +
                      (wrong.empty() ? pieces_words(pieces) + " instead of " +
                                           std::to_string(sum(earlier.pieces)) + ", and it is " +
                                           std::string{name(earlier.state)}
                                     : wrong);
        return fate;
    }
    const bool other_parcels = !s.said.tracking.empty() && parcels(s.said) != parcels(earlier.said);
    fate.corrects = other_parcels || other_pieces;
    fate.pieces = s.said.lines.empty() ? earlier.pieces : pieces;
    fate.reason = label + (fate.corrects ? " is corrected" : " is told again");
    return fate;
}

} // namespace

std::string pieces_words(const Pieces& pieces) {
    return report::count_of(static_cast<std::size_t>(sum(pieces)), "piece");
}

Pieces shipped_pieces(store::Database& database, std::int64_t delivery_id) {
    Pieces out;
    for (const Shipment& each : store::part_shipments(database, delivery_id))
        if (has_shipped(each))
            add(out, each.pieces);
    return out;
}

ShipmentFate judge_shipment(const Applying& how, const Shipment& s, const std::string& file_name,
                            bool alone) {
    ShipmentFate fate;
    order::OrderAnswer named;
    named.po_number = s.said.po_number;
    named.revision = s.said.revision;
    const Match match = s.delivery_id != 0
                            ? Match{s.delivery_id, {}}
                            : match_answer(how.database, how.supplier, named, file_name, alone);
    const auto d = store::find_delivery(how.database, match.delivery_id);
    if (!d) {
        fate.reason_code = "unknown";
        fate.reason = match.delivery_id == 0 ? match.why : "its delivery is gone";
        return fate;
    }
    const Shelf shelf(how, *d);
    fate.reason = why_not(*d, fate.reason_code);
    if (fate.reason.empty()) {
        if (const Shipment* const earlier = shelf.like(s, Likeness::same))
            fate = again(shelf, s, *earlier, d->po_number);
        else if (const Shipment* const mixed = shelf.like(s, Likeness::mixed)) {
            fate.reason_code = "corrected";
            fate.reason = d->po_number + ": parcels of shipment " + std::to_string(mixed->id) +
                          " are told again among others";
        } else if (fate.reason = shelf.take(s, nullptr, fate.pieces); fate.reason.empty()) {
            fate.state =
                tells_shopify(how, d->order_id) ? ShipmentState::due : ShipmentState::known;
            fate.reason = d->po_number + ": " + pieces_words(fate.pieces) + " shipped";
            if (fate.state == ShipmentState::due && may_be_told_already(how, *d, s)) {
                fate.state = ShipmentState::refused;
                fate.reason_code = "restored";
                fate.reason += "; the database was restored since it was sent: look in Shopify "
                               "whether it has it";
            }
        } else {
            fate.pieces.clear();
            fate.reason_code = "contradicts";
            fate.reason = d->po_number + ": " + fate.reason;
        }
    }
    fate.delivery_id = d->id;
    return fate;
}

namespace {

/// The shipment that was told before gets the newer pieces and parcels; Shopify hears of them.
void correct(store::Write& write, const Applying& how, const ShipmentFate& fate,
             const Shipment& newer) {
    auto earlier = store::find_shipment(how.database, fate.same_as);
    if (!earlier)
        return;
    if (!newer.said.tracking.empty())
        store::correct_parcels(write, earlier->id, newer.said);
    earlier->pieces = fate.pieces;
    if (earlier->state == ShipmentState::told)
        earlier->state = ShipmentState::due;
    store::set_shipment(write, *earlier);
}

/// What has shipped was accepted: an answer need not come any more.
void accept(store::Write& write, const Applying& how, std::int64_t delivery_id) {
    auto d = store::find_delivery(how.database, delivery_id);
    if (d && may_have_arrived(*d)) {
        prove_arrival(write, how, *d);
        d = store::find_delivery(how.database, delivery_id);
    }
    if (!d || d->state != DeliveryState::uploaded)
        return;
    const confirm::Judgement fate = judge_delivery(how.database, *d, how.supplier);
    if (fate.state != DeliveryState::confirmed)
        return;
    store::Step step{d->state, fate.state, "", "all of it has shipped"};
    step.actor = how.actor;
    store::transition(write, d->id, step, how.clock.now());
}

} // namespace

void note_shipment(store::Write& write, store::Database& database, const Shipment& s,
                   const std::string& actor, base::Time now, const std::string& text,
                   const std::string& file_name) {
    store::Event event{now, "answer"};
    event.delivery_id = s.delivery_id;
    if (const auto d = store::find_delivery(database, s.delivery_id)) {
        event.order_id = d->order_id;
        event.supplier_id = d->supplier_id;
    } else if (const auto head = store::find_answer(database, s.answer_id))
        event.supplier_id = head->supplier_id;
    event.actor = actor;
    event.text = "shipment " + std::to_string(s.id) + " (answer " + std::to_string(s.answer_id) +
                 (file_name.empty() ? "" : ", " + base::printable(file_name, 100)) + "): " + text;
    store::add_event(write, event);
}

void apply_shipment(store::Write& write, const Applying& how, Shipment& shipment,
                    const std::string& file_name, bool alone, AnswerCounts& counts) {
    const ShipmentFate fate = judge_shipment(how, shipment, file_name, alone);
    const bool nothing_new = shipment.state == fate.state &&
                             shipment.delivery_id == fate.delivery_id &&
                             shipment.reason == fate.reason;
    shipment.delivery_id = fate.delivery_id;
    shipment.same_as = fate.same_as;
    shipment.state = fate.state;
    shipment.reason_code = fate.reason_code;
    shipment.reason = fate.reason;
    shipment.pieces = fate.same_as == 0 ? fate.pieces : Pieces{};
    if (nothing_new)
        return;
    store::set_shipment(write, shipment);
    if (fate.corrects)
        correct(write, how, fate, shipment);
    if (store::needs_person(fate.state))
        ++counts.attention;
    else if (fate.same_as == 0)
        ++counts.shipped;
    if (fate.state != ShipmentState::attention)
        accept(write, how, shipment.delivery_id);
    note_shipment(write, how.database, shipment, how.actor, how.clock.now(), shipment.reason,
                  file_name);
}

} // namespace shoporder::flow
