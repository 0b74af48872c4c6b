#pragma once
// Purpose: what is refused after the head and before a byte of the body is read: the gate that
// closes the library's known holes (chunked bodies past the limit, gzip bombs, request smuggling).
// State: none. Fails: by a Refusal. Threads: pure.
#include "receive/request_head.hpp"

namespace shoporder::receive {

/// Sets `head.content_length`. In order: method (405), Transfer-Encoding (411), Content-Encoding
/// (415), Content-Length doubled, malformed or on GET (400), missing (411), over the limit (413),
/// doubled Shopify or Host headers (400).
[[nodiscard]] std::optional<Refusal> check_request(RequestHead& head, const Limits& limits);

} // namespace shoporder::receive
