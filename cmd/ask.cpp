#include "cmd/ask.hpp"

#include "base/file.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

/// The terminal without echo, for as long as this lives. Ctrl-C is held back meanwhile, so that
/// nobody is left with a silent terminal.
class Silence {
public:
    Silence() {
        ::sigemptyset(&m_signals);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGTSTP})
            ::sigaddset(&m_signals, signal);
        ::sigprocmask(SIG_BLOCK, &m_signals, &m_before);
        bool silent = ::tcgetattr(STDIN_FILENO, &m_terminal) == 0;
        if (silent) {
            termios quiet = m_terminal;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
            silent = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
        }
        if (!silent)
            throw base::system_error("cannot switch the terminal's echo off", errno);
    }
    ~Silence() {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_terminal);
        ::sigprocmask(SIG_SETMASK, &m_before, nullptr);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    termios m_terminal{};
    sigset_t m_signals{};
    sigset_t m_before{};
};

} // namespace

bool ask(const std::string& question, bool yes) {
    if (yes)
        return true;
    if (!Context::is_interactive())
        throw Error(Exit::usage,
                    question + " Cannot ask for confirmation without a terminal; use --yes");
    std::cerr << question << " [y/N] " << std::flush;
    std::string line;
    std::getline(std::cin, line);
    const std::string word = base::lower(base::trim(line));
    return word == "y" || word == "yes";
}

std::string read_answer(const std::string& prompt) {
    if (::isatty(STDIN_FILENO) == 0)
        return base::read_file("-", 64U << 10U);
    std::cerr << prompt << ": " << std::flush;
    std::string line;
    std::getline(std::cin, line);
    return line;
}

std::string read_secret(const std::string& prompt) {
    if (::isatty(STDIN_FILENO) == 0)
        return base::read_file("-", 64U << 10U);
    std::cerr << prompt << ": " << std::flush;
    std::string line;
    {
        const Silence silence;
        std::getline(std::cin, line);
    }
    std::cerr << "\n";
    for (const char c : line)
        if (c == '\x03') // with ISIG off Ctrl-C is a byte
            throw Error(Exit::usage, "nothing was changed");
    return line;
}

} // namespace shoporder::cmd
