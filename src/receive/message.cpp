#include "receive/message.hpp"

namespace shoporder::receive {

std::string_view Request::header(std::string_view lower_name) const noexcept {
    for (const auto& [name, value] : headers) {
        if (name == lower_name) {
            return value;
        }
    }
    return {};
}

std::string_view status_text(int status) noexcept {
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 411:
        return "Length Required";
    case 413:
        return "Payload Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status";
    }
}

std::string refusal_reply(const Refusal& refusal, bool without_body) {
    const std::string body = refusal.reason + "\n";
    std::string reply = "HTTP/1.1 " + std::to_string(refusal.status) + " ";
    reply.append(status_text(refusal.status)).append("\r\nConnection: close\r\n");
    if (refusal.status == 503) {
        reply += "Retry-After: 1\r\n";
    } else if (refusal.status == 405) {
        reply += "Allow: GET, HEAD, POST\r\n";
    }
    reply += "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " +
             std::to_string(body.size()) + "\r\n\r\n";
    if (!without_body) {
        reply += body;
    }
    return reply;
}

} // namespace shoporder::receive
