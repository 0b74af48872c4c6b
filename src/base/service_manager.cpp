#include "base/service_manager.hpp"

#include "base/shared_library.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <systemd/sd-daemon.h>

namespace shoporder::base {

namespace {

struct Libsystemd {
    decltype(&::sd_notify) notify = nullptr;
    decltype(&::sd_watchdog_enabled) watchdog_enabled = nullptr;
    decltype(&::sd_listen_fds_with_names) listen_fds_with_names = nullptr;
};

Libsystemd load() {
    const SharedLibrary library{"libsystemd.so.0", "libsystemd0"};
    Libsystemd all;
    library.find(all.notify, "sd_notify");
    library.find(all.watchdog_enabled, "sd_watchdog_enabled");
    library.find(all.listen_fds_with_names, "sd_listen_fds_with_names");
    return all;
}

/// Null at a shell, where it would have nothing to do.
const Libsystemd* libsystemd() {
    static const bool managed = [] {
        constexpr std::array k_set{"NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS"};
        return std::any_of(k_set.begin(), k_set.end(),
                           [](const char* name) { return std::getenv(name) != nullptr; });
    }();
    if (!managed)
        return nullptr;
    static const Libsystemd all = load();
    return &all;
}

const Libsystemd* libsystemd_if_any() noexcept {
    try {
        return libsystemd();
    } catch (const std::exception&) {
        return nullptr; // passed_sockets() says it
    }
}

} // namespace

void notify(const std::string& state) noexcept {
    if (const Libsystemd* const lib = libsystemd_if_any())
        lib->notify(0, state.c_str());
}

std::optional<std::chrono::microseconds> watchdog_period() noexcept {
    const Libsystemd* const lib = libsystemd_if_any();
    std::uint64_t usec = 0;
    if (lib == nullptr || lib->watchdog_enabled(0, &usec) <= 0 || usec == 0)
        return std::nullopt;
    return std::chrono::microseconds{static_cast<std::int64_t>(usec)};
}

std::vector<PassedSocket> passed_sockets() {
    const Libsystemd* const lib = libsystemd();
    if (lib == nullptr)
        return {};
    char** names = nullptr;
    const int count = lib->listen_fds_with_names(1, &names);
    std::vector<PassedSocket> sockets;
    for (int i = 0; i < count; ++i) {
        sockets.push_back({UniqueFd{SD_LISTEN_FDS_START + i}, names[i]});
        std::free(names[i]);
    }
    std::free(static_cast<void*>(names));
    return sockets;
}

} // namespace shoporder::base
