#pragma once
// Purpose: suppliers as stored, their modes and what happened to their connection.
// State: tables suppliers, supplier_rules, assignments. Fails: Error(not_found|data|database).
// Threads: as Database.
#include "base/clock.hpp"
#include "order/supplier.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shoporder::store {

/// The id of the reserved row for lines without a route.
inline constexpr std::int64_t k_unrouted_id = 1;

/// All but removed ones, by priority, then name; the reserved row is left out.
[[nodiscard]] std::vector<order::Supplier> list_suppliers(Database& database);
[[nodiscard]] std::optional<order::Supplier> find_supplier(Database& database, std::int64_t id);
[[nodiscard]] std::optional<order::Supplier> find_supplier(Database& database,
                                                           const std::string& name);

/// Inserts, or replaces all settings of the supplier of that name but its mode where it is
/// paused or parked. Returns its id. Writes the event.
std::int64_t put_supplier(Write& write, const order::Supplier& supplier, const std::string& actor,
                          base::Time now);
/// Error(data) while deliveries of it are unsettled.
void remove_supplier(Write& write, std::int64_t id, const std::string& actor, base::Time now);

/// Pausing and parking remember the mode before; see resume_supplier.
void set_supplier_mode(Write& write, std::int64_t id, order::SupplierMode mode,
                       const std::string& reason, std::optional<base::Time> until,
                       const std::string& actor, base::Time now);
/// Back to the mode before the pause or the parking; no change in any other mode.
void resume_supplier(Write& write, std::int64_t id, const std::string& actor, base::Time now);

struct SupplierHealth {
    std::int64_t failures = 0; ///< connections failed in a row; the breaker is open above 0
    std::optional<base::Time> failing_since;
    /// Time in which it was tried in vain, whatever the clock did between: all there ever was, and
    /// as much when the present outage began.
    base::Duration tried{0};
    base::Duration tried_before{0};
    std::optional<base::Time> last_success;
};
[[nodiscard]] SupplierHealth supplier_health(Database& database, std::int64_t id);
/// Those whose last connection failed.
[[nodiscard]] std::set<std::int64_t> failing_suppliers(Database& database);
/// A connection worked (closing the breaker) or did not; `uploaded`: a file was taken as well.
void note_connection(Write& write, std::int64_t id, bool ok, bool uploaded, base::Time now);

/// Who ships a line by a person's word: line id → supplier id.
[[nodiscard]] std::map<std::int64_t, std::int64_t> assignments(Database& database,
                                                               std::int64_t order_id);
void assign_line(Write& write, std::int64_t order_id, std::int64_t line_id,
                 std::int64_t supplier_id, const std::string& reason, const std::string& actor,
                 base::Time now);

} // namespace shoporder::store
