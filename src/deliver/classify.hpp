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

} // namespace shoporder::deliver
