#include "base/service_manager.hpp"

#include <cstdlib>
#include <systemd/sd-daemon.h>

namespace shoporder::base {

void notify(const std::string& state) noexcept {
    sd_notify(0, state.c_str());
}

std::optional<std::chrono::microseconds> watchdog_period() noexcept {
    std::uint64_t usec = 0;
    if (sd_watchdog_enabled(0, &usec) <= 0 || usec == 0)
        return std::nullopt;
    return std::chrono::microseconds{static_cast<std::int64_t>(usec)};
}

std::vector<PassedSocket> passed_sockets() {
    char** names = nullptr;
    const int count = sd_listen_fds_with_names(1, &names);
    std::vector<PassedSocket> sockets;
    for (int i = 0; i < count; ++i) {
        sockets.push_back({UniqueFd{SD_LISTEN_FDS_START + i}, names[i]});
        std::free(names[i]);
    }
    std::free(static_cast<void*>(names));
    return sockets;
}

} // namespace shoporder::base
