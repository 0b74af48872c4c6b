#pragma once
// Purpose: where on which server files lie, as a url.
// State: none. Fails: Error(data) from the parser, naming what is wrong and the remedy.
// Threads: values.
#include <string>
#include <string_view>

namespace shoporder::order {

enum class Scheme { ftp, ftpes, ftps, sftp, file };

/// Where files go: scheme://[user@]host[:port]/folder. The path is what the server shows after
/// login: "/in" is relative to the login folder, "//in" absolute. Never holds a password.
struct Endpoint {
    Scheme scheme = Scheme::ftp;
    std::string user;
    std::string host;   ///< an IPv6 address without brackets
    int port = 0;       ///< 0: the scheme's own
    std::string folder; ///< without a trailing slash; "" is the login folder, "/in" is absolute
    friend bool operator==(const Endpoint&, const Endpoint&) = default;

    /// Refuses control bytes, a password, a query, a fragment, "..", and an unknown scheme.
    [[nodiscard]] static Endpoint parse(std::string_view url);
    [[nodiscard]] std::string url() const;
};

} // namespace shoporder::order
