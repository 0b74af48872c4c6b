#pragma once
// Purpose: every supplier's server is asked, several at a time, one at a time for each supplier.
// State: suppliers' servers, their locks.
// Fails: not at all. Threads: starts some and joins them.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/doctor/findings.hpp"
#include "flow/relay/relay.hpp"
#include "order/supplier.hpp"
#include "report/doctor_view.hpp"

#include <span>
#include <vector>

namespace shoporder::flow {

/// What works is not said; `unchecked` gets whom a run is talking to at this moment, and what was
/// not tried.
void test_connections(const config::Settings& settings, std::span<const order::Supplier> suppliers,
                      bool write, base::Time now, Findings& out,
                      std::vector<report::Unchecked>& unchecked,
                      const SessionFactory& sessions = remote::make_session);

} // namespace shoporder::flow
