#pragma once
// Purpose: what cpp-httplib makes of a request's head that we have read already. It can only
// refuse: two readers that disagree about one request are how requests are smuggled. The library's
// process_request() runs on memory alone and is answered in its pre-routing hook, before it reads a
// body, so none of its body code (chunks, gzip, multipart, form limits) and none of its
// regular-expression routes ever runs.
// State: the request being looked at. Fails: by value. Threads: one.
#include "receive/request_head.hpp"

#include <httplib.h>

#include <optional>
#include <string_view>

namespace shoporder::receive {

class SecondOpinion final : private httplib::Server {
public:
    SecondOpinion();

    /// `bytes` and `head` are the same head, raw and read.
    [[nodiscard]] std::optional<Refusal> refuses(std::string_view bytes, const RequestHead& head);

    /// Looks at one empty request, so that the tables the library makes at its first request exist
    /// before there are threads. (Race checkers cannot see the locks inside Debian's library and
    /// would take that first use for a race.)
    static void warm_up();

private:
    static void check(const RequestHead& head, httplib::Request& seen);
    bool m_read = false; ///< the library came as far as to ask for an answer
};

} // namespace shoporder::receive
