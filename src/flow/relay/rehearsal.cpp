#include "flow/relay/rehearsal.hpp"

#include "flow/plan/plan_order.hpp"
#include "store/deliveries.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <set>

namespace shoporder::flow {

namespace {

using order::DeliveryState;

class Rehearsal {
public:
    Rehearsal(const config::Settings& settings, const RelayOptions& options, base::Time now)
        : m_database(settings.database, store::Access::write),
          m_settings(settings),
          m_options(options),
          m_now(now),
          m_suppliers(store::list_suppliers(m_database)) {}

    RelayResult run() {
        if (m_options.deferred)
            collect({DeliveryState::deferred, DeliveryState::uncertain});
        if (m_options.ready) {
            collect({DeliveryState::ready});
            std::int64_t after = 0;
            while (after >= 0)
                after = plan_some(after);
        }
        RelayResult result;
        result.would_send.assign(m_lines.begin(), m_lines.end());
        if (m_options.limit > 0 && result.would_send.size() > m_options.limit)
            result.would_send.resize(m_options.limit);
        return result;
    }

private:
    void collect(std::vector<DeliveryState> states) {
        store::DeliveryFilter filter;
        filter.states = std::move(states);
        filter.due_by = m_now;
        filter.limit = 100000;
        for (const store::Delivery& d : store::list_deliveries(m_database, filter))
            note(d);
    }
    void note(const store::Delivery& d) {
        const auto s =
            std::find_if(m_suppliers.begin(), m_suppliers.end(),
                         [&](const auto& supplier) { return supplier.id == d.supplier_id; });
        const auto& only = m_options.suppliers;
        const bool wanted =
            only.empty() || std::find(only.begin(), only.end(), d.supplier_id) != only.end();
        if (s != m_suppliers.end() && s->mode == order::SupplierMode::live && wanted)
            m_lines.insert(s->name + ": " + d.po_number +
                           (d.revision > 1 ? ", revision " + std::to_string(d.revision) : ""));
    }
    /// Plans a chunk of changed orders, looks, and rolls back; the last order's id, or -1 at the
    /// end.
    std::int64_t plan_some(std::int64_t after) {
        const auto orders = store::changed_orders(m_database, after, 32);
        store::Write write(m_database); // never committed
        PlanResult ignored;
        for (const std::int64_t id : orders) {
            try {
                plan_order(m_database, write, id, m_settings, m_suppliers, m_now, ignored);
            } catch (const base::Error&) {
                continue; // the real run says what is wrong with it
            }
            for (const store::Delivery& d : store::order_deliveries(m_database, id))
                if (d.state == DeliveryState::ready)
                    note(d);
        }
        return orders.empty() ? -1 : orders.back();
    }

    store::Database m_database;
    const config::Settings& m_settings;
    const RelayOptions& m_options;
    base::Time m_now;
    std::vector<order::Supplier> m_suppliers;
    std::set<std::string> m_lines;
};

} // namespace

RelayResult rehearse(const config::Settings& settings, const RelayOptions& options,
                     base::Time now) {
    return Rehearsal(settings, options, now).run();
}

} // namespace shoporder::flow
