#include "receive/responder.hpp"

#include "receive/guard_stream.hpp"

#include <algorithm>

namespace shoporder::receive {

namespace {

// Thrown out of the library's set-up hook, which runs outside its own try block.
struct Disagreement {
    const char* reason;
};

bool has_control(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

Response internal_error() {
    Response response;
    response.status = 500;
    response.body = "internal error\n";
    return response;
}

} // namespace

Responder::Responder(const receive::Answerer& handler) : m_handler(handler) {
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& reply) {
        ask_handler(reply);
        return HandlerResponse::Handled;
    });
    set_post_routing_handler([this](const httplib::Request&, httplib::Response& reply) {
        set_connection_headers(reply);
    });
    // Without one the library sends the exception's text to the client.
    set_exception_handler([](const httplib::Request&, httplib::Response& reply,
                             const std::exception_ptr&) { reply.status = 500; });
}

Answer Responder::answer(std::string_view head_bytes, const RequestHead& head, std::string body,
                         const std::string& listener, bool may_keep) {
    Answer answer;
    Exchange exchange{head, body, listener, may_keep, answer};
    m_exchange = &exchange;
    GuardStream stream(head_bytes, answer.bytes);
    bool closed = false;
    try {
        // "Close" always: its keep-alive branch formats a header we replace anyway.
        process_request(stream, true, closed,
                        [this](httplib::Request& seen) { check_agreement(seen); });
        if (answer.status == 0) {
            answer.refusal = Refusal{400, "the request is malformed"};
        }
    } catch (const Disagreement& no) {
        answer.refusal = Refusal{400, no.reason};
    }
    m_exchange = nullptr;
    return answer;
}

void Responder::warm_up() {
    RequestHead head;
    head.method = "GET";
    head.path = "/";
    const receive::Answerer nobody = [](receive::Request&&) { return receive::Response(); };
    static_cast<void>(Responder(nobody).answer("GET / HTTP/1.1\r\n\r\n", head, {}, {}, true));
}

void Responder::check_agreement(httplib::Request& seen) const {
    const RequestHead& head = m_exchange->head;
    if (seen.method != head.method || seen.path != head.path) {
        throw Disagreement{"the request line is ambiguous"};
    }
    for (const auto& [name, value] : seen.headers) {
        if (has_control(name) || has_control(value)) {
            throw Disagreement{"a header value holds a control character"};
        }
    }
    // What would make the library change our reply or speak for itself: a range cut out of
    // it, its compression, a second "100 Continue".
    seen.ranges.clear();
    seen.headers.erase("Range");
    seen.headers.erase("Accept-Encoding");
    seen.headers.erase("Expect");
}

void Responder::ask_handler(httplib::Response& reply) {
    Exchange& exchange = *m_exchange;
    receive::Request request;
    request.method = exchange.head.method;
    request.path = exchange.head.path;
    request.query = exchange.head.query;
    request.headers = exchange.head.headers;
    request.body = std::move(exchange.body);
    request.listener = exchange.listener;

    receive::Response response;
    try {
        response = m_handler(std::move(request));
    } catch (...) {
        response = internal_error();
    }
    reply.status = response.status;
    reply.body = std::move(response.body);
    if (!reply.body.empty() || !response.content_type.empty()) {
        const bool named = response.content_type.find("charset") != std::string::npos;
        reply.set_header("Content-Type",
                         named ? response.content_type : response.content_type + "; charset=utf-8");
    }
    for (const auto& [name, value] : response.headers) {
        reply.set_header(name, value);
    }
    exchange.answer.status = response.status;
    exchange.answer.keep = exchange.may_keep && response.status < 400;
}

void Responder::set_connection_headers(httplib::Response& reply) const {
    reply.headers.erase("Accept-Ranges");
    if (m_exchange->answer.keep) {
        reply.headers.erase("Connection");
        if (!m_exchange->head.http11) {
            reply.set_header("Connection", "keep-alive");
        }
    }
}

} // namespace shoporder::receive
