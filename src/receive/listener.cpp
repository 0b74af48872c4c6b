// Opening a listening socket, and what else may stand where it should be.
#include "receive/server.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace shoporder::receive {

namespace {

using base::Error;
using base::Exit;

constexpr mode_t k_socket_mode = 0660; // the owner and the proxy's group

Error taken(const std::string& where) {
    return {Exit::unavailable, where + " is already served by another process; stop it first or "
                                       "choose another --listen"};
}

base::UniqueFd new_socket(int family) {
    return base::UniqueFd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

enum class Occupant { none, stale, alive };

Occupant look_at(const std::string& path, const sockaddr_un& address, const std::string& where) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        if (errno == ENOENT)
            return Occupant::none;
        throw base::system_error("cannot look at " + where, errno);
    }
    if (!S_ISSOCK(status.st_mode)) {
        throw Error(Exit::config, where +
                                      ": a file that is no socket is there; remove it or choose "
                                      "another --listen");
    }
    const base::UniqueFd probe = new_socket(AF_UNIX);
    if (!probe)
        throw base::system_error("cannot make a socket", errno);
    if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
        errno == EAGAIN) // its backlog is full: very much alive
        return Occupant::alive;
    if (errno == ECONNREFUSED)
        return Occupant::stale;
    if (errno == ENOENT)
        return Occupant::none;
    throw base::system_error("cannot reach the socket at " + where, errno);
}

Listener open_unix(const std::string& path, std::string name, int backlog) {
    const std::string where = "unix:" + path;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) {
        throw Error(Exit::config, where + ": a socket's path has 1 to " +
                                      std::to_string(sizeof address.sun_path - 1) + " bytes");
    }
    std::memcpy(address.sun_path, path.data(), path.size());

    // Two servers starting at once must not take each other's new socket for a stale one. The
    // folder is locked rather than a file beside the socket, which would stay behind.
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (folder.empty())
        folder = ".";
    const base::UniqueFd lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!lock || ::flock(lock.get(), LOCK_EX) != 0)
        throw base::system_error("cannot open the folder of " + where, errno);
    switch (look_at(path, address, where)) {
    case Occupant::alive:
        throw taken(where);
    case Occupant::stale:
        if (::unlink(path.c_str()) != 0)
            throw base::system_error("cannot remove the stale socket " + where, errno);
        break;
    case Occupant::none:
        break;
    }

    Listener listener{new_socket(AF_UNIX), std::move(name), where, path};
    // The mode given to the descriptor limits the file's from its first moment, chmod then undoes
    // what the umask took away. Nobody can connect before listen().
    if (!listener.fd || ::fchmod(listener.fd.get(), k_socket_mode) != 0 ||
        ::bind(listener.fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw base::system_error("cannot make the socket " + where, errno);
    struct stat status {};
    if (::chmod(path.c_str(), k_socket_mode) != 0 || ::listen(listener.fd.get(), backlog) != 0 ||
        ::lstat(path.c_str(), &status) != 0) {
        const int error = errno;
        ::unlink(path.c_str());
        throw base::system_error("cannot make the socket " + where, error);
    }
    listener.made_device = status.st_dev;
    listener.made_inode = status.st_ino;
    return listener;
}

struct Addresses {
    addrinfo* first = nullptr;
    Addresses() = default;
    Addresses(const Addresses&) = delete;
    Addresses& operator=(const Addresses&) = delete;
    ~Addresses() {
        if (first != nullptr)
            ::freeaddrinfo(first);
    }
};

std::string bound_address(int fd, const std::string& fallback) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    char host[NI_MAXHOST] = {};
    char port[NI_MAXSERV] = {};
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0 ||
        ::getnameinfo(reinterpret_cast<sockaddr*>(&storage), size, host, sizeof host, port,
                      sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return fallback;
    const std::string text(host);
    return (text.find(':') == std::string::npos ? text : "[" + text + "]") + ":" + port;
}

// The listening socket, or errno.
int listen_on(const addrinfo& address, int backlog, base::UniqueFd& fd) {
    fd = new_socket(address.ai_family);
    const int on = 1;
    const int off = 0;
    if (!fd ||
        // So that a restart need not wait for old connections. Never SO_REUSEPORT: a second
        // instance would start silently and take half of the requests.
        ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        return errno;
    if (address.ai_family == AF_INET6) {
        const bool any = IN6_IS_ADDR_UNSPECIFIED(
            &reinterpret_cast<const sockaddr_in6*>(address.ai_addr)->sin6_addr);
        ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, any ? &off : &on, sizeof on);
    }
    if (::bind(fd.get(), address.ai_addr, address.ai_addrlen) != 0 ||
        ::listen(fd.get(), backlog) != 0)
        return errno;
    return 0;
}

Listener open_tcp(const std::string& where, const std::string& name, int backlog) {
    const auto malformed = [&where] {
        return Error(Exit::config, base::printable(where) +
                                       ": listen on unix:PATH, HOST:PORT, [IPV6]:PORT or :PORT");
    };
    const std::size_t colon = where.rfind(':');
    if (colon == std::string::npos)
        throw malformed();
    std::string host = where.substr(0, colon);
    const auto port = base::parse_int(where.substr(colon + 1));
    if (!port || *port < 0 || *port > 65535)
        throw malformed();
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string::npos)
        throw malformed();

    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    Addresses addresses;
    const std::string service = std::to_string(*port);
    const int error = ::getaddrinfo(host.empty() ? nullptr : host.c_str(), service.c_str(), &hints,
                                    &addresses.first);
    if (error != 0)
        throw Error(Exit::config, where + ": " + ::gai_strerror(error));
    std::vector<const addrinfo*> order;
    for (const addrinfo* a = addresses.first; a != nullptr; a = a->ai_next)
        order.push_back(a);
    // All addresses: IPv6's serves both. A name such as localhost: IPv4, which every client tries.
    const int preferred = host.empty() ? AF_INET6 : AF_INET;
    std::stable_sort(order.begin(), order.end(), [preferred](const auto* a, const auto* b) {
        return (a->ai_family == preferred) > (b->ai_family == preferred);
    });
    int failure = EADDRNOTAVAIL;
    for (const addrinfo* address : order) {
        Listener listener{{}, name, where, {}};
        failure = listen_on(*address, backlog, listener.fd);
        if (failure == 0) {
            listener.address = bound_address(listener.fd.get(), where);
            return listener;
        }
        if (failure == EADDRINUSE)
            throw taken(where);
    }
    throw base::system_error("cannot listen on " + where, failure);
}

} // namespace

Listener open_listener(const std::string& where, std::string name, int backlog) {
    if (where.starts_with("unix:"))
        return open_unix(where.substr(5), std::move(name), backlog);
    return open_tcp(where, name, backlog);
}

} // namespace shoporder::receive
