#include "cmd/stop_on_signal.hpp"

#include <atomic>
#include <csignal>
#include <utility>

namespace shoporder::cmd {

namespace {

constexpr int k_signals[] = {SIGINT, SIGTERM, SIGHUP};
std::function<void()> g_stop;
std::atomic<const std::function<void()>*> g_armed{nullptr};

extern "C" void stop_running(int /*signal*/) {
    if (const auto* stop = g_armed.load())
        (*stop)();
}

} // namespace

StopOnSignal::StopOnSignal(std::function<void()> stop) {
    g_stop = std::move(stop);
    g_armed = &g_stop;
    struct sigaction action {};
    action.sa_handler = stop_running;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : k_signals)
        ::sigaction(signal, &action, nullptr);
}

StopOnSignal::~StopOnSignal() {
    for (const int signal : k_signals)
        static_cast<void>(std::signal(signal, SIG_DFL));
    g_armed = nullptr;
}

} // namespace shoporder::cmd
