#pragma once
// Purpose: what a remote reply means for a delivery: decided here, once.
// Table: reference "What libcurl says for each FTP fault"; neither the CURLcode nor the
// reply code nor the phase is enough alone.
// `permanent` at phase put (5xx to STOR) is what the reference holds "after 3 tries over 1 h": 550
// stands for passing faults too, and counting tries is the caller's. State: none. Threads: pure.
#include "base/outcome.hpp"
#include "remote/session.hpp"

namespace shoporder::deliver {

[[nodiscard]] base::Outcome classify(const remote::Reply& reply);

} // namespace shoporder::deliver
