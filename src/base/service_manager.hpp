#pragma once
// Purpose: talking to the service manager: readiness, watchdog, passed sockets.
// State: the environment systemd sets (NOTIFY_SOCKET, LISTEN_FDS, WATCHDOG_USEC).
// Fails: silently where there is no service manager; that is its normal state at a shell.
// passed_sockets(): Error(io) where there is one and libsystemd cannot be loaded.
// Threads: notify() from any thread; passed_sockets() once, before threads start.
#include "base/file.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::base {

/// One sd_notify(3) message, for instance "READY=1" or "STATUS=text".
void notify(const std::string& state) noexcept;

/// How often WATCHDOG=1 is expected; nullopt when nobody watches.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_period() noexcept;

struct PassedSocket {
    UniqueFd fd;
    std::string name; ///< FileDescriptorName= of the socket unit, "unknown" without one
};
/// The listening sockets handed over (sd_listen_fds_with_names(3)); they are
/// close-on-exec. Their listener belongs to systemd too: never shutdown(2) it.
[[nodiscard]] std::vector<PassedSocket> passed_sockets();

} // namespace shoporder::base
