#include "support/cutting_proxy.hpp"

#include "base/file.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace shoporder::test {

namespace {

constexpr int k_patience_ms = 5000; ///< for the client of a passive port
constexpr int k_beat_ms = 50;       ///< how soon the end of the proxy is noticed

sockaddr_in address_of(const char* host, int port) {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host, &out.sin_addr);
    return out;
}

int listen_on(int port) {
    base::UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const int on = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = address_of(CuttingProxy::host(), port);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(fd.get(), 16) != 0)
        return -1;
    return fd.release();
}

int port_of(int fd) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
}

bool send_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// What is in flight is lost, and the other side learns of it at once.
void reset_on_close(int fd) {
    const linger at_once{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// "229 … (|||N|)" or "227 … (h1,h2,h3,h4,p1,p2)" → the port; 0 for any other line.
int passive_port(std::string_view line) {
    const bool extended = line.starts_with("229 ");
    if (!extended && !line.starts_with("227 "))
        return 0;
    std::array<int, 6> numbers{};
    std::size_t found = 0;
    const auto open = line.find('(');
    line.remove_prefix(open == std::string_view::npos ? line.size() : open);
    while (!line.empty() && found < numbers.size()) {
        const auto digit = line.find_first_of("0123456789");
        if (digit == std::string_view::npos)
            break;
        line.remove_prefix(digit);
        const auto end =
            std::from_chars(line.data(), line.data() + line.size(), numbers.at(found++));
        line.remove_prefix(static_cast<std::size_t>(end.ptr - line.data()));
    }
    return extended ? numbers[0] : numbers[4] * 256 + numbers[5];
}

} // namespace

CuttingProxy::CuttingProxy(int server_port, Drops control, Drops data, unsigned seed)
    : m_server_port(server_port),
      m_control(control),
      m_data(data),
      m_listener(listen_on(0)),
      m_random(seed) {
    if (m_listener < 0)
        throw std::runtime_error("no socket for the proxy");
    m_port = port_of(m_listener);
    m_thread = std::thread([this] { accept_sessions(); });
}

CuttingProxy::~CuttingProxy() {
    m_stop = true;
    m_thread.join();
    // A session may still start its last data connection, at the end of the list.
    for (;;) {
        Peer* next = nullptr;
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_peers.empty())
                next = &m_peers.front();
        }
        if (next == nullptr)
            break;
        next->thread.join();
        const std::scoped_lock lock(m_mutex);
        m_peers.pop_front();
    }
    ::close(m_listener);
}

template <class F>
void CuttingProxy::start(F&& work) {
    const std::scoped_lock lock(m_mutex);
    Peer& peer = m_peers.emplace_back();
    peer.thread = std::thread([&peer, work = std::forward<F>(work)] {
        work();
        peer.over = true;
    });
}

void CuttingProxy::bury() {
    const std::scoped_lock lock(m_mutex);
    for (auto peer = m_peers.begin(); peer != m_peers.end();) {
        const bool over = peer->over;
        if (over)
            peer->thread.join();
        peer = over ? m_peers.erase(peer) : std::next(peer);
    }
}

void CuttingProxy::accept_sessions() {
    while (!m_stop) {
        bury();
        pollfd ready{m_listener, POLLIN, 0};
        if (::poll(&ready, 1, k_beat_ms) <= 0)
            continue;
        start([this] { pass(m_listener, m_server_port, Passage::control); });
        // Until that thread has taken it, the connection would be seen again.
        while (!m_stop && ::poll(&ready, 1, 0) > 0)
            std::this_thread::yield();
    }
}

void CuttingProxy::pass(int listener, int server_port, Passage passage) {
    pollfd ready{listener, POLLIN, 0};
    for (int waited = 0; ::poll(&ready, 1, k_beat_ms) == 0; waited += k_beat_ms)
        if (m_stop || waited > k_patience_ms)
            return;
    const base::UniqueFd client{::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)};
    const base::UniqueFd server{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const sockaddr_in address = address_of("127.0.0.1", server_port);
    if (client &&
        ::connect(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        relay(client.get(), server.get(), passage);
}

void CuttingProxy::relay(int client, int server, Passage passage) {
    const std::optional<Cut> cut = chance(passage == Passage::control ? m_control : m_data);
    std::size_t passed = 0;
    std::array<pollfd, 2> ends{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    int open = 2;
    std::array<char, 16 * 1024> buffer{};
    while (open > 0 && !m_stop) {
        if (::poll(ends.data(), ends.size(), k_beat_ms) <= 0)
            continue;
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends.at(i).fd < 0 || ends.at(i).revents == 0)
                continue;
            const int to = i == 0 ? server : client;
            const auto got = ::recv(ends.at(i).fd, buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                if (got < 0)
                    reset_on_close(to);
                ::shutdown(to, SHUT_WR);
                ends.at(i).fd = -1; // poll() leaves it out
                open -= got < 0 ? open : 1;
                continue;
            }
            std::string_view bytes{buffer.data(), static_cast<std::size_t>(got)};
            const bool last = cut && passed + bytes.size() > cut->after;
            if (last)
                bytes = bytes.substr(0, cut->after - passed);
            if (i == 1 && passage == Passage::control)
                follow(bytes);
            const bool sent = send_all(to, bytes);
            passed += bytes.size();
            if (last) {
                if (cut->reset) {
                    reset_on_close(client);
                    reset_on_close(server);
                }
                ++(passage == Passage::control ? m_control_cuts : m_data_cuts);
            }
            if (last || !sent)
                return; // both are closed
        }
    }
}

void CuttingProxy::follow(std::string_view reply) {
    while (!reply.empty()) {
        const auto end = reply.find('\n');
        if (const int port = passive_port(reply.substr(0, end)); port != 0)
            if (const int listener = listen_on(port); listener >= 0)
                start([this, listener, port] {
                    const base::UniqueFd owned{listener};
                    pass(owned.get(), port, Passage::data);
                });
        reply.remove_prefix(end == std::string_view::npos ? reply.size() : end + 1);
    }
}

std::optional<CuttingProxy::Cut> CuttingProxy::chance(const Drops& drops) {
    const std::scoped_lock lock(m_mutex);
    if (std::uniform_int_distribution<int>{1, 100}(m_random) > drops.percent)
        return std::nullopt;
    return Cut{std::uniform_int_distribution<std::size_t>{0, drops.most_bytes - 1}(m_random),
               std::uniform_int_distribution<int>{0, 1}(m_random) == 1};
}

} // namespace shoporder::test
