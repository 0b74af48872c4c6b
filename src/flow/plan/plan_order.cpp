#include "flow/plan/plan_order.hpp"

#include "flow/plan/situation.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

using order::DeliveryState;

const char* const k_actor = "plan";

std::vector<store::DeliveryLine> stored(const std::vector<route::PlannedLine>& lines) {
    std::vector<store::DeliveryLine> out;
    out.reserve(lines.size());
    for (const route::PlannedLine& line : lines)
        out.push_back({line.line_id, line.quantity, line.current, line.elsewhere});
    return out;
}

/// Takes the steps of a plan, one by one.
class Taker {
public:
    Taker(store::Write& write, const LoadedOrder& loaded, base::Time now, PlanResult& result)
        : m_write(write), m_loaded(loaded), m_now(now), m_result(result) {}

    void operator()(const route::Add& add) {
        store::Delivery d;
        d.order_id = m_loaded.head.id;
        d.supplier_id = add.supplier_id;
        d.part = add.part;
        d.revision = add.revision;
        d.kind = name_of(add.kind);
        d.po_number = drawn(add);
        d.state = add.verdict.state;
        d.reason_code = add.verdict.code;
        d.reason = add.verdict.reason;
        d.due_at = add.verdict.due_at;
        d.fingerprint = add.fingerprint;
        d.lines = stored(add.lines);
        store::add_delivery(m_write, d, k_actor, m_now);
        ++m_result.added;
        count(d.state);
    }
    void operator()(const route::Replace& replace) {
        store::replace_lines(m_write, replace.delivery_id, replace.fingerprint,
                             stored(replace.lines));
    }
    void operator()(const route::Move& move) {
        const auto& past = m_loaded.situation.past;
        const auto from = std::find_if(past.begin(), past.end(), [&](const route::Past& d) {
            return d.id == move.delivery_id;
        });
        const route::Verdict& v = move.verdict;
        const store::Step step{from->state, v.state, v.code, v.reason, v.due_at, k_actor};
        if (store::transition(m_write, move.delivery_id, step, m_now) && from->state != v.state)
            count(v.state);
    }

private:
    /// With the supplier's sequence where its numbers have one. A number that is taken already, as
    /// after a restore, is passed over.
    [[nodiscard]] std::string drawn(const route::Add& add) {
        if (!order::wants_sequence(add.po_number))
            return add.po_number;
        const std::string counter = "po/" + std::to_string(add.supplier_id);
        std::string number;
        do {
            number =
                order::with_sequence(add.po_number, store::next_number(m_write, counter, m_now));
        } while (store::is_number_taken(m_write, add.supplier_id, number));
        return number;
    }
    void count(DeliveryState state) {
        m_result.ready += state == DeliveryState::ready ? 1 : 0;
        m_result.held += state == DeliveryState::held ? 1 : 0;
    }

    store::Write& m_write;
    const LoadedOrder& m_loaded;
    base::Time m_now;
    PlanResult& m_result;
};

/// An order without a delivery must still be explained, once for each of its states.
void say_once(store::Database& database, store::Write& write, std::int64_t order_id,
              const std::string& text, base::Time now) {
    store::EventFilter last;
    last.order_id = order_id;
    last.newest = true;
    for (const store::Event& event : store::list_events(database, last))
        if (event.text == text)
            return;
    store::Event event{now, "plan"};
    event.order_id = order_id;
    event.actor = k_actor;
    event.text = text;
    store::add_event(write, event);
}

} // namespace

void plan_order(store::Database& database, store::Write& write, std::int64_t order_id,
                const config::Settings& settings, std::span<const order::Supplier> suppliers,
                base::Time now, PlanResult& result) {
    if (const auto webhook = store::gone_body(database, order_id)) { // the ledger is all there is
        say_once(database, write, order_id,
                 "its body was redacted or purged: nothing more is planned", now);
        return store::mark_planned(write, order_id, *webhook);
    }
    const auto loaded = load_situation(database, order_id, settings, suppliers, now);
    if (!loaded)
        return;
    const route::Plan plan = route::plan(loaded->situation);
    Taker taker(write, *loaded, now, result);
    for (const route::Step& step : plan.steps)
        std::visit(taker, step);
    if (!plan.nothing.empty())
        say_once(database, write, order_id, plan.nothing, now);
    store::mark_planned(write, order_id, loaded->head.webhook);
    ++result.orders;
}

} // namespace shoporder::flow
