#pragma once
// Purpose: what the supplier's own settings say against sending now: no server, its mode, the hours
// it keeps. Asked of goods, and of changes and cancellations alike. Inside `route` only.
// State: none. Fails: not at all; a zone that is not known is a verdict, too. Threads: pure.
// nullopt: nothing is against it.
#include "route/holds.hpp"

namespace shoporder::route {

/// `unrouted` without a supplier, `no_endpoint`, `supplier_test` and the other modes.
[[nodiscard]] Check recipient(const order::Supplier* supplier);
/// `cutoff`.
[[nodiscard]] Check cut_off(const order::Supplier& supplier, base::Time now,
                            const Earlier& earlier);
/// `send_window`.
[[nodiscard]] Check send_window(const order::Supplier& supplier, base::Time now);

} // namespace shoporder::route
