#pragma once
// Purpose: what a session to a supplier needs: endpoint, password, deadlines.
// State: reads credential files. Fails: Error(config|permission) naming the credential.
// Threads: pure but for the files.
#include "config/settings.hpp"
#include "order/supplier.hpp"
#include "remote/session.hpp"

namespace shoporder::flow {

[[nodiscard]] remote::Settings remote_settings(const config::Settings& settings,
                                               const order::Supplier& supplier,
                                               const order::Endpoint& endpoint);

} // namespace shoporder::flow
