#include "flow/relay/relay.hpp"

#include "flow/plan/mark_orders.hpp"
#include "flow/plan/plan.hpp"
#include "flow/relay/crew.hpp"
#include "flow/relay/rehearsal.hpp"
#include "flow/relay/run_context.hpp"
#include "report/table.hpp"
#include "store/deliveries.hpp"
#include "store/suppliers.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace shoporder::flow {

namespace {

using order::DeliveryState;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds k_plan_every{10}; // rules.md 4
constexpr std::chrono::seconds k_plan_time{10};  // of a large backlog; then sending begins
constexpr std::chrono::seconds k_mark_time{5};   // of those that an older version stored
constexpr std::chrono::milliseconds k_tick{200};
constexpr std::chrono::seconds k_patience{5}; // after stop(), for what is on the wire

/// Which suppliers have something to do now.
std::set<std::int64_t> with_work(store::Database& database, const RelayOptions& options,
                                 base::Time now) {
    std::set<std::int64_t> ids;
    const auto collect = [&](DeliveryState state) {
        for (const std::int64_t id : store::suppliers_with(database, state, now))
            ids.insert(id);
    };
    collect(DeliveryState::sending);
    collect(DeliveryState::uncertain);
    if (options.ready)
        collect(DeliveryState::ready);
    if (options.deferred)
        collect(DeliveryState::deferred);
    if (!options.suppliers.empty())
        std::erase_if(ids, [&](std::int64_t id) {
            return std::find(options.suppliers.begin(), options.suppliers.end(), id) ==
                   options.suppliers.end();
        });
    return ids;
}

/// What is still to be sent, by the counters: no row is looked at.
std::size_t left_to_send(store::Database& database, const RelayOptions& options) {
    std::int64_t left = 0;
    for (const auto& [key, count] : store::counters(database)) {
        const DeliveryState state = key.second;
        if (state == DeliveryState::sending || (state == DeliveryState::ready && options.ready) ||
            (state == DeliveryState::deferred && options.deferred))
            left += count;
    }
    return static_cast<std::size_t>(left);
}

/// A restore leaves in doubt what had no document then: it has no name to be looked for by. Before
/// anything is planned, so that nobody takes it for sent.
std::size_t hold_nameless(const RunContext& context, store::Database& database) {
    store::DeliveryFilter nameless;
    nameless.states = {DeliveryState::uncertain};
    nameless.reason_code = "restored";
    nameless.limit = 200; // a transaction's worth
    std::size_t held = 0;
    for (auto page = store::list_deliveries(database, nameless); !page.empty();
         page = store::list_deliveries(database, nameless)) {
        store::Write write(database);
        for (const store::Delivery& d : page) {
            nameless.after_id = d.id;
            if (d.document_id != 0)
                continue;
            store::Step step{DeliveryState::uncertain, DeliveryState::held, "restored",
                             d.reason + "; it may have been sent since, and there is no file's "
                                        "name to look for: ask the supplier, then `shoporder "
                                        "queue release` if nobody has it, else `shoporder queue "
                                        "done`"};
            step.actor = context.options.command;
            held += store::transition(write, d.id, step, context.clock.now()) ? 1 : 0;
        }
        write.commit();
    }
    if (held > 0)
        context.journal.write(log::Priority::warning, "restore",
                              report::count_of(held, "delivery") +
                                  " held that may have been sent since the backup; `shoporder "
                                  "queue list --attention`");
    return held;
}

class Run {
public:
    Run(const RunContext& context)
        : m_context(context),
          m_options(context.options),
          m_database(context.settings.database, store::Access::write),
          m_crew(context) {}

    void go() {
        RelayResult nameless;
        nameless.held = hold_nameless(m_context, m_database);
        m_context.totals.add(nameless);
        bool look = true;
        while (true) {
            look |= plan_when_due();
            if (look && !over())
                m_crew.start(with_work(m_database, m_options, m_context.clock.now()),
                             store::failing_suppliers(m_database));
            const bool idle = m_crew.running() == 0;
            if (idle && (over() || (look && !m_more_to_plan))) {
                // A turn that has just ended may have left its seat to one who waits.
                look = m_crew.wait(std::chrono::milliseconds{0});
                if (over() || !look)
                    break;
                continue;
            }
            look = m_crew.wait(m_more_to_plan && !over() ? std::chrono::milliseconds{0} : k_tick);
            look |= m_more_to_plan;
            tell();
            cut_when_late();
        }
        m_crew.join_all();
        m_crew.rethrow();
        if (m_options.ready) { // last: it sends nothing, and what there is no time for waits
            const auto begun = Clock::now();
            mark_orders(m_database, [this, begun] {
                return m_context.stop || Clock::now() - begun > k_mark_time;
            });
        }
    }

private:
    [[nodiscard]] bool over() const {
        return m_context.stop || m_context.clock.now() >= m_context.end;
    }

    /// New orders are planned while sessions run; true when it was done.
    bool plan_when_due() {
        const auto now = Clock::now();
        const bool due = !m_planned_at || now - *m_planned_at >= k_plan_every || m_more_to_plan;
        if (!m_options.ready || !due || over())
            return false;
        const PlanResult result =
            plan(m_database, m_context.settings, m_context.clock, m_context.journal,
                 [this, now] { return m_context.stop || Clock::now() - now > k_plan_time; });
        m_more_to_plan = result.more && !m_context.stop;
        m_planned_at = now;
        return true;
    }

    void tell() {
        if (!m_options.progress)
            return;
        const std::size_t running = m_crew.running();
        m_options.progress({m_context.totals.so_far(), left_to_send(m_database, m_options), running,
                            m_context.stop});
    }

    /// What does not end by itself after stop() is cut off; the next run looks what became of it.
    void cut_when_late() {
        if (!m_context.stop)
            return;
        const auto now = Clock::now();
        if (!m_stopped_at)
            m_stopped_at = now;
        else if (now - *m_stopped_at > k_patience)
            m_context.wire.cut();
    }

    const RunContext& m_context;
    const RelayOptions& m_options;
    store::Database m_database;
    Crew m_crew;
    bool m_more_to_plan = false;
    std::optional<Clock::time_point> m_planned_at;
    std::optional<Clock::time_point> m_stopped_at;
};

} // namespace

Relay::Relay(const config::Settings& settings, const base::Clock& clock,
             const log::Journal& journal, SessionFactory sessions)
    : m_settings(settings), m_clock(clock), m_journal(journal), m_sessions(std::move(sessions)) {}

RelayResult Relay::run(const RelayOptions& options) {
    if (options.dry_run)
        return rehearse(m_settings, options, m_clock.now());
    Budget documents(options.limit);
    Seats seats(std::max<std::size_t>(options.jobs, 1));
    Totals totals;
    Wire wire;
    Refusals refusals;
    Formats formats(m_settings);
    const RunContext context{m_settings,
                             m_clock,
                             m_journal,
                             m_sessions,
                             options,
                             m_stop,
                             m_clock.now() + options.longest,
                             documents,
                             seats,
                             totals,
                             wire,
                             refusals,
                             formats};
    Run(context).go();
    return totals.so_far();
}

} // namespace shoporder::flow
