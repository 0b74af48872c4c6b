#include "receive/connection.hpp"

#include "receive/request_gate.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace shoporder::receive {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds k_linger{1000};

/// "" for a unix socket, and for a client that is gone.
std::string peer_address(int fd) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    char text[INET6_ADDRSTRLEN] = {};
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0)
        return {};
    const void* address = nullptr;
    if (storage.ss_family == AF_INET)
        address = &reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr;
    else if (storage.ss_family == AF_INET6)
        address = &reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr;
    if (address == nullptr || ::inet_ntop(storage.ss_family, address, text, sizeof text) == nullptr)
        return {};
    return text;
}

constexpr int k_discards =
    4; // scratch buffers thrown away in one go, so that no sender hogs the loop

} // namespace

Connection::Connection(base::UniqueFd socket, std::size_t listener, Shared& shared)
    : m_socket(std::move(socket)),
      m_peer(peer_address(m_socket.get())),
      m_listener(listener),
      m_shared(shared),
      m_idle_since(steady_clock::now()) {
    m_shared.open.fetch_add(1);
}

Connection::~Connection() {
    m_socket.reset(); // closed before it stops counting: the loop's end waits for the count
    m_shared.open.fetch_sub(1);
}

Connection::Progress Connection::refuse(Refusal refusal) {
    m_refusal = std::move(refusal);
    return Progress::refused;
}

Connection::Progress Connection::receive(std::span<char> scratch) {
    while (true) {
        if (const std::optional<Progress> progress = digest())
            return *progress;
        if (m_started && steady_clock::now() > *m_started + m_shared.limits.deadline)
            return refuse({408, "the request took too long"});
        // Of a body never more than its rest: what is behind it stays in the kernel's bounded
        // buffer.
        const std::size_t room =
            m_head ? std::min(scratch.size(), m_head->content_length - m_body.size())
                   : scratch.size();
        const ssize_t n = ::recv(fd(), scratch.data(), room, MSG_DONTWAIT);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            return errno == EAGAIN || errno == EWOULDBLOCK ? Progress::partial : Progress::ended;
        }
        if (n == 0) {
            return m_started ? refuse({400, "the request ended before it was whole"})
                             : Progress::ended;
        }
        if (!m_started)
            m_started = steady_clock::now();
        (m_head ? m_body : m_input).append(scratch.data(), static_cast<std::size_t>(n));
    }
}

std::optional<Connection::Progress> Connection::digest() {
    if (!m_head) {
        if (const std::optional<Progress> progress = digest_head())
            return progress;
        if (!m_head)
            return std::nullopt;
    }
    if (m_body.size() == m_head->content_length)
        return Progress::whole;
    return std::nullopt;
}

std::optional<Connection::Progress> Connection::digest_head() {
    // RFC 9112 2.2: an empty line before a request is to be ignored; one, and only one.
    if (m_scanned == 0 && m_input.starts_with("\r\n"))
        m_input.erase(0, 2);
    const HeadEnd end = find_head_end(m_input, m_scanned);
    if (end.bare_newline)
        return refuse({400, "a line ends in LF without CR"});
    if (end.size.value_or(m_input.size()) > m_shared.limits.header_bytes)
        return refuse({431, "the headers are too long"});
    if (!end.size)
        return std::nullopt;
    auto read = read_head(std::string_view(m_input).substr(0, *end.size), m_shared.limits);
    if (auto* refusal = std::get_if<Refusal>(&read))
        return refuse(std::move(*refusal));
    RequestHead head = std::get<RequestHead>(std::move(read));
    if (std::optional<Refusal> refusal = check_request(head, m_shared.limits))
        return refuse(*std::move(refusal));
    if (!m_shared.bodies.take(head.content_length))
        return refuse({503, "too many bytes are under way"});
    m_reserved = Reservation(m_shared.bodies, head.content_length);

    const std::size_t behind = m_input.size() - *end.size;
    const std::size_t body = std::min(behind, head.content_length);
    // Its whole length at once: growing by doubling would hold up to twice of what is announced,
    // and what is announced but never sent costs no memory until it is.
    m_body.reserve(head.content_length);
    m_body.assign(m_input, *end.size, body);
    m_behind.assign(m_input, *end.size + body);
    m_input.resize(*end.size);
    if (head.expects_continue && body < head.content_length)
        send_now("HTTP/1.1 100 Continue\r\n\r\n");
    m_head = std::move(head);
    return std::nullopt;
}

Request Connection::take_request(const std::string& listener) {
    Request request;
    request.method = m_head->method;
    request.path = std::move(m_head->path);
    request.query = std::move(m_head->query);
    request.headers = std::move(m_head->headers);
    request.body = std::move(m_body);
    request.listener = listener;
    request.peer = m_peer;
    return request;
}

bool Connection::next_request() {
    ++m_answered;
    m_input = std::move(m_behind);
    m_behind.clear();
    m_scanned = 0;
    m_head.reset();
    m_body.clear();
    m_reserved = Reservation();
    m_idle_since = steady_clock::now();
    m_started.reset();
    if (!m_input.empty())
        m_started = m_idle_since;
    return !m_input.empty();
}

bool Connection::send(std::string_view bytes) {
    const Instant deadline = m_started.value_or(m_idle_since) + m_shared.limits.deadline;
    while (!bytes.empty()) {
        const ssize_t n = ::send(fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(n));
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return false;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
        pollfd wait{fd(), POLLOUT, 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0)
            return false;
    }
    return true;
}

void Connection::send_now(std::string_view bytes) const noexcept {
    // A reply of a few hundred bytes fits the socket's empty buffer, or nobody is reading.
    [[maybe_unused]] const ssize_t n =
        ::send(fd(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool Connection::client_waits() const noexcept {
    char byte = 0;
    return ::recv(fd(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) > 0;
}

void Connection::linger() noexcept {
    m_lingering = true;
    m_idle_since = steady_clock::now();
    m_reserved = Reservation();
    m_input.clear();
    m_body = std::string();
    m_behind = std::string();
    ::shutdown(fd(), SHUT_WR);
}

bool Connection::discard(std::span<char> scratch) const noexcept {
    for (int i = 0; i < k_discards; ++i) {
        const ssize_t n = ::recv(fd(), scratch.data(), scratch.size(), MSG_DONTWAIT);
        if (n == 0)
            return false;
        if (n < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    }
    return true;
}

Instant Connection::expires() const noexcept {
    if (m_lingering)
        return m_idle_since + k_linger;
    return m_started ? *m_started + m_shared.limits.deadline : m_idle_since + m_shared.limits.idle;
}

} // namespace shoporder::receive
