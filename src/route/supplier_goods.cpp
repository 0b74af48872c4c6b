#include "route/supplier_goods.hpp"

#include "route/collect.hpp"
#include "route/told.hpp"

#include <algorithm>

namespace shoporder::route {

namespace {

using order::DeliveryState;

std::int64_t take(Quantities& from, std::int64_t line, std::int64_t at_most) {
    const auto found = from.find(line);
    if (found == from.end())
        return 0;
    const std::int64_t taken = std::min(found->second, at_most);
    found->second -= taken;
    if (found->second <= 0)
        from.erase(found);
    return taken;
}

bool same_lines(const std::vector<PlannedLine>& planned, const std::vector<PastLine>& past) {
    return std::equal(
        planned.begin(), planned.end(), past.begin(), past.end(),
        [](const PlannedLine& a, const PastLine& b) {
            return a.line_id == b.line_id && a.quantity == b.quantity && a.current == b.current &&
                   a.elsewhere == b.elsewhere;
        });
}

} // namespace

SupplierGoods::SupplierGoods(const Situation& situation, std::int64_t supplier_id,
                             const History& history)
    : m_s(situation), m_supplier_id(supplier_id), m_history(history) {
    for (const order::Supplier& s : situation.suppliers)
        if (s.id == supplier_id)
            m_supplier = &s;
    for (const Past* past : history.unsent)
        m_slots.push_back({past, {}, {}, {}});
}

void SupplierGoods::add(const LineCount& count, std::int64_t of) {
    const LineCount& n = count;
    m_counts[n.line_id] = n;
    if (of != 0)
        m_services[n.line_id] = of;
    if (n.due > 0)
        m_due[n.line_id] = n.due;
    if (n.not_released > 0)
        m_not_released[n.line_id] = n.not_released;
}

template <typename Wanted>
SupplierGoods::Slot& SupplierGoods::slot_where(const Wanted& wanted) {
    const auto found = std::find_if(m_slots.begin(), m_slots.end(), wanted);
    return found == m_slots.end() ? m_slots.emplace_back() : *found;
}

bool SupplierGoods::is_in_past(const Slot& slot, const Quantities& lines) const {
    return slot.past != nullptr &&
           std::any_of(
               slot.past->lines.begin(), slot.past->lines.end(),
               [&](const auto& line) { return line.quantity > 0 && lines.contains(line.line_id); });
}

void SupplierGoods::share_out() {
    const auto move = [this](Quantities& from, std::int64_t line) {
        m_service_only[line] += from.at(line);
        from.erase(line);
    };
    for (const auto& [service, of] : m_services) {
        if (m_due.contains(service) && !m_due.contains(of))
            move(m_due, service);
        if (m_not_released.contains(service) && !m_not_released.contains(of))
            move(m_not_released, service);
    }
    if (!m_due.empty())
        share_out_due();
    if (!m_service_only.empty()) {
        Slot& slot = slot_where([&](const Slot& s) {
            return s.is_empty() && (s.past == nullptr || is_in_past(s, m_service_only)) &&
                   !is_in_past(s, m_not_released);
        });
        slot.service_only = m_service_only;
    }
    if (!m_not_released.empty())
        slot_where([](const Slot& s) { return s.is_empty(); }).not_released = m_not_released;
}

void SupplierGoods::share_out_due() {
    Quantities rest = m_due;
    for (Slot& slot : m_slots)
        for (const PastLine& line : slot.past->lines)
            if (const auto n = take(rest, line.line_id, line.quantity); n > 0)
                slot.due[line.line_id] = n;
    if (rest.empty())
        return;
    const bool any_due = std::any_of(
        m_slots.begin(), m_slots.end(), [](const Slot& slot) { return !slot.due.empty(); });
    Slot& slot = slot_where([&](const Slot& s) {
        return any_due ? !s.due.empty()
                       : !is_in_past(s, m_not_released) && !is_in_past(s, m_service_only);
    });
    for (const auto& [line, quantity] : rest)
        slot.due[line] += quantity;
}

std::size_t SupplierGoods::parts() const {
    const auto full = std::count_if(m_slots.begin(), m_slots.end(),
                                    [](const Slot& slot) { return !slot.is_empty(); });
    return m_history.sent.size() + static_cast<std::size_t>(full);
}

bool SupplierGoods::is_nothing() const {
    return m_due.empty() && m_not_released.empty() && m_service_only.empty();
}

std::vector<PlannedLine> SupplierGoods::lines(const Slot& slot) const {
    std::vector<PlannedLine> out;
    if (slot.due.empty()) {
        for (const Quantities* quantities : {&slot.service_only, &slot.not_released})
            for (const auto& [line, quantity] : *quantities)
                out.push_back(
                    {line, quantity, m_counts.at(line).ordered, m_counts.at(line).elsewhere});
        return out;
    }
    // With what was known and not due then: what is ordered later shows by it.
    for (const auto& [line, n] : m_counts) {
        const auto found = slot.due.find(line);
        const std::int64_t due = found == slot.due.end() ? 0 : found->second;
        if (due > 0 || n.ordered > 0)
            out.push_back({line, due, n.ordered, n.elsewhere});
    }
    return out;
}

/// Was something in it ordered only after a part had left for this supplier?
bool SupplierGoods::is_addition(const Slot& slot) const {
    Quantities known;
    for (const SentPart& part : m_history.sent)
        for (const PastLine& line : part.goods->lines)
            known[line.line_id] = std::max(known[line.line_id], line.current);
    return !m_history.sent.empty() &&
           std::any_of(slot.due.begin(), slot.due.end(), [&](const auto& due) {
               return m_counts.at(due.first).ordered > known[due.first];
           });
}

Add SupplierGoods::new_part(const PartNumbers& numbers) {
    const bool free = m_history.free_part > 0;
    Add add;
    add.supplier_id = m_supplier_id;
    add.kind = Kind::goods;
    add.part = m_history.last_part + m_added + (free ? 0 : 1);
    const bool again = free && m_added == 0;
    add.revision = again ? m_history.free_revision + 1 : 1;
    add.po_number = again ? m_history.free_number : numbers.of(add.part);
    ++m_added;
    return add;
}

void SupplierGoods::plan(const PartNumbers& numbers, bool shared, std::vector<Step>& steps) {
    Facts facts = m_s.facts;
    facts.shared = shared;
    for (const Slot& slot : m_slots) {
        if (slot.past != nullptr) {
            plan_past(slot, facts, steps);
            continue;
        }
        Verdict verdict = judge(facts, m_s.rules, m_supplier, load_of(slot), {});
        if (verdict.state == DeliveryState::cancelled)
            continue; // there is nothing to call off
        Add add = new_part(numbers);
        add.verdict = std::move(verdict);
        add.fingerprint = told_of(facts);
        add.lines = lines(slot);
        steps.emplace_back(std::move(add));
    }
}

void SupplierGoods::plan_past(const Slot& slot, const Facts& facts, std::vector<Step>& steps) {
    const Past& d = *slot.past;
    const Verdict verdict =
        judge(facts, m_s.rules, m_supplier, load_of(slot),
              {d.state == DeliveryState::ready, d.reason_code, d.due_at, d.released});
    const bool called_off = verdict.state == DeliveryState::cancelled;
    if (slot.is_empty() && !called_off && !is_in_doubt(d, verdict)) {
        const bool elsewhere = std::none_of(d.lines.begin(), d.lines.end(), [&](const auto& line) {
            return m_counts.contains(line.line_id);
        });
        steps.emplace_back(Move{d.id,
                                {DeliveryState::cancelled, "nothing_left",
                                 elsewhere ? "none of its lines is this supplier's any more"
                                           : "nothing is left to ship",
                                 std::nullopt}});
        return;
    }
    const std::string print = told_of(facts);
    std::vector<PlannedLine> now = lines(slot);
    if (!slot.is_empty() && (d.fingerprint != print || !same_lines(now, d.lines)))
        steps.emplace_back(Replace{d.id, print, std::move(now)});
    const bool kept_by_person = d.state == DeliveryState::held && d.reason_code == "manual";
    if (!kept_by_person || called_off)
        steps.emplace_back(Move{d.id, verdict});
}

/// Nothing of it is to be sent any more, and yet it may have been, before a restore; unless it has
/// shipped, or its lines are another supplier's now by a person's word.
bool SupplierGoods::is_in_doubt(const Past& d, const Verdict& verdict) const {
    return d.reason_code == "restored" && verdict.code == "restored" &&
           std::any_of(
               d.lines.begin(), d.lines.end(),
               [&](const PastLine& line) {
                   const auto n = m_counts.find(line.line_id);
                   return n != m_counts.end() && n->second.fulfilled < line.quantity;
               });
}

Load SupplierGoods::load_of(const Slot& slot) const {
    Load load{slot.due.empty() && !slot.not_released.empty(), is_addition(slot),
              !slot.service_only.empty()};
    for (const Quantities* quantities : {&slot.due, &slot.service_only})
        for (const auto& [line, quantity] : *quantities)
            load.quantities[line] += quantity;
    return load;
}

std::string SupplierGoods::told_of(const Facts& facts) const {
    const auto cash = collecting(facts, m_s.rules, m_supplier);
    return told(*facts.order, cash ? cash->amount : std::nullopt);
}

} // namespace shoporder::route
