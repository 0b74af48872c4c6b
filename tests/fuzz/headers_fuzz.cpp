// Hostile headers: a saved request as `verify-hmac --headers` reads it, and the same bytes as the
// head of an HTTP request on the wire.
#include "receive/request_gate.hpp"
#include "verify/headers.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

void require(bool held) {
    if (!held)
        std::abort();
}

bool printable(std::string_view text) {
    for (const char c : text)
        if (c < 0x20 || c >= 0x7f)
            return false;
    return true;
}

void saved_request(std::string_view text) {
    const auto saved = shoporder::verify::parse_saved_request(text);
    require(saved.body_at <= text.size());
    const auto headers = shoporder::verify::read_headers(saved.headers);
    require(printable(headers.topic) && printable(headers.shop) && printable(headers.webhook_id));
    require(headers.webhook_id.size() <= 128 && headers.event_id.size() <= 128);
    require(headers.topic.find("..") == std::string::npos);
    require(headers.shop.find('/') == std::string::npos);
}

void on_the_wire(std::string_view text) {
    using namespace shoporder::receive;
    const Limits limits;
    std::size_t scanned = 0;
    const HeadEnd end = find_head_end(text, scanned);
    require(scanned <= text.size());
    if (!end.size)
        return;
    require(*end.size <= text.size() && !end.bare_newline);
    auto read = read_head(text.substr(0, *end.size), limits);
    if (std::holds_alternative<Refusal>(read)) {
        require(printable(std::get<Refusal>(read).reason));
        return;
    }
    RequestHead head = std::get<RequestHead>(std::move(read));
    require(head.headers.size() <= limits.header_count);
    require(head.path.find('\0') == std::string::npos && head.path.find("..") == std::string::npos);
    for (const auto& [name, value] : head.headers)
        require(printable(name) && value.find_first_of("\r\n") == std::string::npos);
    if (const auto refusal = check_request(head, limits)) {
        require(refusal->status >= 400 && printable(refusal->reason));
    } else {
        require(head.content_length <= limits.body_bytes);
        require(head.method == "POST" || head.content_length == 0);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    saved_request(text);
    on_the_wire(text);
    return 0;
}
