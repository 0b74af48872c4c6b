#include "support/real_ftp.hpp"

#include "base/file.hpp"
#include "base/text.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace shoporder::test {

namespace {

std::string script() {
    return std::string{SHOPORDER_SOURCE_DIR} + "/tests/support/ftp-server";
}

/// vsftpd knows no other here; to the others `ftp` is an anonymous guest.
std::string user_of(const std::string& kind) {
    return kind == "vsftpd" ? "ftp" : "acme";
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

} // namespace

RealFtp::RealFtp(const std::string& kind, const std::vector<std::string>& options) : m_kind(kind) {
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
                                           (m_folder / "server").string(),
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
        if (end_of(start({script(), "wait", std::to_string(m_port), "20"}, output)) == 0)
            return;
        ::kill(m_pid, SIGTERM);
        end_of(m_pid);
        m_pid = -1;
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
    s.endpoint.host = "127.0.0.1";
    s.endpoint.port = m_port;
    s.endpoint.folder = "in";
    s.password = "secret";
    return s;
}

int RealFtp::logins() const {
    const auto output = m_folder / "logins";
    std::filesystem::remove(output);
    end_of(start({script(), "logins", m_kind, (m_folder / "server").string()}, output));
    return static_cast<int>(base::parse_int(base::trim(base::read_file(output))).value_or(-1));
}

} // namespace shoporder::test
