#include "flow/plan_order.hpp"

#include "order/body.hpp"
#include "route/route.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <set>

namespace shoporder::flow {

namespace {

using order::DeliveryState;
using store::Delivery;

const char* const k_actor = "plan";

std::vector<store::DeliveryLine> stored_lines(const route::Part& part) {
    std::vector<store::DeliveryLine> lines;
    for (const route::PartLine& line : part.lines)
        lines.push_back({line.line_id, line.quantity, line.current});
    std::sort(lines.begin(), lines.end(),
              [](const auto& a, const auto& b) { return a.line_id < b.line_id; });
    return lines;
}

/// Line → what the supplier believes or must believe; lines with nothing left count as absent.
std::map<std::int64_t, std::int64_t> projection(const std::vector<store::DeliveryLine>& lines) {
    std::map<std::int64_t, std::int64_t> out;
    for (const store::DeliveryLine& line : lines)
        if (line.current > 0)
            out.emplace(line.line_id, line.current);
    return out;
}

/// It has a document, so it left or may have, whatever its state says now: one that is held
/// as undecided is never planned, and so sent, again.
bool has_left(const Delivery& d) {
    return d.document_id != 0;
}

/// A person called it off or closed it: it is not made again behind their back.
bool closed_by_person(const Delivery& d) {
    return d.state == DeliveryState::settled ||
           (d.state == DeliveryState::cancelled && d.reason_code == "called_off");
}

/// One supplier's deliveries of this order, oldest revision first.
struct History {
    std::vector<Delivery> revisions;

    [[nodiscard]] const Delivery* latest() const {
        return revisions.empty() ? nullptr : &revisions.back();
    }
    /// What the supplier knows: the last revision that left or may have, or that a person closed.
    [[nodiscard]] const Delivery* known() const {
        const auto last = std::find_if(revisions.rbegin(), revisions.rend(), [](const Delivery& d) {
            return has_left(d) || closed_by_person(d);
        });
        return last == revisions.rend() ? nullptr : &*last;
    }
};

class OrderPlan {
public:
    OrderPlan(store::Database& database, store::Write& write, base::Time now, PlanResult& result)
        : m_database(database), m_write(write), m_now(now), m_result(result) {}

    void run(std::int64_t order_id, const config::Settings& settings,
             std::span<const order::Supplier> suppliers);

private:
    void plan_supplier(std::int64_t supplier_id, const route::Part& part, const History& history);
    void add(std::int64_t supplier_id, const route::Part& part, const History& history);
    void follow(const Delivery& d, const route::Part& part);
    void follow_change(const Delivery& d, const Delivery& known, const route::Part& part);
    void compare(const Delivery& known, const History& history, const route::Part& part);
    void tell_supplier(const Delivery& known, const History& history, const route::Part& part);
    [[nodiscard]] std::string difference(const Delivery& known, const route::Part& part) const;
    [[nodiscard]] bool goes_alone(const Delivery& d) const;
    [[nodiscard]] bool was_uploaded(const Delivery& d) const;
    void move(const Delivery& d, const route::Verdict& verdict);
    void count(DeliveryState state);
    void say_nothing_to_ship(const route::Split& split);
    [[nodiscard]] const order::Supplier* supplier(std::int64_t id) const;
    [[nodiscard]] bool called_off() const {
        return m_facts.deleted || m_order.cancelled_at.has_value();
    }

    store::Database& m_database;
    store::Write& m_write;
    base::Time m_now;
    PlanResult& m_result;
    store::OrderHead m_head;
    order::Order m_order;
    route::Facts m_facts;
    route::ShopRules m_rules;
    std::string m_prefix;
    std::string m_fingerprint;
    std::span<const order::Supplier> m_suppliers;
    std::size_t m_next_letter = 0;
};

void OrderPlan::run(std::int64_t order_id, const config::Settings& settings,
                    std::span<const order::Supplier> suppliers) {
    const auto head = store::find_order(m_database, order_id);
    if (!head)
        return;
    m_head = *head;
    order::Body body = order::read_body(store::webhook_body(m_database, head->webhook));
    if (!body.order)
        throw base::Error(base::Exit::io, "its stored body is no order any more");
    m_order = *std::move(body.order);
    const config::Shop* shop = settings.find_shop(head->shop);
    if (shop == nullptr)
        throw base::Error(base::Exit::config,
                          "its shop " + head->shop + " is not configured any more");
    m_rules = {shop->start, shop->wait_for_payment, shop->grace};
    m_prefix = shop->prefix;
    m_fingerprint = route::fingerprint(m_order);
    m_suppliers = suppliers;
    m_facts = {&m_order,      head->first_seen, m_now,
               head->deleted, head->replaced,   store::assignments(m_database, order_id)};

    std::map<std::int64_t, History> histories;
    for (Delivery& d : store::order_deliveries(m_database, order_id))
        histories[d.supplier_id].revisions.push_back(std::move(d));
    for (const auto& [id, history] : histories)
        m_next_letter += id == store::k_unrouted_id ? 0 : 1;

    const route::Split split = route::split(m_facts, suppliers, store::k_unrouted_id);
    std::map<std::int64_t, route::Part> parts;
    for (const route::Part& part : split.parts)
        parts[part.supplier_id] = part;
    std::set<std::int64_t> ids;
    for (const auto& [id, part] : parts)
        ids.insert(id);
    for (const auto& [id, history] : histories)
        ids.insert(id);
    for (const std::int64_t id : ids)
        plan_supplier(id, parts[id], histories[id]);
    if (store::order_deliveries(m_database, order_id).empty())
        say_nothing_to_ship(split);
    store::mark_planned(m_write, order_id, head->webhook);
    ++m_result.orders;
}

void OrderPlan::plan_supplier(std::int64_t supplier_id, const route::Part& part,
                              const History& history) {
    const Delivery* latest = history.latest();
    const Delivery* known = history.known();
    if (latest == nullptr)
        return add(supplier_id, part, history);
    if (order::is_unclaimed(latest->state) && !has_left(*latest))
        return known != nullptr && known != latest ? follow_change(*latest, *known, part)
                                                   : follow(*latest, part);
    if (known != nullptr)
        return compare(*known, history, part);
    add(supplier_id, part, history);
}

void OrderPlan::add(std::int64_t supplier_id, const route::Part& part, const History& history) {
    if (part.to_ship() == 0 || (called_off() && history.latest() != nullptr))
        return;
    const route::Verdict verdict = route::judge(m_facts, m_rules, supplier(supplier_id), {});
    Delivery d;
    d.order_id = m_head.id;
    d.supplier_id = supplier_id;
    if (const Delivery* latest = history.latest()) {
        d.revision = latest->revision + 1;
        d.po_number = latest->po_number;
    } else if (supplier_id == store::k_unrouted_id) {
        d.po_number =
            std::to_string(m_order.number > 0 ? m_order.number : m_order.id) + "-unrouted";
    } else {
        d.po_number = route::po_number(m_prefix, m_order, m_next_letter++);
    }
    d.state = verdict.state;
    d.reason_code = verdict.code;
    d.reason = verdict.reason;
    d.due_at = verdict.due_at;
    d.fingerprint = m_fingerprint;
    d.lines = stored_lines(part);
    store::add_delivery(m_write, d, k_actor, m_now);
    ++m_result.added;
    count(d.state);
}

/// A delivery that has not left follows the order.
void OrderPlan::follow(const Delivery& d, const route::Part& part) {
    if (part.to_ship() == 0)
        return move(d, {DeliveryState::cancelled, "nothing_left",
                        part.lines.empty() ? "none of its lines is this supplier's any more"
                                           : "nothing is left to ship",
                        std::nullopt});
    const auto lines = stored_lines(part);
    if (lines != d.lines || m_fingerprint != d.fingerprint)
        store::replace_lines(m_write, d.id, m_fingerprint, lines);
    const route::Verdict verdict =
        route::judge(m_facts, m_rules, supplier(d.supplier_id),
                     {d.state == DeliveryState::ready, d.reason_code, d.due_at, d.released});
    const bool kept_by_person = d.state == DeliveryState::held && d.reason_code == "manual";
    if (!kept_by_person || verdict.state == DeliveryState::cancelled)
        move(d, verdict);
}

/// An open "tell the supplier": it follows the order, too, or goes when the change was undone.
void OrderPlan::follow_change(const Delivery& d, const Delivery& known, const route::Part& part) {
    const std::string what = difference(known, part);
    if (what.empty())
        return move(
            d, {DeliveryState::cancelled, "undone", "the change was taken back", std::nullopt});
    if (stored_lines(part) != d.lines || m_fingerprint != d.fingerprint)
        store::replace_lines(m_write, d.id, m_fingerprint, stored_lines(part));
    move(d, {DeliveryState::held, "tell_supplier", what, std::nullopt});
}

/// A delivery that has left, or may have.
void OrderPlan::compare(const Delivery& known, const History& history, const route::Part& part) {
    if (known.kind == "cancel" || difference(known, part).empty())
        return;
    const bool not_there =
        (known.state == DeliveryState::deferred || known.state == DeliveryState::failed) &&
        !was_uploaded(known);
    if (called_off() && not_there && &known == history.latest() && goes_alone(known))
        return move(known, route::judge(m_facts, m_rules, supplier(known.supplier_id), {}));
    if (known.state == DeliveryState::cancelled && known.kind == "new")
        return; // called off before it left: there is nothing to tell
    tell_supplier(known, history, part);
}

void OrderPlan::tell_supplier(const Delivery& known, const History& history,
                              const route::Part& part) {
    Delivery d;
    d.order_id = known.order_id;
    d.supplier_id = known.supplier_id;
    d.revision = history.latest()->revision + 1;
    d.kind = called_off() || part.lines.empty() ? "cancel" : "change";
    d.po_number = known.po_number;
    d.state = DeliveryState::held;
    d.reason_code = "tell_supplier";
    d.reason = difference(known, part);
    d.fingerprint = m_fingerprint;
    d.lines = stored_lines(part);
    store::add_delivery(m_write, d, k_actor, m_now);
    ++m_result.added;
    count(d.state);
}

/// A person has it sent once more: the supplier may have had it.
bool OrderPlan::was_uploaded(const Delivery& d) const {
    const auto document = store::find_document(m_database, d.document_id);
    return document && document->uploaded_at;
}

/// Nobody else's order is in its document, which could be kept here.
bool OrderPlan::goes_alone(const Delivery& d) const {
    return store::document_deliveries(m_database, d.document_id).size() < 2;
}

/// What the supplier does not know yet, as a sentence; empty when nothing.
std::string OrderPlan::difference(const Delivery& known, const route::Part& part) const {
    const order::Supplier* s = supplier(known.supplier_id);
    const std::string who = s == nullptr ? "the supplier" : s->name;
    const std::string after = " after " + known.po_number + " left (it is " +
                              std::string{order::name(known.state)} + "); tell " + who +
                              ", then `shoporder queue done`";
    if (m_facts.deleted)
        return "the shop deleted the order" + after;
    if (m_order.cancelled_at)
        return "the order was cancelled" + after;
    const auto before = projection(known.lines);
    const auto now = projection(stored_lines(part));
    std::string what;
    for (const auto& [line, quantity] : before) {
        const auto found = now.find(line);
        const std::int64_t current = found == now.end() ? 0 : found->second;
        if (current != quantity)
            what += (what.empty() ? "" : ", ") + std::string{"line "} + std::to_string(line) +
                    ": " + std::to_string(quantity) + " became " + std::to_string(current);
    }
    for (const auto& [line, quantity] : now)
        if (!before.contains(line))
            what += (what.empty() ? "" : ", ") + std::string{"line "} + std::to_string(line) +
                    " was added (" + std::to_string(quantity) + ")";
    if (known.fingerprint != m_fingerprint)
        what += std::string{what.empty() ? "" : ", "} + "ship-to, shipping method or notes differ";
    return what.empty() ? what : "the order was changed (" + what + ")" + after;
}

void OrderPlan::move(const Delivery& d, const route::Verdict& verdict) {
    store::Step step{d.state, verdict.state, verdict.code, verdict.reason, verdict.due_at, k_actor};
    if (store::transition(m_write, d.id, step, m_now) && d.state != verdict.state)
        count(verdict.state);
}

void OrderPlan::count(DeliveryState state) {
    m_result.ready += state == DeliveryState::ready ? 1 : 0;
    m_result.held += state == DeliveryState::held ? 1 : 0;
}

/// An order without a delivery must still be explained, once for each of its states.
void OrderPlan::say_nothing_to_ship(const route::Split& split) {
    std::string text = "nothing to send";
    std::set<std::string> reasons;
    for (const route::LineRoute& line : split.lines)
        reasons.insert(line.supplier_id == 0 ? line.why : "everything has shipped already");
    if (split.lines.empty())
        reasons.insert("the order has no lines");
    for (const std::string& reason : reasons)
        text += (reason == *reasons.begin() ? ": " : ", ") + reason;
    store::EventFilter last;
    last.order_id = m_head.id;
    last.newest = true;
    for (const store::Event& event : store::list_events(m_database, last))
        if (event.text == text)
            return;
    store::Event event{m_now, "plan"};
    event.order_id = m_head.id;
    event.actor = k_actor;
    event.text = text;
    store::add_event(m_write, event);
}

const order::Supplier* OrderPlan::supplier(std::int64_t id) const {
    const auto found = std::find_if(m_suppliers.begin(), m_suppliers.end(),
                                    [&](const order::Supplier& s) { return s.id == id; });
    return found == m_suppliers.end() ? nullptr : &*found;
}

} // namespace

void plan_order(store::Database& database, store::Write& write, std::int64_t order_id,
                const config::Settings& settings, std::span<const order::Supplier> suppliers,
                base::Time now, PlanResult& result) {
    OrderPlan{database, write, now, result}.run(order_id, settings, suppliers);
}

} // namespace shoporder::flow
