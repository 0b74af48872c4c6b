#include "support/real_ftp.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "support/paths.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace shoporder::test {

namespace {

std::string script() {
    return std::string{SHOPORDER_SOURCE_DIR} + "/tests/support/ftp-server";
}

/// vsftpd knows no other here; to the others `ftp` is an anonymous guest.
std::string user_of(const std::string& kind) {
    if (kind != "sshd")
        return kind == "vsftpd" ? "ftp" : "acme";
    // The one user an sshd that is not root logs in.
    const passwd* const self = ::geteuid() == 0 ? nullptr : ::getpwuid(::geteuid());
    return self == nullptr ? "daemon" : self->pw_name;
}

bool has(const std::vector<std::string>& options, const char* wanted) {
    return std::find(options.begin(), options.end(), wanted) != options.end();
}

order::Scheme scheme_of(const std::string& kind, const std::vector<std::string>& options) {
    if (kind == "sshd" || has(options, "--sftp"))
        return order::Scheme::sftp;
    if (has(options, "--tls=implicit"))
        return order::Scheme::ftps;
    return has(options, "--tls") ? order::Scheme::ftpes : order::Scheme::ftp;
}

bool is_ipv6_here() {
    const base::UniqueFd fd{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    return fd && ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

/// A port that was free a moment ago.
int free_port() {
    const base::UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
        ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
        return 0;
    return ntohs(address.sin_port);
}

pid_t start(std::vector<std::string> arguments, const std::filesystem::path& output) {
    std::vector<char*> argv;
    for (std::string& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid == 0) {
        const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(out, 1);
        ::dup2(out, 2);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    return pid;
}

int end_of(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

constexpr int k_cannot_run = 78;

/// Until the server greets, or has ended by itself.
bool greets(pid_t waiter, pid_t server) {
    for (;;) {
        int status = 0;
        if (::waitpid(waiter, &status, WNOHANG) == waiter)
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        siginfo_t ended{};
        if (::waitid(P_PID, static_cast<id_t>(server), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            ended.si_pid == server) {
            ::kill(waiter, SIGTERM);
            end_of(waiter);
            return false;
        }
        ::usleep(5000);
    }
}

} // namespace

RealFtp::RealFtp(const std::string& kind, const std::vector<std::string>& options)
    : m_kind(kind), m_scheme(scheme_of(kind, options)) {
    if (const auto at = std::find(options.begin(), options.end(), "--address");
        at != options.end() && at + 1 != options.end())
        m_address = *(at + 1);
    if (m_address.find(':') != std::string::npos && !is_ipv6_here()) {
        m_missing = "no IPv6 loopback here";
        return;
    }
    const auto output = m_folder / "output";
    // A server for somebody else than root must be able to enter.
    std::filesystem::permissions(m_folder.path(), std::filesystem::perms{0755});
    if (end_of(start({script(), "fetch", kind}, output)) != 0) {
        m_missing = kind + " cannot be fetched: " + base::printable(base::read_file(output), 300);
        return;
    }
    base::write_file(m_folder / "password", "secret\n", 0600);
    // Somebody may take the port between asking and binding: then once more with another.
    for (int round = 0; round < 3; ++round) {
        m_port = free_port();
        std::vector<std::string> arguments{script(),
                                           "run",
                                           kind,
                                           home().string(),
                                           "--port",
                                           std::to_string(m_port),
                                           "--user",
                                           user_of(kind),
                                           "--password-file",
                                           (m_folder / "password").string(),
                                           "--folder",
                                           "in"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        m_pid = start(arguments, output);
        std::vector<std::string> wait{script(), "wait",      std::to_string(m_port),
                                      "20",     "--address", m_address};
        if (m_scheme == order::Scheme::ftps)
            wait.emplace_back("--tls=implicit");
        if (greets(start(wait, output), m_pid))
            return;
        ::kill(m_pid, SIGTERM);
        if (end_of(std::exchange(m_pid, -1)) == k_cannot_run) // with whatever port
            break;
    }
    m_missing = kind + " does not start: " + base::printable(base::read_file(output), 300);
}

RealFtp::~RealFtp() {
    if (m_pid > 0) {
        ::kill(m_pid, SIGTERM);
        end_of(m_pid);
    }
}

remote::Settings RealFtp::settings() const {
    remote::Settings s;
    s.endpoint.user = user_of(m_kind);
    s.endpoint.scheme = m_scheme;
    s.endpoint.host = m_address;
    s.endpoint.port = m_port;
    s.endpoint.folder = "in";
    s.password = "secret";
    if (m_scheme == order::Scheme::ftpes || m_scheme == order::Scheme::ftps)
        s.ca_file = (home() / "tls.pem.crt").string();
    if (m_scheme == order::Scheme::sftp)
        s.host_key_sha256 = base::trim(base::read_file(home() / "fingerprint"));
    if (m_kind == "sshd") {
        s.private_key_file = (home() / "client_key").string();
        s.password.clear();
    }
    return s;
}

int RealFtp::logins() const {
    const auto output = m_folder / "logins";
    std::filesystem::remove(output);
    end_of(start({script(), "logins", m_kind, home().string()}, output));
    return static_cast<int>(base::parse_int(base::trim(base::read_file(output))).value_or(-1));
}

std::string RealFtp::log() const {
    return base::read_file(home() / "server.log");
}

} // namespace shoporder::test
