#include "base/child.hpp"

#include "base/error.hpp"
#include "base/file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace shoporder::base {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t k_most_said = 2000;
constexpr milliseconds k_tick{10};

struct Pipe {
    UniqueFd read, write;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw system_error("cannot make a pipe", errno);
    return {UniqueFd{ends[0]}, UniqueFd{ends[1]}};
}

/// A child that closes its standard input early must not end us.
class NoPipeSignal {
public:
    NoPipeSignal() : m_before(std::signal(SIGPIPE, SIG_IGN)) {}
    ~NoPipeSignal() { std::signal(SIGPIPE, m_before); }
    NoPipeSignal(const NoPipeSignal&) = delete;
    NoPipeSignal& operator=(const NoPipeSignal&) = delete;

private:
    void (*m_before)(int);
};

pid_t start(const std::vector<std::string>& command, int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    sigset_t none;
    sigset_t pipe;
    ::sigemptyset(&none);
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &pipe);
    posix_spawnattr_setpgroup(&attributes, 0); // a group of its own, to be killed as a whole
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str())); // posix_spawn changes nothing
    arguments.push_back(nullptr);
    std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    std::string language = "LANG=C.UTF-8";
    std::array<char*, 3> environment{path.data(), language.data(), nullptr};
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, command[0].c_str(), &actions, &attributes,
                                     arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0)
        throw Error(Exit::config,
                    "cannot start " + command[0] + ": " + std::strerror(failed)); // NOLINT
    return child;
}

/// What could be written of it is taken off; false: the other end is closed.
bool feed(int fd, std::string_view& rest) {
    const ssize_t n = ::write(fd, rest.data(), rest.size());
    if (n > 0)
        rest.remove_prefix(static_cast<std::size_t>(n));
    return (n >= 0 || errno == EAGAIN || errno == EINTR) && !rest.empty();
}

/// false: the other end is closed.
bool hear(int fd, std::string& said) {
    std::array<char, 1024> bytes{};
    const ssize_t n = ::read(fd, bytes.data(), bytes.size());
    if (n > 0 && said.size() < k_most_said)
        said.append(bytes.data(), std::min(static_cast<std::size_t>(n), k_most_said - said.size()));
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/// Until both ends are closed, or the time is over.
void talk(UniqueFd& in, UniqueFd& out, std::string_view input, std::string& said,
          Steady::time_point until) {
    ::fcntl(in.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(out.get(), F_SETFL, O_NONBLOCK);
    while ((in || out) && Steady::now() < until) {
        std::array<pollfd, 2> ends{pollfd{in ? in.get() : -1, POLLOUT, 0},
                                   pollfd{out ? out.get() : -1, POLLIN, 0}};
        if (::poll(ends.data(), ends.size(), static_cast<int>(k_tick.count())) <= 0)
            continue;
        if (ends[0].revents != 0 && !feed(in.get(), input))
            in.reset();
        if (ends[1].revents != 0 && !hear(out.get(), said))
            out.reset();
    }
}

/// nullopt: it has not ended by then.
std::optional<int> wait_until(pid_t child, Steady::time_point until) {
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (Steady::now() >= until)
            return std::nullopt;
        std::this_thread::sleep_for(k_tick);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

ChildEnd run_child(const std::vector<std::string>& command, std::string_view input,
                   std::chrono::milliseconds limit) {
    if (command.empty() || !command[0].starts_with('/'))
        throw Error(Exit::config, "a program to run needs its absolute path");
    const NoPipeSignal no_signal;
    const auto until = Steady::now() + limit;
    Pipe in = make_pipe();
    Pipe out = make_pipe();
    const pid_t child = start(command, in.read.get(), out.write.get());
    in.read.reset();
    out.write.reset();
    ChildEnd end;
    talk(in.write, out.read, input, end.said, until);
    in.write.reset();
    auto status = wait_until(child, until);
    if (!status) {
        end.timed_out = true;
        ::kill(-child, SIGKILL);
        status = wait_until(child, Steady::time_point::max());
    }
    end.status = status.value_or(0);
    return end;
}

} // namespace shoporder::base
