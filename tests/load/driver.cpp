#include "load/driver.hpp"

#include "base/file.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace shoporder::load {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds k_pause{20}; // before a request is sent again

struct Client {
    base::UniqueFd fd;
    std::int64_t id = 0; ///< 0: idle, waits for `due`
    std::string out;
    std::size_t sent = 0;
    std::string in;
    Clock::time_point begun; ///< of the request
    Clock::time_point due;   ///< idle until then
    bool again = false;      ///< `out` is to be sent again
    bool waits_to_write = false;
};

class Driver {
public:
    Driver(const Plan& plan, const Orders& orders)
        : m_plan(plan),
          m_orders(orders),
          m_signer(orders),
          m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
          m_clients(plan.connections) {
        if (!m_epoll)
            throw std::runtime_error("no epoll");
    }

    Figures run() {
        const auto begun = Clock::now();
        for (std::size_t i = 0; i < m_clients.size(); ++i)
            m_clients[i].due = begun + spacing() * static_cast<int>(i);
        while (true) {
            const auto now = Clock::now();
            m_ending = now >= m_plan.end || *m_plan.next > m_plan.last;
            bool busy = false;
            for (Client& client : m_clients) {
                if (client.id == 0 && !m_ending && now >= client.due)
                    begin(client);
                else if (client.again && now >= client.due)
                    send_again(client);
                else if (client.id != 0 && !client.again && now - client.begun > m_plan.patience)
                    give_up(client);
                busy = busy || client.id != 0;
            }
            if (m_ending && !busy)
                break;
            wait();
        }
        m_figures.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        return std::move(m_figures);
    }

private:
    [[nodiscard]] Clock::duration spacing() const {
        return m_plan.rate > 0 ? std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>(1 / m_plan.rate))
                               : Clock::duration{0};
    }

    void wait() {
        std::array<epoll_event, 256> events{};
        const int n =
            ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), 5);
        for (int i = 0; i < n; ++i) {
            auto& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (client.id == 0 || client.again)
                read_idle(client);
            else if (client.waits_to_write &&
                     (events[static_cast<std::size_t>(i)].events & EPOLLOUT) != 0)
                write(client);
            else
                read(client);
        }
    }

    void begin(Client& client) {
        const std::int64_t id = m_plan.next->fetch_add(1);
        if (id > m_plan.last)
            return;
        client.id = id;
        m_signer.request(id, client.out);
        // With a rate the clock of a late request runs from when it was due.
        client.begun = m_plan.rate > 0 ? client.due : Clock::now();
        client.due += spacing() * static_cast<int>(m_clients.size());
        start(client);
    }

    void send_again(Client& client) {
        client.again = false;
        ++m_figures.retried;
        start(client);
    }

    void start(Client& client) {
        client.sent = 0;
        client.in.clear();
        if (!client.fd && !connect(client)) {
            failed(client, m_figures.refused);
            return;
        }
        write(client);
    }

    bool connect(Client& client) {
        const auto& address = m_plan.address;
        client.fd = base::UniqueFd{
            ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
        if (!client.fd)
            throw std::runtime_error("no socket: " + std::string{std::strerror(errno)});
        const int one = 1;
        if (address.storage.ss_family != AF_UNIX)
            ::setsockopt(client.fd.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (::connect(client.fd.get(), reinterpret_cast<const sockaddr*>(&address.storage),
                      address.size) != 0 &&
            errno != EINPROGRESS) {
            client.fd.reset();
            return false;
        }
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP;
        event.data.ptr = &client;
        return ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, client.fd.get(), &event) == 0;
    }

    void write(Client& client) {
        while (client.sent < client.out.size()) {
            const ssize_t n = ::send(client.fd.get(), client.out.data() + client.sent,
                                     client.out.size() - client.sent, MSG_NOSIGNAL);
            if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) {
                client.waits_to_write = true;
                return;
            }
            if (n < 0) {
                // It may have answered and closed before it took all: that answer counts.
                client.waits_to_write = false;
                read(client);
                return;
            }
            client.sent += static_cast<std::size_t>(n);
        }
        client.waits_to_write = false;
    }

    /// Something on a connection without a request: it was closed.
    void read_idle(Client& client) {
        std::array<char, 64> bytes{};
        if (client.fd && ::recv(client.fd.get(), bytes.data(), bytes.size(), MSG_DONTWAIT) == 0)
            client.fd.reset();
    }

    void read(Client& client) {
        std::array<char, 4096> bytes{};
        while (client.id != 0 && client.fd) {
            const ssize_t n = ::recv(client.fd.get(), bytes.data(), bytes.size(), 0);
            if (n < 0 && errno == EAGAIN)
                return;
            if (n <= 0) {
                const bool connecting = errno == ECONNREFUSED && n < 0;
                failed(client, connecting ? m_figures.refused : m_figures.cut);
                return;
            }
            client.in.append(bytes.data(), static_cast<std::size_t>(n));
            if (const std::size_t end = whole(client.in); end != 0)
                return answered(client, end); // what comes later is an event of its own
        }
    }

    /// The length of the whole answer in `in`; 0 when it is not whole yet.
    static std::size_t whole(const std::string& in) {
        const auto head = in.find("\r\n\r\n");
        if (head == std::string::npos)
            return 0;
        std::size_t body = 0;
        for (const char* const name : {"\r\nContent-Length: ", "\r\ncontent-length: "})
            if (const auto at = in.find(name); at < head)
                body = std::strtoul(in.c_str() + at + 18, nullptr, 10);
        return in.size() >= head + 4 + body ? head + 4 + body : 0;
    }

    void answered(Client& client, std::size_t end) {
        const int status = std::atoi(client.in.c_str() + 9);
        const bool closes =
            client.in.find("\r\nConnection: close") < end || !m_orders.options().keep_alive;
        if (closes || client.sent < client.out.size())
            client.fd.reset();
        if (status == 503 && m_plan.retry) {
            again(client);
            return;
        }
        ++m_figures.answers[status];
        m_figures.micros.push_back(static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - client.begun)
                .count()));
        if (status >= 200 && status < 300 && m_plan.acked_fd >= 0) {
            const std::string line = std::to_string(client.id) + "\n";
            if (::write(m_plan.acked_fd, line.data(), line.size()) < 0)
                throw std::runtime_error("the list of acknowledged orders cannot be written");
        }
        client.id = 0;
        if (!m_ending && Clock::now() >= client.due)
            begin(client);
    }

    void again(Client& client) {
        client.again = true;
        client.due = Clock::now() + k_pause;
    }

    void failed(Client& client, std::size_t& count) {
        client.fd.reset();
        client.waits_to_write = false;
        if (m_plan.retry && !m_ending) {
            again(client);
            return;
        }
        ++count;
        client.again = false;
        client.id = 0;
        client.due = std::max(client.due, Clock::now() + k_pause);
    }

    void give_up(Client& client) { failed(client, m_figures.late); }

    const Plan& m_plan;
    const Orders& m_orders;
    Signer m_signer;
    base::UniqueFd m_epoll;
    std::vector<Client> m_clients;
    Figures m_figures;
    bool m_ending = false;
};

} // namespace

Address parse_address(const std::string& text) {
    Address out;
    if (text.starts_with("unix:")) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        const std::string path = text.substr(5);
        if (path.empty() || path.size() >= sizeof at.sun_path)
            throw std::runtime_error("too long for a socket: " + path);
        path.copy(at.sun_path, path.size());
        std::memcpy(&out.storage, &at, sizeof at);
        out.size = sizeof at;
        return out;
    }
    const auto colon = text.rfind(':');
    sockaddr_in at{};
    at.sin_family = AF_INET;
    if (colon == std::string::npos ||
        ::inet_pton(AF_INET, text.substr(0, colon).c_str(), &at.sin_addr) != 1)
        throw std::runtime_error("no address: " + text + " (unix:PATH or 127.0.0.1:PORT)");
    at.sin_port = htons(static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1))));
    std::memcpy(&out.storage, &at, sizeof at);
    out.size = sizeof at;
    return out;
}

Figures drive(const Plan& plan, const Orders& orders) {
    return Driver(plan, orders).run();
}

} // namespace shoporder::load
