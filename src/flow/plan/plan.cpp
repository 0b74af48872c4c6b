#include "flow/plan/plan.hpp"

#include "base/digest.hpp"
#include "flow/plan/plan_order.hpp"
#include "flow/plan/situation.hpp"
#include "store/ages.hpp"
#include "store/events.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <cstring>
#include <span>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_chunk = 16; // orders a transaction: `serve` waits for the same lock

/// The rules of every shop as one number.
std::int64_t digest_of(const std::vector<config::Shop>& shops) {
    std::string text;
    const auto add = [&](const std::string& word) {
        text += std::to_string(word.size()) + ":" + word;
    };
    for (const config::Shop& shop : shops) {
        // By all its members: this does not compile when there is a new one.
        const auto [start, payment, terms, grace, collect, hold] = rules_of(shop);
        const auto [tags, value, countries, elsewhere, strict] = hold;
        add(shop.domain);
        add(std::to_string(base::to_micros(start)));
        add(std::to_string(grace.count()));
        add(std::to_string(payment) + std::to_string(terms) + std::to_string(collect.size()));
        for (const std::string& gateway : collect)
            add(gateway);
        add(value ? value->amount.text() + value->currency : "");
        add(std::to_string(strict));
        for (const auto* words : {&tags, &countries, &elsewhere}) {
            add(std::to_string(words->size()));
            for (const std::string& word : *words)
                add(word);
        }
    }
    std::int64_t number = 0;
    std::memcpy(&number, base::sha256(text).data(), sizeof number);
    return number;
}

/// Pauses that ended by themselves, waits that are over, and other rules than at the last run.
void wake(store::Database& database, const config::Settings& settings, base::Time now) {
    store::Write write(database);
    if (store::set_tally(write, "rules", digest_of(settings.shops), now))
        store::mark_changed(write, 0);
    if (store::clock_was_ahead(database, now))
        store::forget_the_future(write, now);
    for (const order::Supplier& s : store::list_suppliers(database)) {
        if (s.mode != order::SupplierMode::paused || !s.mode_until || *s.mode_until > now)
            continue;
        store::resume_supplier(write, s.id, "dispatch", now);
        store::mark_changed(write, 0);
    }
    store::mark_due(write, now);
    write.commit();
}

class Planner {
public:
    Planner(store::Database& database, const config::Settings& settings, const base::Clock& clock)
        : m_database(database),
          m_settings(settings),
          m_clock(clock),
          m_suppliers(store::list_suppliers(database)) {}

    /// All of them in one transaction; its result counts only when it was committed.
    void plan(std::span<const std::int64_t> orders, PlanResult& result) {
        PlanResult planned = result;
        store::Write write(m_database);
        for (const std::int64_t id : orders)
            plan_order(m_database, write, id, m_settings, m_suppliers, m_clock.now(), planned);
        write.commit();
        result = planned;
    }

private:
    store::Database& m_database;
    const config::Settings& m_settings;
    const base::Clock& m_clock;
    std::vector<order::Supplier> m_suppliers;
};

} // namespace

PlanResult plan(store::Database& database, const config::Settings& settings,
                const base::Clock& clock, const log::Journal& journal,
                const std::function<bool()>& enough) {
    PlanResult result;
    wake(database, settings, clock.now());
    Planner planner(database, settings, clock);
    std::int64_t after = 0;
    while (true) {
        const auto orders = store::changed_orders(database, after, k_chunk);
        if (orders.empty())
            return result;
        if (enough()) {
            result.more = true;
            return result;
        }
        after = orders.back();
        try {
            planner.plan(orders, result);
        } catch (const store::DiskFull&) {
            throw;
        } catch (const std::exception&) {
            // One of them is bad; it must not stop the others. It stays marked, and `status`
            // shows that it is waiting to be planned.
            for (const std::int64_t& id : orders) {
                try {
                    planner.plan(std::span{&id, 1}, result);
                } catch (const std::exception& error) {
                    journal.write(log::Priority::error, "plan",
                                  "order " + std::to_string(id) +
                                      " cannot be planned: " + error.what());
                }
            }
        }
    }
}

} // namespace shoporder::flow
