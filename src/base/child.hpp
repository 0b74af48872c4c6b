#pragma once
// Purpose: runs a program that the operator has named, gives it a text, and waits for its end.
// State: a child process and two pipes. Fails: Error(config) where it cannot be started; how it
// ended is a value. Threads: one at a time in a process, because SIGPIPE is ignored meanwhile.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::base {

struct ChildEnd {
    int status = 0;         ///< exit code, or 128 and the signal's number
    bool timed_out = false; ///< it was killed, with all that it had started
    std::string said;       ///< what it wrote to standard output and error, the first 2000 bytes
};

/// `command`: the program's absolute path and its arguments; no shell reads them. It gets `input`
/// on its standard input and an environment of PATH and LANG alone: of ours it might hold secrets.
[[nodiscard]] ChildEnd run_child(const std::vector<std::string>& command, std::string_view input,
                                 std::chrono::milliseconds limit);

} // namespace shoporder::base
