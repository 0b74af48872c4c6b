#pragma once
// Purpose: what passes between the HTTP side and whoever answers: plain values.
// State: none. Fails: not at all.
// Threads: values; an Answerer is called by several at once.
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoporder::receive {

struct Request {
    std::string method;
    std::string path;  ///< without the query, as the client sent it, percent-decoded once
    std::string query; ///< what follows the first '?', as the client sent it, not decoded
    /// Names lower-case, in order; values as the client sent them: nothing is percent-decoded.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;     ///< the raw bytes
    std::string listener; ///< the listener's name: "webhook" or "admin"
    std::string peer; ///< the client's address, "192.0.2.7" or "2001:db8::1"; "" on a unix socket
    [[nodiscard]] std::string_view header(std::string_view lower_name) const noexcept;
};

struct Response {
    int status = 200;
    std::string body;                                         ///< ends in a newline when it is text
    std::string content_type = "text/plain";                  ///< to text, charset utf-8 is added
    std::vector<std::pair<std::string, std::string>> headers; ///< Retry-After, Allow, …
};

/// The way back to the client of one request. Used once, from any thread, at once or later; the
/// connection waits without a thread. One that is dropped unused answers 500.
class Reply {
public:
    class Client {
    public:
        virtual ~Client() = default;
        virtual void take(Response&& response) = 0;
    };
    explicit Reply(std::unique_ptr<Client> client) noexcept : m_client(std::move(client)) {}
    Reply(Reply&&) noexcept = default;
    Reply& operator=(Reply&&) = delete;
    ~Reply();
    void operator()(Response&& response);

private:
    std::unique_ptr<Client> m_client;
};

/// Called by several threads at once. What it throws is answered 500 without its text.
using Answerer = std::function<void(Request&&, Reply)>;
/// For who can answer without waiting for anything.
[[nodiscard]] Answerer at_once(std::function<Response(Request&&)> answer);

struct Limits {
    std::size_t body_bytes = 10U << 20U;
    std::size_t header_bytes = 32U << 10U;
    std::size_t header_count = 100;
    std::chrono::milliseconds deadline{4000}; ///< one request, first byte to last reply byte
    std::chrono::milliseconds idle{5000};     ///< between two requests of one connection
    std::size_t requests_per_connection = 1000;
    std::size_t workers = 8;                   ///< threads that read requests and send replies
    std::size_t queue = 256;                   ///< accepted connections waiting for a worker
    std::size_t in_flight_bytes = 256U << 20U; ///< announced bodies of all requests together
    std::size_t connections =
        1024; ///< open at once, idle ones too; less where RLIMIT_NOFILE is low
    std::chrono::milliseconds drain{
        300};         ///< after stop(): how long an idle connection may still ask
    bool post = true; ///< false: POST is refused (405), as every other method but GET and HEAD is
};

/// A request refused before the handler saw it: for counters and the journal.
struct Refusal {
    int status = 0;
    std::string reason; ///< one printable line; never a header's value
};

/// "Not Found" for 404; "Status" for a code without a name here.
[[nodiscard]] std::string_view status_text(int status) noexcept;

/// The whole reply. `keep`: the connection carries another request; HTTP/1.0 must be told so, 1.1
/// when not. `without_body`: the request was a HEAD. 304 never has a body.
[[nodiscard]] std::string reply_bytes(const Response& response, bool keep, bool http11,
                                      bool without_body);

/// A whole reply that refuses and closes: plain text, Retry-After with 503, Allow with 405.
/// `without_body`: the request was a HEAD.
[[nodiscard]] std::string refusal_reply(const Refusal& refusal, bool without_body = false);

} // namespace shoporder::receive
