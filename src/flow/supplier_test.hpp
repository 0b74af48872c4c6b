#pragma once
// Purpose: `supplier test`: does the supplier's server take us, and a file.
// State: the supplier's server; what is written there is removed again. Fails: Error(data|config)
// for what is missing here; the server's trouble is an Outcome. Threads: one call.
#include "base/outcome.hpp"
#include "config/settings.hpp"
#include "flow/relay.hpp"
#include "order/supplier.hpp"

#include <cstdint>
#include <optional>

namespace shoporder::flow {

struct SupplierTest {
    bool test_endpoint = false; ///< test_url instead of url
    /// A number never used before: then a file is written, looked at, renamed and removed as well,
    /// under temporary names alone, which the supplier does not read.
    std::optional<std::int64_t> probe;
};

/// Connects, logs in, changes to the folder and lists it. The outcome's reason names the resolved
/// folder, or what went wrong. A supplier whose files are written in place has no temporary names:
/// nothing is written there.
[[nodiscard]] base::Outcome test_supplier(const config::Settings& settings,
                                          const order::Supplier& supplier, const SupplierTest& test,
                                          const SessionFactory& sessions = remote::make_session);

} // namespace shoporder::flow
