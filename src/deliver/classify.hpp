#pragma once
// Purpose: what a remote reply means for a delivery: decided here, once.
// Table: reference "What libcurl says for each FTP fault"; neither the CURLcode nor the
// reply code nor the phase is enough alone.
// 5xx to STOR is permanent after three tries within an hour: 550 stands for passing faults, too;
// counting them is the caller's. State: none. Threads: pure.
#include "base/outcome.hpp"
#include "remote/session.hpp"

namespace shoporder::deliver {

[[nodiscard]] base::Outcome classify(const remote::Reply& reply);

/// Did it fail before anything of the document was tried? Then it is the supplier's trouble.
[[nodiscard]] bool is_suppliers_fault(const base::Outcome& outcome);

/// Was the step after a STOR refused in a way that passes: the file is in use, locked, being
/// scanned? 550 says that as well as "never", so only repetition tells. A command the server does
/// not know (500 to 504), and data that was sent, are something else.
[[nodiscard]] bool may_pass(const remote::Reply& reply);

} // namespace shoporder::deliver
