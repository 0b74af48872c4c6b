#include "store/restored.hpp"

#include "store/connection.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"
#include "store/shipments.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

namespace shoporder::store {

namespace {

using order::DeliveryState;
using order::SupplierMode;

constexpr std::string_view k_tally = "restore";
#define SHOPORDER_WHY "the database was restored from the backup of "

std::string why(const Restoring& how) {
    return SHOPORDER_WHY + base::format_time(how.backup);
}

void pause(Write& write, const order::Supplier& supplier, const Restoring& how) {
    std::string reason = why(how) +
                         "; look at what is in doubt or held, then `shoporder supplier "
                         "resume " +
                         supplier.name + "`";
    if (!supplier.mode_reason.empty()) // `resume` ends that as well
        reason += " (before: " + std::string{order::name(supplier.mode)} + ", " +
                  supplier.mode_reason + ")";
    set_supplier_mode(write, supplier.id, SupplierMode::paused, reason, std::nullopt, how.actor,
                      how.now);
}

std::size_t doubt(Write& write, Database& database, DeliveryState state, const Restoring& how) {
    DeliveryFilter filter;
    filter.states = {state};
    std::size_t count = 0;
    for (auto page = list_deliveries(database, filter); !page.empty();
         page = list_deliveries(database, filter)) {
        for (const Delivery& d : page) {
            filter.after_id = d.id;
            if (d.supplier_id == k_unrouted_id)
                continue;
            Step step{state, DeliveryState::uncertain, "restored", why(how)};
            step.actor = how.actor;
            count += transition(write, d.id, step, how.now) ? 1 : 0;
        }
    }
    return count;
}

} // namespace

Restored mark_restored(Write& write, Database& database, const Restoring& how) {
    Restored out;
    for (const order::Supplier& supplier : list_suppliers(database)) {
        pause(write, supplier, how);
        out.suppliers.push_back(supplier.name);
        if (supplier.mode == SupplierMode::paused || supplier.mode == SupplierMode::parked)
            out.stopped[supplier.name] =
                std::string{order::name(supplier.mode)} +
                (supplier.mode_reason.empty() ? "" : " (" + supplier.mode_reason + ")");
    }
    // Those in doubt first: else what has just come to it would be counted again.
    out.deliveries += doubt(write, database, DeliveryState::uncertain, how);
    for (const DeliveryState state : order::k_delivery_states)
        if (order::may_still_leave(state) && state != DeliveryState::uncertain)
            out.deliveries += doubt(write, database, state, how);
    Query(write.connection(), "UPDATE documents SET stale = 1 WHERE id IN (SELECT document_id FROM"
                              " deliveries WHERE state = 'uncertain')")
        .run();
    doubt_shipments(write, why(how) + "; look in Shopify whether it has the shipment, then "
                                      "`shoporder shopify fulfill --again ID`");
    Query(write.connection(),
          "UPDATE tallies SET count = count + ? WHERE name LIKE 'po/%' OR name LIKE 'file/%' OR"
          " name LIKE 'batch/%'",
          k_numbers_skipped)
        .run();
    add_tally(write, std::string{k_tally}, how.now);
    mark_changed(write, 0);
    Event event{how.now, "operator"};
    event.actor = how.actor;
    event.text = why(how);
    add_event(write, event);
    return out;
}

std::size_t paused_since_restore(Database& database) {
    Query q(database.connection(), "SELECT count(*) FROM suppliers WHERE mode = 'paused' AND"
                                   " removed = 0 AND mode_reason LIKE '" SHOPORDER_WHY "%'");
    q.step();
    return static_cast<std::size_t>(q.integer(0));
}

std::optional<base::Time> restored_at(Database& database) {
    Query q(database.connection(), "SELECT at FROM tallies WHERE name = ?", k_tally);
    return q.step() ? std::optional{base::from_micros(q.integer(0))} : std::nullopt;
}

} // namespace shoporder::store
