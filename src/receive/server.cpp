#include "receive/server.hpp"

#include "base/error.hpp"
#include "receive/server_state.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>

namespace shoporder::receive {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int k_accepts = 64; // in one go, so that parked connections get their turn
constexpr milliseconds k_accept_pause{10};
constexpr milliseconds k_expiry_period{50};

int accept_for_real(int listening_fd) {
    return ::accept4(listening_fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

// Connections leave room for the database, the journal and the rest.
std::size_t connection_limit(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return wanted;
    const auto files = static_cast<std::size_t>(limit.rlim_cur);
    return std::min(wanted, std::max(files / 2, files > 64 ? files - 64 : 0));
}

void remove_socket_file(const Listener& listener) noexcept {
    struct stat status {};
    if (!listener.made_path.empty() && ::lstat(listener.made_path.c_str(), &status) == 0 &&
        status.st_dev == listener.made_device && status.st_ino == listener.made_inode)
        ::unlink(listener.made_path.c_str());
}

} // namespace

Server::State::State(std::vector<Listener> l, const Limits& limits, Answerer h,
                     std::function<void(const Refusal&)> r, AcceptCall a, RefusalAnswer answer)
    : listeners(std::move(l)),
      shared(limits),
      handler(std::move(h)),
      on_refusal(std::move(r)),
      accept_call(a ? std::move(a) : AcceptCall(accept_for_real)),
      refusal_answer(std::move(answer)),
      queue(limits.queue),
      most_connections(connection_limit(limits.connections)),
      scratch(k_scratch) {}

void Server::State::tell(const Refusal& refusal) noexcept {
    refused.fetch_add(1);
    try {
        if (on_refusal)
            on_refusal(refusal);
    } catch (...) { // NOLINT: a journal that fails must not end the connection's owner
    }
}

void Server::State::refuse(std::unique_ptr<Connection> connection, const Refusal& refusal) {
    tell(refusal);
    const bool head = connection->refuses_head();
    connection->send_now(refusal_answer ? reply_bytes(refusal_answer(refusal), false, true, head)
                                        : refusal_reply(refusal, head));
    connection->linger();
    parking.park(std::move(connection));
}

// ---------------------------------------------------------------------------------------------
// The loop

void Server::State::take_in(base::UniqueFd socket, std::size_t listener) {
    accepted.fetch_add(1);
    if (!listeners[listener].address.starts_with("unix:")) {
        const int on = 1; // fails on a passed unix socket, which does not wait for more anyway
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    auto connection = std::make_unique<Connection>(std::move(socket), listener, shared);
    if (shared.open.load() > most_connections) {
        busy.fetch_add(1);
        return refuse(std::move(connection), {503, "too many connections"});
    }
    handle(std::move(connection));
}

void Server::State::handle(std::unique_ptr<Connection> connection) {
    if (connection->lingering()) {
        if (connection->discard(scratch))
            parking.park(std::move(connection));
        return;
    }
    if (!queue.push(connection)) {
        busy.fetch_add(1);
        refuse(std::move(connection), {503, "all workers are busy"});
    }
}

Server::State::Accepted Server::State::accept_some(std::size_t listener, int most) {
    for (int i = 0; i < most; ++i) {
        base::UniqueFd socket(accept_call(listeners[listener].fd.get()));
        if (socket) {
            take_in(std::move(socket), listener);
            continue;
        }
        switch (errno) {
        case EAGAIN:
#if EAGAIN != EWOULDBLOCK
        case EWOULDBLOCK:
#endif
            return Accepted::all;
        case EINTR:
        // Of the one connection, gone before it was taken (accept(2) lists the rest under "Linux
        // passes already-pending network errors on the new socket as an error code").
        case ECONNABORTED:
        case EPROTO:
        case ENOPROTOOPT:
        case ENETDOWN:
        case ENETUNREACH:
        case EHOSTDOWN:
        case EHOSTUNREACH:
        case ENONET:
        case EOPNOTSUPP:
        case EPERM:
            break;
        default: // EMFILE, ENFILE, ENOMEM, ENOBUFS and what nobody expects: it may pass
            return Accepted::exhausted;
        }
    }
    return Accepted::some;
}

void Server::State::expire(Instant idle_until) {
    const Instant now = steady_clock::now();
    if (now < next_expiry)
        return;
    next_expiry = now + k_expiry_period;
    for (std::unique_ptr<Connection>& connection : parking.take_expired(now, idle_until)) {
        if (connection->lingering())
            continue;
        if (!connection->idle())
            refuse(std::move(connection), {408, "the request took too long"});
        else if (connection->client_waits())
            handle(std::move(connection)); // its request came in this very moment
    }
}

void Server::State::run() {
    for (const Listener& listener : listeners) {
        const int flags = ::fcntl(listener.fd.get(), F_GETFL);
        if (flags < 0 || ::fcntl(listener.fd.get(), F_SETFL, flags | O_NONBLOCK) != 0)
            throw base::system_error("cannot use the listening socket " + listener.address, errno);
        parking.watch(listener.fd.get());
    }
    SecondOpinion::warm_up();
    std::vector<std::thread> workers;
    const auto join = [&] {
        queue.close();
        for (std::thread& worker : workers)
            worker.join();
    };
    try {
        for (std::size_t i = 0; i < std::max<std::size_t>(1, shared.limits.workers); ++i)
            workers.emplace_back([this] { work(); });
    } catch (const std::system_error& error) {
        join();
        throw base::Error(base::Exit::io, std::string("cannot start a worker: ") + error.what());
    }

    Parking::Ready ready;
    while (!stopping.load()) {
        parking.wait(ready, std::chrono::hours(1));
        bool exhausted = false;
        for (const int fd : ready.listeners) {
            for (std::size_t i = 0; i < listeners.size(); ++i)
                if (listeners[i].fd.get() == fd)
                    exhausted = accept_some(i, k_accepts) == Accepted::exhausted || exhausted;
        }
        for (std::unique_ptr<Connection>& connection : ready.connections)
            handle(std::move(connection));
        expire(Instant::max());
        if (exhausted) {
            // The listener stays readable: without a pause this would spin.
            std::this_thread::sleep_for(k_accept_pause);
        }
    }
    drain();
    join();
}

// After stop(): nothing accepted is dropped. Bounded by the deadline of the last request taken.
void Server::State::drain() {
    const Instant begin = steady_clock::now();
    const Instant idle_until = begin + shared.limits.drain;
    // A client who looked the socket's path up before it was removed may still be on its way.
    const Instant accept_from = begin + 2 * k_accept_pause;
    const Instant accept_until = begin + shared.limits.deadline;
    std::vector<std::size_t> backlog;
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        remove_socket_file(listeners[i]); // first: who comes now must not wait in vain
        parking.unwatch(listeners[i].fd.get());
        backlog.push_back(i);
    }
    Parking::Ready ready;
    next_expiry = begin;
    while (true) {
        std::erase_if(backlog, [&](std::size_t i) {
            const Instant now = steady_clock::now();
            const bool empty = accept_some(i, k_accepts) == Accepted::all;
            const bool done = (empty && now >= accept_from) || now >= accept_until;
            if (done)
                listeners[i].fd.reset(); // closed, never shut down
            return done;
        });
        if (backlog.empty() && shared.open.load() == 0)
            return;
        parking.wait(ready, k_accept_pause);
        for (std::unique_ptr<Connection>& connection : ready.connections)
            handle(std::move(connection));
        expire(idle_until);
    }
}

// ---------------------------------------------------------------------------------------------

Server::Server(std::vector<Listener> listeners, Limits limits, Answerer handler,
               std::function<void(const Refusal&)> refused, AcceptCall accept_call,
               RefusalAnswer refusal_answer)
    : m_state(std::make_unique<State>(std::move(listeners), limits, std::move(handler),
                                      std::move(refused), std::move(accept_call),
                                      std::move(refusal_answer))) {}

Server::~Server() {
    for (const Listener& listener : m_state->listeners)
        remove_socket_file(listener);
}

void Server::run() {
    m_state->run();
}

void Server::stop() noexcept {
    m_state->stopping.store(true);
    m_state->parking.wake();
}

Server::Counters Server::counters() const {
    const State& s = *m_state;
    return {s.accepted.load(), s.served.load(), s.refused.load(), s.busy.load(),
            s.shared.open.load()};
}

} // namespace shoporder::receive
