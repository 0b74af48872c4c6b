#pragma once
// Purpose: one whole request in, the bytes of one reply out: cpp-httplib's process_request() around
// our handler. Every request is answered in the pre-routing hook, which runs before the library
// reads a body, so none of its body code (chunks, gzip, multipart, form limits) and none of
// its regular-expression routes ever runs.
// State: the request being answered. Fails: what the handler throws is answered 500 without its
// text; where the library will not go along, Answer::refusal says so. Threads: one.
#include "receive/request_head.hpp"

#include <httplib.h>

#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::receive {

struct Answer {
    std::string bytes;
    int status = 0;
    bool keep = false;              ///< the connection may carry another request
    std::optional<Refusal> refusal; ///< set: the handler was not asked, `bytes` is of no use
};

class Responder final : private httplib::Server {
public:
    explicit Responder(const receive::Answerer& handler);

    /// `head_bytes` and `head` are the same head, raw and read. `may_keep`: neither the client nor
    /// a limit asks for an end of the connection; a status of 400 or more ends it all the same.
    [[nodiscard]] Answer answer(std::string_view head_bytes, const RequestHead& head,
                                std::string body, const std::string& listener, bool may_keep);

    /// Answers one empty request to nobody, so that the tables the library makes at its first
    /// request exist before there are threads. (Race checkers cannot see the locks inside Debian's
    /// library and would take that first use for a race.)
    static void warm_up();

private:
    struct Exchange {
        const RequestHead& head;
        std::string& body;
        const std::string& listener;
        bool may_keep;
        Answer& answer;
    };
    void check_agreement(httplib::Request& seen) const;
    void ask_handler(httplib::Response& reply);
    void set_connection_headers(httplib::Response& reply) const;

    const receive::Answerer& m_handler;
    Exchange* m_exchange = nullptr;
};

} // namespace shoporder::receive
