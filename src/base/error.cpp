#include "base/error.hpp"

#include <cerrno>
#include <system_error>

namespace shoporder::base {

const char* exit_name(Exit code) noexcept {
    switch (code) {
    case Exit::ok:
        return "ok";
    case Exit::no:
        return "no";
    case Exit::usage:
        return "usage";
    case Exit::data:
        return "data";
    case Exit::not_found:
        return "not_found";
    case Exit::unavailable:
        return "unavailable";
    case Exit::bug:
        return "bug";
    case Exit::io:
        return "io";
    case Exit::partly:
        return "partly";
    case Exit::permission:
        return "permission";
    case Exit::config:
        return "config";
    }
    return "bug";
}

Error system_error(const std::string& message, int errnum) {
    const bool denied = errnum == EACCES || errnum == EPERM || errnum == EROFS;
    return {denied ? Exit::permission : Exit::io,
            message + ": " + std::generic_category().message(errnum)};
}

} // namespace shoporder::base
