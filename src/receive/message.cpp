#include "receive/message.hpp"

namespace shoporder::receive {

std::string_view Request::header(std::string_view lower_name) const noexcept {
    for (const auto& [name, value] : headers)
        if (name == lower_name)
            return value;
    return {};
}

std::string_view status_text(int status) noexcept {
    switch (status) {
    case 200:
        return "OK";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
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
    case 429:
        return "Too Many Requests";
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

Reply::~Reply() {
    if (m_client) {
        Response response;
        response.status = 500;
        response.body = "internal error\n";
        (*this)(std::move(response));
    }
}

void Reply::operator()(Response&& response) {
    const std::unique_ptr<Client> client = std::move(m_client);
    client->take(std::move(response));
}

Answerer at_once(std::function<Response(Request&&)> answer) {
    return [answer = std::move(answer)](Request&& request, Reply reply) {
        reply(answer(std::move(request)));
    };
}

std::string reply_bytes(const Response& response, bool keep, bool http11, bool without_body) {
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
    out.append(status_text(response.status)).append("\r\n");
    if (!keep)
        out += "Connection: close\r\n";
    else if (!http11)
        out += "Connection: keep-alive\r\n";
    for (const auto& [name, value] : response.headers)
        out.append(name).append(": ").append(value).append("\r\n");
    if (response.status == 304)
        return out + "\r\n";
    if (!response.content_type.empty()) {
        const bool text = response.content_type.starts_with("text/") &&
                          response.content_type.find("charset") == std::string::npos;
        out.append("Content-Type: ").append(response.content_type);
        out += text ? "; charset=utf-8\r\n" : "\r\n";
    }
    out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n";
    if (!without_body)
        out += response.body;
    return out;
}

std::string refusal_reply(const Refusal& refusal, bool without_body) {
    const std::string body = refusal.reason + "\n";
    std::string reply = "HTTP/1.1 " + std::to_string(refusal.status) + " ";
    reply.append(status_text(refusal.status)).append("\r\nConnection: close\r\n");
    if (refusal.status == 503)
        reply += "Retry-After: 1\r\n";
    else if (refusal.status == 405)
        reply += "Allow: GET, HEAD, POST\r\n";
    reply += "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " +
             std::to_string(body.size()) + "\r\n\r\n";
    if (!without_body)
        reply += body;
    return reply;
}

} // namespace shoporder::receive
