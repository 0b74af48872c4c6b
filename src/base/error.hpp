#pragma once
// Purpose: the one base of every exception, and the exit codes they map to.
// An Error means "cannot go on": main prints it and leaves with its code; a
// batch catches it per item, serve per request. "The world said no" is not an
// Error but an Outcome (outcome.hpp).
// State: none. Threads: values, freely shared.
#include <stdexcept>
#include <string>

namespace shoporder::base {

/// Exit codes of the command line, after sysexits(3). Part of the versioned interface.
enum class Exit : int {
    ok = 0,
    no = 1,           ///< the answer is no: mismatch, failed for good, unhealthy
    usage = 64,       ///< wrong command line
    data = 65,        ///< unusable or ambiguous input
    not_found = 66,   ///< no such order, delivery or file
    unavailable = 69, ///< a remote or a service is not available
    bug = 70,         ///< a defect of shoporder
    io = 74,          ///< disk, database or network I/O
    partly = 75,      ///< partly done, something is deferred
    permission = 77,  ///< not allowed
    config = 78,      ///< configuration
};

/// The snake_case name of a code, as `--json` errors print it ("not_found").
const char* exit_name(Exit code) noexcept;

/// what() is one line for an operator: what is wrong, with what, and what to do.
/// It holds no secret and no personal data.
class Error : public std::runtime_error {
public:
    Error(Exit code, const std::string& message) : std::runtime_error(message), m_code(code) {}
    [[nodiscard]] Exit code() const noexcept { return m_code; }

private:
    Exit m_code;
};

/// An I/O error from errno: "MESSAGE: strerror". EACCES, EPERM and EROFS become
/// Exit::permission, all else Exit::io.
[[nodiscard]] Error system_error(const std::string& message, int errnum);

} // namespace shoporder::base
