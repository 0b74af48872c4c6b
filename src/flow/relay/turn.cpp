#include "flow/relay/turn.hpp"

#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::flow {

std::string words(const base::Outcome& o) {
    return o.reason + (o.phase.empty() ? "" : " (at " + o.phase + ")");
}

bool Turn::over() const {
    return m_broken || context.stop || context.clock.now() >= m_until;
}

void Turn::wind_up(const std::string& park_reason) {
    m_winding_up = true;
    const std::scoped_lock guard(m_mutex);
    if (m_park_reason.empty())
        m_park_reason = park_reason;
}

std::string Turn::park_reason() const {
    const std::scoped_lock guard(m_mutex);
    return m_park_reason;
}

void Turn::park(store::Database& database, const std::string& reason) {
    break_off();
    store::Write write(database);
    const auto today = store::find_supplier(database, supplier.id);
    if (!today || today->mode != order::SupplierMode::live)
        return; // a person was quicker, and has the last word
    store::set_supplier_mode(write, supplier.id, order::SupplierMode::parked, reason, std::nullopt,
                             context.options.command, context.clock.now());
    store::mark_changed(write, 0);
    write.commit();
    context.journal.write(log::Priority::error, supplier.name,
                          "parked, nothing is sent: " + reason +
                              "; mend it, then `shoporder supplier test " + supplier.name +
                              "` and `shoporder supplier resume " + supplier.name + "`");
}

bool Turn::is_lapsed(store::Database& database, const store::Delivery& d) const {
    const store::SupplierHealth health = store::supplier_health(database, supplier.id);
    const base::Duration limit = health.tried - context.settings.retry.lifetime;
    if (health.failures == 0 || health.tried_before >= limit || d.tried >= limit)
        return false;
    if (d.document_id == 0)
        return true;
    const auto all = store::document_deliveries(database, d.document_id); // none goes without all
    return std::all_of(all.begin(), all.end(),
                       [limit](const store::Delivery& each) { return each.tried < limit; });
}

std::size_t Turn::take(std::size_t wanted) {
    const std::size_t of_run = context.documents.take(wanted);
    const std::size_t of_supplier = m_files.take(of_run);
    context.documents.give_back(of_run - of_supplier);
    return of_supplier;
}

void Turn::give_back(std::size_t count) {
    m_files.give_back(count);
    context.documents.give_back(count);
}

void Turn::add(const RelayResult& part) {
    m_totals.add(part);
    context.totals.add(part);
}

} // namespace shoporder::flow
