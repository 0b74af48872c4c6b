#include "running_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace shoporder::receive {

Client::Client(const std::string& path) : m_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    if (::connect(m_fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("connect: " + std::string(std::strerror(errno)));
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(m_fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

bool Client::read_more() {
    pollfd wait{m_fd.get(), POLLIN, 0};
    if (::poll(&wait, 1, 20000) != 1)
        throw std::runtime_error("the server says nothing and does not close");
    std::array<char, 65536> buffer{};
    const ssize_t n = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
    if (n > 0)
        m_seen.append(buffer.data(), static_cast<std::size_t>(n));
    return n > 0;
}

HttpReply Client::reply(bool head_only) {
    HttpReply reply;
    std::size_t end = 0;
    while ((end = m_seen.find("\r\n\r\n")) == std::string::npos)
        if (!read_more())
            return reply;
    reply.head = m_seen.substr(0, end + 2);
    m_seen.erase(0, end + 4);
    reply.status = std::stoi(reply.head.substr(9, 3));
    const std::size_t at = reply.head.find("Content-Length: ");
    if (at != std::string::npos && !head_only && reply.status != 100) {
        const std::size_t length = std::stoul(reply.head.substr(at + 16));
        while (m_seen.size() < length)
            if (!read_more())
                throw std::runtime_error("the reply's body is cut");
        reply.body = m_seen.substr(0, length);
        m_seen.erase(0, length);
    }
    return reply;
}

std::string Client::rest() {
    while (read_more()) {
    }
    return std::exchange(m_seen, {});
}

void Client::finish_sending() {
    ::shutdown(m_fd.get(), SHUT_WR);
}

std::string post(std::string_view body, std::string_view extra_headers, std::string_view path) {
    std::string text = "POST ";
    text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n").append(extra_headers);
    return text.append("\r\n").append(body);
}

std::string get(std::string_view path, std::string_view extra_headers) {
    std::string text = "GET ";
    return text.append(path)
        .append(" HTTP/1.1\r\nHost: localhost\r\n")
        .append(extra_headers)
        .append("\r\n");
}

RunningServer::RunningServer(Limits limits, std::function<Response(Request&&)> handler,
                             AcceptCall accept_call)
    : RunningServer(limits, at_once(std::move(handler)), std::move(accept_call)) {}

RunningServer::RunningServer(Limits limits, Answerer handler, AcceptCall accept_call)
    : m_path((m_folder / "s").string()) {
    std::vector<Listener> listeners;
    listeners.push_back(open_listener("unix:" + m_path, "webhook"));
    m_server = std::make_unique<Server>(
        std::move(listeners), limits, std::move(handler),
        [this](const Refusal& refusal) {
            const std::lock_guard lock(m_mutex);
            m_refusals.push_back(refusal);
        },
        std::move(accept_call));
    m_thread = std::thread([this] { m_server->run(); });
}

RunningServer::~RunningServer() {
    stop();
}

void RunningServer::stop() {
    m_server->stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::vector<Refusal> RunningServer::refusals() {
    const std::lock_guard lock(m_mutex);
    return m_refusals;
}

Response echo(Request&& request) {
    Response response;
    response.body =
        request.method + " " + request.path + " " + request.listener + " " + request.body;
    return response;
}

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 2000; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

} // namespace shoporder::receive
