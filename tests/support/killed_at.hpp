#pragma once
// Purpose: a program that is killed before its n-th system call that changes a file: every moment
// at which a kill can leave something else on the disk than the kill before it.
// State: a child process, traced. Fails: by throwing where this machine cannot trace (ptrace(2)).
// Threads: one test; the program must have one thread.
#include <string>
#include <vector>

namespace shoporder::test {

struct KilledRun {
    bool ended = false; ///< it had ended before that
    int status = 0;     ///< then, its exit status
    std::string call;   ///< else, the name of the call it did not come to
};
/// `arguments` with the program first; what it prints is thrown away. `n` counts from 1.
[[nodiscard]] KilledRun run_killed_at(const std::vector<std::string>& arguments, int n);

} // namespace shoporder::test
