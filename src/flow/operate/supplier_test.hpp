#pragma once
// Purpose: `supplier test`: does the supplier's server take us, and a file, as it would take an
// order's.
// State: the supplier's server; what is written there is removed again. Fails: Error(data|config)
// for what is missing here; the server's trouble is an Outcome. Threads: one call.
#include "base/outcome.hpp"
#include "config/settings.hpp"
#include "deliver/upload.hpp"
#include "flow/relay/relay.hpp"
#include "order/supplier.hpp"
#include "remote/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::flow {

struct SupplierTest {
    bool test_endpoint = false; ///< test_url instead of url
    /// A number never used before: then a file is sent as an order's document would be, by the
    /// supplier's own upload mode and under such a name, and removed again.
    std::optional<std::int64_t> probe;
    deliver::Wait wait; ///< while a refusal may pass; empty: the real one. For tests.
};

struct SupplierTestResult {
    base::Outcome outcome;             ///< its reason names the resolved folder, or what went wrong
    std::string file;                  ///< what was sent; "" when nothing was tried
    std::vector<std::string> unproven; ///< of a test that worked: what it says nothing about
    remote::Reply refusal;             ///< to the login or the listing, where one of them failed
    bool test_endpoint = false;        ///< test_url was tested instead of url
    bool vanished = false;             ///< the server took the file and shows it under no name
};

/// Connects, logs in, changes to the folder and lists it; then the file.
[[nodiscard]] SupplierTestResult
test_supplier(const config::Settings& settings, const order::Supplier& supplier,
              const SupplierTest& test, const SessionFactory& sessions = remote::make_session);

} // namespace shoporder::flow
