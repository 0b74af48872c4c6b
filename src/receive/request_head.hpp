#pragma once
// Purpose: request line and headers, read strictly (RFC 9112) and once. This reading alone decides
// where a request ends; what the library thinks of the same bytes can only refuse more.
// The library would skip lines that end in a bare LF, percent-decode values, and drop empty ones.
// State: none. Fails: by a Refusal. Threads: pure.
#include "receive/message.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shoporder::receive {

struct RequestHead {
    std::string method;
    std::string path; ///< percent-decoded once
    std::string query;
    std::vector<std::pair<std::string, std::string>> headers; ///< names lower-case, values raw
    bool http11 = false;                                      ///< else HTTP/1.0
    bool keep_alive = false;                                  ///< the client allows another request
    bool expects_continue = false;  ///< it waits for "100 Continue" before it sends the body
    std::size_t content_length = 0; ///< set by check_request()
};

/// Looks for the blank line, from `scanned` on (kept by the caller between calls).
struct HeadEnd {
    std::optional<std::size_t> size; ///< of the head with its blank line, once it is whole
    bool bare_newline = false;       ///< LF without CR: refuse at once
};
[[nodiscard]] HeadEnd find_head_end(std::string_view bytes, std::size_t& scanned) noexcept;

/// `bytes` is the head with its blank line.
[[nodiscard]] std::variant<RequestHead, Refusal> read_head(std::string_view bytes,
                                                           const Limits& limits);

} // namespace shoporder::receive
