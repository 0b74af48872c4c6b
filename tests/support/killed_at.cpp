#include "support/killed_at.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <stdexcept>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace shoporder::test {

namespace {

const std::map<long, const char*>& changing() {
    static const std::map<long, const char*> calls = {
        {SYS_write, "write"},         {SYS_pwrite64, "pwrite64"},   {SYS_fsync, "fsync"},
        {SYS_fdatasync, "fdatasync"}, {SYS_ftruncate, "ftruncate"}, {SYS_linkat, "linkat"},
        {SYS_unlinkat, "unlinkat"},   {SYS_renameat2, "renameat2"}, {SYS_mkdirat, "mkdirat"},
        {SYS_fallocate, "fallocate"}, {SYS_fchmod, "fchmod"},
#ifdef SYS_rename
        {SYS_rename, "rename"},       {SYS_unlink, "unlink"},       {SYS_link, "link"},
        {SYS_mkdir, "mkdir"},         {SYS_rmdir, "rmdir"},
#endif
    };
    return calls;
}

/// The name of the call that is about to be made, when it changes a file.
const char* changing_call(pid_t child) {
    __ptrace_syscall_info info{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) <= 0)
        throw std::runtime_error("this kernel does not tell system calls");
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
        return nullptr;
    const auto nr = static_cast<long>(info.entry.nr);
    if (nr == SYS_openat)
        return (info.entry.args[2] & O_CREAT) != 0 ? "openat" : nullptr;
    if (nr == SYS_write && info.entry.args[0] <= 2)
        return nullptr; // an answer
    const auto found = changing().find(nr);
    return found == changing().end() ? nullptr : found->second;
}

[[noreturn]] void run_traced(const std::vector<std::string>& arguments) {
    std::vector<char*> words;
    for (const std::string& each : arguments)
        words.push_back(const_cast<char*>(each.c_str()));
    words.push_back(nullptr);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int fd : {0, 1, 2})
        ::dup2(nothing, fd);
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0)
        ::execv(words[0], words.data());
    ::_exit(127);
}

} // namespace

KilledRun run_killed_at(const std::vector<std::string>& arguments, int n) {
    const pid_t child = ::fork();
    if (child == 0)
        run_traced(arguments);
    KilledRun out;
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status) ||
        ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0)
        throw std::runtime_error("nothing can be traced here");
    int signal = 0;
    for (int calls = 0;;) {
        if (::ptrace(PTRACE_SYSCALL, child, nullptr, signal) != 0)
            throw std::runtime_error("lost the traced program");
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            out.ended = true;
            out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
            return out;
        }
        signal = WSTOPSIG(status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(status);
        if (signal != 0)
            continue;
        if (const char* call = changing_call(child); call != nullptr && ++calls == n) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            out.call = call;
            return out;
        }
    }
}

} // namespace shoporder::test
