#include "flow/relay/supplier_run.hpp"

#include "base/file.hpp"
#include "route/calendar.hpp"
#include "store/leftovers.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <exception>
#include <list>
#include <optional>
#include <thread>

namespace shoporder::flow {

namespace {

using order::DeliveryState;
using store::Delivery;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds k_slice{20}; // then a supplier who waits for a seat gets this one

/// Work that a killed process left: nobody else can be sending, we hold the lock.
void recover(const Turn& turn, store::Database& database) {
    const base::Time now = turn.context.clock.now();
    store::DeliveryFilter left;
    left.states = {DeliveryState::sending};
    left.supplier_id = turn.supplier.id;
    left.limit = 200; // a transaction's worth
    for (auto found = store::list_deliveries(database, left); !found.empty();
         found = store::list_deliveries(database, left)) {
        store::Write write(database);
        for (const Delivery& d : found) {
            store::Step step{DeliveryState::sending, DeliveryState::uncertain, "abandoned",
                             "its sender ended without a word"};
            step.actor = turn.context.options.command;
            store::transition(write, d.id, step, now);
            store::add_leftover(write, d.document_id, now);
        }
        write.commit();
    }
}

/// Moves what has been out of reach for its whole lifetime; returns how many.
std::size_t give_up(Turn& turn, store::Database& database, const store::Step& step) {
    store::DeliveryFilter waiting;
    waiting.states = {step.from};
    waiting.supplier_id = turn.supplier.id;
    waiting.limit = 500; // a transaction's worth
    std::size_t moved = 0;
    for (bool more = true; more;) {
        const auto page = store::list_deliveries(database, waiting);
        more = page.size() == waiting.limit;
        store::Write write(database);
        for (const Delivery& d : page) {
            waiting.after_id = d.id;
            if (turn.is_lapsed(database, d) &&
                store::transition(write, d.id, step, turn.context.clock.now()))
                ++moved;
        }
        write.commit();
    }
    return moved;
}

/// What nobody could send or look for in all that time is said, loudly.
void expire(Turn& turn, store::Database& database) {
    const RunContext& context = turn.context;
    const store::SupplierHealth health = store::supplier_health(database, turn.supplier.id);
    if (health.failures == 0 ||
        health.tried - health.tried_before <= context.settings.retry.lifetime)
        return;
    store::Step lost{DeliveryState::deferred, DeliveryState::failed, "gave_up",
                     "gave up: the supplier was out of reach for too long"};
    store::Step doubtful{DeliveryState::uncertain, DeliveryState::held, "undecided",
                         "nobody could look for it: the supplier was out of reach for too long"};
    lost.actor = doubtful.actor = context.options.command;
    RelayResult result;
    result.failed = give_up(turn, database, lost);
    result.held = give_up(turn, database, doubtful);
    if (result.failed + result.held == 0)
        return;
    turn.add(result);
    context.journal.write(log::Priority::error, turn.supplier.name,
                          std::to_string(result.failed + result.held) +
                              " deliveries given up after " +
                              base::format_span(context.settings.retry.lifetime) +
                              " of trying; `shoporder retry --failed` when it is back");
}

/// The further connections of a turn, each with a thread, a Database and a seat of its own.
class FurtherLanes {
public:
    explicit FurtherLanes(Turn& turn) : m_turn(turn) {}
    ~FurtherLanes() { join(); }
    FurtherLanes(const FurtherLanes&) = delete;
    FurtherLanes& operator=(const FurtherLanes&) = delete;

    /// As many as the supplier and the run allow.
    void fill() {
        while (m_threads.size() + 1 < static_cast<std::size_t>(m_turn.supplier.sessions) &&
               m_turn.context.seats.take_spare())
            m_threads.emplace_back([this] { work(); });
    }
    void join() {
        for (std::thread& thread : m_threads)
            if (thread.joinable())
                thread.join();
    }
    /// What went wrong with the database in one of them, once all have ended.
    void rethrow() const {
        if (m_error)
            std::rethrow_exception(m_error);
    }

private:
    void work() noexcept {
        try {
            store::Database database(m_turn.context.settings.database, store::Access::write);
            Lane lane(m_turn, database);
            if (lane.connect_beside())
                lane.work([this] { return !m_turn.context.seats.are_wanted(); });
        } catch (const std::exception&) {
            const std::scoped_lock guard(m_mutex);
            m_error = std::current_exception();
        }
        m_turn.context.seats.give_back();
    }

    Turn& m_turn;
    std::list<std::thread> m_threads;
    std::mutex m_mutex;
    std::exception_ptr m_error;
};

/// New documents need its stylesheet, schema and secret. Without them it is parked, so that its
/// deliveries wait where a person sees why, and go when it is resumed.
bool can_write(Turn& turn, store::Database& database) {
    if (!turn.context.options.ready ||
        store::count_in(database, turn.supplier.id, DeliveryState::ready) == 0)
        return true;
    try {
        static_cast<void>(turn.context.formats.of(turn.supplier));
        return true;
    } catch (const base::Error& error) {
        turn.park(database, error.what());
        return false;
    }
}

TurnEnd take_turn(Turn& turn, store::Database& database) {
    const RunContext& context = turn.context;
    Lane first(turn, database);
    if (store::supplier_health(database, turn.supplier.id).failures > 0 && !first.connect()) {
        expire(turn, database); // the breaker is open: this was the run's one probe
        return TurnEnd::finished;
    }
    first.reconcile();
    const auto begun = Clock::now();
    bool gave_way = false;
    {
        FurtherLanes further(turn);
        const DeliveryState main =
            context.options.ready ? DeliveryState::ready : DeliveryState::deferred;
        // Only beside a connection that works: where the server wants no more of them, the one that
        // it refuses must be a further one.
        if (turn.supplier.sessions > 1 && turn.only.empty() && turn.may_send() &&
            store::count_in(database, turn.supplier.id, main) > 2 * Lane::k_first_window &&
            (first.is_connected() || first.connect()))
            further.fill();
        first.work([&] {
            further.fill();
            gave_way = context.seats.are_wanted() && Clock::now() - begun > k_slice;
            return !gave_way;
        });
        further.join();
        further.rethrow();
    }
    first.reconcile(); // what became uncertain in this turn: look at once
    if (const std::string reason = turn.park_reason(); !reason.empty())
        turn.park(database, reason);
    first.clean();
    if (turn.supplier.files_per_run > 0) // counted for the turn, so there is only one in a run
        return TurnEnd::finished;
    const RelayResult result = turn.result();
    return gave_way                                                         ? TurnEnd::gave_way
           : result.uploaded > 0 && result.deferred + result.uncertain == 0 ? TurnEnd::renewed
                                                                            : TurnEnd::finished;
}

} // namespace

TurnEnd run_supplier(const RunContext& context, store::Database& database,
                     std::int64_t supplier_id) {
    const auto lock = base::FileLock::attempt(
        context.settings.state_folder() / ("supplier-" + std::to_string(supplier_id) + ".lock"));
    if (!lock)
        return TurnEnd::busy;
    // Read under the lock: it may have been changed while we waited.
    const auto supplier = store::find_supplier(database, supplier_id);
    if (!supplier)
        return TurnEnd::finished;
    const base::Time now = context.clock.now();
    base::Time until = context.end;
    std::vector<std::int64_t> only = context.options.deliveries;
    const bool by_hand = !only.empty(); // a person's word beats the calendar
    const auto close =
        by_hand ? std::nullopt : route::next_close(supplier->send, now); // `now`: closed already
    const bool closed = close && *close <= now;
    if (closed)
        only = store::waived_deliveries(database, supplier_id, DeliveryState::ready, "send_window");
    else if (close)
        until = std::min(until, *close);
    Turn turn(context, *supplier, until, only);
    recover(turn, database);
    if (closed && only.empty()) // nothing is looked for either: finding it could publish it
        return TurnEnd::finished;
    if (supplier->mode != order::SupplierMode::live || !supplier->endpoint)
        return TurnEnd::finished;
    if (!can_write(turn, database))
        return TurnEnd::finished;
    return take_turn(turn, database);
}

} // namespace shoporder::flow
