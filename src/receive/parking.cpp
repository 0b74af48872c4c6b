#include "receive/parking.hpp"

#include "base/error.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

namespace shoporder::receive {

namespace {

constexpr std::chrono::milliseconds k_tick{100};
constexpr std::uint64_t k_listener = 1ULL << 32U; // set in the event's number: no connection

} // namespace

Parking::Parking() : m_epoll(::epoll_create1(EPOLL_CLOEXEC)) {
    if (!m_epoll)
        throw base::system_error("cannot make an epoll descriptor", errno);
    m_event = base::UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!m_event)
        throw base::system_error("cannot make an event descriptor", errno);
    watch(m_event.get());
}

void Parking::watch(int listening_fd) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = k_listener | static_cast<std::uint64_t>(listening_fd);
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, listening_fd, &event) != 0)
        throw base::system_error("cannot watch a listening socket", errno);
}

void Parking::unwatch(int listening_fd) noexcept {
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, listening_fd, nullptr);
}

void Parking::park(std::unique_ptr<Connection> connection) {
    const int fd = connection->fd();
    epoll_event event{};
    event.events = EPOLLIN | EPOLLONESHOT;
    event.data.u64 = static_cast<std::uint64_t>(fd);
    const int operation = connection->registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    connection->registered = true;
    // Under the lock, armed and in the table together: the event may fire at once.
    const std::lock_guard lock(m_mutex);
    if (::epoll_ctl(m_epoll.get(), operation, fd, &event) != 0)
        return;
    m_parked.insert_or_assign(fd, std::move(connection));
    if (m_sleeps_long) {
        m_sleeps_long = false;
        wake();
    }
}

void Parking::wake() noexcept {
    const int before = errno; // may run in a signal handler
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t n = ::write(m_event.get(), &one, sizeof one);
    errno = before;
}

void Parking::wait(Ready& ready, std::chrono::milliseconds most) {
    ready.listeners.clear();
    ready.connections.clear();
    std::chrono::milliseconds time = most;
    {
        const std::lock_guard lock(m_mutex);
        m_sleeps_long = m_parked.empty();
        time = m_sleeps_long ? most : std::min(most, k_tick);
    }
    std::array<epoll_event, 128> events{};
    const int count = ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()),
                                   static_cast<int>(time.count()));
    const std::lock_guard lock(m_mutex);
    m_sleeps_long = false;
    for (int i = 0; i < count; ++i) {
        const std::uint64_t number = events[static_cast<std::size_t>(i)].data.u64;
        const int fd = static_cast<int>(number & ~k_listener);
        if (fd == m_event.get()) {
            std::uint64_t value = 0;
            [[maybe_unused]] const ssize_t n = ::read(fd, &value, sizeof value);
        } else if ((number & k_listener) != 0) {
            ready.listeners.push_back(fd);
        } else if (auto found = m_parked.find(fd); found != m_parked.end()) {
            ready.connections.push_back(std::move(found->second));
            m_parked.erase(found);
        }
    }
}

std::vector<std::unique_ptr<Connection>> Parking::take_expired(Instant now, Instant idle_until) {
    std::vector<std::unique_ptr<Connection>> expired;
    const std::lock_guard lock(m_mutex);
    for (auto at = m_parked.begin(); at != m_parked.end();) {
        const Connection& connection = *at->second;
        if (now >= connection.expires() || (connection.idle() && now >= idle_until)) {
            expired.push_back(std::move(at->second));
            at = m_parked.erase(at);
        } else {
            ++at;
        }
    }
    return expired;
}

} // namespace shoporder::receive
