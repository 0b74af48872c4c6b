#include "flow/turn.hpp"

#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

namespace shoporder::flow {

bool is_suppliers_fault(const base::Outcome& o) {
    return o.phase == "connect" || o.phase == "login" || o.phase == "folder";
}

std::string words(const base::Outcome& o) {
    return o.reason + (o.phase.empty() ? "" : " (at " + o.phase + ")");
}

bool Turn::over() const {
    return m_broken || context.stop || context.clock.now() >= m_until;
}

void Turn::park(store::Database& database, const std::string& reason) {
    break_off();
    store::Write write(database);
    store::set_supplier_mode(write, supplier.id, order::SupplierMode::parked, reason, std::nullopt,
                             context.options.command, context.clock.now());
    store::mark_changed(write, 0);
    write.commit();
    context.journal.write(log::Priority::error, supplier.name,
                          "parked, nothing is sent: " + reason +
                              "; mend it, then `shoporder supplier test " + supplier.name +
                              "` and `shoporder supplier resume " + supplier.name + "`");
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
