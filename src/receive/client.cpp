#include "receive/client.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace shoporder::receive {

namespace {

using base::Error;
using base::Exit;
using Clock = std::chrono::steady_clock;

constexpr std::size_t k_longest_reply = 1U << 20U;

std::string where(const Target& t) {
    return t.socket.empty() ? t.host + ":" + t.port : "unix:" + t.socket;
}

Error unavailable(const Target& t, const std::string& what) {
    return {Exit::unavailable, "no answer from " + where(t) + ": " + what};
}

base::UniqueFd connect_unix(const Target& t) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (t.socket.size() >= sizeof address.sun_path)
        throw Error(Exit::usage, "the socket's path is longer than " +
                                     std::to_string(sizeof address.sun_path - 1) + " bytes");
    std::memcpy(address.sun_path, t.socket.c_str(), t.socket.size());
    base::UniqueFd fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!fd ||
        ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw unavailable(t, std::strerror(errno));
    return fd;
}

base::UniqueFd connect_tcp(const Target& t) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int code = ::getaddrinfo(t.host.empty() ? nullptr : t.host.c_str(), t.port.c_str(),
                                       &hints, &found);
        code != 0)
        throw unavailable(t, ::gai_strerror(code));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
    int errnum = 0;
    for (const addrinfo* a = all.get(); a != nullptr; a = a->ai_next) {
        base::UniqueFd fd{::socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol)};
        if (fd && ::connect(fd.get(), a->ai_addr, a->ai_addrlen) == 0)
            return fd;
        errnum = errno;
    }
    throw unavailable(t, std::strerror(errnum));
}

/// Waits until the socket is ready for `events`; Error when the deadline passes first.
void wait_for(const Target& t, int fd, short events, Clock::time_point end) {
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        if (left.count() <= 0)
            throw unavailable(t, "it took too long");
        pollfd p{fd, events, 0};
        const int ready = ::poll(&p, 1, static_cast<int>(left.count()));
        if (ready > 0)
            return;
        if (ready < 0 && errno != EINTR)
            throw unavailable(t, std::strerror(errno));
    }
}

void send_all(const Target& t, int fd, std::string_view bytes, Clock::time_point end) {
    while (!bytes.empty()) {
        wait_for(t, fd, POLLOUT, end);
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        else if (errno == EPIPE || errno == ECONNRESET)
            return; // refused before the body was read: the answer says why
        else if (errno != EAGAIN && errno != EINTR)
            throw unavailable(t, std::strerror(errno));
    }
}

/// The bytes of the whole answer, once they are there.
std::string receive_all(const Target& t, int fd, Clock::time_point end) {
    std::string all;
    std::array<char, 8192> buffer{};
    while (all.size() < k_longest_reply) {
        wait_for(t, fd, POLLIN, end);
        const ssize_t count = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0)
            all.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 || (errno != EAGAIN && errno != EINTR))
            break; // we asked for Connection: close, so the end is the end of the answer
    }
    return all;
}

Answer read_reply(const Target& t, std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (!bytes.starts_with("HTTP/1.") || bytes.size() < 12 || end == std::string_view::npos)
        throw unavailable(t, bytes.empty() ? "it closed the connection" : "that is no HTTP server");
    const auto status = base::parse_int(bytes.substr(9, 3));
    if (!status)
        throw unavailable(t, "that is no HTTP server");
    return {static_cast<int>(*status), std::string{bytes.substr(end + 4)}};
}

void check_text(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
        }))
        throw Error(Exit::usage, "a header must not hold control characters");
}

} // namespace

Target parse_target(std::string_view text) {
    Target t;
    const Error bad{Exit::usage, "`" + base::printable(text, 100) +
                                     "` is no address; write unix:PATH, HOST:PORT or "
                                     "http://HOST:PORT/PATH"};
    if (text.starts_with("unix:")) {
        t.socket = text.substr(5);
        if (t.socket.empty() || t.socket.find('\0') != std::string::npos)
            throw bad;
        return t;
    }
    if (text.starts_with("https://"))
        throw Error(Exit::usage, "https is not spoken here; name the listener behind the proxy, or "
                                 "send with curl what `shoporder verify-hmac --sign` signs");
    const bool url = text.starts_with("http://");
    if (url)
        text.remove_prefix(7);
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        t.path = text.substr(slash);
        text = text.substr(0, slash);
    }
    check_text(t.path);
    const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
    const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (text.empty() || (colon == std::string_view::npos && !url))
        throw bad;
    t.port = colon == std::string_view::npos ? "80" : std::string{text.substr(colon + 1)};
    t.host =
        bracket == std::string_view::npos ? text.substr(0, colon) : text.substr(1, bracket - 1);
    const auto port = base::parse_int(t.port);
    if (!port || *port < 1 || *port > 65535 || t.path.find(' ') != std::string::npos)
        throw bad;
    return t;
}

Answer post(const Target& target, const std::vector<std::pair<std::string, std::string>>& headers,
            std::string_view body, std::chrono::milliseconds deadline) {
    std::string head = "POST " + target.path + " HTTP/1.1\r\nHost: " +
                       (target.socket.empty() ? target.host : std::string{"localhost"}) + "\r\n";
    for (const auto& [name, value] : headers) {
        check_text(name);
        check_text(value);
        head.append(name).append(": ").append(value).append("\r\n");
    }
    head += "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n";
    const auto end = Clock::now() + deadline;
    const base::UniqueFd fd = target.socket.empty() ? connect_tcp(target) : connect_unix(target);
    send_all(target, fd.get(), head, end);
    send_all(target, fd.get(), body, end);
    return read_reply(target, receive_all(target, fd.get(), end));
}

} // namespace shoporder::receive
