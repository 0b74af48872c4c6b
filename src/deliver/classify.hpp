#pragma once
// Purpose: what a remote reply means for a delivery: decided here, once.
// Table: reference "What libcurl says for each FTP fault"; neither the CURLcode nor the
// reply code nor the phase is enough alone.
// State: none. Threads: pure.
#include "base/outcome.hpp"
#include "remote/session.hpp"

namespace shoporder::deliver {

[[nodiscard]] base::Outcome classify(const remote::Reply& reply);

} // namespace shoporder::deliver
