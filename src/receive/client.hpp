#pragma once
// Purpose: one request to a listener of ours, over a unix socket or TCP: what `trigger` sends.
// No TLS and no redirects: it speaks to this machine's listener, not to the world.
// State: one socket. Fails: Error(usage) for an address of no known form, Error(unavailable) when
// nobody listens, answers in time or speaks HTTP. Threads: any; blocks its caller.
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoporder::receive {

struct Target {
    std::string socket; ///< a unix socket's path, else empty
    std::string host;   ///< an IPv6 address without brackets
    std::string port;
    std::string path = "/"; ///< of the request
};

/// "unix:PATH", "HOST:PORT", ":PORT", "[IPV6]:PORT", or "http://HOST[:PORT][/PATH]". A text without
/// a path gets "/".
[[nodiscard]] Target parse_target(std::string_view text);

/// What a server answered to a post(); `Reply` is how our own answers a request.
struct Answer {
    int status = 0;
    std::string body;
};

/// POSTs once. Names and values of headers must not hold line breaks (Error(usage)).
[[nodiscard]] Answer post(const Target& target,
                          const std::vector<std::pair<std::string, std::string>>& headers,
                          std::string_view body,
                          std::chrono::milliseconds deadline = std::chrono::seconds{15});

} // namespace shoporder::receive
