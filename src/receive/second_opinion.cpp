#include "receive/second_opinion.hpp"

#include "receive/guard_stream.hpp"

#include <algorithm>

namespace shoporder::receive {

namespace {

// Thrown out of the library's set-up hook, which runs outside its own try block.
struct Disagreement {
    const char* reason;
};

bool has_control(const std::string& text) {
    return std::any_of(
        text.begin(), text.end(),
        [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\t') || byte == 0x7f;
        });
}

} // namespace

SecondOpinion::SecondOpinion() {
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response&) {
        m_read = true;
        return HandlerResponse::Handled;
    });
}

std::optional<Refusal> SecondOpinion::refuses(std::string_view bytes, const RequestHead& head) {
    m_read = false;
    GuardStream stream(bytes);
    bool closed = false;
    try {
        process_request(
            stream, true, closed, [&head](httplib::Request& seen) { check(head, seen); });
    } catch (const Disagreement& no) {
        return Refusal{400, no.reason};
    }
    if (!m_read)
        return Refusal{400, "the request is malformed"};
    return std::nullopt;
}

void SecondOpinion::warm_up() {
    RequestHead head;
    head.method = "GET";
    head.path = "/";
    static_cast<void>(SecondOpinion().refuses("GET / HTTP/1.1\r\n\r\n", head));
}

void SecondOpinion::check(const RequestHead& head, httplib::Request& seen) {
    if (seen.method != head.method || seen.path != head.path)
        throw Disagreement{"the request line is ambiguous"};
    for (const auto& [name, value] : seen.headers)
        if (has_control(name) || has_control(value))
            throw Disagreement{"a header value holds a control character"};
    // What would make the library work on a reply that nobody gets: a range, compression, a
    // "100 Continue".
    seen.ranges.clear();
    seen.headers.erase("Range");
    seen.headers.erase("Accept-Encoding");
    seen.headers.erase("Expect");
}

} // namespace shoporder::receive
