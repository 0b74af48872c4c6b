#include "flow/relay/lane.hpp"

#include "deliver/classify.hpp"
#include "flow/relay/connect.hpp"
#include "store/documents.hpp"
#include "store/leftovers.hpp"
#include "store/suppliers.hpp"

#include <optional>
#include <thread>

namespace shoporder::flow {

namespace {

using base::Outcome;
using base::OutcomeClass;
using order::DeliveryState;
using Clock = std::chrono::steady_clock;

constexpr std::size_t k_window = 32; // rules.md 4
constexpr std::size_t k_drafted_ahead = 2 * k_window;
constexpr std::chrono::milliseconds k_tick{50};  // so soon a wait hears stop()
constexpr std::chrono::hours k_leftover_age{24}; // longer than any connection lives
constexpr std::size_t k_leftovers_a_turn = 50;

} // namespace

Lane::Lane(Turn& turn, store::Database& database)
    : m_turn(turn),
      m_context(turn.context),
      m_supplier(turn.supplier),
      m_database(database),
      m_drafting(turn) {}

Lane::~Lane() {
    hang_up();
}

void Lane::hang_up() {
    if (m_session)
        m_context.wire.remove(*m_session);
    m_session.reset();
}

Outcome Lane::open() {
    hang_up();
    try {
        m_session = m_context.sessions(
            remote_settings(m_context.settings, m_supplier, *m_supplier.endpoint));
        m_context.wire.add(*m_session);
        return deliver::classify(m_session->open());
    } catch (const base::Error& error) { // a credential that is not there, an unusable url
        return {OutcomeClass::operator_, 0, error.what(), "login"};
    }
}

bool Lane::connect() {
    const Outcome outcome = open();
    m_trouble = outcome;
    if (!outcome.done()) {
        RelayResult closed;
        closed.unreachable.insert(m_supplier.name);
        m_turn.add(closed);
    }
    if (outcome.cls == OutcomeClass::operator_) {
        m_turn.park(m_database, words(outcome));
        return false;
    }
    store::Write write(m_database);
    store::note_connection(write, m_supplier.id, outcome.done(), false, m_context.clock.now());
    write.commit();
    if (!outcome.done()) {
        m_turn.break_off();
        m_context.journal.write(log::Priority::warning, m_supplier.name,
                                "cannot be reached: " + words(outcome));
    }
    return outcome.done();
}

bool Lane::connect_beside() {
    const Outcome outcome = open();
    if (!outcome.done())
        m_context.journal.write(log::Priority::notice, m_supplier.name,
                                "no further connection: " + words(outcome));
    return outcome.done();
}

deliver::Manner Lane::manner() const {
    return {m_supplier.upload, m_supplier.done_suffix, m_supplier.consumes};
}

void Lane::commit(std::span<const std::int64_t> documents, deliver::Mark mark) {
    store::Write write(m_database);
    if (mark == deliver::Mark::taken_back)
        store::take_back_final(write, documents);
    else
        store::mark_final_next(write, documents, mark == deliver::Mark::publishing);
    write.commit();
}

/// Limits each connection's share of a backlog, so that all connections finish at about the same
/// time.
std::size_t Lane::share_of(DeliveryState from) {
    const auto sessions = static_cast<std::size_t>(m_supplier.sessions);
    if (sessions < 2)
        return m_window;
    const std::size_t left = store::count_in(m_database, m_supplier.id, from);
    return std::min(m_window, std::max(k_first_window, left / (2 * sessions)));
}

bool Lane::send(DeliveryState from) {
    const std::size_t granted = m_turn.take(share_of(from));
    if (granted > 0)
        draft_ahead(from);
    const Claimed claimed = granted > 0 ? claim(from, granted) : Claimed{};
    const std::vector<Item>& items = claimed.items;
    m_turn.give_back(granted - std::min(granted, items.size()));
    if (items.empty())
        return claimed.cut_short;
    // The window's clock starts when its session is ready: logging in has limits of its own, and a
    // server that is slow at it would else get nothing, ever.
    std::optional<Clock::time_point> begun;
    const auto window = m_context.options.window;
    m_waited = {};
    std::vector<deliver::Result> outcomes;
    m_drafting.stand_back();
    if (m_session || connect()) {
        std::vector<deliver::Upload> uploads;
        uploads.reserve(items.size());
        for (const Item& item : items)
            uploads.push_back({item.document, item.bytes, item.final_name, item.temporary_name});
        outcomes = deliver::upload(
            *m_session, manner(), uploads,
            [this](std::span<const std::int64_t> ids, deliver::Mark mark) { commit(ids, mark); },
            [this, &begun, window] {
                const auto now = Clock::now();
                if (!begun)
                    begun = now;
                return m_context.stop || now - *begun > window;
            },
            [this](std::chrono::seconds time) { return wait(time); });
    } else { // claimed, and not sent: the same for all of them, and no fault of theirs
        const Outcome unreachable{
            OutcomeClass::temporary, m_trouble.code, "not sent: " + m_trouble.reason,
            deliver::is_suppliers_fault(m_trouble) ? m_trouble.phase : "connect"};
        for (const Item& item : items)
            outcomes.push_back({item.document, unreachable});
    }
    m_drafting.go_on();
    draft_ahead(from);
    record(items, outcomes);
    const bool full = items.size() >= granted || claimed.cut_short;
    const auto now = Clock::now();
    const auto took = now - begun.value_or(now) - m_waited;
    m_window = took > window       ? std::max<std::size_t>(m_window / 4, 1)
               : took * 2 < window ? std::min(m_window * 2, k_window)
                                   : m_window;
    return full;
}

/// On another thread.
void Lane::draft_ahead(DeliveryState from) {
    if (from == DeliveryState::ready && m_turn.only.empty())
        m_drafting.start({m_supplier.id, from, {}, k_drafted_ahead, {}});
}

/// For what is refused now and may pass. No transaction is open here.
bool Lane::wait(std::chrono::milliseconds time) {
    const auto begun = Clock::now();
    if (m_context.options.pause)
        m_context.options.pause(time);
    else
        while (!m_context.stop && Clock::now() - begun < time)
            std::this_thread::sleep_for(k_tick);
    m_waited += std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
    return !m_context.stop;
}

// The supplier's lock keeps every other process out, so that a long turn has to serve both queues:
// fresh orders do not wait behind a backlog of second tries, nor these for ever behind fresh ones.
void Lane::work(const std::function<bool()>& between) {
    const bool fresh_first = m_context.options.ready;
    const DeliveryState main = fresh_first ? DeliveryState::ready : DeliveryState::deferred;
    const DeliveryState other = fresh_first ? DeliveryState::deferred : DeliveryState::ready;
    const std::size_t share = fresh_first ? 3 : 1; // windows of `main` for one of `other`
    const bool both = m_turn.only.empty();
    std::size_t in_a_row = 0;
    while (m_turn.may_send() && send(main)) {
        if (!between())
            return;
        if (both && ++in_a_row >= share && m_turn.may_send()) {
            send(other);
            in_a_row = 0;
        }
    }
}

void Lane::clean() {
    const base::Time before = m_context.clock.now() - k_leftover_age;
    if (!m_session || m_turn.over())
        return;
    for (const store::Leftover& left :
         store::stale_leftovers(m_database, m_supplier.id, before, k_leftovers_a_turn)) {
        // On a server that is no more this supplier's nobody of ours has any business.
        const bool elsewhere = left.target != m_supplier.endpoint->url();
        const remote::Reply removed = elsewhere ? remote::Reply{} : m_session->remove(left.name);
        const bool answered =
            removed.ok || removed.refused_here || (removed.code >= 500 && removed.code != 530);
        if (!elsewhere && !answered)
            return;
        store::Write write(m_database);
        store::drop_leftover(write, m_supplier.id, left.name);
        write.commit();
        if (removed.ok)
            m_context.journal.write(log::Priority::info, m_supplier.name,
                                    "removed the stale temporary file " + left.name);
    }
}

} // namespace shoporder::flow
