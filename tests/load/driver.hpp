#pragma once
// Purpose: one thread's share of the load: its connections, driven by epoll.
// State: sockets. Fails: by throwing for what is the generator's own fault; the server's are
// counted. Threads: one for each Driver; what they share is a Plan.
#include "load/figures.hpp"
#include "load/orders.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <sys/socket.h>

namespace shoporder::load {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};
/// "unix:PATH" or "HOST:PORT" with a numeric host.
[[nodiscard]] Address parse_address(const std::string& text);

struct Plan {
    Address address;
    std::size_t connections = 64; ///< of one driver
    std::chrono::steady_clock::time_point end;
    std::chrono::milliseconds patience{10'000}; ///< for one answer
    double rate = 0; ///< requests a second of one driver; 0: as fast as it goes
    bool retry = false;
    int acked_fd = -1;                         ///< each acknowledged id goes there at once
    std::atomic<std::int64_t>* next = nullptr; ///< the next order's id
    std::int64_t last = 0;                     ///< no id beyond it
};

[[nodiscard]] Figures drive(const Plan& plan, const Orders& orders);

} // namespace shoporder::load
